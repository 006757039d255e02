const shortestWaitMs = 250;
const longestWaitMs = 5_000;
const silenceMs = 5_000;

/**
 * A WebSocket that comes back: with exponential back-off and jitter, and at once when the
 * network or the page returns. A page cannot see protocol pings, so a line that owes an answer
 * and stays silent for five seconds counts as dead.
 */
export class Line {
  /**
   * Awaited before each attempt; a rejection counts as one that failed.
   * @type {() => Promise<void>}
   */
  onprepare = async () => {};
  /** @type {(message: any) => void} */
  onmessage = () => {};
  /** @type {() => void} */
  onlost = () => {};

  /** @type {WebSocket | null} */
  #socket = null;
  #running = false;
  #attempts = 0;
  #retry = 0;
  #silence = 0;
  #attempt = 0;

  /** @param {string} path on this page's own server */
  constructor(path) {
    this.path = path;
    addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.#hurry(); });
  }

  get isOpen() { return this.#socket?.readyState === WebSocket.OPEN; }
  get bufferedAmount() { return this.#socket?.bufferedAmount ?? 0; }

  start() {
    if (this.#running) return;
    this.#running = true;
    this.#connect();
  }

  stop() {
    this.#running = false;
    clearTimeout(this.#retry);
    this.#drop();
  }

  /** Gives this connection up and makes another. */
  restart() {
    this.#drop();
    this.#later();
  }

  /** Tells that the connection works, so that the next one need not wait long. */
  calm() { this.#attempts = 0; }

  /** @param {Uint8Array | string} frame */
  send(frame) { this.#socket?.send(frame); }

  /** The server owes an answer from now on. */
  expectAnswer() {
    if (this.#silence === 0) this.#silence = setTimeout(() => this.restart(), silenceMs);
  }

  #hurry() {
    if (!this.#running || this.#socket) return;
    clearTimeout(this.#retry);
    this.#connect();
  }

  async #connect() {
    const attempt = (this.#attempt += 1);
    try {
      await this.onprepare();
    } catch {
      if (attempt === this.#attempt) this.#later();
      return;
    }
    if (!this.#running || attempt !== this.#attempt || this.#socket) return;
    const url = new URL(this.path, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    this.expectAnswer();
    socket.onmessage = ({ data }) => {
      clearTimeout(this.#silence);
      this.#silence = 0;
      if (typeof data === "string" && socket === this.#socket) this.onmessage(JSON.parse(data));
    };
    socket.onclose = () => { if (socket === this.#socket) this.restart(); };
  }

  #later() {
    if (!this.#running) return;
    clearTimeout(this.#retry);
    const longest = Math.min(longestWaitMs, shortestWaitMs * 2 ** this.#attempts);
    this.#attempts += 1;
    this.#retry = setTimeout(() => this.#connect(), longest * (0.5 + Math.random() / 2));
  }

  #drop() {
    clearTimeout(this.#silence);
    this.#silence = 0;
    this.#attempt += 1;
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onmessage = socket.onclose = null;
    socket.close();
    this.onlost();
  }
}

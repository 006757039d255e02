import { backOff, InklingError } from "./problem.js";
import { Sheet } from "./sheet.js";

/** @typedef {import("./wire.js").Canvas} Canvas */
/** @typedef {{ shape: string, confidence: number }} Guess */
/**
 * @typedef {object} StreamGuess what the ink looks like after operation `seq`
 * @property {number} seq
 * @property {number} points
 * @property {string | null} shape the surest, maybe `none`; null without ink
 * @property {number} [confidence]
 * @property {string} [perhaps] the nearest shape, where `none` is not sure
 * @property {Guess[]} guesses sorted; they sum to 1
 * @property {boolean} [decided] it will hardly change its mind any more
 * @property {string} model
 * @property {number} [latency_us] inside the server
 */
/**
 * @typedef {object} Socket
 * @property {number} bufferedAmount bytes
 * @property {(data: Uint8Array | string) => void} send
 * @property {() => void} close in order
 * @property {() => void} drop at once, without a word
 */
/**
 * Opens a WebSocket; rejects with an `InklingError`, with the status of the handshake where it is known.
 * @typedef {(url: string, options: { key?: string, onmessage: (text: string) => void,
 *   onclose: (code: number) => void }) => Promise<Socket>} SocketMaker
 */
/**
 * @typedef {object} StreamOptions
 * @property {Canvas} [canvas] 400 by 400 unless told
 * @property {string} [model] a version; missing: the active one
 * @property {"mouse" | "touch" | "pen" | "keyboard"} [device]
 * @property {number} [patience] ms without a connection after which the stream fails; 60,000
 * @property {number} [silence] ms after which a server that owes an answer counts as gone; 5,000
 * @property {(guess: StreamGuess) => void} [onguess]
 * @property {(version: string) => void} [onmodel] another model became active
 * @property {(online: boolean) => void} [ononline] the connection came or went; the ink stays
 * @property {(error: InklingError) => void} [onerror] the stream ended; it does not come back
 */

/** Operations under way that nothing has been said of. */
const window = 64;
const bytesUnderway = 64 * 1024;
/** What another attempt does not change. */
const hopeless = new Set([400, 401, 403, 404]);
const comesBack = new Set(["unavailable", "rate_limited", "flood", "overloaded"]);

/**
 * Ink that is recognised while it is drawn. It outlives its connections: every operation is kept, and
 * what a new connection does not know is sent again.
 */
export class Stream {
  #sheet;
  /** @type {Socket | null} */
  #socket = null;
  /** The newest operation that was sent on this connection, and that was answered. */
  #sent = 0;
  #answered = 0;
  /** The server has answered for this drawing. */
  #isBegun = false;
  #isWelcome = false;
  #wasOnline = false;
  #intervalMs = 16;
  #flushedAt = -Infinity;
  #attempts = 0;
  /** @type {InklingError | null} */
  #end = null;
  /** @type {{ seq: number, sheet: Sheet, take: (guess: StreamGuess) => void, fail: (error: Error) => void }[]} */
  #waiting = [];
  /** @type {StreamGuess | null} */
  #guess = null;
  /**
   * Running clocks by what they are for.
   * @type {Record<string, ReturnType<typeof setTimeout> | undefined>}
   */
  #clocks = {};

  /**
   * @param {string} url @param {string | undefined} key
   * @param {SocketMaker} makeSocket @param {StreamOptions} options
   */
  constructor(url, key, makeSocket, options) {
    this.options = { canvas: { width: 400, height: 400 }, patience: 60_000, silence: 5_000, ...options };
    this.#sheet = new Sheet(this.options.canvas);
    this.url = url;
    this.key = key;
    this.makeSocket = makeSocket;
    this.#lose();
    this.#connect();
  }

  /** The newest guess, of this drawing. */
  get guess() { return this.#guess; }
  get isOnline() { return this.#isBegun; }
  get points() { return this.#sheet.points; }

  /**
   * The pen is at a point; the first one after `lift` starts a stroke.
   * @param {number} x @param {number} y canvas units
   * @param {{ pressure?: number, time?: number }} more 0 … 1; ms, unless it is now
   */
  point(x, y, { pressure, time = performance.now() } = {}) {
    this.#demandOpen();
    this.#sheet.add(x, y, time, pressure);
    this.#schedule();
  }

  /** The pen goes up. */
  lift() { this.#sheet.lift(); this.#schedule(); }

  /**
   * Keeps the first `count` points.
   * @param {number} count
   */
  truncate(count) { this.#sheet.truncate(count); this.#schedule(); }

  /** Takes the last stroke away. */
  undo() { this.#sheet.undo(); this.#schedule(); }

  /** Begins another drawing on an empty canvas. */
  reset() {
    this.#demandOpen();
    for (const { fail } of this.#waiting.splice(0)) fail(new InklingError("closed", "the drawing was given up"));
    this.#sheet = new Sheet(this.options.canvas);
    this.#guess = null;
    this.#begin();
  }

  /**
   * The guess of all that was drawn so far, once the server has seen it.
   * @param {{ timeout?: number }} options ms; the stream's patience unless told
   * @returns {Promise<StreamGuess>}
   */
  settled({ timeout = this.options.patience } = {}) {
    this.#demandOpen();
    const sheet = this.#sheet;
    while (sheet.number());
    const seq = sheet.operations.length;
    if (this.#guess && this.#guess.seq >= seq) return Promise.resolve(this.#guess);
    if (seq === 0) return Promise.reject(new InklingError("invalid", "nothing was drawn"));
    this.#pump();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting = this.#waiting.filter((one) => one !== entry);
        reject(new InklingError("timeout", `no guess of operation ${seq} within ${timeout} ms`));
      }, timeout);
      const entry = { seq, sheet, take: (/** @type {StreamGuess} */ guess) => { clearTimeout(timer); resolve(guess); },
        fail: (/** @type {Error} */ error) => { clearTimeout(timer); reject(error); } };
      this.#waiting.push(entry);
    });
  }

  /** Ends the stream. */
  close() {
    if (this.#end) return;
    const socket = this.#socket;
    this.#finish(new InklingError("closed", "the stream was closed"));
    socket?.close();
  }

  // MARK: - Sending

  #demandOpen() { if (this.#end) throw this.#end; }

  /** Points that wait become one operation an interval. */
  #schedule() {
    this.#demandOpen();
    if (!this.#isBegun || this.#clocks.flush !== undefined) return;
    this.#after("flush", this.#flushedAt + this.#intervalMs - performance.now(), () => this.#pump());
  }

  #pump() {
    const [sheet, socket] = [this.#sheet, this.#socket];
    if (!this.#isBegun || !socket) return;
    while (this.#sent - this.#answered < window && socket.bufferedAmount < bytesUnderway) {
      if (this.#sent === sheet.operations.length && !sheet.number()) break;
      socket.send(sheet.operations[this.#sent]);
      this.#sent += 1;
      this.#flushedAt = performance.now();
    }
    if (this.#sent > this.#answered) this.#expectAnswer();
  }

  #begin() {
    this.#isBegun = false;
    if (!this.#isWelcome) return;
    const { canvas, model, device } = this.options;
    this.#socket?.send(JSON.stringify({ type: "begin", drawing: this.#sheet.id, canvas, model, device }));
    this.#expectAnswer();
  }

  // MARK: - Connections

  async #connect() {
    this.#stop("retry");
    let isOurs = true;
    /**
     * What came before the socket itself.
     * @type {string[] | null}
     */
    let early = [];
    try {
      const socket = await this.makeSocket(this.url, { key: this.key,
        onmessage: (text) => {
          if (early) early.push(text);
          else if (isOurs && !this.#end) this.#receive(JSON.parse(text));
        },
        onclose: () => { if (isOurs) { isOurs = false; this.#again(); } } });
      if (this.#end || !isOurs) return socket.drop();
      this.#socket = socket;
      this.#drop = () => { isOurs = false; socket.drop(); };
      this.#expectAnswer();
      const texts = early;
      early = null;
      for (const text of texts) if (isOurs && !this.#end) this.#receive(JSON.parse(text));
    } catch (error) {
      const problem = error instanceof InklingError ? error : new InklingError("unreachable", String(error));
      if (hopeless.has(problem.status)) return this.#finish(problem);
      this.#again((problem.retryAfter ?? 0) * 1_000, problem);
    }
  }

  /** Gives the connection up without hearing more of it. */
  #drop = () => {};

  /**
   * Makes another connection in a moment.
   * @param {number} [least] ms @param {InklingError} [reason]
   */
  #again(least = 0, reason) {
    if (this.#end) return;
    this.#drop();
    this.#lose(reason);
    this.#after("retry", backOff(this.#attempts, least), () => this.#connect());
    this.#attempts += 1;
  }

  /** @param {InklingError} [reason] */
  #lose(reason) {
    this.#socket = null;
    this.#isBegun = this.#isWelcome = false;
    this.#stop("silence");
    this.#stop("flush");
    if (reason) this.#reason = reason;
    if (this.#clocks.patience === undefined) {
      this.#after("patience", this.options.patience, () => this.#finish(this.#reason
        ?? new InklingError("unreachable", `no connection for ${this.options.patience} ms`)));
    }
    this.#tellOnline(false);
  }

  /** @param {boolean} isOnline */
  #tellOnline(isOnline) {
    if (isOnline === this.#wasOnline) return;
    this.#wasOnline = isOnline;
    this.options.ononline?.(isOnline);
  }

  /**
   * Why the last attempt failed.
   * @type {InklingError | null}
   */
  #reason = null;

  /** @param {InklingError} error */
  #finish(error) {
    if (this.#end) return;
    this.#end = error;
    this.#isBegun = false;
    for (const name of Object.keys(this.#clocks)) this.#stop(name);
    if (error.code !== "closed") this.#drop();
    for (const { fail } of this.#waiting.splice(0)) fail(error);
    if (error.code !== "closed") this.options.onerror?.(error);
  }

  #expectAnswer() {
    if (this.#clocks.silence === undefined) this.#after("silence", this.options.silence, () => this.#again());
  }

  /** @param {string} name @param {number} milliseconds @param {() => void} act */
  #after(name, milliseconds, act) {
    this.#stop(name);
    this.#clocks[name] = setTimeout(() => { this.#clocks[name] = undefined; act(); }, Math.max(0, milliseconds));
  }

  /** @param {string} name */
  #stop(name) {
    clearTimeout(this.#clocks[name]);
    this.#clocks[name] = undefined;
  }

  // MARK: - Receiving

  /** @param {any} message */
  #receive(message) {
    this.#stop("silence");
    const { type } = message;
    if (type === "welcome") {
      this.#intervalMs = message.pace?.interval_ms ?? this.#intervalMs;
      this.#isWelcome = true;
      this.#begin();
    }
    if (type === "pace") this.#intervalMs = message.interval_ms;
    if (type === "begun" && message.drawing === this.#sheet.id) this.#start(0);
    if (type === "resumed" && message.drawing === this.#sheet.id) this.#start(message.seq);
    if (type === "guess" && this.#isBegun) this.#take(message);
    if (type === "model") this.options.onmodel?.(message.version);
    if (type === "error") this.#fault(message);
    if (this.#isBegun && this.#sent > this.#answered) this.#expectAnswer();
  }

  /**
   * Goes on after operation `seq`.
   * @param {number} seq
   */
  #start(seq) {
    this.#isBegun = true;
    this.#attempts = 0;
    this.#reason = null;
    this.#stop("patience");
    // The newest of them is sent again, for the guess that may have been lost.
    this.#sent = this.#answered = Math.max(0, Math.min(seq, this.#sheet.operations.length) - 1);
    this.#tellOnline(true);
    this.#pump();
  }

  /** @param {StreamGuess & { type: string }} message */
  #take({ type, ...guess }) {
    this.#answered = Math.max(this.#answered, guess.seq);
    this.#guess = guess;
    this.#waiting = this.#waiting.filter((one) => {
      if (guess.seq < one.seq) return true;
      one.take(guess);
      return false;
    });
    this.options.onguess?.(guess);
    if (!this.#end && !(this.#sheet.isNumbered && this.#sent === this.#sheet.operations.length)) this.#schedule();
  }

  /** @param {{ code: string, message: string, seq?: number, fatal?: boolean }} error */
  #fault({ code, message, seq }) {
    if (code === "gap" && seq !== undefined) {
      this.#sent = this.#answered = seq - 1;
      return this.#pump();
    }
    if (code === "no_drawing") return;  // Its begin was refused, or another is under way.
    if (comesBack.has(code)) return this.#again(1_000, new InklingError(code, message));
    this.#finish(new InklingError(code, message));
  }
}

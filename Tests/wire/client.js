// A WebSocket client of its own (RFC 6455), so that the server is not tested with its own eyes.
import { createHash, randomBytes } from "node:crypto";
import { connect } from "node:net";

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 };
const patience = 20_000;

/** @typedef {{ type: string, [name: string]: any }} Message */

/** Waits until a condition holds. @param {() => boolean | Promise<boolean>} holds */
export async function until(holds, milliseconds = patience) {
  const deadline = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`never came true: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The server answered the handshake with something else than 101. */
export class Refused extends Error {
  /** @param {number} status @param {string} head */
  constructor(status, head) {
    super(`the handshake was answered ${status}`);
    this.status = status;
    this.head = head;
  }
}

/**
 * A frame as clients send them.
 * @param {number} opcode @param {Uint8Array | string} payload
 * @param {{ final?: boolean, masked?: boolean, declared?: number }} [options]
 *   `declared`: the length to announce, whatever follows
 */
export function frame(opcode, payload, { final = true, masked = true, declared } = {}) {
  const body = Buffer.from(payload);
  const length = declared ?? body.length;
  const head = [(final ? 0x80 : 0) | opcode];
  const bit = masked ? 0x80 : 0;
  if (length < 126) head.push(bit | length);
  else if (length < 65_536) head.push(bit | 126, length >> 8, length & 255);
  else head.push(bit | 127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((shift) => (length >>> shift) & 255));
  if (!masked) return Buffer.concat([Buffer.from(head), body]);
  const mask = randomBytes(4);
  for (let index = 0; index < body.length; index += 1) body[index] ^= mask[index & 3];
  return Buffer.concat([Buffer.from(head), mask, body]);
}

export class WebSocketClient {
  /** Messages that nobody has waited for yet. @type {Message[]} */
  inbox = [];
  /** Every message. @type {Message[]} */
  received = [];
  /** @type {Buffer[]} */
  pongs = [];
  /**
   * @type {{ wants: (message: Message) => boolean, take: (message: Message) => void,
   *   fail: (error: Error) => void }[]}
   */
  #waiting = [];
  #bytes = Buffer.alloc(0);

  /** @param {import("node:net").Socket} socket @param {string} head */
  constructor(socket, head) {
    this.socket = socket;
    this.head = head;
    /** The code of the server's close frame; 1005 without one in it, 1006 without the frame. */
    this.code = 1006;
    /** @type {Promise<number>} */
    this.closed = new Promise((resolve) => socket.once("close", () => {
      resolve(this.code);
      for (const one of this.#waiting.splice(0)) one.fail(this.#ended());
    }));
    socket.on("data", (bytes) => this.#read(bytes));
    socket.on("error", () => {});
  }

  /**
   * Opens a WebSocket.
   * @param {number} port
   * @param {{ path?: string, headers?: Record<string, string>, host?: string }} [options]
   * @returns {Promise<WebSocketClient>}
   */
  static open(port, { path = "/ws/drawing", headers = {}, host = "127.0.0.1" } = {}) {
    const key = randomBytes(16).toString("base64");
    const proof = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest("base64");
    const socket = connect(port, host);
    socket.setNoDelay(true);
    const lines = [`GET ${path} HTTP/1.1`, `Host: ${host}:${port}`, "Connection: Upgrade",
      "Upgrade: websocket", "Sec-WebSocket-Version: 13", `Sec-WebSocket-Key: ${key}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
    return new Promise((resolve, reject) => {
      let bytes = Buffer.alloc(0);
      const timer = setTimeout(() => socket.destroy(), patience);
      socket.once("error", reject);
      socket.once("close", () => {
        clearTimeout(timer);
        reject(new Error(`closed in the handshake: ${bytes}`));
      });
      socket.on("data", function read(/** @type {Buffer} */ piece) {
        bytes = Buffer.concat([bytes, piece]);
        const end = bytes.indexOf("\r\n\r\n");
        if (end < 0) return;
        clearTimeout(timer);
        socket.off("data", read);
        const head = bytes.subarray(0, end).toString("latin1");
        const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]);
        if (status !== 101) {
          socket.destroy();
          return reject(new Refused(status, head));
        }
        if (!head.toLowerCase().includes(`sec-websocket-accept: ${proof.toLowerCase()}`)) {
          socket.destroy();
          return reject(new Error(`no proof of the key in ${head}`));
        }
        const client = new WebSocketClient(socket, head);
        client.#read(bytes.subarray(end + 4));
        resolve(client);
      });
    });
  }

  /** Sends a message as JSON. @param {object} message */
  send(message) { this.socket.write(frame(opcodes.text, JSON.stringify(message))); }
  /** @param {Uint8Array} bytes */
  sendBinary(bytes) { this.socket.write(frame(opcodes.binary, bytes)); }
  /** Sends bytes as they are, good or bad. @param {Uint8Array} bytes */
  sendRaw(bytes) { this.socket.write(bytes); }
  /** @param {number} [code] */
  close(code = 1000) {
    this.socket.write(frame(opcodes.close, Buffer.from([code >> 8, code & 255])));
    return this.closed;
  }
  /** Ends as a torn cable does: nothing more is sent. */
  drop() {
    this.socket.destroy();
    return this.closed;
  }

  /**
   * Takes the first message that fits, now or when it comes.
   * @param {string | ((message: Message) => boolean)} wanted its type, or what it must fulfil
   * @returns {Promise<Message>}
   */
  waitFor(wanted) {
    const wants = typeof wanted === "string"
      ? (/** @type {Message} */ message) => message.type === wanted : wanted;
    const index = this.inbox.findIndex(wants);
    if (index >= 0) return Promise.resolve(this.inbox.splice(index, 1)[0]);
    if (this.socket.destroyed) return Promise.reject(this.#ended());
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(
        `waited in vain for ${wanted}; last came ${JSON.stringify(this.received.slice(-5))}`)),
      patience);
      this.#waiting.push({
        wants,
        take: (message) => { clearTimeout(timer); resolve(message); },
        fail: (error) => { clearTimeout(timer); reject(error); },
      });
    });
  }

  #ended() {
    return new Error(`closed with ${this.code}; last came ${JSON.stringify(this.received.slice(-5))}`);
  }

  /** @param {Buffer} piece */
  #read(piece) {
    this.#bytes = Buffer.concat([this.#bytes, piece]);
    for (;;) {
      const bytes = this.#bytes;
      if (bytes.length < 2) return;
      let [at, length] = [2, bytes[1] & 127];
      if (length === 126) [at, length] = [4, bytes.length < 4 ? Infinity : bytes.readUInt16BE(2)];
      else if (length === 127) {
        [at, length] = [10, bytes.length < 10 ? Infinity : Number(bytes.readBigUInt64BE(2))];
      }
      if (bytes.length < at + length) return;
      this.#bytes = bytes.subarray(at + length);
      this.#take(bytes[0], bytes.subarray(at, at + length));
    }
  }

  /** @param {number} first @param {Buffer} payload */
  #take(first, payload) {
    const opcode = first & 15;
    if (opcode === opcodes.ping) this.socket.write(frame(opcodes.pong, payload));
    if (opcode === opcodes.pong) this.pongs.push(Buffer.from(payload));
    if (opcode === opcodes.close) {
      this.code = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
      this.socket.end(frame(opcodes.close, payload.subarray(0, 2)));
    }
    if (opcode !== opcodes.text) return;
    const message = /** @type {Message} */ (JSON.parse(payload.toString("utf8")));
    this.received.push(message);
    const index = this.#waiting.findIndex(({ wants }) => wants(message));
    if (index >= 0) this.#waiting.splice(index, 1)[0].take(message);
    else this.inbox.push(message);
  }
}

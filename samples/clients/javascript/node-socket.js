// A WebSocket (RFC 6455) over node's own http: node before 22 has none, and the one since takes no
// headers and hides why a handshake was refused.
import { InklingError } from "./problem.js";

/** @typedef {import("./stream.js").Socket} Socket */
/** @typedef {import("./stream.js").SocketMaker} SocketMaker */

const opcodes = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 };
const handshakeMs = 10_000;
/** Bytes of a message. */
const longest = 1 << 20;

/** @type {SocketMaker} */
export const nodeSocket = async (url, { key, ...events }) => {
  const target = new URL(url);
  // Names in variables: the types of node need not be there to check this file.
  const [scheme, cryptography] = [target.protocol === "wss:" ? "node:https" : "node:http", "node:crypto"];
  const { request } = await import(scheme);
  const { randomBytes, createHash } = await import(cryptography);
  const nonce = randomBytes(16).toString("base64");
  const call = request(url.replace(/^ws/, "http"), { agent: false, timeout: handshakeMs, headers: {
    connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13", "sec-websocket-key": nonce,
    ...(key && { authorization: `Bearer ${key}` }) } });
  return new Promise((resolve, reject) => {
    call.once("error", (/** @type {Error} */ error) => reject(new InklingError("unreachable", error.message)));
    call.once("timeout", () => call.destroy(new Error("the handshake was not answered")));
    call.once("response", async (/** @type {any} */ answer) => {
      const pieces = [];
      for await (const piece of answer.setEncoding("utf8")) pieces.push(piece);
      reject(InklingError.of(answer.statusCode, pieces.join(""), answer.headers["retry-after"]));
    });
    call.once("upgrade", (/** @type {any} */ answer, /** @type {any} */ stream, /** @type {Uint8Array} */ early) => {
      const proof = createHash("sha1").update(`${nonce}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
      if (answer.headers["sec-websocket-accept"] !== proof) {
        stream.destroy();
        return reject(new InklingError("unreachable", "the server answered with a proof that is not of our key"));
      }
      stream.setTimeout(0);
      stream.setNoDelay(true);
      resolve(new Frames(stream, early, events, () => randomBytes(4)));
    });
    call.end();
  });
};

/** @implements {Socket} */
class Frames {
  #code = 1006;

  /**
   * @param {any} stream @param {Uint8Array} early what came with the handshake
   * @param {{ onmessage: (text: string) => void, onclose: (code: number) => void }} events
   * @param {() => Uint8Array} mask
   */
  constructor(stream, early, events, mask) {
    this.stream = stream;
    this.mask = mask;
    this.events = events;
    this.bytes = new Uint8Array(0);
    stream.on("data", (/** @type {Uint8Array} */ piece) => this.#read(piece));
    stream.on("error", () => {});
    stream.once("end", () => stream.end());
    stream.once("close", () => events.onclose(this.#code));
    if (early.length > 0) this.#read(early);
  }

  get bufferedAmount() { return this.stream.writableLength; }

  /** @param {Uint8Array | string} data */
  send(data) {
    if (typeof data === "string") this.#write(opcodes.text, new TextEncoder().encode(data));
    else this.#write(opcodes.binary, data);
  }

  close() {
    this.#write(opcodes.close, Uint8Array.of(1000 >> 8, 1000 & 255));
    this.stream.end();
    this.stream.setTimeout(1_000, () => this.stream.destroy());
  }

  drop() { this.stream.destroy(); }

  /** @param {number} opcode @param {Uint8Array} payload */
  #write(opcode, payload) {
    if (this.stream.destroyed || this.stream.writableEnded) return;
    const { length } = payload;
    const head = [0x80 | opcode, ...(length < 126 ? [0x80 | length] : [0x80 | 126, length >> 8, length & 255])];
    if (length > 65_535) throw new RangeError("a message has at most 65,535 bytes");
    const mask = this.mask();
    const frame = new Uint8Array(head.length + 4 + length);
    frame.set(head);
    frame.set(mask, head.length);
    for (let at = 0; at < length; at += 1) frame[head.length + 4 + at] = payload[at] ^ mask[at & 3];
    this.stream.write(frame);
  }

  /** @param {Uint8Array} piece */
  #read(piece) {
    const bytes = new Uint8Array(this.bytes.length + piece.length);
    bytes.set(this.bytes);
    bytes.set(piece, this.bytes.length);
    const view = new DataView(bytes.buffer);
    let from = 0;
    while (bytes.length - from >= 2) {
      let [at, length] = [from + 2, bytes[from + 1] & 127];
      if (length > 125) {
        const size = length === 126 ? 2 : 8;
        if (bytes.length < at + size) break;
        length = size === 2 ? view.getUint16(at) : Number(view.getBigUint64(at));
        at += size;
      }
      // The server says nothing of that length: what follows cannot be trusted.
      if (length > longest) return this.drop();
      if (bytes.length < at + length) break;
      this.#take(bytes[from], bytes.subarray(at, at + length));
      from = at + length;
    }
    this.bytes = bytes.slice(from);
  }

  /**
   * The server sends every message in one frame.
   * @param {number} first @param {Uint8Array} payload
   */
  #take(first, payload) {
    const opcode = first & 15;
    if (opcode === opcodes.ping) this.#write(opcodes.pong, payload);
    if (opcode === opcodes.text) this.events.onmessage(new TextDecoder().decode(payload));
    if (opcode !== opcodes.close) return;
    this.#code = payload.length >= 2 ? payload[0] << 8 | payload[1] : 1005;
    this.#write(opcodes.close, payload.slice(0, 2));
    this.stream.end();
  }
}

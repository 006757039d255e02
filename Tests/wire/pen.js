// What tests draw, and one drawing as a client sends it.
import { randomBytes } from "node:crypto";
import { WebSocketClient } from "./client.js";

/** A point as it travels: eighths of a unit, ms since the point before, pressure 0 … 255.
 * @typedef {{ x: number, y: number, elapsed: number, pressure: number }} WirePoint */

/** A version 7 UUID of now. */
export function newID() {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = (bytes[6] & 15) | 0x70;
  bytes[8] = (bytes[8] & 63) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** @param {number} count @returns {WirePoint[]} around a circle on a canvas of 400 by 400 */
export const circle = (count = 60) => Array.from({ length: count }, (_, index) => ({
  x: Math.round(8 * (200 + 120 * Math.cos((index / count) * 6.4))),
  y: Math.round(8 * (200 + 120 * Math.sin((index / count) * 6.4))),
  elapsed: index === 0 ? 0 : 8 + (index % 3) * 4,
  pressure: 100 + (index % 100),
}));

/**
 * The binary frame of points.
 * @param {number} seq @param {readonly WirePoint[]} points
 * @param {{ starts?: boolean, ends?: boolean }} [flags]
 */
export function pointsFrame(seq, points, { starts = false, ends = false } = {}) {
  const bytes = Buffer.alloc(8 + points.length * 8);
  bytes[0] = 1;
  bytes[1] = (starts ? 1 : 0) | (ends ? 2 : 0);
  bytes.writeUInt32LE(seq, 4);
  points.forEach(({ x, y, elapsed, pressure }, index) => {
    const at = 8 + index * 8;
    bytes.writeInt16LE(x, at);
    bytes.writeInt16LE(y, at + 2);
    bytes.writeUInt16LE(elapsed, at + 4);
    bytes[at + 6] = pressure;
  });
  return bytes;
}

/**
 * `[x,y,pressure,t]` of each point.
 * @param {readonly WirePoint[]} points @param {number} [clock] ms when the point before was
 */
export function asArrays(points, clock = 0) {
  return points.map(({ x, y, elapsed, pressure }) => {
    clock += elapsed;
    return [x / 8, y / 8, pressure / 255, clock];
  });
}

/** Stored strokes as wire points, for an exact comparison.
 * @param {{ points: { x: number, y: number, pressure: number, timestamp: number }[] }[]} strokes
 * @returns {WirePoint[][]} */
export function asWirePoints(strokes) {
  let clock = 0;
  return strokes.map(({ points }) => points.map(({ x, y, pressure, timestamp }) => {
    const elapsed = timestamp - clock;
    clock = timestamp;
    return { x: x * 8, y: y * 8, elapsed, pressure: Math.round(pressure * 255) };
  }));
}

/** One drawing on one connection; it numbers its operations. */
export class Pen {
  seq = 0;

  /** @param {WebSocketClient} socket @param {string} [id] */
  constructor(socket, id = newID()) {
    this.socket = socket;
    this.id = id;
  }

  /**
   * Opens a connection, waits for the welcome and begins a drawing.
   * @param {number} port @param {{ token?: string, shape?: string }} [options]
   */
  static async start(port, { token, shape } = {}) {
    const socket = await WebSocketClient.open(
      port, { path: `/ws/drawing${token ? `?token=${token}` : ""}` });
    const welcome = await socket.waitFor("welcome");
    const pen = new Pen(socket);
    pen.token = welcome.token;
    pen.begin({ shape });
    await socket.waitFor("begun");
    return pen;
  }

  /** @param {{ shape?: string }} [options] */
  begin({ shape = "circle" } = {}) {
    this.socket.send({ type: "begin", drawing: this.id, shape,
      canvas: { width: 400, height: 400 }, device: "pen" });
  }

  /** @param {readonly WirePoint[]} points @param {{ starts?: boolean, ends?: boolean }} [flags] */
  points(points, flags) { this.socket.sendBinary(pointsFrame(this.seq += 1, points, flags)); }

  /** A whole stroke, a few points a frame. @param {readonly WirePoint[]} points */
  stroke(points, perFrame = 20) {
    for (let at = 0; at < points.length; at += perFrame) {
      this.points(points.slice(at, at + perFrame),
        { starts: at === 0, ends: at + perFrame >= points.length });
    }
  }

  /** Any other operation. @param {{ type: string, [name: string]: any }} message */
  operation(message) { this.socket.send({ ...message, seq: this.seq += 1 }); }

  submit() { this.operation({ type: "submit" }); }

  /** Waits until everything sent so far is durable. */
  saved() {
    return this.socket.waitFor(({ type, drawing, seq, saved }) => drawing === this.id
      && ((type === "saved" && seq >= this.seq) || (type === "feedback" && saved >= this.seq)));
  }

  async submitted() {
    this.submit();
    return this.socket.waitFor("submitted");
  }
}

/**
 * What travels: the binary points frame of the protocol, and ids.
 *
 * | bytes | meaning, little-endian |
 * | --- | --- |
 * | u8 | kind: 1 |
 * | u8 | bit 0: the first point starts a stroke; bit 1: the pen was lifted after the last |
 * | u16 | zero |
 * | u32 | sequence number of the operation |
 * | 8 each | i16 x, i16 y (eighths of a unit), u16 ms since the point before, u8 pressure, u8 zero |
 */

/** @typedef {{ x: number, y: number, elapsed: number, pressure: number }} WirePoint whole numbers */
/** @typedef {{ width: number, height: number }} Canvas 16 to 3,600 units each */

export const pointsPerFrame = 512;
const headerSize = 8;
const pointSize = 8;
const longestElapsed = 65_535;

/**
 * To the nearest whole number, half away from zero: as the server rounds.
 * @param {number} value
 */
export const rounded = (value) => Math.sign(value) * Math.floor(Math.abs(value) + 0.5);

/**
 * @param {number} seq
 * @param {{ starts: boolean, ends: boolean, points: readonly WirePoint[] }} part of one stroke
 */
export function pointsFrame(seq, { starts, ends, points }) {
  const bytes = new Uint8Array(headerSize + points.length * pointSize);
  const view = new DataView(bytes.buffer);
  bytes[0] = 1;
  bytes[1] = (starts ? 1 : 0) | (ends ? 2 : 0);
  view.setUint32(4, seq, true);
  points.forEach(({ x, y, elapsed, pressure }, index) => {
    const at = headerSize + index * pointSize;
    view.setInt16(at, x, true);
    view.setInt16(at + 2, y, true);
    view.setUint16(at + 4, Math.min(elapsed, longestElapsed), true);
    view.setUint8(at + 6, pressure);
  });
  return bytes;
}

/** Whether the server takes a point there: on the canvas or within a tenth of its size around it.
 * @param {Canvas} canvas @param {number} x @param {number} y both in eighths of a unit */
export function admits({ width, height }, x, y) {
  const [marginX, marginY] = [Math.floor(width * 8 / 10), Math.floor(height * 8 / 10)];
  return x >= -marginX && x <= width * 8 + marginX && y >= -marginY && y <= height * 8 + marginY;
}

/** A version 7 UUID of now (RFC 9562, section 5.7). */
export function newID() {
  const bytes = Array.from({ length: 16 }, () => Math.floor(Math.random() * 256));
  for (let index = 5, rest = Date.now(); index >= 0; index -= 1) {
    bytes[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

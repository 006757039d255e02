/**
 * The binary points frame of `/ws/drawing`, little-endian:
 *
 * | bytes | meaning |
 * | --- | --- |
 * | u8 | kind: 1 |
 * | u8 | bit 0: the first point starts a stroke; bit 1: the pen was lifted after the last |
 * | u16 | zero |
 * | u32 | sequence number of the operation |
 * | 8 each | points: i16 x, i16 y (eighths of a unit), u16 ms since the point before, u8 pressure, u8 zero |
 */

/**
 * A point as it travels and is kept: whole numbers only.
 * @typedef {object} WirePoint
 * @property {number} x eighths of a canvas unit
 * @property {number} y eighths of a canvas unit
 * @property {number} elapsed ms since the drawing's point before; 65,535 and above are one
 * @property {number} pressure 0 … 255
 */

/** @typedef {{ seq: number, starts: boolean, ends: boolean, points: readonly WirePoint[] }} PointsFrame */

export const stepsPerUnit = 8;
export const pointsPerFrame = 512;
export const longestElapsed = 65_535;

const kindOfPoints = 1;
const headerSize = 8;
const pointSize = 8;

/** @param {PointsFrame} frame @returns {Uint8Array} */
export function encodePoints({ seq, starts, ends, points }) {
  if (points.length > pointsPerFrame) throw new RangeError(`${points.length} points in one frame`);
  const bytes = new Uint8Array(headerSize + points.length * pointSize);
  const view = new DataView(bytes.buffer);
  bytes[0] = kindOfPoints;
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

/** @param {Uint8Array} bytes @returns {PointsFrame} */
export function decodePoints(bytes) {
  const count = (bytes.byteLength - headerSize) / pointSize;
  if (bytes[0] !== kindOfPoints || !Number.isInteger(count) || count < 0) {
    throw new RangeError(`not a points frame: ${bytes.byteLength} bytes of kind ${bytes[0]}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const points = Array.from({ length: count }, (_, index) => {
    const at = headerSize + index * pointSize;
    return {
      x: view.getInt16(at, true),
      y: view.getInt16(at + 2, true),
      elapsed: view.getUint16(at + 4, true),
      pressure: view.getUint8(at + 6),
    };
  });
  return { seq: view.getUint32(4, true), starts: (bytes[1] & 1) !== 0, ends: (bytes[1] & 2) !== 0, points };
}

// Reads a QR code of the server's as a camera would, from the SVG document itself. It mends nothing: a module
// that is wrong is found.
import assert from "node:assert/strict";

/** Data codewords of each block, by version, at level M (ISO/IEC 18004, table 9). */
const blocks = [[], [16], [28], [44], [32, 32], [43, 43], [27, 27, 27, 27], [31, 31, 31, 31], [38, 38, 39, 39],
  [36, 36, 36, 37, 37], [43, 43, 43, 43, 44]];
/** Where alignment patterns have their middles, by version. */
const alignments = [[], [], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46],
  [6, 28, 50]];
/** @type {((row: number, column: number) => boolean)[]} */
const masks = [(r, c) => (r + c) % 2 === 0, (r) => r % 2 === 0, (_, c) => c % 3 === 0, (r, c) => (r + c) % 3 === 0,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0, (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0,
  (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0, (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0];

/** @param {string} svg @returns {boolean[][]} its modules, without the white around them */
export function modulesOf(svg) {
  const side = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]);
  const rows = Array.from({ length: side }, () => new Array(side).fill(false));
  for (const [, x, y, width] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    rows[Number(y)].fill(true, Number(x), Number(x) + Number(width));
  }
  const quiet = 4;
  assert.ok(rows.every((row, y) => row.every((dark, x) => !dark
    || Math.min(x, y) >= quiet && Math.max(x, y) < side - quiet)), "four modules of white around it");
  return rows.slice(quiet, -quiet).map((row) => row.slice(quiet, -quiet));
}

/** @param {string} svg @returns {string} what it says */
export function readQR(svg) {
  const modules = modulesOf(svg);
  const size = modules.length;
  const version = (size - 17) / 4;
  assert.ok(Number.isInteger(version) && version >= 1 && version <= 10, `version ${version}`);
  for (const [top, left] of [[0, 0], [0, size - 7], [size - 7, 0]]) {
    for (let place = 0; place < 49; place += 1) {
      const [row, column] = [Math.floor(place / 7), place % 7];
      const ring = Math.max(Math.abs(row - 3), Math.abs(column - 3));
      assert.equal(modules[top + row][left + column], ring !== 2, "a finder pattern");
    }
  }
  const bit = (/** @type {number} */ row, /** @type {number} */ column) => (modules[row][column] ? 1 : 0);
  const level = (bit(8, 0) << 1 | bit(8, 1)) ^ 0b10;
  assert.equal(level, 0, "level M");
  const mask = masks[(bit(8, 2) << 2 | bit(8, 3) << 1 | bit(8, 4)) ^ 0b101];
  const bits = /** @type {number[]} */ ([]);
  let upwards = true;
  for (let right = size - 1; right > 0; right -= 2, upwards = !upwards) {
    if (right === 6) right -= 1;
    for (let step = 0; step < size; step += 1) {
      const row = upwards ? size - 1 - step : step;
      for (const column of [right, right - 1]) {
        if (!isFunction(version, size, row, column)) bits.push(bit(row, column) ^ (mask(row, column) ? 1 : 0));
      }
    }
  }
  return textOf(dataOf(version, bits));
}

/** @param {number} version @param {number} size @param {number} row @param {number} column */
function isFunction(version, size, row, column) {
  if (row === 6 || column === 6) return true;
  if (row < 9 && (column < 9 || column >= size - 8) || row >= size - 8 && column < 9) return true;
  if (version >= 7 && (row < 6 && column >= size - 11 || column < 6 && row >= size - 11)) return true;
  const middles = alignments[version];
  return middles.some((y) => middles.some((x) => {
    const isFinder = y === 6 && (x === 6 || x === size - 7) || x === 6 && y === size - 7;
    return !isFinder && Math.abs(row - y) <= 2 && Math.abs(column - x) <= 2;
  }));
}

/** The data codewords, which blocks take in turn. @param {number} version @param {number[]} bits */
function dataOf(version, bits) {
  const counts = blocks[version];
  const data = counts.map(() => /** @type {number[]} */ ([]));
  let at = 0;
  for (let place = 0; place < Math.max(...counts); place += 1) {
    counts.forEach((count, block) => {
      if (place >= count) return;
      data[block].push(bits.slice(at, at + 8).reduce((byte, value) => byte << 1 | value, 0));
      at += 8;
    });
  }
  return data.flat();
}

/** @param {number[]} codewords */
function textOf(codewords) {
  const bits = codewords.flatMap((byte) => Array.from({ length: 8 }, (_, index) => byte >> (7 - index) & 1));
  const take = (/** @type {number} */ count) => bits.splice(0, count).reduce((value, next) => value << 1 | next, 0);
  assert.equal(take(4), 0b0100, "bytes");
  const count = take(codewords.length > 230 ? 16 : 8);
  return Buffer.from(Array.from({ length: count }, () => take(8))).toString("utf8");
}

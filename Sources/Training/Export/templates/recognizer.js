// SPDX-License-Identifier: Apache-2.0
// Inkling's recogniser in one file: ink in, answer out. No dependencies, no network.
// @about
// @end
//
//   import { recognize } from "./recognizer.js";
//   const { shape, confidence } = recognize([[[10, 80], [45, 10], [90, 80], [10, 80]]]);
//
// A drawing is a list of strokes, a stroke a list of points `[x, y, …]` or `{x, y}`, in units of a
// surface some hundreds to 4,000 wide, y downwards: CSS pixels will do, shares of 0 to 1 will not.
// Times and pressure may be there and change nothing. While the pen is down, say so:
// `recognize(strokes, { finished: false })`.
//
// `shape` is the surest class and may be "none": none of the shapes. Below a confidence of 0.9 "none"
// means rather "perhaps the second guess". The answers are Inkling's own, to the bit.
//
// `selfCheck()` looks at drawings whose answers are known and returns "ok", or throws. An ES module:
// in a page `<script type="module">`; node before 22.7 wants the name recognizer.mjs.

/** @typedef {{ shape: string, confidence: number }} Guess confidence: 0 to 1 */
/** @typedef {readonly number[] | { x: number, y: number }} Point */
/**
 * @typedef {object} Answer
 * @property {string} shape the surest class
 * @property {number} confidence how sure it is, 0 to 1
 * @property {Guess[]} guesses all classes, the surest first
 * @property {number[]} logits by class, in the order of `labels`, in 1/1024 nat
 * @property {Uint8Array} pixels the image that the network saw, row by row, 0 (paper) to 127 (ink)
 */

/**
 * Says what a drawing is.
 * @param {readonly (readonly Point[])[]} strokes
 * @param {{ finished?: boolean }} [options] finished: whether the pen is up; it is, if not said
 * @returns {Answer}
 * @throws {RangeError} for a coordinate that is no number, or more than 256 strokes or 20,000 points
 */
export function recognize(strokes, options = {}) {
  const { finished = true } = options;
  const pixels = draw(eighths(strokes));
  const logits = forward(pixels, finished);
  const guesses = ranked(logits, finished ? model.penUp : model.penDown);
  return { ...guesses[0], guesses, logits, pixels };
}

/**
 * The classes; the last is "none".
 * @returns {string[]}
 */
export const labels = () => [...model.labels];

/**
 * Looks at drawings whose answers are known.
 * @returns {string} "ok"; anything else is thrown
 */
export function selfCheck() {
  for (const { finished, strokes, logits } of vectors) {
    /** @type {number[][][]} */
    const ink = strokes.map((flat) => {
      const points = [];
      for (let at = 0; at < flat.length; at += 2) points.push([flat[at] / 8, flat[at + 1] / 8]);
      return points;
    });
    const found = recognize(ink, { finished }).logits;
    if (found.join() !== logits.join()) throw new Error(`it says ${found} instead of ${logits}`);
  }
  return "ok";
}

// -- From ink to an image -----------------------------------------------------------------------
// Whole numbers, and single operations that IEEE 754 rounds the same on every machine.

/**
 * A stroke in eighths of a unit, the grid on which Inkling keeps ink.
 * @typedef {{ x: number[], y: number[], length: number }} Track
 */

/** @param {readonly (readonly Point[])[]} strokes @returns {Track[]} */
function eighths(strokes) {
  const limit = (/** @type {unknown} */ value) => {
    const number = Number(value) * 8;
    if (Number.isNaN(number)) throw new RangeError("a coordinate is no number");
    // Halves go away from zero.
    const rounded = Math.sign(number) * Math.round(Math.abs(number));
    return Math.min(Math.max(rounded, -32768), 32767);
  };
  const tracks = strokes.filter((stroke) => stroke.length > 0).map((stroke) => {
    /** @type {Track} */
    const track = { x: [], y: [], length: 0 };
    for (const point of stroke) {
      const [x, y] = "x" in point ? [point.x, point.y] : point;
      track.x.push(limit(x));
      track.y.push(limit(y));
    }
    for (let at = 1; at < track.x.length; at++) {
      const [dx, dy] = [track.x[at] - track.x[at - 1], track.y[at] - track.y[at - 1]];
      track.length += Math.trunc(Math.sqrt((dx * dx + dy * dy) * 256));
    }
    return track;
  });
  if (tracks.length > 256) throw new RangeError("there are more than 256 strokes");
  if (tracks.reduce((sum, track) => sum + track.x.length, 0) > 20000) {
    throw new RangeError("there are more than 20,000 points");
  }
  return tracks;
}

/**
 * Strokes under 3 % of all ink are strays, unless together they are over a tenth.
 * @param {Track[]} tracks
 */
function withoutStrays(tracks) {
  const total = tracks.reduce((sum, track) => sum + track.length, 0);
  const kept = tracks.filter((track) => track.length * 100 >= total * 3);
  const left = kept.reduce((sum, track) => sum + track.length, 0);
  return (total - left) * 10 > total ? tracks : kept;
}

/** Parts of a pixel in which places in the image are counted. */
const steps = 64;

/**
 * The ink, its longer side 13/16 of the image, in the middle.
 * @param {Track[]} tracks
 */
function draw(tracks) {
  const pixels = new Uint8Array(model.size * model.size);
  const kept = withoutStrays(tracks);
  if (kept.length === 0) return pixels;
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of kept) {
    for (const value of x) [left, right] = [Math.min(left, value), Math.max(right, value)];
    for (const value of y) [top, bottom] = [Math.min(top, value), Math.max(bottom, value)];
  }
  const side = model.size * steps;
  const span = Math.trunc((side * 13) / 16);
  const longer = Math.max(right - left, bottom - top, 1);
  const scaled = (/** @type {number} */ way) => Math.trunc((way * span) / longer);
  const originX = Math.trunc((side - scaled(right - left)) / 2);
  const originY = Math.trunc((side - scaled(bottom - top)) / 2);
  const brush = brushOf(model.size);
  for (const track of kept) {
    let [penX, penY] = [0, 0];
    for (let at = 0; at < track.x.length; at++) {
      const x = originX + scaled(track.x[at] - left);
      const y = originY + scaled(track.y[at] - top);
      if (at === 0) {
        segment(pixels, brush, x, y, x, y);
      } else {
        // Too near the last one to change anything that can be seen.
        if ((x - penX) ** 2 + (y - penY) ** 2 < brush.apart) continue;
        segment(pixels, brush, penX, penY, x, y);
      }
      [penX, penY] = [x, y];
    }
  }
  return pixels;
}

/**
 * A round tip: full ink within 0.5 pixels of 32, paper from 1.25 on.
 * @param {number} size
 */
function brushOf(size) {
  const reach = (size * steps * 5) >> 7;
  const core = Math.trunc((reach * 2) / 5);
  const least = (size * steps * 3) >> 7;
  const gain = Math.trunc((127 << 14) / (reach * reach - core * core));
  return { reach, gain, apart: least * least };
}

/**
 * Darkens what lies near the segment from a to b; equal ends draw a dot.
 * @param {Uint8Array} pixels @param {ReturnType<typeof brushOf>} brush
 * @param {number} ax @param {number} ay @param {number} bx @param {number} by
 */
function segment(pixels, { reach, gain }, ax, ay, bx, by) {
  const [alongX, alongY] = [bx - ax, by - ay];
  const squared = alongX * alongX + alongY * alongY;
  const length = Math.sqrt(squared);
  // A vector of length one along the segment, in 1/16384.
  const unitX = squared === 0 ? 0 : Math.trunc((alongX / length) * 16384);
  const unitY = squared === 0 ? 0 : Math.trunc((alongY / length) * 16384);
  const end = Math.trunc(length);
  /** The first or last pixel whose centre is not before or beyond a place. */
  const pixel = (/** @type {number} */ place, /** @type {number} */ up) =>
    Math.min(Math.max((place - steps / 2 + up) >> 6, 0), model.size - 1);
  const [x0, x1] = [pixel(Math.min(ax, bx) - reach, steps - 1), pixel(Math.max(ax, bx) + reach, 0)];
  const [y0, y1] = [pixel(Math.min(ay, by) - reach, steps - 1), pixel(Math.max(ay, by) + reach, 0)];
  for (let y = y0; y <= y1; y++) {
    const fromY = y * steps + steps / 2 - ay;
    for (let x = x0; x <= x1; x++) {
      const fromX = x * steps + steps / 2 - ax;
      const across = (fromX * unitY - fromY * unitX) >> 14;
      const ahead = (fromX * unitX + fromY * unitY) >> 14;
      const beyond = Math.max(ahead - end, -ahead, 0);
      const distance =
        squared === 0 ? fromX * fromX + fromY * fromY : across * across + beyond * beyond;
      const ink = Math.min(((reach * reach - distance) * gain) >> 14, 127);
      const place = y * model.size + x;
      if (ink > pixels[place]) pixels[place] = ink;
    }
  }
}

// -- The network --------------------------------------------------------------------------------
// Three times 3x3 convolution, ReLU and 2x2 maximum, then two dense layers, in integers.

/** @typedef {{ weights: Int8Array, bias: Int32Array, multipliers: Int32Array }} Layer */

/** @param {Uint8Array} pixels @param {boolean} finished @returns {number[]} */
function forward(pixels, finished) {
  const layers = unpacked();
  // Two planes: the ink, and whether the pen is up.
  let plane = new Uint8Array(pixels.length * 2);
  pixels.forEach((ink, at) => plane.set([ink, finished ? 127 : 0], at * 2));
  let [size, inputs] = [model.size, 2];
  for (const layer of layers.slice(0, 3)) {
    plane = convolve(layer, plane, size, inputs);
    [size, inputs] = [size / 2, layer.bias.length];
  }
  const hidden = Uint8Array.from(dense(layers[3], plane), (sum, at) =>
    activation(sum, layers[3].multipliers[at]));
  return Array.from(dense(layers[4], hidden), (sum, at) =>
    Number((BigInt(sum) * BigInt(layers[4].multipliers[at]) + (1n << 27n)) >> 28n));
}

/**
 * A sum as one of 128 steps. Products beyond 2^53 are not exact, but then the answer is 127 anyway.
 * @param {number} sum @param {number} multiplier in 1 / 2^28
 */
const activation = (sum, multiplier) =>
  Math.min(Math.floor((Math.max(sum, 0) * multiplier + 134217728) / 268435456), 127);

/**
 * @param {Layer} layer weights [row][column][input][output]
 * @param {Uint8Array} plane [y][x][input] @param {number} size @param {number} inputs
 * @returns {Uint8Array} [y][x][output], half as wide and high
 */
function convolve({ weights, bias, multipliers }, plane, size, inputs) {
  const [outputs, half] = [bias.length, size / 2];
  const result = new Uint8Array(half * half * outputs);
  const [sums, largest] = [new Int32Array(outputs), new Int32Array(outputs)];
  for (let place = 0; place < half * half; place++) {
    largest.fill(-2147483648);
    for (let corner = 0; corner < 4; corner++) {
      const centreX = (place % half) * 2 + (corner & 1);
      const centreY = Math.floor(place / half) * 2 + (corner >> 1);
      sums.fill(0);
      for (let tap = 0; tap < 9; tap++) {
        const x = centreX + (tap % 3) - 1;
        const y = centreY + Math.floor(tap / 3) - 1;
        if (x < 0 || y < 0 || x >= size || y >= size) continue;
        for (let input = 0; input < inputs; input++) {
          const value = plane[(y * size + x) * inputs + input];
          if (value === 0) continue;
          const first = (tap * inputs + input) * outputs;
          for (let output = 0; output < outputs; output++) {
            sums[output] += value * weights[first + output];
          }
        }
      }
      for (let output = 0; output < outputs; output++) {
        if (sums[output] > largest[output]) largest[output] = sums[output];
      }
    }
    for (let output = 0; output < outputs; output++) {
      result[place * outputs + output] =
        activation(largest[output] + bias[output], multipliers[output]);
    }
  }
  return result;
}

/** @param {Layer} layer weights [input][output] @param {Uint8Array} inputs @returns {Int32Array} */
function dense({ weights, bias }, inputs) {
  const sums = Int32Array.from(bias);
  inputs.forEach((value, input) => {
    if (value === 0) return;
    const first = input * sums.length;
    for (let output = 0; output < sums.length; output++) {
      sums[output] += value * weights[first + output];
    }
  });
  return sums;
}

/** @param {number[]} logits @param {number} temper in 1/4096 @returns {Guess[]} the surest first */
function ranked(logits, temper) {
  const tempered = logits.map((logit) =>
    Number((BigInt(logit) * BigInt(temper) + 2048n) >> 12n));
  const best = Math.max(...tempered);
  const odds = tempered.map((logit) => exponentials()[best - logit] ?? 0);
  const sum = odds.reduce((a, b) => a + b, 0);
  // What is equally sure stays in the order of the labels.
  const order = [...odds.keys()].sort((a, b) => odds[b] - odds[a]);
  return order.map((index) =>
    ({ shape: model.labels[index], confidence: Math.fround(odds[index] / sum) }));
}

/** @type {number[]} */
let table = [];

/** 2^24 e^(-n / 1024) for n = 0, 1, …: by multiplication alone, which rounds the same everywhere. */
function exponentials() {
  if (table.length > 0) return table;
  const step = -1 / 1024;
  const factor = 1 + step * (1 + (step / 2) * (1 + (step / 3) * (1 + (step / 4) * (1 + step / 5))));
  for (let value = 16777216; value >= 0.5; value *= factor) table.push(Math.floor(value + 0.5));
  return table;
}

// -- The numbers --------------------------------------------------------------------------------

/** @type {Layer[]} */
let layers = [];

/**
 * Base 85 holds bytes: for each layer its biases and multipliers, then the weights, coded by how
 * often each occurs (Duda 2013, asymmetric numeral systems, after Giesen's rans_byte).
 */
function unpacked() {
  if (layers.length > 0) return layers;
  const bytes = fromBase85(model.numbers.join(""));
  let at = 0;
  const byte = () => {
    if (at >= bytes.length) throw new Error("the numbers are damaged");
    return bytes[at++];
  };
  const long = () => byte() | (byte() << 8) | (byte() << 16) | (byte() << 24);
  const read = model.shapes.map(([inputs, outputs]) => {
    const bias = Int32Array.from({ length: outputs }, long);
    const multipliers = Int32Array.from({ length: outputs }, long);
    // How often of 4096 times each weight occurs, from the lowest on.
    const lowest = (byte() << 24) >> 24;
    const kinds = byte();
    const [starts, counts, kind] = [[0], [0], new Uint8Array(4096)];
    for (let index = 0, start = 0; index < kinds; index++) {
      const low = byte();
      const count = low < 128 ? low : (low & 127) | (byte() << 7);
      kind.fill(index, start, start + count);
      [starts[index], counts[index]] = [start, count];
      start += count;
    }
    let state = long();
    const weights = Int8Array.from({ length: inputs * outputs }, () => {
      const place = state & 4095;
      const index = kind[place];
      state = counts[index] * (state >>> 12) + place - starts[index];
      while (state < 8388608) state = (state << 8) | byte();
      return lowest + index;
    });
    return { weights, bias, multipliers };
  });
  layers = read;
  return layers;
}

/**
 * Four bytes are five of the 85 characters from # to y without ? and \.
 * @param {string} text
 */
function fromBase85(text) {
  const bytes = new Uint8Array((text.length / 5) * 4);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < text.length; at += 5) {
    let value = 0;
    for (let digit = at; digit < at + 5; digit++) {
      const code = text.charCodeAt(digit);
      value = value * 85 + code - 35 - (code > 63 ? 1 : 0) - (code > 92 ? 1 : 0);
    }
    view.setUint32((at / 5) * 4, value);
  }
  return bytes;
}

/**
 * Drawings with what is to be said of them; x and y in turn, in eighths.
 * @type {{ finished: boolean, strokes: number[][], logits: number[] }[]}
 */
const vectors = [
  // @vectors
  // @end
];

const model = {
  // @model
  /** @type {string[]} */
  labels: [],
  /** Pixels a side of the image. */
  size: 32,
  /** What logits are multiplied with, in 1/4096. */
  penUp: 4096,
  penDown: 4096,
  /** @type {[number, number][]} inputs and outputs of the layers */
  shapes: [],
  /** @type {string[]} */
  numbers: [],
  // @end
};

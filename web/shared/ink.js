import { stepsPerUnit } from "./wire.js";

/** @typedef {import("./wire.js").WirePoint} WirePoint */

/**
 * A point in a drawing on this page.
 * @typedef {WirePoint & { time: number, seq: number }} InkPoint
 * `time`: ms since 1970; `seq`: the operation that brought it.
 */

/** @typedef {{ width: number, height: number }} Canvas in canvas units */

/** The points of a drawing in the order they were drawn. It grows and is cut at its end only. */
export class Ink {
  /** @type {InkPoint[]} */
  points = [];
  /**
   * Index of each stroke's first point.
   * @type {number[]}
   */
  starts = [];

  /** @param {InkPoint} point @param {boolean} startsStroke */
  add(point, startsStroke) {
    if (startsStroke || this.starts.length === 0) this.starts.push(this.points.length);
    this.points.push(point);
  }

  /**
   * Keeps the first `count` points.
   * @param {number} count
   */
  truncate(count) {
    this.points.length = Math.min(count, this.points.length);
    while (this.starts.length > 0 && this.starts[this.starts.length - 1] >= this.points.length) this.starts.pop();
  }

  /** @returns {InkPoint[][]} */
  get strokes() {
    return this.starts.map((start, index) => this.points.slice(start, this.starts[index + 1]));
  }
}

/**
 * Whether a point lies on the canvas or within a tenth of its size around it, in the server's
 * own whole-number arithmetic.
 * @param {Canvas} canvas @param {{ x: number, y: number }} point eighths of a unit
 */
export function admits(canvas, { x, y }) {
  const width = canvas.width * stepsPerUnit;
  const height = canvas.height * stepsPerUnit;
  const [marginX, marginY] = [Math.floor(width / 10), Math.floor(height / 10)];
  return x >= -marginX && x <= width + marginX && y >= -marginY && y <= height + marginY;
}

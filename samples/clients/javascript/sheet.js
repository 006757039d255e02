import { admits, newID, pointsFrame, pointsPerFrame, rounded } from "./wire.js";

/** @typedef {import("./wire.js").WirePoint} WirePoint */
/** @typedef {import("./wire.js").Canvas} Canvas */
/** @typedef {{ starts: boolean, ends: boolean, points: WirePoint[] }} Part of one stroke */

const limits = { points: 20_000, strokes: 256 };

/**
 * One drawing as numbered operations. What is drawn waits until it is asked for, so that all the
 * points of an interval share a frame; an operation that was made stays as it is, to be sent again.
 */
export class Sheet {
  id = newID();
  /**
   * Operation n stands at n - 1.
   * @type {(Uint8Array | string)[]}
   */
  operations = [];
  /**
   * Not yet operations: parts of strokes, and how many points to keep.
   * @type {(Part | number)[]}
   */
  #waiting = [];
  /**
   * When each point was drawn, in ms.
   * @type {number[]}
   */
  #times = [];
  /**
   * Index of each stroke's first point.
   * @type {number[]}
   */
  #starts = [];
  #isDown = false;

  /** @param {Canvas} canvas */
  constructor(canvas) { this.canvas = canvas; }

  get points() { return this.#times.length; }
  get strokes() { return this.#starts.length; }
  /** Whether everything drawn has become an operation. */
  get isNumbered() { return this.#waiting.length === 0; }

  /**
   * Adds a point; the first one after the pen was lifted starts a stroke.
   * @param {number} x @param {number} y canvas units @param {number} time ms @param {number} [pressure] 0 … 1
   */
  add(x, y, time, pressure) {
    const [wireX, wireY, at] = [rounded(x * 8), rounded(y * 8), rounded(time)];
    const force = pressure === undefined ? 128 : rounded(pressure * 255);
    if (!admits(this.canvas, wireX, wireY)) throw new RangeError(`(${x}, ${y}) is too far off the canvas`);
    if (!(force >= 0 && force <= 255)) throw new RangeError(`a pressure is 0 to 1, not ${pressure}`);
    const before = this.#times.length > 0 ? this.#times[this.#times.length - 1] : at;
    if (!(at >= before)) throw new RangeError(`the time falls from ${before} to ${time} ms`);
    const starts = !this.#isDown;
    if (this.points >= limits.points) throw new RangeError(`a drawing has at most ${limits.points} points`);
    if (starts && this.strokes >= limits.strokes) {
      throw new RangeError(`a drawing has at most ${limits.strokes} strokes`);
    }
    if (starts) this.#starts.push(this.points);
    this.#times.push(at);
    this.#isDown = true;
    const point = { x: wireX, y: wireY, elapsed: at - before, pressure: force };
    const open = this.#open();
    if (open && !starts) open.points.push(point);
    else this.#waiting.push({ starts, ends: false, points: [point] });
  }

  /** The pen goes up. */
  lift() {
    if (!this.#isDown) return;
    this.#isDown = false;
    const open = this.#open();
    if (open) open.ends = true;
    else this.#waiting.push({ starts: false, ends: true, points: [] });
  }

  /**
   * Keeps the first points, counted through all strokes.
   * @param {number} count
   */
  truncate(count) {
    if (!Number.isInteger(count) || count < 0 || count > this.points) {
      throw new RangeError(`${count} of ${this.points} points cannot be kept`);
    }
    this.#times.length = count;
    while (this.#starts.length > 0 && this.#starts[this.#starts.length - 1] >= count) this.#starts.pop();
    this.#isDown = false;
    this.#waiting.push(count);
  }

  /** Takes the last stroke away. */
  undo() {
    if (this.#starts.length > 0) this.truncate(this.#starts[this.#starts.length - 1]);
  }

  /** Makes the next operation of what waits; whether there was anything. */
  number() {
    const first = this.#waiting[0];
    if (first === undefined) return false;
    const seq = this.operations.length + 1;
    if (typeof first === "number") {
      this.#waiting.shift();
      this.operations.push(JSON.stringify({ type: "truncate", seq, points: first }));
      return true;
    }
    const points = first.points.splice(0, pointsPerFrame);
    const isWhole = first.points.length === 0;
    this.operations.push(pointsFrame(seq, { starts: first.starts, ends: first.ends && isWhole, points }));
    first.starts = false;
    if (isWhole) this.#waiting.shift();
    return true;
  }

  /** The part of a stroke that still waits and may grow. */
  #open() {
    const last = this.#waiting[this.#waiting.length - 1];
    return typeof last === "object" && !last.ends ? last : undefined;
  }
}

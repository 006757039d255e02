import { Ink } from "../shared/ink.js";
import { stepsPerUnit } from "../shared/wire.js";
import { Brush, strokeWidth } from "./brush.js";

/** @typedef {import("../shared/ink.js").InkPoint} InkPoint */

/** How much faster than the hand was. */
const speed = 3;
/** The pen does not think for longer between two points. */
const longestPauseMs = 400;
const margin = 2 * strokeWidth * stepsPerUnit;

/** A drawing that draws itself again on a small canvas, in the time that the hand took, only faster. */
export class Replay {
  #frame = 0;
  /** @type {{ point: InkPoint, starts: boolean, at: number }[]} */
  #steps;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Ink} ink
   */
  constructor(canvas, ink) {
    this.canvas = canvas;
    const starts = new Set(ink.starts);
    let at = 0;
    this.#steps = ink.points.map((point, index) => {
      const pause = index === 0 ? 0 : point.time - ink.points[index - 1].time;
      at += Math.max(0, Math.min(longestPauseMs, pause));
      return { point, starts: starts.has(index), at };
    });
  }

  /**
   * Draws it from the start; all at once for who wants nothing to move.
   * @param {boolean} isStill
   */
  play(isStill) {
    this.stop();
    const brush = this.#prepare();
    const ink = new Ink();
    const began = performance.now();
    let next = 0;
    const step = () => {
      const elapsed = isStill ? Infinity : (performance.now() - began) * speed;
      for (; next < this.#steps.length && this.#steps[next].at <= elapsed; next += 1) {
        ink.add({ ...this.#steps[next].point, seq: 0 }, this.#steps[next].starts);
      }
      brush?.draw(ink, 0, next < this.#steps.length);
      this.canvas.dataset.replay = next < this.#steps.length ? "runs" : "over";
      if (next < this.#steps.length) this.#frame = requestAnimationFrame(step);
    };
    step();
  }

  stop() { cancelAnimationFrame(this.#frame); }

  /** A blank canvas on which the whole drawing has room. */
  #prepare() {
    const density = window.devicePixelRatio || 1;
    const { width, height } = this.canvas.getBoundingClientRect();
    [this.canvas.width, this.canvas.height] = [Math.round(width * density), Math.round(height * density)];
    const context = this.canvas.getContext("2d");
    if (!context || this.#steps.length === 0) return null;
    const [left, right] = extent(this.#steps.map(({ point: { x } }) => x));
    const [top, bottom] = extent(this.#steps.map(({ point: { y } }) => y));
    // A flat one is as large as if it were square: side by side all are of one pen.
    const side = Math.max(100 * stepsPerUnit, right - left, bottom - top) + 2 * margin;
    const unit = Math.min(this.canvas.width, this.canvas.height) / side;
    const x = (this.canvas.width - unit * (left + right)) / 2;
    const y = (this.canvas.height - unit * (top + bottom)) / 2;
    context.setTransform(unit, 0, 0, unit, x, y);
    const ink = getComputedStyle(this.canvas).color;
    return new Brush(context, { wet: ink, dry: ink });
  }
}

/**
 * @param {number[]} numbers
 * @returns {[number, number]}
 */
function extent(numbers) {
  return numbers.reduce(
    ([low, high], number) => [Math.min(low, number), Math.max(high, number)], [Infinity, -Infinity]);
}

/** @typedef {{ x: number, y: number }} Place in canvas units */
/** @typedef {{ x: number, y: number }} Step each -1, 0 or 1 */

/** What part of the shorter side the ghost takes: the grid's lines go through its edges. */
const ghostShare = 0.62;
const stepsInGhost = 4;
/** Fine steps in a step. */
export const fineness = 4;

/**
 * The grid that keys move on: its middle is the sheet's, and the ghost is four steps wide. All in fine steps, whole
 * numbers, so that whoever goes there and back is where they were.
 */
export class KeyGrid {
  /** @type {Step} */
  #at = { x: 0, y: 0 };

  /** @param {{ width: number, height: number }} canvas */
  constructor(canvas) { this.canvas = canvas; }

  /** Canvas units in a fine step. */
  get unit() { return (Math.min(this.canvas.width, this.canvas.height) * ghostShare) / (stepsInGhost * fineness); }

  /** Where the cursor is, from the middle, in steps. */
  get steps() { return { x: this.#at.x / fineness, y: this.#at.y / fineness }; }

  /** @returns {Place} */
  get place() { return this.#placeOf(this.#at); }

  /** @param {Place} place to the nearest of the fine steps */
  goTo({ x, y }) {
    const fine = (/** @type {number} */ value, /** @type {number} */ side) => (
      Math.round((value - side / 2) / this.unit));
    this.#at = { x: fine(x, this.canvas.width), y: fine(y, this.canvas.height) };
  }

  centre() { this.#at = { x: 0, y: 0 }; }

  /**
   * @param {Step} way
   * @param {number} count fine steps
   * @returns {boolean} false at the sheet's edge
   */
  move(way, count) {
    const { width, height } = this.canvas;
    const most = { x: Math.floor(width / 2 / this.unit), y: Math.floor(height / 2 / this.unit) };
    const within = (/** @type {number} */ value, /** @type {number} */ limit) => (
      Math.max(-limit, Math.min(limit, value)));
    const to = { x: within(this.#at.x + way.x * count, most.x), y: within(this.#at.y + way.y * count, most.y) };
    const isElsewhere = to.x !== this.#at.x || to.y !== this.#at.y;
    this.#at = to;
    return isElsewhere;
  }

  /** @param {Step} fine @returns {Place} */
  #placeOf({ x, y }) { return { x: this.canvas.width / 2 + x * this.unit, y: this.canvas.height / 2 + y * this.unit }; }
}

/** Units between the points of a line: about what a hand leaves. */
const spacing = 4;

/**
 * The points of a straight line, without its first.
 * @param {Place} from @param {Place} to
 * @returns {Place[]}
 */
export function lineBetween(from, to) {
  const count = Math.max(1, Math.round(Math.hypot(to.x - from.x, to.y - from.y) / spacing));
  return Array.from({ length: count }, (_, index) => {
    const share = (index + 1) / count;
    return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
  });
}

/**
 * The points of a round line through all marks (Catmull and Rom's spline); closed when it ends where it began.
 * @param {readonly Place[]} marks
 * @returns {Place[]}
 */
export function curveThrough(marks) {
  const count = marks.length;
  if (count < 3) {
    return marks.slice(0, 1).concat(...marks.slice(1).map((mark, index) => lineBetween(marks[index], mark)));
  }
  const [first, last] = [marks[0], marks[count - 1]];
  const isClosed = Math.hypot(first.x - last.x, first.y - last.y) < 1;
  const at = (/** @type {number} */ index) => (isClosed
    ? marks[(index + count - 1) % (count - 1)] : marks[Math.max(0, Math.min(count - 1, index))]);
  const points = [first];
  for (let index = 0; index < count - 1; index += 1) {
    const [a, b, c, d] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    const pieces = Math.max(1, Math.round(Math.hypot(c.x - b.x, c.y - b.y) / spacing));
    for (let piece = 1; piece <= pieces; piece += 1) {
      const s = piece / pieces;
      const blend = (/** @type {"x" | "y"} */ axis) => 0.5 * (2 * b[axis] + (c[axis] - a[axis]) * s
        + (2 * a[axis] - 5 * b[axis] + 4 * c[axis] - d[axis]) * s ** 2
        + (3 * b[axis] - a[axis] - 3 * c[axis] + d[axis]) * s ** 3);
      points.push({ x: blend("x"), y: blend("y") });
    }
  }
  return points;
}

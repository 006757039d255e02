import { stepsPerUnit } from "../shared/wire.js";

/** @typedef {import("../shared/ink.js").Ink} Ink */
/** @typedef {import("../shared/ink.js").InkPoint} InkPoint */

/** Canvas units at full pressure. */
export const strokeWidth = 6;
/** The colour ink is stored with, whatever the page's own theme. */
export const strokeColor = "#1e2430";

/**
 * Draws ink on a canvas as it comes: curves through the middles between points, each piece once
 * while it is wet and once more, in full ink, when it is saved.
 */
export class Brush {
  #wet = 0;
  #dry = 0;
  #closed = 0;

  /**
   * @param {CanvasRenderingContext2D} context whose unit is one step of the ink
   * @param {{ wet: string, dry: string }} colors
   */
  constructor(context, colors) {
    this.context = context;
    this.colors = colors;
    context.lineCap = context.lineJoin = "round";
  }

  /** Forgets what was drawn: all of it is to be drawn again. */
  reset() { this.#wet = this.#dry = this.#closed = 0; }

  /**
   * Draws what is new.
   * @param {Ink} ink
   * @param {number} saved the newest operation that is durable
   * @param {boolean} penIsDown whether the last stroke is still being drawn
   */
  draw(ink, saved, penIsDown) {
    const { points } = ink;
    const closed = penIsDown ? points.length - 1 : points.length;
    this.#draw(ink, Math.min(this.#wet, this.#closed), points.length, closed, this.colors.wet);
    this.#wet = points.length;
    this.#closed = closed;
    let dry = this.#dry;
    while (dry < closed && points[dry].seq <= saved) dry += 1;
    this.#draw(ink, this.#dry, dry, closed, this.colors.dry);
    this.#dry = dry;
  }

  /**
   * The pieces that belong to the points `from ..< to`.
   * @param {Ink} ink
   * @param {number} from
   * @param {number} to
   * @param {number} closed points before this one will get no other successor in their stroke
   * @param {string} color
   */
  #draw({ points, starts }, from, to, closed, color) {
    this.context.strokeStyle = this.context.fillStyle = color;
    let stroke = 0;
    for (let index = from; index < to; index += 1) {
      while ((starts[stroke + 1] ?? points.length) <= index) stroke += 1;
      const isLast = index + 1 === (starts[stroke + 1] ?? points.length) && index < closed;
      if (index === starts[stroke]) this.#dot(points[index]);
      else this.#piece(points, index, starts[stroke], isLast);
    }
  }

  /** @param {InkPoint} point */
  #dot({ x, y, pressure }) {
    this.context.beginPath();
    this.context.arc(x, y, thickness(pressure) / 2, 0, 2 * Math.PI);
    this.context.fill();
  }

  /**
   * From the middle before the point before to the middle after it; the last one to its end.
   * @param {InkPoint[]} points
   * @param {number} index
   * @param {number} start of the stroke
   * @param {boolean} isLast of the stroke
   */
  #piece(points, index, start, isLast) {
    const { context } = this;
    const [before, point] = [points[index - 1], points[index]];
    const from = index - 1 === start ? before : middle(points[index - 2], before);
    const to = middle(before, point);
    context.lineWidth = thickness((before.pressure + point.pressure) / 2);
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.quadraticCurveTo(before.x, before.y, to.x, to.y);
    if (isLast) context.lineTo(point.x, point.y);
    context.stroke();
  }
}

/**
 * @param {{ x: number, y: number }} a
 * @param {{ x: number, y: number }} b
 */
export const middle = (a, b) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/**
 * How thick a line is, in steps of the ink.
 * @param {number} pressure 0 … 255
 */
export const thickness = (pressure) => strokeWidth * stepsPerUnit * (0.4 + (0.6 * pressure) / 255);

import { stepsPerUnit } from "../shared/wire.js";
import { middle, strokeWidth } from "./brush.js";
import { named } from "./words.js";

/** @typedef {import("../shared/live-drawing.js").LiveDrawing} LiveDrawing */

/** The drawings of a round, small and side by side, when all are done. */
export class RoundGallery extends HTMLElement {
  /** @type {{ drawing: LiveDrawing, score: string }[]} */
  #drawings = [];

  /**
   * @param {LiveDrawing} drawing
   * @param {number | undefined} quality 0 … 1; nothing while the server has not said
   */
  add(drawing, quality) {
    const known = this.#drawings.find((each) => each.drawing === drawing);
    const score = quality === undefined ? "" : String(Math.round(quality * 100));
    if (known) known.score = score;
    else this.#drawings.push({ drawing, score });
  }

  show() {
    const list = document.createElement("ul");
    list.append(...this.#drawings.map((each) => this.#picture(each)));
    this.replaceChildren(list);
    this.classList.add("shown");
  }

  hide() {
    if (!this.classList.contains("shown")) return;
    this.classList.remove("shown");
    this.#drawings = [];
  }

  /** @param {{ drawing: LiveDrawing, score: string }} entry */
  #picture({ drawing: { record, ink }, score }) {
    const item = document.createElement("li");
    const { points } = ink;
    const edge = strokeWidth * stepsPerUnit;
    const [left, right] = extent(points.map(({ x }) => x));
    const [top, bottom] = extent(points.map(({ y }) => y));
    const side = Math.max(right - left, bottom - top, 100 * stepsPerUnit) + 2 * edge;
    const box = [(left + right - side) / 2, (top + bottom - side) / 2, side, side];
    const path = ink.strokes.map(curveThrough).join("");
    item.innerHTML = `<svg viewBox="${box.join(" ")}" role="img"><path stroke-width="${side / 40}" d="${path}"/></svg><span></span>`;
    const text = /** @type {HTMLElement} */ (item.querySelector("span"));
    text.textContent = [named(record.shape), score].filter((word) => word !== "").join(", ");
    return item;
  }
}

/**
 * A stroke as an SVG path, through the middles between its points as the brush draws it.
 * @param {{ x: number, y: number }[]} stroke
 */
function curveThrough(stroke) {
  const last = stroke[stroke.length - 1];
  const curves = stroke.slice(0, -1).map((point, index) => {
    const to = middle(point, stroke[index + 1]);
    return `Q${point.x} ${point.y} ${to.x} ${to.y}`;
  });
  return `M${stroke[0].x} ${stroke[0].y}${curves.join("")}L${last.x} ${last.y}`;
}

/**
 * @param {number[]} numbers
 * @returns {[number, number]}
 */
function extent(numbers) {
  return numbers.reduce(([low, high], number) => [Math.min(low, number), Math.max(high, number)], [Infinity, -Infinity]);
}

customElements.define("round-gallery", RoundGallery);

import { p } from "../languages/panels.js";
import { drawn, make, pathThrough } from "./make.js";

/**
 * A drawing as `GET /api/drawings/ID` tells it; times in ms since it began.
 * @typedef {{ canvas: { width: number, height: number },
 *   strokes: { points: { x: number, y: number, timestamp: number }[], width: number }[] }} ToldDrawing
 */

/** A drawing that draws itself again, as fast as it was drawn. */
export class OwnReplay extends HTMLElement {
  /** @type {ToldDrawing["strokes"]} */
  #strokes = [];
  /** @type {SVGPathElement[]} */
  #paths = [];
  #duration = 0;
  #frame = 0;
  #words = make("p", { class: "aside", role: "status" });
  /** @type {SVGElement} */
  #picture = drawn("");

  connectedCallback() { this.replaceChildren(this.#picture, this.#words); }

  disconnectedCallback() { this.#stop(); }

  /** @param {string} words */
  say(words) { this.#words.textContent = words; }

  /** @param {ToldDrawing} drawing @param {string} name */
  show({ canvas, strokes }, name) {
    this.#strokes = strokes.filter(({ points }) => points.length > 0);
    this.#duration = Math.max(0, ...this.#strokes.map(({ points }) => points[points.length - 1].timestamp));
    const picture = drawn("");
    picture.setAttribute("viewBox", boxAround(canvas, this.#strokes));
    picture.setAttribute("role", "img");
    picture.removeAttribute("aria-hidden");
    picture.setAttribute("aria-label", p("mine.picture", { shape: name, count: this.#strokes.length }));
    this.#paths = this.#strokes.map(({ width, points }) => {
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("stroke-width", String(width || 6));
      path.setAttribute("d", pathThrough(points));
      return path;
    });
    picture.replaceChildren(...this.#paths);
    this.#picture.replaceWith(picture);
    this.#picture = picture;
  }

  /** From its first point to its last, at the speed of the hand. */
  play() {
    this.#stop();
    this.dataset.state = "playing";
    const began = performance.now();
    const turn = () => {
      const time = performance.now() - began;
      this.#draw(time);
      if (time >= this.#duration) return this.#stop();
      this.#frame = requestAnimationFrame(turn);
    };
    turn();
  }

  /** @param {number} time ms */
  #draw(time) {
    this.#strokes.forEach(({ points }, index) => {
      const until = points.findIndex(({ timestamp }) => timestamp > time);
      this.#paths[index].setAttribute("d", pathThrough(until < 0 ? points : points.slice(0, until)));
    });
  }

  #stop() {
    cancelAnimationFrame(this.#frame);
    delete this.dataset.state;
  }
}

/**
 * The ink and a little paper round it, as a square.
 * @param {ToldDrawing["canvas"]} canvas @param {ToldDrawing["strokes"]} strokes
 */
function boxAround(canvas, strokes) {
  const points = strokes.flatMap((stroke) => stroke.points);
  if (points.length === 0) return `0 0 ${canvas.width} ${canvas.height}`;
  const extent = (/** @type {"x" | "y"} */ axis) => points.reduce(([low, high], point) => (
    [Math.min(low, point[axis]), Math.max(high, point[axis])]), [Infinity, -Infinity]);
  const [[left, right], [top, bottom]] = [extent("x"), extent("y")];
  const side = Math.max(right - left, bottom - top, 80) * 1.2;
  return [(left + right - side) / 2, (top + bottom - side) / 2, side, side].map((value) => value.toFixed(1)).join(" ");
}

customElements.define("own-replay", OwnReplay);

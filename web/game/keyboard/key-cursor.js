import { curveThrough } from "./key-grid.js";

/** @typedef {import("./key-grid.js").Place} Place */

const svg = "http://www.w3.org/2000/svg";

/** What one sees of drawing by keys: the grid, a large cursor, the line that would be drawn, and words. */
export class KeyCursor {
  #picture = document.createElementNS(svg, "svg");
  #words = document.createElement("p");

  /** @param {HTMLElement} place */
  constructor(place) {
    this.#picture.setAttribute("aria-hidden", "true");
    // A light line under a dark one is seen on paper, slate and ink alike.
    this.#picture.innerHTML = `<g class="grid"></g><path class="band halo"/><path class="band"/>
      <g class="cursor"><circle class="halo" r="15"/><circle r="15"/><path
        class="halo" d="M-26 0h14M12 0h14M0-26v14M0 12v14"/>
      <path d="M-26 0h14M12 0h14M0-26v14M0 12v14"/><circle class="nib" r="5"/></g>`;
    this.#words.setAttribute("role", "status");
    this.#words.className = "key-words";
    place.replaceChildren(this.#picture, this.#words);
  }

  /** @param {string} words */
  say(words) {
    if (this.#words.textContent !== words) this.#words.textContent = words;
  }

  /**
   * @param {{ canvas: { width: number, height: number }, unit: number, place: Place, marks: readonly Place[],
   *   isRound: boolean }} state `unit`: canvas units between the lines of the grid
   */
  show({ canvas, unit, place, marks, isRound }) {
    this.#picture.setAttribute("viewBox", `0 0 ${canvas.width} ${canvas.height}`);
    this.#picture.classList.toggle("down", marks.length > 0);
    this.#find(".grid").innerHTML = dots(canvas, unit);
    this.#find(".cursor").setAttribute("transform", `translate(${place.x} ${place.y})`);
    const line = marks.length === 0 ? [] : isRound ? curveThrough([...marks, place]) : [marks[marks.length - 1], place];
    const path = line.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
    for (const band of this.#picture.querySelectorAll(".band")) band.setAttribute("d", path);
  }

  /** @param {string} selector */
  #find(selector) { return /** @type {SVGElement} */ (this.#picture.querySelector(selector)); }
}

/** @param {{ width: number, height: number }} canvas @param {number} unit */
function dots({ width, height }, unit) {
  const places = (/** @type {number} */ side) => {
    const most = Math.floor(side / 2 / unit);
    return Array.from({ length: 2 * most + 1 }, (_, index) => side / 2 + (index - most) * unit);
  };
  return places(width).flatMap((x) => places(height).map((y) => (
    `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="1.8"/>`))).join("");
}

import { drawInk } from "../../admin/gallery/ink-painter.js";
import { make } from "../../admin/make.js";
import { called } from "../sheet/guess-bars.js";

/**
 * A drawing that was made up, as the API tells it.
 * @typedef {{ id: string, shape: string, canvas: { width: number, height: number },
 *   strokes: { points: { x: number, y: number, pressure: number, timestamp: number }[] }[] }} MadeUp
 * @typedef {{ canvas: HTMLCanvasElement, drawing: MadeUp, length: number }} Player
 */

const width = 6;

/** Drawings side by side that draw themselves, each at the speed it has. Fires `chosen` with a drawing. */
export class InkPlayers extends HTMLElement {
  /** @type {Player[]} */
  #players = [];
  #frame = 0;
  #began = 0;
  #resizing = new ResizeObserver(() => this.#fit());

  connectedCallback() {
    this.replaceChildren(make("ol", {}));
    this.#resizing.observe(this);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#fit());
  }

  /** @param {MadeUp[]} drawings */
  show(drawings) {
    this.#players = drawings.map((drawing) => ({ drawing,
      canvas: make("canvas", { role: "img", "aria-label": `a ${called(drawing.shape)} that nobody drew` }),
      length: Math.max(...drawing.strokes.flatMap(({ points }) => points.map(({ timestamp }) => timestamp)), 0) }));
    this.firstElementChild?.replaceChildren(...this.#players.map(({ canvas, drawing }) => {
      const choose = make("button", { type: "button", title: "lay it on the sheet" }, canvas);
      choose.addEventListener("click", () => this.dispatchEvent(new CustomEvent("chosen", { detail: drawing })));
      return make("li", {}, choose);
    }));
    this.#fit();
    this.play();
  }

  /** Draws them again from the beginning; at once for whom nothing is to move. */
  play() {
    cancelAnimationFrame(this.#frame);
    this.#began = matchMedia("(prefers-reduced-motion: reduce)").matches ? -Infinity : performance.now();
    this.#turn();
  }

  #turn() {
    const time = performance.now() - this.#began;
    const ends = Math.max(0, ...this.#players.map(({ length }) => length));
    this.#draw(time);
    this.dataset.playing = String(time < ends);
    this.#frame = time < ends ? requestAnimationFrame(() => this.#turn()) : 0;
  }

  /** Gives each as many pixels as the screen has there. */
  #fit() {
    for (const { canvas } of this.#players) {
      const side = Math.round(canvas.clientWidth * devicePixelRatio);
      if (side > 0 && canvas.width !== side) canvas.width = canvas.height = side;
    }
    if (this.#frame === 0) this.#draw(Infinity);
  }

  /** @param {number} time */
  #draw(time) {
    const color = getComputedStyle(this).color;
    for (const { canvas, drawing } of this.#players) {
      const context = canvas.getContext("2d");
      if (!context) continue;
      const side = Math.max(drawing.canvas.width, drawing.canvas.height);
      const scale = canvas.width / side;
      context.resetTransform();
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.setTransform(scale, 0, 0, scale, (canvas.width - scale * drawing.canvas.width) / 2,
        (canvas.height - scale * drawing.canvas.height) / 2);
      drawInk(context, drawing.strokes.map(({ points }) => ({ points, color, width: (width * side) / 400 })), time);
    }
  }
}

customElements.define("ink-players", InkPlayers);

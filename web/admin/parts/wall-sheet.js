import { make, part, say } from "../make.js";
import { score } from "../figures.js";
import { addressOf } from "../router.js";

/**
 * Ink as it comes: `points` are x, y and 1 where a stroke starts, after the first `from` points
 * of what was told before.
 * @typedef {{ drawing: string, shape: string, canvas: { width: number, height: number }, device: string,
 *   quality: number, from: number, points: number[], ended: false | "submitted" | "left" }} Sheet
 */

/** Members of `points` a point. */
const size = 3;
/** The next news come after so long; until then what came is drawn bit by bit. */
const paceMs = 120;
const lineWidth = 2.5;

/** One small sheet of the live wall, on which ink moves as it is drawn. */
export class WallSheet extends HTMLElement {
  /** @type {Sheet | null} */
  sheet = null;
  /** When it was told last that something is new. */
  toldAt = 0;
  /** @type {number[]} */
  #points = [];
  /** How many of them are on the canvas, and how many were when the newest came. */
  #drawn = 0;
  #drawnBefore = 0;
  /** @type {CanvasRenderingContext2D | null} */
  #pen = null;
  #frame = 0;

  connectedCallback() {
    if (this.childElementCount > 0) return;
    this.setAttribute("role", "listitem");
    const link = make("a", {}, make("canvas", { "aria-hidden": "true" }),
      make("span", { class: "caption" }, make("span", { class: "name" }), make("span", { class: "quality" })));
    this.replaceChildren(link);
  }

  disconnectedCallback() { cancelAnimationFrame(this.#frame); }

  /** @param {Sheet} sheet */
  take(sheet) {
    this.sheet = sheet;
    this.toldAt = performance.now();
    const kept = sheet.from * size;
    if (kept < this.#points.length) this.#drawn = Infinity;
    this.#points = this.#points.slice(0, kept).concat(sheet.points);
    this.#label(sheet);
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches || document.hidden;
    if (this.#drawn > this.#points.length / size || isStill) this.#paintAll();
    this.#drawnBefore = this.#drawn;
    cancelAnimationFrame(this.#frame);
    if (this.#drawn < this.#points.length / size) this.#frame = requestAnimationFrame(() => this.#goOn());
  }

  /** Paints everything anew: in other colours, or in another size. */
  repaint() { this.#paintAll(); }

  /** @param {Sheet} sheet */
  #label({ drawing, shape, device, quality, ended }) {
    const [link, mark] = [part(this, "a"), ended === "submitted" ? "✓ " : ""];
    this.dataset.drawing = drawing;
    this.dataset.ended = String(ended);
    say(part(this, ".name"), shape);
    say(part(this, ".quality"), mark + score(quality));
    this.style.setProperty("--quality", String(quality));
    if (ended === "submitted") link.setAttribute("href", addressOf("gallery", { drawing }));
    else link.removeAttribute("href");
    const state = ended === "submitted" ? "done" : ended === "left" ? "left" : "being drawn";
    link.title = `${shape}, with ${device}: ${state}`;
  }

  #goOn() {
    const all = this.#points.length / size;
    const share = Math.min(1, (performance.now() - this.toldAt) / paceMs);
    const goal = Math.floor(this.#drawnBefore + (all - this.#drawnBefore) * share);
    if (goal > this.#drawn) this.#paint(this.#drawn, goal);
    this.#drawn = goal;
    if (goal < all) this.#frame = requestAnimationFrame(() => this.#goOn());
  }

  #paintAll() {
    this.#pen = null;
    this.#paint(0, this.#points.length / size);
    this.#drawn = this.#points.length / size;
  }

  /** @param {number} from @param {number} to indices of points */
  #paint(from, to) {
    const pen = (this.#pen ??= this.#clean());
    if (!pen) return;
    const points = this.#points;
    pen.beginPath();
    for (let index = from; index < to; index += 1) {
      const [x, y, starts] = [points[index * size], points[index * size + 1], points[index * size + 2]];
      if (starts || index === 0) {
        pen.moveTo(x, y);
        pen.lineTo(x, y);
      } else {
        if (index === from) pen.moveTo(points[(index - 1) * size], points[(index - 1) * size + 1]);
        pen.lineTo(x, y);
      }
    }
    pen.stroke();
  }

  /** An empty canvas in the sheet's size, with a pen that writes in the drawing's units. */
  #clean() {
    const canvas = /** @type {HTMLCanvasElement} */ (part(this, "canvas"));
    const { width, height } = this.sheet?.canvas ?? { width: 1, height: 1 };
    const side = canvas.clientWidth || 128;
    canvas.width = canvas.height = Math.round(side * devicePixelRatio);
    const pen = canvas.getContext("2d");
    if (!pen) return null;
    const scale = canvas.width / Math.max(width, height);
    pen.setTransform(scale, 0, 0, scale, (canvas.width - width * scale) / 2, (canvas.height - height * scale) / 2);
    pen.strokeStyle = getComputedStyle(this).getPropertyValue("color");
    pen.lineWidth = (lineWidth * devicePixelRatio) / scale;
    pen.lineCap = pen.lineJoin = "round";
    return pen;
  }
}

customElements.define("wall-sheet", WallSheet);

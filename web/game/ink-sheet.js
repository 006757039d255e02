import { admits, Ink } from "../shared/ink.js";
import { stepsPerUnit } from "../shared/wire.js";
import { Brush, middle, thickness } from "./brush.js";
import { pathOf } from "./outlines.js";
import { Pen } from "./pen.js";

/** @typedef {import("../shared/ink.js").Canvas} Canvas */
/** @typedef {import("../shared/live-drawing.js").Sample} Sample */
/** @typedef {import("./outlines.js").Outline} Outline */
/** @typedef {import("./pen.js").Touch} Touch */

const shorterSide = 400;
const longestSide = 1_000;
const ghostShare = 0.62;

/**
 * The sheet of paper. It shows ink and reports what the pen does:
 * `pen-down` (cancelable, `detail.device`), `pen-points` (`detail: { samples, starts }`),
 * `pen-up`, `palm`.
 */
export class InkSheet extends HTMLElement {
  /** @type {Canvas} */
  #canvas = { width: shorterSide, height: shorterSide };
  /** Whether nothing was drawn yet, so that the paper may still take any form. */
  #isBlank = true;
  /** @type {Outline[]} */
  #ghost = [];
  #ink = new Ink();
  #saved = 0;
  #scale = 1;
  #frame = 0;
  #box = new DOMRect();
  /** Whether the pen is on the sheet; held down beside it, it draws again when it comes back. */
  #penIsOn = false;
  /** @type {Brush | null} */
  #brush = null;
  /** @type {CanvasRenderingContext2D | null} */
  #tip = null;

  connectedCallback() {
    this.innerHTML = `
      <div class="sheet">
        <svg class="under" aria-hidden="true"><path class="ghost"/></svg>
        <canvas class="ink" role="img" aria-label="what you have drawn"></canvas>
        <canvas class="tip" aria-hidden="true"></canvas>
        <svg class="over" aria-hidden="true"><path class="ideal" pathLength="1"/>
          <g class="pointer"><circle r="17"/><circle class="heart" r="3.500"/></g></svg>
        <quality-ring></quality-ring>
        <round-gallery></round-gallery>
        <div class="result" role="status"></div>
        <p class="keeping" role="status"></p>
      </div>`;
    new ResizeObserver(() => this.#layout()).observe(this);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#layout());
    this.#listen(new Pen(this.#find(".tip")));
  }

  get canvas() { return this.#canvas; }
  get penIsDown() { return this.#penIsOn; }

  /**
   * Shows a drawing's ink; its canvas stays as it is, however the sheet is turned.
   * @param {Canvas} canvas
   * @param {Ink} ink
   * @param {number} saved
   */
  show(canvas, ink, saved) {
    this.#isBlank = false;
    this.#canvas = canvas;
    this.#ink = ink;
    this.#saved = saved;
    this.#layout();
  }

  /** An empty sheet, as large as there is room. */
  clear() {
    this.show(this.#canvas, new Ink(), 0);
    this.#isBlank = true;
    this.#layout();
  }

  /**
   * The ink grew, or more of it is saved.
   * @param {number} saved
   */
  update(saved) {
    this.#saved = saved;
    const last = this.#ink.points[this.#ink.points.length - 1];
    this.dataset.ink = !last ? "none" : last.seq <= saved ? "saved" : "unsaved";
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  /** The ink was cut, or is another. */
  redraw() {
    this.#brush?.reset();
    const { context } = this.#brush ?? {};
    context?.clearRect(-1e5, -1e5, 2e5, 2e5);
    this.update(this.#saved);
  }

  /**
   * The shape to draw, faintly.
   * @param {Outline[]} outline
   */
  set ghost(outline) {
    this.#ghost = outline;
    this.#drawGhost();
  }

  /**
   * The ideal over what was drawn; nothing to take it away.
   * @param {string} path in canvas units
   */
  set ideal(path) {
    const ideal = this.#find(".ideal");
    ideal.setAttribute("d", path);
    ideal.classList.toggle("drawn", path !== "");
    this.classList.toggle("judged", path !== "");
  }

  /**
   * Points at a place on the drawing.
   * @param {{ x: number, y: number } | null} place in canvas units
   */
  set pointer(place) {
    const pointer = this.#find(".pointer");
    pointer.classList.toggle("shown", place !== null);
    if (place) pointer.setAttribute("transform", `translate(${place.x} ${place.y})`);
  }

  /** @param {Pen} pen */
  #listen(pen) {
    pen.ondown = (device) => {
      this.#box = this.#find(".tip").getBoundingClientRect();
      return this.dispatchEvent(new CustomEvent("pen-down", { detail: { device }, bubbles: true, cancelable: true }));
    };
    pen.onmove = (touches) => this.#take(touches);
    pen.onup = () => this.#liftPen();
    pen.onpalm = () => this.#tell("palm");
    this.liftPen = () => pen.lift();
  }

  liftPen() {}

  /** @param {Touch[]} touches */
  #take(touches) {
    /** @type {Sample[]} */
    let samples = [];
    let starts = false;
    for (const touch of touches) {
      const sample = this.#sampleOf(touch);
      if (admits(this.#canvas, sample)) {
        if (!this.#penIsOn) [starts, this.#penIsOn] = [true, true];
        samples.push(sample);
      } else if (this.#penIsOn) {
        this.#tell("pen-points", { samples, starts });
        [samples, starts] = [[], false];
        this.#liftPen();
      }
    }
    if (samples.length > 0) this.#tell("pen-points", { samples, starts });
  }

  #liftPen() {
    if (!this.#penIsOn) return;
    this.#penIsOn = false;
    this.#tell("pen-up");
  }

  /** @param {Touch} touch @returns {Sample} */
  #sampleOf({ x, y, pressure, time }) {
    const steps = (/** @type {number} */ pixels) => Math.round((pixels / this.#scale) * stepsPerUnit);
    return {
      x: steps(x - this.#box.left), y: steps(y - this.#box.top),
      pressure: Math.round(pressure * 255), time,
    };
  }

  /** @param {string} type @param {unknown} [detail] */
  #tell(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true })); }

  /** Fits the paper into the room there is and draws all of it anew. */
  #layout() {
    const room = this.getBoundingClientRect();
    if (room.width === 0) return;
    if (this.#isBlank) this.#canvas = canvasFor(room);
    this.#drawGhost();
    const { width, height } = this.#canvas;
    this.#scale = Math.min(room.width / width, room.height / height);
    const sheet = this.#find(".sheet");
    sheet.style.width = `${width * this.#scale}px`;
    sheet.style.height = `${height * this.#scale}px`;
    for (const layer of this.querySelectorAll(".sheet > svg")) layer.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const style = getComputedStyle(this);
    const colors = { wet: style.getPropertyValue("--ink-wet").trim(), dry: style.getPropertyValue("--ink").trim() };
    this.#brush = new Brush(this.#prepare(".ink", false), colors);
    this.#tip = this.#prepare(".tip", true);
    this.#tip.strokeStyle = colors.wet;
    this.#tip.lineCap = "round";
    this.#box = this.#find(".tip").getBoundingClientRect();
    this.update(this.#saved);
  }

  /** @param {string} name @param {boolean} desynchronized */
  #prepare(name, desynchronized) {
    const canvas = /** @type {HTMLCanvasElement} */ (this.#find(name));
    const density = window.devicePixelRatio || 1;
    canvas.width = Math.round(this.#canvas.width * this.#scale * density);
    canvas.height = Math.round(this.#canvas.height * this.#scale * density);
    const context = canvas.getContext("2d", { desynchronized });
    if (!context) throw new Error("This browser has no canvas to draw on.");
    const unit = (this.#scale * density) / stepsPerUnit;
    context.setTransform(unit, 0, 0, unit, 0, 0);
    return context;
  }

  #drawGhost() {
    const { width, height } = this.#canvas;
    const size = Math.min(width, height) * ghostShare;
    this.#find(".ghost").setAttribute("d", pathOf(this.#ghost, size, (width - size) / 2, (height - size) / 2));
  }

  #draw() {
    this.#frame = 0;
    this.#brush?.draw(this.#ink, this.#saved, this.#penIsOn);
    this.#drawTip();
  }

  /** The last half piece, straight to the pen, until the curve is known. */
  #drawTip() {
    const tip = this.#tip;
    if (!tip) return;
    tip.clearRect(-1e5, -1e5, 2e5, 2e5);
    const { points, starts } = this.#ink;
    const [before, last] = points.slice(-2);
    if (!this.#penIsOn || !last || starts[starts.length - 1] === points.length - 1) return;
    const from = middle(before, last);
    tip.lineWidth = thickness(last.pressure);
    tip.beginPath();
    tip.moveTo(from.x, from.y);
    tip.lineTo(last.x, last.y);
    tip.stroke();
  }

  /** @param {string} selector @returns {HTMLElement} */
  #find(selector) { return /** @type {HTMLElement} */ (this.querySelector(selector)); }
}

/**
 * A canvas of the room's form: its shorter side always has as many units.
 * @param {{ width: number, height: number }} room
 * @returns {Canvas}
 */
function canvasFor({ width, height }) {
  const unit = Math.min(width, height) / shorterSide;
  const side = (/** @type {number} */ pixels) => Math.max(shorterSide, Math.min(longestSide, Math.floor(pixels / unit)));
  return { width: side(width), height: side(height) };
}

customElements.define("ink-sheet", InkSheet);

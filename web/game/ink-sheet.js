import { admits, Ink } from "../shared/ink.js";
import { stepsPerUnit } from "../shared/wire.js";
import { Pen } from "./pen.js";
import { SheetLayers } from "./sheet-layers.js";

/** @typedef {import("../shared/ink.js").Canvas} Canvas */
/** @typedef {import("../shared/live-drawing.js").Sample} Sample */
/** @typedef {import("./outlines.js").Outline} Outline */
/** @typedef {import("./pen.js").Touch} Touch */

const shorterSide = 400;
const longestSide = 1_000;

/**
 * The sheet of paper. It shows ink and reports what the pen does:
 * `pen-down` (cancelable, `detail: { device }`), `pen-points` (`detail: { samples, starts }`),
 * `pen-up`, `palm`.
 */
export class InkSheet extends HTMLElement {
  /** @type {SheetLayers} */
  #layers;
  /** @type {Pen} */
  #pen;
  /** @type {Canvas} */
  #canvas = { width: shorterSide, height: shorterSide };
  /** Whether nothing was drawn yet, so that the paper may still take any form. */
  #isBlank = true;
  #ink = new Ink();
  #saved = 0;
  #frame = 0;
  #box = new DOMRect();
  /** Whether the pen is on the sheet; held down beside it, it draws again when it comes back. */
  #penIsOn = false;

  constructor() {
    super();
    const sheet = document.createElement("div");
    sheet.className = "sheet";
    this.#layers = new SheetLayers(sheet);
    this.#pen = new Pen(this.#layers.surface);
    this.#pen.ondown = (device) => this.#begin(device);
    this.#pen.onmove = (touches) => this.#take(touches);
    this.#pen.onup = () => this.#end();
    this.#pen.onpalm = () => this.#tell("palm");
  }

  static observedAttributes = ["label"];

  attributeChangedCallback() { this.#layers.label = this.getAttribute("label") ?? ""; }

  connectedCallback() {
    const { sheet } = this.#layers;
    if (sheet.isConnected) return;
    // What the page lays on the sheet belongs to it, above the ink.
    sheet.append(...this.childNodes);
    this.append(sheet);
    new ResizeObserver(() => this.#layout()).observe(this);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#layout());
  }

  get canvas() { return this.#canvas; }

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

  /** A sheet for something else than a drawing. */
  blank() {
    this.ghost = [];
    this.show(this.#canvas, new Ink(), 0);
  }

  /**
   * The ink grew, or more of it is saved.
   * @param {number} saved the newest operation that is durable
   */
  update(saved) {
    this.#saved = saved;
    const last = this.#ink.points[this.#ink.points.length - 1];
    this.dataset.ink = !last ? "none" : last.seq <= saved ? "saved" : "unsaved";
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  /** The ink was cut, or is another. */
  redraw() {
    this.#layers.wipe();
    this.update(this.#saved);
  }

  /** Ends the stroke, whatever the hand does. */
  liftPen() { this.#pen.lift(); }

  /**
   * The shape to draw, faintly.
   * @param {Outline[]} outline
   */
  set ghost(outline) { this.#layers.ghost = outline; }

  /**
   * The ideal over what was drawn; nothing to take it away.
   * @param {string} path in canvas units
   */
  set ideal(path) { this.#layers.ideal = path; }

  /**
   * Whether the shape to draw draws itself; again each time it is set.
   * @param {boolean} traces
   */
  set traces(traces) { this.#layers.traces = traces; }

  /**
   * The part of the ink that came out best.
   * @param {string} path in canvas units
   */
  set best(path) { this.#layers.best = path; }

  /**
   * Where the pen was when the model knew.
   * @param {{ x: number, y: number } | null} place in canvas units
   */
  set knew(place) { this.#layers.knew = place; }

  /**
   * Points at a place on the drawing.
   * @param {{ x: number, y: number } | null} place in canvas units
   */
  set pointer(place) { this.#layers.pointer = place; }

  /** @param {string} device */
  #begin(device) {
    this.#box = this.#layers.surface.getBoundingClientRect();
    return this.dispatchEvent(new CustomEvent("pen-down", { detail: { device }, bubbles: true, cancelable: true }));
  }

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
        this.#end();
      }
    }
    if (samples.length > 0) this.#tell("pen-points", { samples, starts });
  }

  #end() {
    if (!this.#penIsOn) return;
    this.#penIsOn = false;
    this.#tell("pen-up");
  }

  /**
   * @param {Touch} touch
   * @returns {Sample}
   */
  #sampleOf({ x, y, pressure, time }) {
    const steps = (/** @type {number} */ pixels) => Math.round((pixels / this.#layers.scale) * stepsPerUnit);
    return {
      x: steps(x - this.#box.left), y: steps(y - this.#box.top),
      pressure: Math.round(pressure * 255), time,
    };
  }

  /**
   * @param {string} type
   * @param {unknown} [detail]
   */
  #tell(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true })); }

  #layout() {
    const room = this.getBoundingClientRect();
    if (room.width === 0 || room.height === 0) return;
    if (this.#isBlank) this.#canvas = canvasFor(room);
    this.#layers.layout(this.#canvas, room);
    this.#box = this.#layers.surface.getBoundingClientRect();
    this.update(this.#saved);
  }

  #draw() {
    this.#frame = 0;
    this.#layers.draw(this.#ink, this.#saved, this.#penIsOn);
  }
}

/**
 * A canvas of the room's form: its shorter side always has as many units.
 * @param {{ width: number, height: number }} room
 * @returns {Canvas}
 */
function canvasFor({ width, height }) {
  const unit = Math.min(width, height) / shorterSide;
  const side = (/** @type {number} */ pixels) => (
    Math.max(shorterSide, Math.min(longestSide, Math.floor(pixels / unit))));
  return { width: side(width), height: side(height) };
}

customElements.define("ink-sheet", InkSheet);

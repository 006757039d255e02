import { stepsPerUnit } from "../shared/wire.js";
import { Brush, middle, thickness } from "./brush.js";
import { pathOf } from "./outlines.js";

/** @typedef {import("../shared/ink.js").Canvas} Canvas */
/** @typedef {import("../shared/ink.js").Ink} Ink */
/** @typedef {import("./outlines.js").Outline} Outline */

const ghostShare = 0.62;
/** How long the ghost takes for a stroke when it draws itself; as in the style sheet. */
const strokeMs = 1_400;
const everything = /** @type {const} */ ([-1e5, -1e5, 2e5, 2e5]);

/** What one sees on the sheet: the ghost below, the ink, the moving tip, and marks above. */
export class SheetLayers {
  /** CSS pixels in a canvas unit. */
  scale = 1;
  /** @type {Outline[]} */
  #ghost = [];
  /** @type {Canvas} */
  #canvas = { width: 1, height: 1 };
  /** @type {Brush | null} */
  #brush = null;
  /** @type {CanvasRenderingContext2D | null} */
  #tip = null;

  /** @param {HTMLElement} sheet */
  constructor(sheet) {
    this.sheet = sheet;
    sheet.innerHTML = `
      <svg class="under" aria-hidden="true"><path class="ghost"/><g class="guide"></g></svg>
      <canvas class="ink" role="img"></canvas>
      <canvas class="tip" aria-hidden="true"></canvas>
      <svg class="over" aria-hidden="true"><path class="best"/><path class="ideal" pathLength="1"/>
        <g class="knew"><circle r="11"/><path d="M-5 0c3-4 7-4 10 0-3 4-7 4-10 0"/></g>
        <g class="pointer"><circle r="17"/><circle class="heart" r="3.500"/></g></svg>`;
  }

  /** What the pen draws on. */
  get surface() { return this.#find(".tip"); }

  /** @param {Outline[]} outline */
  set ghost(outline) {
    this.#ghost = outline;
    this.#drawGhost();
  }

  /** @param {string} path in canvas units */
  set ideal(path) {
    const ideal = this.#find(".ideal");
    ideal.setAttribute("d", path);
    ideal.classList.toggle("drawn", path !== "");
    this.sheet.classList.toggle("judged", path !== "");
  }

  /** @param {string} path in canvas units */
  set best(path) { this.#find(".best").setAttribute("d", path); }

  /** @param {boolean} traces whether the ghost draws itself once */
  set traces(traces) {
    const guide = this.#find(".guide");
    guide.replaceChildren();
    if (!traces) return;
    const { size, left, top } = this.#ghostBox();
    this.#ghost.forEach((stroke, index) => {
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("d", pathOf([stroke], size, left, top));
      path.setAttribute("pathLength", "1");
      path.style.animationDelay = `${index * strokeMs}ms`;
      guide.append(path);
    });
  }

  /** @param {string} name what the ink is called where nothing is seen */
  set label(name) { this.#find(".ink").setAttribute("aria-label", name); }

  /** @param {{ x: number, y: number } | null} place in canvas units */
  set pointer(place) { this.#mark(".pointer", place); }

  /** @param {{ x: number, y: number } | null} place in canvas units */
  set knew(place) { this.#mark(".knew", place); }

  /**
   * Fits the paper into the room there is; all ink is to be drawn anew.
   * @param {Canvas} canvas
   * @param {{ width: number, height: number }} room CSS pixels
   */
  layout(canvas, room) {
    const { width, height } = canvas;
    this.#canvas = canvas;
    this.scale = Math.min(room.width / width, room.height / height);
    this.sheet.style.width = `${width * this.scale}px`;
    this.sheet.style.height = `${height * this.scale}px`;
    for (const layer of this.sheet.querySelectorAll(".under, .over")) {
      layer.setAttribute("viewBox", `0 0 ${width} ${height}`);
    }
    const style = getComputedStyle(this.sheet);
    const color = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
    const colors = { wet: color("--ink-wet"), dry: color("--ink") };
    this.#brush = new Brush(this.#prepare(".ink", false), colors);
    this.#tip = this.#prepare(".tip", true);
    this.#tip.strokeStyle = colors.wet;
    this.#tip.lineCap = "round";
    this.#drawGhost();
  }

  /** Takes all ink away, to be drawn anew. */
  wipe() {
    this.#brush?.reset();
    this.#brush?.context.clearRect(...everything);
  }

  /**
   * Draws what is new.
   * @param {Ink} ink
   * @param {number} saved the newest operation that is durable
   * @param {boolean} penIsOn
   */
  draw(ink, saved, penIsOn) {
    this.#brush?.draw(ink, saved, penIsOn);
    this.#drawTip(ink, penIsOn);
  }

  /**
   * The last half piece, straight to the pen, until the curve is known.
   * @param {Ink} ink
   * @param {boolean} penIsOn
   */
  #drawTip({ points, starts }, penIsOn) {
    const tip = this.#tip;
    if (!tip) return;
    tip.clearRect(...everything);
    const [before, last] = points.slice(-2);
    if (!penIsOn || !last || starts[starts.length - 1] === points.length - 1) return;
    const from = middle(before, last);
    tip.lineWidth = thickness(last.pressure);
    tip.beginPath();
    tip.moveTo(from.x, from.y);
    tip.lineTo(last.x, last.y);
    tip.stroke();
  }

  #drawGhost() {
    const { size, left, top } = this.#ghostBox();
    this.#find(".ghost").setAttribute("d", pathOf(this.#ghost, size, left, top));
  }

  #ghostBox() {
    const { width, height } = this.#canvas;
    const size = Math.min(width, height) * ghostShare;
    return { size, left: (width - size) / 2, top: (height - size) / 2 };
  }

  /** @param {string} selector @param {{ x: number, y: number } | null} place */
  #mark(selector, place) {
    const mark = this.#find(selector);
    mark.classList.toggle("shown", place !== null);
    if (place) mark.setAttribute("transform", `translate(${place.x} ${place.y})`);
  }

  /**
   * A canvas as fine as the screen, whose unit is one step of the ink.
   * @param {string} name
   * @param {boolean} desynchronized
   */
  #prepare(name, desynchronized) {
    const canvas = /** @type {HTMLCanvasElement} */ (this.#find(name));
    const density = window.devicePixelRatio || 1;
    canvas.width = Math.round(this.#canvas.width * this.scale * density);
    canvas.height = Math.round(this.#canvas.height * this.scale * density);
    const context = canvas.getContext("2d", { desynchronized });
    if (!context) throw new Error("This browser has no canvas to draw on.");
    const unit = (this.scale * density) / stepsPerUnit;
    context.setTransform(unit, 0, 0, unit, 0, 0);
    return context;
  }

  /**
   * @param {string} selector
   * @returns {HTMLElement}
   */
  #find(selector) { return /** @type {HTMLElement} */ (this.sheet.querySelector(selector)); }
}

import { KeyboardPen } from "../../admin/shapes/keyboard-pen.js";
import { makeIdentifier } from "../../shared/identifier.js";
import { LiveDrawing } from "../../shared/live-drawing.js";
import { stepsPerUnit } from "../../shared/wire.js";

/**
 * @typedef {import("../../game/ink-sheet.js").InkSheet} InkSheet
 * @typedef {import("../../shared/ink.js").Canvas} Canvas
 * @typedef {import("../../shared/ink.js").InkPoint} InkPoint
 * @typedef {import("../../shared/live-drawing.js").Operation} Operation
 * @typedef {import("../../shared/live-drawing.js").Sample} Sample
 * @typedef {{ canvas: Canvas, strokes: InkPoint[][] }} Kept
 * @typedef {{ x: number, y: number, pressure: number, timestamp: number }} Point canvas units, 0 … 1, ms
 * @typedef {{ canvas: Canvas, strokes: { points: Point[] }[] }} Drawing as the API takes it
 */

/** What a drawing may have at most. */
const limits = { points: 20_000, strokes: 256 };

/** The ink on the sheet: what a mouse, a finger, a pen or the keyboard does to it becomes operations. */
export class Desk {
  /** @type {LiveDrawing | null} */
  drawing = null;
  /** How long points wait for company, in ms. */
  interval = 16;
  /** Another drawing lies on the sheet now, or none. */
  ondrawing = () => {};
  /** @type {(operation: Operation) => void} */
  onoperation = () => {};
  /** There is more or less ink than before, or the pen was lifted. */
  onchange = () => {};

  /**
   * What the last clear took away.
   * @type {Kept | null}
   */
  #cleared = null;
  /** The newest operation that somebody has looked at. */
  #seen = 0;
  #timer = 0;
  #flushedAt = 0;
  #pen = new KeyboardPen((sample, starts) => this.#draw([sample], starts, "keyboard"));

  /** @param {InkSheet} sheet @param {HTMLElement} surface what has the focus while the keyboard draws */
  constructor(sheet, surface) {
    this.sheet = sheet;
    surface.append(this.#pen.mark);
    sheet.addEventListener("pen-down", (event) => this.#penDown(/** @type {CustomEvent} */ (event)));
    sheet.addEventListener("pen-points", (event) => {
      const { samples, starts } = /** @type {CustomEvent} */ (event).detail;
      this.#draw(samples, starts, this.#device);
    });
    sheet.addEventListener("pen-up", () => this.#lift());
    sheet.addEventListener("palm", () => this.undo());
    surface.addEventListener("keydown", (event) => {
      if (event.key === "Backspace") this.undo();
      else if (event.key === "Delete") this.clear();
      else if (this.#pen.press(event, sheet.canvas)) {
        if (event.key === " " && !this.#pen.mark.classList.contains("down")) this.#lift();
      } else return;
      event.preventDefault();
    });
    surface.addEventListener("keyup", (event) => this.#pen.release(event));
    surface.addEventListener("blur", () => {
      this.#pen.leave();
      this.#lift();
    });
  }

  #device = "mouse";

  get isEmpty() { return this.drawing === null || this.drawing.isEmpty; }
  get undoes() { return !this.isEmpty || this.#cleared !== null; }

  /** Takes the last stroke back, or the clearing. */
  undo() {
    this.sheet.liftPen();
    this.#pen.leave();
    const drawing = this.drawing;
    if (drawing && !drawing.isEmpty) {
      drawing.truncate(drawing.ink.starts[drawing.ink.starts.length - 1]);
      this.#show();
    } else if (this.#cleared) this.#layInk(this.#cleared);
  }

  /** An empty sheet. */
  clear() {
    if (this.isEmpty || !this.drawing) return;
    this.sheet.liftPen();
    this.#pen.leave();
    const { record: { canvas }, ink: { strokes } } = this.drawing;
    this.#drop();
    this.#cleared = { canvas, strokes };
    this.sheet.clear();
    this.sheet.redraw();
    this.ondrawing();
    this.onchange();
  }

  /**
   * Lays a drawing on the sheet in place of what is there.
   * @param {Drawing} drawing
   */
  lay({ canvas, strokes }) {
    let before = 0;
    const now = Date.now();
    this.#layInk({ canvas, strokes: strokes.map(({ points }) => points.map(({ x, y, pressure, timestamp }) => {
      const elapsed = Math.max(0, Math.round(timestamp - before));
      before = timestamp;
      return { x: Math.round(x * stepsPerUnit), y: Math.round(y * stepsPerUnit), pressure: Math.round(pressure * 255),
        elapsed, time: now + timestamp, seq: 0 };
    })) });
  }

  /** What is drawn, as the API takes it; null for nothing. */
  get json() {
    const first = this.drawing?.ink.points[0];
    if (!this.drawing || !first) return null;
    return { canvas: this.drawing.record.canvas, strokes: this.drawing.ink.strokes.map((points) => ({
      points: points.map(({ x, y, pressure, time }) => ({ x: x / stepsPerUnit, y: y / stepsPerUnit,
        pressure: Math.round((pressure / 255) * 1_000) / 1_000, timestamp: Math.round(time - first.time) })) })) };
  }

  /**
   * What has been looked at is full ink.
   * @param {number} seq the newest operation that was answered
   */
  see(seq) {
    if (seq <= this.#seen) return;
    this.#seen = seq;
    this.sheet.update(seq);
  }

  /** @param {Kept} kept */
  #layInk({ canvas, strokes }) {
    this.#drop();
    this.#begin(canvas, "mouse").addStrokes(strokes);
    this.#show();
  }

  #drop() {
    clearTimeout(this.#timer);
    [this.drawing, this.#cleared, this.#seen, this.#timer] = [null, null, 0, 0];
  }

  /** @param {Canvas} canvas @param {string} device */
  #begin(canvas, device) {
    const drawing = new LiveDrawing({ id: makeIdentifier(), shape: "", canvas, device, finished: false, base: null });
    drawing.onpending = () => this.#schedule();
    drawing.onoperation = (operation) => this.onoperation(operation);
    [this.drawing, this.#cleared, this.#seen] = [drawing, null, 0];
    this.sheet.show(canvas, drawing.ink, 0);
    this.ondrawing();
    return drawing;
  }

  #schedule() {
    if (this.#timer !== 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      this.#flushedAt = performance.now();
      this.drawing?.flush();
    }, Math.max(0, this.#flushedAt + this.interval - performance.now()));
  }

  /** @param {CustomEvent} event */
  #penDown(event) {
    this.#device = event.detail.device;
    if (this.#isFull) event.preventDefault();
  }

  /** @param {Sample[]} samples @param {boolean} starts @param {string} device */
  #draw(samples, starts, device) {
    if (starts && this.#isFull) return this.sheet.liftPen();
    const drawing = this.drawing ?? this.#begin(this.sheet.canvas, device);
    const room = limits.points - drawing.ink.points.length;
    samples.slice(0, room).forEach((sample, index) => drawing.add(sample, starts && index === 0));
    if (samples.length >= room) this.sheet.liftPen();
    this.sheet.update(this.#seen);
    return this.onchange();
  }

  #lift() {
    if (!this.drawing) return;
    this.drawing.lift();
    this.sheet.update(this.#seen);
    this.onchange();
  }

  #show() {
    this.sheet.update(this.#seen);
    this.sheet.redraw();
    this.onchange();
  }

  get #isFull() {
    const ink = this.drawing?.ink;
    return ink !== undefined && (ink.points.length >= limits.points || ink.starts.length >= limits.strokes);
  }
}

import { strokeColor, strokeWidth } from "./brush.js";

/** @typedef {import("../shared/ink.js").InkPoint} InkPoint */
/** @typedef {import("../shared/ink-desk.js").InkDesk} InkDesk */
/** @typedef {import("../shared/live-drawing.js").LiveDrawing} LiveDrawing */
/** @typedef {import("../shared/live-drawing.js").Play} Play */
/** @typedef {import("../shared/live-drawing.js").Sample} Sample */
/** @typedef {import("./table.js").Table} Table */

/** What a hand does to the drawing on the sheet: it draws, takes back, clears. */
export class Hand {
  /**
   * What to begin with, if the hand may draw now.
   * @type {() => { shape: string, play?: Play } | undefined}
   */
  onbegin = () => undefined;
  /** A drawing was begun. */
  onbegun = () => {};
  /**
   * The pen is off the paper.
   * @type {(drawing: LiveDrawing) => void}
   */
  onlift = () => {};
  /** No more ink is taken. */
  onfull = () => {};
  /** The drawing has more or less ink than before. */
  onchange = () => {};

  /**
   * What the last clear took away.
   * @type {InkPoint[][] | null}
   */
  #cleared = null;

  /**
   * @param {Table} table
   * @param {InkDesk} desk
   */
  constructor(table, desk) {
    this.table = table;
    this.desk = desk;
    const { sheet, undo, clear } = table;
    sheet.addEventListener("pen-down", (event) => this.#penDown(/** @type {CustomEvent} */ (event)));
    sheet.addEventListener("pen-points", (event) => this.#penPoints(/** @type {CustomEvent} */ (event).detail));
    sheet.addEventListener("pen-up", () => this.#penUp());
    sheet.addEventListener("palm", () => this.undo());
    undo.addEventListener("click", () => this.undo());
    clear.addEventListener("click", () => this.clear());
    addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "z" && !undo.disabled) this.undo();
    });
  }

  /** Whether what was cleared can be brought back. */
  get restores() { return this.#cleared !== null && this.desk.current?.isEmpty === true; }

  /** Takes the last stroke back, or the clearing. */
  undo() {
    const drawing = this.desk.current;
    if (!drawing) return;
    this.table.sheet.liftPen();
    if (drawing.isEmpty && this.#cleared) drawing.addStrokes(this.#cleared);
    else if (!drawing.isEmpty) drawing.truncate(drawing.ink.starts[drawing.ink.starts.length - 1]);
    this.#cleared = null;
    this.inkChanged();
  }

  clear() {
    const drawing = this.desk.current;
    if (!drawing || drawing.isEmpty) return;
    this.table.sheet.liftPen();
    const strokes = drawing.ink.strokes;
    drawing.truncate(0);
    this.#cleared = strokes;
    this.inkChanged();
  }

  /** What was cleared is not to come back: the drawing is another. */
  forget() { this.#cleared = null; }

  /** Shows ink that was not drawn here just now. */
  inkChanged() {
    const drawing = this.desk.current;
    if (!drawing) return;
    if (drawing.isEmpty) [this.table.ring.verdict, this.table.hint.hint] = [null, null];
    this.table.sheet.update(drawing.saved);
    this.table.sheet.redraw();
    this.onchange();
  }

  /** @param {CustomEvent} event */
  #penDown(event) {
    const { desk, table: { sheet } } = this;
    const beginning = this.onbegin();
    if (!beginning || this.#isFull()) return event.preventDefault();
    if (desk.current) return;
    const drawing = desk.begin(beginning.shape, sheet.canvas, event.detail.device, beginning.play);
    drawing.style(strokeColor, strokeWidth);
    sheet.dataset.drawing = drawing.id;
    sheet.show(drawing.record.canvas, drawing.ink, 0);
    this.onbegun();
  }

  /** @param {{ samples: Sample[], starts: boolean }} detail */
  #penPoints({ samples, starts }) {
    const { desk, table: { sheet } } = this;
    const drawing = desk.current;
    if (!drawing) return;
    if (starts && this.#isFull()) return sheet.liftPen();
    if (starts) this.#cleared = null;
    const room = desk.link.limits.points - drawing.ink.points.length;
    samples.slice(0, room).forEach((sample, index) => drawing.add(sample, starts && index === 0));
    if (samples.length >= room) sheet.liftPen();
    sheet.update(drawing.saved);
    this.onchange();
  }

  #penUp() {
    const drawing = this.desk.current;
    if (!drawing) return;
    drawing.lift();
    this.table.sheet.update(drawing.saved);
    this.onchange();
    this.onlift(drawing);
  }

  #isFull() {
    const ink = this.desk.current?.ink;
    const { points, strokes } = this.desk.link.limits;
    const isFull = ink !== undefined && (ink.points.length >= points || ink.starts.length >= strokes);
    if (isFull) this.onfull();
    return isFull;
  }
}

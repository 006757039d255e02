import { Ink } from "../shared/ink.js";
import { fetchShapes } from "../shared/session.js";
import { stepsPerUnit } from "../shared/wire.js";
import { Hand } from "./hand.js";
import { Keeping } from "./keeping.js";
import { fit, outlineOf, pathOf } from "./outlines.js";
import { roundLength } from "./round.js";
import * as words from "./words.js";

/** @typedef {import("../shared/ink-desk.js").InkDesk} InkDesk */
/** @typedef {import("../shared/ink-link.js").Verdict} Verdict */
/** @typedef {import("../shared/live-drawing.js").LiveDrawing} LiveDrawing */
/** @typedef {import("../shared/session.js").Shape} Shape */
/** @typedef {import("./round.js").Round} Round */
/** @typedef {import("./table.js").Table} Table */

const breathMs = 1_900;
const patienceMs = 800;

/** The rules: a prompt, a drawing, what came of it, the next prompt. */
export class Game {
  /**
   * The finished drawing on the sheet, while one looks at it.
   * @type {LiveDrawing | null}
   */
  #judged = null;
  #timer = 0;
  #showsGallery = false;
  #keeping;
  #hand;
  #elsewhere = false;

  /**
   * @param {Table} table
   * @param {InkDesk} desk
   * @param {Round} round
   */
  constructor(table, desk, round) {
    this.table = table;
    this.desk = desk;
    this.round = round;
    this.#keeping = new Keeping(table, desk);
    this.#hand = new Hand(table, desk);
    this.#hand.onbegin = () => this.#shapeToBegin();
    this.#hand.onchange = () => this.#setControls();
    this.#listenToDesk();
    this.#listenToTable();
  }

  async open() {
    await this.desk.open();
    this.#elsewhere = false;
    if (this.desk.current) this.#goOn();
    else this.#ask();
    this.#keeping.tell();
    this.#keeping.note();
  }

  #listenToDesk() {
    const { desk, table } = this;
    desk.onreplaced = () => this.#goOn();
    desk.onelsewhere = () => this.#stepAside();
    desk.onsubmitted = (drawing, verdict) => this.#hear(drawing, verdict);
    desk.onrefused = (drawing) => this.#noteRefusal(drawing);
    desk.link.onsaved = (drawing) => {
      if (drawing === desk.current || drawing === this.#judged) table.sheet.update(drawing.saved);
    };
    desk.link.onfeedback = (drawing, verdict) => {
      if (drawing !== desk.current) return;
      table.ring.verdict = drawing.isEmpty ? null : verdict;
      table.hint.hint = drawing.isEmpty ? null : verdict.hints?.[0] ?? null;
    };
  }

  #listenToTable() {
    const { sheet, done, hint, here, elsewhere } = this.table;
    hint.addEventListener("hint", (event) => {
      const { x, y } = /** @type {CustomEvent} */ (event).detail ?? {};
      sheet.pointer = x === undefined || y === undefined ? null : { x, y };
    });
    done.addEventListener("click", () => (this.#isLooking ? this.#next() : this.#finish()));
    here.addEventListener("click", () => {
      elsewhere.close();
      this.open();
    });
    elsewhere.addEventListener("cancel", (event) => event.preventDefault());
  }

  /** Whether what was done is looked at, before the next prompt. */
  get #isLooking() { return this.#judged !== null || this.#showsGallery; }

  /** The shape to draw, if the hand may. A touch on a drawing that is looked at goes on instead. */
  #shapeToBegin() {
    if (this.#isLooking) {
      this.#next();
      return undefined;
    }
    return this.#elsewhere ? undefined : this.round.current;
  }

  #finish() {
    this.table.sheet.liftPen();
    const drawing = this.desk.finish();
    if (!drawing) return;
    this.#judged = drawing;
    this.#hand.forget();
    this.table.gallery.add(drawing, undefined);
    this.round.advance();
    this.#showIdeal(drawing);
    this.table.hint.hint = null;
    this.#setControls();
    this.#keeping.tell();
    this.#after(patienceMs, () => {
      this.table.tell("Done", "Kept on this device, scored later");
      this.#after(breathMs - patienceMs, () => this.#next());
    });
  }

  /** @param {LiveDrawing} drawing */
  #showIdeal(drawing) {
    const outline = outlineOf(this.#shapeOf(drawing));
    if (outline.length === 0) return;
    this.table.sheet.ideal = pathOf(fit(outline, drawing.ink.strokes), 1 / stepsPerUnit, 0, 0);
  }

  /** @param {LiveDrawing} drawing @param {Verdict} verdict */
  #hear(drawing, verdict) {
    if (verdict.stats?.streak !== undefined) this.table.progress.streak = verdict.stats.streak;
    this.#keeping.tell();
    if (drawing !== this.#judged || verdict.quality === undefined) return;
    this.table.gallery.add(drawing, verdict.quality);
    this.table.sheet.update(Infinity);
    this.table.ring.verdict = { ...verdict, completeness: 1 };
    const score = Math.round(verdict.quality * 100);
    this.table.tell(words.verdict(this.#shapeOf(drawing), verdict.quality), `${score} of 100`);
    this.#after(breathMs, () => this.#next());
  }

  /** @param {LiveDrawing} drawing */
  async #noteRefusal(drawing) {
    if (drawing === this.#judged || this.desk.current) return;
    const message = "The server could not take that drawing. It stays on this device.";
    const tell = () => {
      this.#ask();
      this.table.hint.hint = { code: "refused", message };
    };
    tell();
    // Perhaps its shape is not drawn any more.
    if (await this.#renewShapes()) tell();
  }

  /**
   * Asks which shapes there are by now, unless a drawing is begun in the meantime.
   * @returns {Promise<boolean>} whether the one that is asked for is another
   */
  async #renewShapes() {
    const { current } = this.round;
    const shapes = await fetchShapes();
    if (shapes.length === 0 || this.desk.current || this.round.current !== current) return false;
    this.round.renew(shapes, this.#showsGallery);
    return !this.#isLooking && this.round.current !== current;
  }

  #next() {
    this.#after(0, () => {});
    const wasLast = this.#judged !== null && this.round.number === 1;
    this.#judged = null;
    this.#showsGallery = wasLast;
    if (wasLast) this.#showGallery();
    else this.#ask();
  }

  #showGallery() {
    this.#tidy();
    delete this.table.sheet.dataset.drawing;
    this.table.sheet.show(this.table.sheet.canvas, new Ink(), 0);
    this.table.sheet.ghost = [];
    this.table.say("Well drawn");
    this.table.gallery.show();
    this.#renewShapes();
    this.#setControls();
  }

  #ask() {
    const shape = this.round.current && this.round.shape(this.round.current);
    if (!shape) return;
    this.#tidy();
    delete this.table.sheet.dataset.drawing;
    this.table.ask(shape);
    this.table.sheet.clear();
    this.#setControls();
  }

  /**
   * @param {LiveDrawing} drawing
   * @returns {Shape}
   */
  #shapeOf({ record: { shape } }) { return this.round.shape(shape) ?? { id: shape, name: shape }; }

  /** Shows the drawing that this device, another page or another device began. */
  #goOn() {
    const drawing = this.desk.current;
    if (!drawing) return;
    const { shape, canvas } = drawing.record;
    this.table.sheet.dataset.drawing = drawing.id;
    this.#judged = null;
    this.#showsGallery = false;
    this.#tidy();
    if (shape !== this.round.current) this.round.goOnWith(shape);
    this.table.sheet.show(canvas, drawing.ink, drawing.saved);
    this.table.ask(this.#shapeOf(drawing));
    this.#hand.inkChanged();
  }

  #tidy() {
    this.table.sheet.liftPen();
    this.table.sheet.ideal = "";
    this.table.untell();
    [this.table.ring.verdict, this.table.hint.hint] = [null, null];
    this.table.gallery.hide();
    this.table.progress.number = this.#showsGallery ? roundLength : this.round.number;
  }

  #stepAside() {
    this.#elsewhere = true;
    this.table.sheet.liftPen();
    delete this.table.sheet.dataset.drawing;
    if (!this.table.elsewhere.open) this.table.elsewhere.showModal();
  }

  #setControls() {
    const drawing = this.desk.current;
    const points = drawing?.ink.points.length ?? 0;
    const next = this.#isLooking;
    const { restores } = this.#hand;
    const [undo, clear, done] = [points > 0 || restores, points > 0, points >= 2 || next];
    this.table.controls = { undo, clear, done, next, restores };
  }

  /** @param {number} milliseconds @param {() => void} then in place of what was to come */
  #after(milliseconds, then) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, milliseconds);
  }
}

import { fetchShapes } from "../shared/session.js";
import { Challenge } from "./challenge.js";
import { Commentary } from "./commentary.js";
import { Flow } from "./flow.js";
import { Hand } from "./hand.js";
import { Keeping } from "./keeping.js";
import { t } from "./languages/language.js";
import { rules } from "./modes.js";
import { outlineOf } from "./outlines.js";
import { Reveal } from "./reveal.js";
import * as words from "./words.js";

/** @typedef {import("../shared/ink-desk.js").InkDesk} InkDesk */
/** @typedef {import("../shared/ink-link.js").Verdict} Verdict */
/** @typedef {import("../shared/live-drawing.js").LiveDrawing} LiveDrawing */
/** @typedef {import("../shared/session.js").Shape} Shape */
/** @typedef {import("./modes.js").Mode} Mode */
/** @typedef {import("./reveal.js").Finished} Finished */
/** @typedef {import("./round.js").Round} Round */
/** @typedef {import("./table.js").Table} Table */
/** @typedef {import("./voice.js").Voice} Voice */

const breathMs = 1_900;
const patienceMs = 800;

/** The rules: a prompt, a drawing, what came of it, the next prompt; and after the last one, all of them. */
export class Game {
  #flow;
  #challenge;
  #commentary;
  #reveal;
  #keeping;
  #hand;
  /** @type {Finished | null} */
  #finished = null;
  /** @type {Mode | null} */
  #wanted = null;

  /**
   * @param {Table} table
   * @param {InkDesk} desk
   * @param {Round} round
   * @param {Voice} voice
   */
  constructor(table, desk, round, voice) {
    this.table = table;
    this.desk = desk;
    this.round = round;
    this.voice = voice;
    const shapeOf = (/** @type {string} */ id) => this.shapeOf(id);
    this.#flow = new Flow(table.body);
    this.#challenge = new Challenge(table);
    this.#commentary = new Commentary(table, voice, shapeOf);
    this.#reveal = new Reveal(table, shapeOf);
    this.#keeping = new Keeping(table, desk);
    this.#hand = new Hand(table, desk);
    this.#listenToHand();
    this.#listenToDesk();
    table.hint.addEventListener("hint", (event) => {
      const { x, y } = /** @type {CustomEvent} */ (event).detail ?? {};
      table.sheet.pointer = x === undefined || y === undefined ? null : { x, y };
    });
    table.onsubmit = () => this.#submit();
    table.onhere = () => this.open();
    table.time.addEventListener("over", () => this.#commentary.note("take_time"));
  }

  /**
   * Whether the administrator lets drawings have a time.
   * @param {boolean} allowed
   */
  set allowsTime(allowed) { this.#challenge.allowsTime = allowed; }

  /** Goes on where this device stopped. */
  async open() {
    if (this.round.isOver) await this.round.begin(this.round.mode);
    await this.desk.open();
    if (this.desk.current) this.#goOn();
    else this.#ask();
    this.#keeping.tell();
    this.#keeping.note();
  }

  /**
   * Begins a round; a drawing that lies on the sheet is finished first.
   * @param {Mode} mode
   */
  async play(mode) {
    if (this.desk.current) {
      this.#wanted = mode;
      this.table.mode = mode;
      return;
    }
    this.#wanted = this.#finished = null;
    this.#flow.to("waiting");
    await this.round.begin(mode);
    // Another page may have taken over in the meantime.
    if (this.#flow.state === "waiting") this.#ask();
  }

  /** Writes all that is written anew, in the language that is spoken by now. */
  retell() {
    this.table.show();
    this.#keeping.tell();
    if (this.#flow.state === "summary") this.table.sum(t("prompt.done"));
    else if (this.round.current) this.#write(this.shapeOf(this.desk.current?.record.shape ?? this.round.current));
    this.#setControls();
  }

  /** @param {string} id @returns {Shape} */
  shapeOf(id) { return this.round.shape(id) ?? { id, name: id }; }

  #listenToHand() {
    this.#hand.onbegin = () => this.#beginning();
    this.#hand.onbegun = () => {
      this.#flow.to("drawing");
      this.#challenge.begun();
    };
    this.#hand.onchange = () => this.#setControls();
    this.#hand.onlift = (drawing) => {
      const what = this.#challenge.lifted(drawing);
      if (what === "done") this.#finish();
      if (what === "slip") {
        this.#hand.undo();
        this.#commentary.note("keep_down");
      }
    };
    this.#hand.onfull = () => this.#commentary.note("sheet_full");
  }

  #listenToDesk() {
    const { desk, table } = this;
    desk.onreplaced = () => this.#goOn();
    desk.onelsewhere = () => this.#stepAside();
    desk.onsubmitted = (drawing, verdict) => this.#hear(drawing, verdict);
    desk.onrefused = (drawing) => this.#noteRefusal(drawing);
    desk.link.onsaved = (drawing) => {
      if (drawing === desk.current || drawing === this.#finished?.drawing) table.sheet.update(drawing.saved);
    };
    desk.link.onfeedback = (drawing, verdict) => {
      if (drawing === desk.current) this.#commentary.hear(drawing, verdict);
    };
  }

  /** What to begin with, if the hand may. A touch on a drawing that is looked at goes on instead. */
  #beginning() {
    if (this.#flow.state === "revealing") this.#next();
    else if (this.#flow.state === "asking" || this.#flow.state === "drawing") {
      return this.round.current === undefined ? undefined : { shape: this.round.current, play: this.round.play };
    }
    return undefined;
  }

  #submit() {
    if (this.#flow.state === "summary") this.play(this.round.mode);
    else if (this.#flow.state === "revealing") this.#next();
    else this.#finish();
  }

  #finish() {
    this.table.sheet.liftPen();
    const drawing = this.desk.finish();
    if (!drawing) return;
    this.#challenge.ended();
    const { mode } = this.#challenge;
    const shape = this.shapeOf(drawing.record.shape);
    this.#finished = { drawing, shape, mode, sureSince: this.#commentary.sureSince, seconds: this.#challenge.seconds };
    this.#flow.to("revealing");
    this.#hand.forget();
    this.table.gallery.add(this.#finished);
    this.round.advance();
    this.#reveal.show(this.#finished);
    this.table.hint.hint = null;
    this.voice.sound("done");
    this.#setControls();
    this.#keeping.tell();
    this.#flow.after(patienceMs, () => {
      this.table.tell(t("verdict.done"), t("verdict.later"));
      this.#flow.after(breathMs - patienceMs, () => this.#next());
    });
  }

  /** @param {LiveDrawing} drawing @param {Verdict} verdict */
  #hear(drawing, verdict) {
    if (verdict.stats?.streak !== undefined) this.table.progress.streak = verdict.stats.streak;
    this.#keeping.tell();
    if (verdict.quality === undefined) return;
    const known = this.table.gallery.judge(drawing, verdict);
    const news = known ? this.#reveal.news(known.shape, verdict) : [];
    if (known) known.news = news;
    if (this.#flow.state === "summary" && known) this.table.gallery.refresh();
    if (this.#flow.state !== "revealing" || drawing !== this.#finished?.drawing) return;
    // What the page itself judged is not yet at the server.
    if (!verdict.local) this.table.sheet.update(Infinity);
    this.table.ring.verdict = { ...verdict, completeness: 1 };
    this.#reveal.tell(this.#finished, verdict);
    if (news.length > 0) this.voice.sound("earned");
    this.#flow.after(breathMs, () => this.#next());
  }

  /** @param {LiveDrawing} drawing */
  async #noteRefusal(drawing) {
    if (drawing === this.#finished?.drawing || this.desk.current || this.#flow.state === "aside") return;
    const tell = () => {
      if (this.#flow.state === "drawing" || this.#flow.state === "asking") this.#ask();
      this.#commentary.note("refused");
    };
    tell();
    // Perhaps its shape is not drawn any more.
    if (await this.#renewShapes()) tell();
  }

  /**
   * Asks which shapes there are by now.
   * @returns {Promise<boolean>} whether the one that is asked for is another
   */
  async #renewShapes() {
    const { current } = this.round;
    const shapes = await fetchShapes();
    if (shapes.length === 0 || this.desk.current || this.round.current !== current) return false;
    this.round.renew(shapes);
    return this.#flow.state === "asking" && this.round.current !== current;
  }

  #next() {
    this.#finished = null;
    if (this.#wanted) this.play(this.#wanted);
    else if (this.round.isOver) this.#summarise();
    else this.#ask();
  }

  async #summarise() {
    this.#flow.to("summary");
    this.#tidy();
    this.table.sheet.blank();
    this.table.sum(t("prompt.done"));
    this.#setControls();
    // What is asked next depends on which shapes there are by then.
    await this.#renewShapes();
    if (this.#flow.state === "summary") this.round.lookAhead();
  }

  #ask() {
    const shape = this.round.current && this.round.shape(this.round.current);
    if (!shape) return;
    this.#flow.to("asking");
    this.table.gallery.begin(this.round.play.round);
    this.#tidy();
    this.#write(shape);
    this.table.sheet.clear();
    this.#challenge.asked(this.round.mode);
    this.voice.prompt(this.table.prompt.textContent ?? "");
    this.#setControls();
  }

  /** Shows the drawing that this device, another page or another device began. */
  #goOn() {
    const drawing = this.desk.current;
    if (!drawing) return;
    const { shape, canvas } = drawing.record;
    this.#finished = null;
    if (shape !== this.round.current) this.round.goOnWith(shape);
    this.#flow.to("drawing");
    this.#tidy();
    this.table.sheet.dataset.drawing = drawing.id;
    this.table.sheet.show(canvas, drawing.ink, drawing.saved);
    this.#write(this.shapeOf(shape));
    this.#challenge.asked(this.round.mode);
    this.#challenge.begun();
    this.#hand.inkChanged();
  }

  /** @param {Shape} shape */
  #write(shape) {
    const { mode, hand } = this.round;
    this.table.ask(words.prompt(shape, mode, hand), shape, rules[mode].hasGhost ? outlineOf(shape) : []);
  }

  #tidy() {
    this.table.sheet.liftPen();
    delete this.table.sheet.dataset.drawing;
    this.#reveal.hide();
    this.#commentary.forget();
    this.table.time.stop();
    if (this.#flow.state !== "summary") this.table.gallery.hide();
    this.table.progress.at = { number: this.round.number, total: this.round.length };
    this.table.mode = this.round.mode;
  }

  #stepAside() {
    this.#flow.to("aside");
    this.#challenge.ended();
    this.table.stepAside();
  }

  #setControls() {
    const points = this.desk.current?.ink.points.length ?? 0;
    this.table.setControls(this.#flow.state, points, this.#hand.restores);
  }
}

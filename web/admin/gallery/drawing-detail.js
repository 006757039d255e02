import "./drawing-history.js";
import "./guess-course.js";
import "./ink-replay.js";
import "./score-reasons.js";
import { ask, reasonOf } from "../api.js";
import { count, duration, moment, percent, score } from "../figures.js";
import { button, make, part, say } from "../make.js";
import { inWords, seen } from "./drawing.js";

/** @typedef {import("./drawing.js").Drawing} Drawing */

/** As the server has it. */
const longestReason = 200;

/**
 * One drawing with all that is known of it. Fires `wanted` with a mending, `stepped` with -1 or 1,
 * and `closed`.
 */
export class DrawingDetail extends HTMLElement {
  /** @type {Drawing | null} */
  drawing = null;
  /** What is shown is of this drawing, and of this turn. */
  #turn = 0;
  /** Ends where the screen does, so that its own end can be scrolled to. */
  #fit = () => { this.style.setProperty("--top", `${Math.max(0, this.getBoundingClientRect().top)}px`); };

  connectedCallback() {
    this.setAttribute("role", "region");
    const step = (/** @type {string} */ words, /** @type {string} */ label, /** @type {number} */ way) => {
      const made = button(words, "step", () => this.#fire("stepped", way));
      made.setAttribute("aria-label", label);
      return made;
    };
    const close = button("close", "quiet close", () => this.#fire("closed"));
    close.setAttribute("aria-keyshortcuts", "Escape");
    this.replaceChildren(
      make("header", {}, make("h3", { tabindex: "-1" }), make("span", { class: "state-words" }),
        step("‹", "the drawing before", -1), step("›", "the next drawing", 1), close),
      make("p", { class: "fault", role: "alert" }), this.#actions(),
      document.createElement("ink-replay"), this.#reason(),
      section("What the model saw", document.createElement("guess-course")),
      section("Why this score", document.createElement("score-reasons")),
      section("Facts", make("dl", { class: "facts" })),
      section("What became of it", document.createElement("drawing-history")));
    for (const event of ["scroll", "resize"]) addEventListener(event, this.#fit, { passive: true });
    this.replay.addEventListener("moved", (event) => {
      this.#course.now = /** @type {CustomEvent} */ (event).detail;
    });
  }

  disconnectedCallback() {
    for (const event of ["scroll", "resize"]) removeEventListener(event, this.#fit);
  }

  get replay() { return /** @type {import("./ink-replay.js").InkReplay} */ (part(this, "ink-replay")); }

  get #course() { return /** @type {import("./guess-course.js").GuessCourse} */ (part(this, "guess-course")); }

  /**
   * Shows a drawing; one that is shown already is only brought up to date.
   * @param {Drawing} drawing
   */
  show(drawing) {
    const before = this.drawing?.id === drawing.id ? this.drawing : null;
    this.drawing = drawing;
    this.classList.remove("is-missing");
    this.#head(drawing);
    this.#fit();
    if (!before) {
      this.#turn += 1;
      this.scrollTop = 0;
      /** @type {HTMLInputElement} */ (part(this, "[name=reason]")).value = drawing.flag_reason ?? "";
    }
    const isOtherInk = before?.points !== drawing.points;
    if (isOtherInk) this.#ink(drawing, this.#turn);
    if (isOtherInk || before?.shape !== drawing.shape) this.#analysis(drawing, this.#turn);
    if (isOtherInk || before?.etag !== drawing.etag) {
      const history = /** @type {import("./drawing-history.js").DrawingHistory} */ (part(this, "drawing-history"));
      history.show(drawing.id, drawing.stored_at);
    }
  }

  /**
   * Says that there is no such drawing.
   * @param {string} words
   */
  miss(words) {
    this.#turn += 1;
    this.drawing = null;
    this.classList.add("is-missing");
    this.setAttribute("aria-label", words);
    part(this, "h3").replaceChildren("not there");
    say(part(this, ".state-words"), "");
    this.fail(words);
  }

  /** @param {string} words */
  fail(words) { say(part(this, ".fault"), words); }

  #actions() {
    const want = (/** @type {string} */ words, /** @type {string} */ action, /** @type {string} */ key) => {
      const made = button(`${words} (${key})`, `quiet ${action}`, () => this.#want(action));
      made.setAttribute("aria-keyshortcuts", key.toLowerCase());
      return made;
    };
    return make("div", { class: "actions" }, want("Flag", "flag", "F"), want("Unflag", "unflag", "F"),
      want("Relabel", "relabel", "L"),
      want("Delete", "delete", "X"), want("Restore", "restore", "R"));
  }

  #reason() {
    const reason = make("input",
      { type: "text", name: "reason", maxlength: String(longestReason), placeholder: "why it is flagged",
      "aria-label": "reason for the flag", autocomplete: "off" });
    const form = make("form", { class: "reason" }, reason,
      make("button", { type: "submit", class: "quiet" }, "flag with this"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#fire("wanted", { action: "flag", reason: reason.value.trim() });
    });
    return form;
  }

  /** @param {string} action */
  #want(action) { this.#fire("wanted", { action }); }

  /** @param {Drawing} drawing */
  #head(drawing) {
    const { shape, quality, flagged, flag_reason: reason, deleted_at: deleted, status } = drawing;
    this.setAttribute("aria-label", inWords(drawing));
    part(this, "h3").replaceChildren(make("span", { class: "shape" }, shape), " ",
      make("span", { class: "figure" }, score(quality)));
    say(part(this, ".state-words"), [...(status === "partial" ? ["unfinished"] : []),
      ...(flagged ? [reason ? `flagged: ${reason}` : "flagged"] : []),
      ...(deleted ? ["in the trash"] : [])].join(" · "));
    say(part(this, "header + .fault"), "");
    part(this, "button.flag").hidden = flagged;
    part(this, "button.unflag").hidden = !flagged;
    part(this, "button.delete").hidden = deleted !== null;
    part(this, "button.restore").hidden = deleted === null;
    this.#facts(drawing);
  }

  /** @param {Drawing} drawing */
  #facts(drawing) {
    const { canvas, guess } = drawing;
    const person = make("a", { href: `#/gallery?user=${encodeURIComponent(drawing.user)}` }, drawing.user);
    /** @type {[string, Node | string][]} */
    const facts = [["asked for", drawing.shape],
      ["model saw", guess ? `${seen(drawing)}, ${percent(guess.confidence)}` : seen(drawing)],
      ["drawn with", drawing.device], ["took", duration(drawing.duration_ms / 1_000)],
      ["strokes", count(drawing.strokes)],
      ["points", count(drawing.points)], ["canvas", `${count(canvas.width)} by ${count(canvas.height)}`],
      ["stored", moment(drawing.stored_at)],
      ...(drawing.deleted_at
        ? [/** @type {[string, string]} */ (["deleted", moment(drawing.deleted_at)])] : []),
      ["person", person], ["id", drawing.id]];
    part(this, ".facts").replaceChildren(...facts.flatMap(([name, value]) =>
      [make("dt", {}, name), make("dd", {}, value)]));
  }

  /** @param {Drawing} drawing @param {number} turn */
  async #ink({ id, shape, strokes }, turn) {
    try {
      const ink = await ask(`/api/drawings/${id}`);
      if (turn === this.#turn) this.replay.show(ink, `the drawing of a ${shape}, in ${count(strokes)} strokes`);
    } catch (error) {
      if (turn === this.#turn) this.fail(reasonOf(error));
    }
  }

  /** @param {Drawing} drawing @param {number} turn */
  async #analysis({ id, shape }, turn) {
    const course = this.#course;
    const reasons = /** @type {import("./score-reasons.js").ScoreReasons} */ (part(this, "score-reasons"));
    try {
      const analysis = await ask(`/api/admin/drawings/${id}/analysis`);
      if (turn !== this.#turn) return;
      course.show(analysis.course, shape);
      reasons.show(analysis);
    } catch (error) {
      if (turn !== this.#turn) return;
      for (const place of [course, reasons]) {
        place.replaceChildren(make("p", { class: "fault" }, reasonOf(error)));
      }
    }
  }

  /** @param {string} name @param {unknown} [detail] */
  #fire(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }
}

/** @param {string} title @param {HTMLElement} content */
const section = (title, content) => make("section", {}, make("h4", {}, title), content);

customElements.define("drawing-detail", DrawingDetail);

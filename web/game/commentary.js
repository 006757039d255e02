import { Guessing } from "./guessing.js";
import { t } from "./languages/language.js";
import * as words from "./words.js";

/** @typedef {import("../shared/ink-link.js").Verdict} Verdict */
/** @typedef {import("../shared/live-drawing.js").LiveDrawing} LiveDrawing */
/** @typedef {import("./table.js").Table} Table */
/** @typedef {import("./voice.js").Voice} Voice */

/** What is said while somebody draws: how it goes, what the model sees, and one hint at a time. */
export class Commentary {
  #guessing;

  /**
   * @param {Table} table
   * @param {Voice} voice
   * @param {(id: string) => import("../shared/session.js").Shape} shapeOf
   */
  constructor(table, voice, shapeOf) {
    this.table = table;
    this.voice = voice;
    this.#guessing = new Guessing(shapeOf);
  }

  /** Since when the model has been sure of what was asked for. */
  get sureSince() { return this.#guessing.sureSince; }

  /** The drawing is another. */
  forget() {
    this.#guessing.forget();
    [this.table.ring.verdict, this.table.hint.hint] = [null, null];
  }

  /**
   * @param {LiveDrawing} drawing the one on the sheet
   * @param {Verdict} verdict
   */
  hear(drawing, verdict) {
    const { table, voice } = this;
    const { points } = drawing.ink;
    if (points.length === 0) return this.forget();
    const ms = points[points.length - 1].time - points[0].time;
    const { shape } = drawing.record;
    const guess = this.#guessing.hear(verdict.guesses ?? [], { shape, ms, points: points.length });
    table.ring.verdict = verdict;
    table.ring.guess = guess;
    // Whoever fools the model knows better than its hints.
    const hint = drawing.record.play?.mode === "fool" ? undefined : verdict.hints?.[0];
    table.hint.hint = hint ?? null;
    if (hint) voice.hint(words.hint(hint));
    if (guess.isNews) voice.guess(guess.text);
  }

  /**
   * Says something that the server did not.
   * @param {"keep_down" | "refused" | "sheet_full" | "take_time"} code
   */
  note(code) {
    const message = t(`hint.${code}`);
    this.table.hint.hint = { code, message };
    this.voice.hint(message);
  }
}

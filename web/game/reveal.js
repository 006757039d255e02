import { stepsPerUnit } from "../shared/wire.js";
import { bestPart } from "./best-part.js";
import { number, t } from "./languages/language.js";
import { fit, outlineOf, pathOf } from "./outlines.js";
import * as words from "./words.js";

/** @typedef {import("../shared/ink-link.js").Verdict} Verdict */
/** @typedef {import("../shared/live-drawing.js").LiveDrawing} LiveDrawing */
/** @typedef {import("../shared/session.js").Shape} Shape */
/** @typedef {import("./table.js").Table} Table */

/** A drawing that fools the model must be one that people call right. */
const rightFrom = 0.5;
const nothingToTryFrom = 0.92;

/**
 * What is known of a finished drawing when it is looked at.
 * @typedef {object} Finished
 * @property {LiveDrawing} drawing
 * @property {Shape} shape
 * @property {import("./modes.js").Mode} mode
 * @property {{ ms: number, points: number } | null} sureSince
 * @property {number | null} seconds
 */

/** The look back at a drawing: the ideal over it, its best part, when the model knew, and what came of it in words. */
export class Reveal {
  /** @type {string | null} */
  #bestPlace = null;

  /**
   * @param {Table} table
   * @param {(id: string) => Shape} shapeOf
   */
  constructor(table, shapeOf) {
    this.table = table;
    this.shapeOf = shapeOf;
  }

  /**
   * Lays the ideal over the drawing, before anybody has judged it.
   * @param {Finished} finished
   */
  show({ drawing, shape, sureSince }) {
    this.#bestPlace = null;
    const { sheet } = this.table;
    const { strokes, points } = drawing.ink;
    const outline = outlineOf(shape);
    if (outline.length > 0) {
      const ideal = fit(outline, strokes);
      sheet.ideal = pathOf(ideal, 1 / stepsPerUnit, 0, 0);
      const best = bestPart(strokes, ideal);
      this.#bestPlace = best?.place ?? null;
      sheet.best = best ? pathOf([best.stretch.map(({ x, y }) => [x, y])], 1 / stepsPerUnit, 0, 0) : "";
    }
    const known = sureSince && points[Math.min(sureSince.points, points.length) - 1];
    sheet.knew = known ? { x: known.x / stepsPerUnit, y: known.y / stepsPerUnit } : null;
  }

  hide() {
    const { sheet } = this.table;
    [sheet.ideal, sheet.best, sheet.knew] = ["", "", null];
    this.table.untell();
  }

  /**
   * What came of it, in words first.
   * @param {Finished} finished
   * @param {Verdict} verdict
   */
  tell({ shape, mode, sureSince, seconds }, verdict) {
    const quality = verdict.quality ?? 0;
    const score = t("verdict.score", { score: Math.round(quality * 100) });
    /** @type {{ kind: string, text: string }[]} */
    const notes = this.news(shape, verdict);
    const fooling = mode === "fool" ? this.#fooling(shape, verdict) : null;
    if (seconds !== null) notes.push({ kind: "time", text: t("reveal.time", { seconds: rounded(seconds) }) });
    if (!fooling) notes.push(...this.#advice(quality, verdict.hints?.[0], sureSince));
    this.table.tell(fooling?.text ?? words.verdict(shape, quality), score, notes, fooling?.seen);
  }

  /**
   * What was best, what to try, and when the model knew.
   * @param {number} quality
   * @param {import("../shared/ink-link.js").Hint | undefined} hint
   * @param {Finished["sureSince"]} sureSince
   */
  #advice(quality, hint, sureSince) {
    const place = this.#bestPlace;
    const advice = [];
    if (place) advice.push({ kind: "best", text: t("reveal.best", { place: words.placed(place) }) });
    if (hint && quality < nothingToTryFrom) {
      advice.push({ kind: "try", text: t("reveal.try", { hint: words.hint(hint) }) });
    }
    if (sureSince) advice.push({ kind: "sure", text: t("reveal.sure", { seconds: rounded(sureSince.ms / 1_000) }) });
    return advice;
  }

  /**
   * What was reached with it: a record, a level, badges.
   * @param {Shape} shape
   * @param {Verdict} verdict
   * @returns {import("./news.js").News[]}
   */
  news(shape, { stats }) {
    /** @type {import("./news.js").News[]} */
    const news = [];
    const count = stats?.earned?.length ?? 0;
    if (count > 0) news.push({ kind: "earned", count, text: t("reveal.earned", { count }) });
    if (stats?.level?.is_new) {
      const text = t("reveal.level", { level: stats.level.level, shape: words.named(shape) });
      news.push({ kind: "level", shape: shape.id, text });
    }
    if (stats?.best) {
      news.push({ kind: "record", shape: shape.id, text: t("reveal.record", { shape: words.named(shape) }) });
    }
    return news;
  }

  /** @param {Shape} shape @param {Verdict} verdict */
  #fooling(shape, { quality = 0, guesses = [] }) {
    if (guesses.length === 0) return null;
    const seen = guesses.find(({ shape: id }) => id !== "none");
    const saw = this.shapeOf(seen?.shape ?? shape.id);
    if (guesses[0].shape === shape.id) {
      return { text: t("reveal.unfooled", { shape: words.drawn(shape) }), seen: shape };
    }
    if (quality < rightFrom) return { text: t("reveal.neater", { shape: words.drawn(shape) }), seen: saw };
    return { text: t("reveal.fooled", { shape: words.drawn(saw) }), seen: saw };
  }
}

/** @param {number} seconds */
const rounded = (seconds) => number(Math.round(seconds * 10) / 10);

import { t } from "./languages/language.js";
import { drawn } from "./words.js";

/** @typedef {import("../shared/ink-link.js").Guess} Guess */
/** @typedef {import("../shared/session.js").Shape} Shape */

const sureFrom = 0.75;
const doubtBelow = 0.4;

/** What the model sees while one draws: what it saw before, what it sees now, and since when it knows. */
export class Guessing {
  /**
   * Since when it has been sure of what was asked for: milliseconds, and points drawn by then.
   * @type {{ ms: number, points: number } | null}
   */
  sureSince = null;
  /**
   * What it was sure of, the newest last.
   * @type {string[]}
   */
  #seen = [];

  /** @param {(id: string) => Shape} shapeOf */
  constructor(shapeOf) { this.shapeOf = shapeOf; }

  forget() {
    this.sureSince = null;
    this.#seen = [];
  }

  /**
   * @param {readonly Guess[]} guesses the surest first
   * @param {{ shape: string, ms: number, points: number }} drawing what was asked for, and how far it is
   * @returns {{ text: string, shape: Shape | null, isNews: boolean }} `shape` to show; `isNews` when it is sure of
   *   another one than before
   */
  hear(guesses, { shape: asked, ms, points }) {
    const best = guesses.find(({ shape }) => shape !== "none");
    if (!best) return { text: "", shape: null, isNews: false };
    const none = guesses.find(({ shape }) => shape === "none")?.confidence ?? 0;
    const isSure = best.confidence >= sureFrom && none <= best.confidence;
    if (!isSure || best.shape !== asked) this.sureSince = null;
    else this.sureSince ??= { ms, points };
    const shape = this.shapeOf(best.shape);
    if (!isSure) {
      const isVague = best.confidence < doubtBelow && none < doubtBelow;
      return { text: isVague ? t("guess.unsure") : t("guess.perhaps", { shape: drawn(shape) }),
        shape: isVague ? null : shape, isNews: false };
    }
    const isNews = this.#seen[this.#seen.length - 1] !== best.shape;
    if (isNews) this.#seen.push(best.shape);
    const before = this.#seen[this.#seen.length - 2];
    const text = before === undefined ? t("guess.sure", { shape: drawn(shape) })
      : t("guess.trail", { before: drawn(this.shapeOf(before)), shape: drawn(shape) });
    return { text, shape, isNews };
  }
}

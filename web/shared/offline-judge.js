import { PageScorer } from "./scorer-wasm.js";
import { knownShape } from "./session.js";

/** @typedef {import("./ink-desk.js").InkDesk} InkDesk */
/** @typedef {import("./ink-link.js").Verdict} Verdict */
/** @typedef {import("./live-drawing.js").LiveDrawing} LiveDrawing */

/** How long the server may take before the page judges by itself. */
const patienceMs = 400;
/** Looks at ink that grows: as often as eyes follow, and no more of a slow tablet's time. */
const lookMs = 66;
const retryMs = 10_000;

/**
 * Judges in the page while the server cannot: the same scores and hints, to the bit, but no guesses. It tells them
 * where the server's are told, marked `local`; the server's own come later and say the same.
 */
export class OfflineJudge {
  /** @type {PageScorer | null} */
  #scorer = null;
  /**
   * Whose ink the scorer holds.
   * @type {LiveDrawing | null}
   */
  #held = null;
  #canScore = false;
  /**
   * Finished drawings that the server has not judged.
   * @type {Set<LiveDrawing>}
   */
  #unjudged = new Set();
  #look = 0;
  #desk;

  /** @param {InkDesk} desk */
  constructor(desk) {
    this.#desk = desk;
    whenIdle(() => this.#load());
  }

  /** Whether it can judge yet. */
  get isReady() { return this.#scorer !== null; }

  /** Whether the server is there and answers. */
  get #isHeard() {
    const { online, heardAt } = this.#desk.link;
    return online && performance.now() - heardAt < patienceMs;
  }

  /**
   * The ink on the sheet has changed.
   * @param {LiveDrawing} drawing
   */
  inkChanged(drawing) {
    if (this.#look !== 0) return;
    // While the server answers, its word is awaited: it knows what the ink looks like, too.
    this.#look = setTimeout(() => {
      this.#look = 0;
      if (drawing !== this.#desk.current || drawing.isEmpty || this.#isHeard) return;
      const verdict = this.#judge(drawing, false);
      if (verdict) this.#desk.link.onfeedback(drawing, verdict);
    }, this.#desk.link.online ? patienceMs : lookMs);
  }

  /**
   * A drawing was handed in: it is judged here unless the server is quicker.
   * @param {LiveDrawing} drawing
   */
  finished(drawing) {
    clearTimeout(this.#look);
    this.#look = 0;
    this.#unjudged.add(drawing);
    setTimeout(() => {
      if (!this.#unjudged.delete(drawing)) return;
      const verdict = this.#judge(drawing, true);
      if (verdict) this.#desk.onsubmitted(drawing, verdict);
    }, this.#desk.link.online ? patienceMs : 0);
  }

  /**
   * The server has judged a drawing, or refused it.
   * @param {LiveDrawing} drawing
   */
  settled(drawing) { this.#unjudged.delete(drawing); }

  /**
   * @param {LiveDrawing} drawing
   * @param {boolean} isFinished
   * @returns {Verdict | null}
   */
  #judge(drawing, isFinished) {
    if (!this.#scorer) return null;
    if (drawing !== this.#held) {
      const { shape, canvas } = drawing.record;
      this.#held = drawing;
      this.#canScore = this.#scorer.begin(shape, canvas, knownShape(shape)?.template);
    }
    if (!this.#canScore) return null;
    this.#scorer.take(drawing.ink);
    const { quality, completeness, hints } = this.#scorer.score(isFinished);
    /** @type {Verdict} */
    const verdict = {
      drawing: drawing.id, quality: asSent(quality, 4), completeness: asSent(completeness, 4),
      hints: hints.map((hint) => ({ ...hint, x: asSent(hint.x ?? 0, 1), y: asSent(hint.y ?? 0, 1) })),
      guesses: [], local: true,
    };
    return isFinished ? { ...verdict, ideal: this.#scorer.ideal() } : verdict;
  }

  async #load() {
    this.#scorer = await PageScorer.fetch();
    if (!this.#scorer) setTimeout(() => this.#load(), retryMs);
  }
}

/**
 * A number with as many decimals as the server sends.
 * @param {number} value @param {number} decimals
 */
const asSent = (value, decimals) => Math.round(value * 10 ** decimals) / 10 ** decimals;

/**
 * Calls back when the page is painted and at rest.
 * @param {() => void} then
 */
function whenIdle(then) {
  const later = () => {
    if ("requestIdleCallback" in window) requestIdleCallback(then, { timeout: 2_000 });
    else setTimeout(then, 200);
  };
  if (document.readyState === "complete") later();
  else addEventListener("load", later, { once: true });
}

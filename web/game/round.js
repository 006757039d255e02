import { recall, remember } from "../shared/session.js";

/** @typedef {import("../shared/session.js").Shape} Shape */

const key = "inkling.round";
export const roundLength = 6;

/** Six drawings, one after another. It is remembered, so that a reload goes on with it. */
export class Round {
  /** @type {string[]} */
  #ids = [];
  #index = 0;

  /** @param {Shape[]} shapes */
  constructor(shapes) {
    this.shapes = toDraw(shapes);
    try {
      const { ids, index } = JSON.parse(recall(key) ?? "{}");
      if (ids.every((/** @type {string} */ id) => this.shape(id))) [this.#ids, this.#index] = [ids, index];
    } catch { /* none yet, or of another time */ }
    if (!this.current) this.#shuffle();
  }

  /** 1 … 6 */
  get number() { return this.#index + 1; }
  /** @returns {string | undefined} */
  get current() { return this.#ids[this.#index]; }

  /** @param {string} id @returns {Shape | undefined} */
  shape(id) { return this.shapes.find((shape) => shape.id === id); }

  /** The drawing on the sheet is done: the next one, or another round. */
  advance() {
    this.#index += 1;
    if (this.#index >= roundLength) this.#shuffle();
    this.#save();
  }

  /**
   * What is drawn now is this shape, whatever was next.
   * @param {string} id
   */
  goOnWith(id) {
    this.#ids[this.#index] = id;
    this.#save();
  }

  /**
   * Goes on with the shapes there are by now.
   * @param {Shape[]} shapes
   * @param {boolean} isBetween nothing of this round was asked for yet
   */
  renew(shapes, isBetween) {
    this.shapes = toDraw(shapes);
    if (isBetween || !this.#ids.every((id) => this.shape(id))) this.#shuffle();
  }

  /** Each shape about as often as the others, never one twice in a row. */
  #shuffle() {
    const before = this.#ids[this.#ids.length - 1];
    this.#ids = [];
    this.#index = 0;
    while (this.#ids.length < roundLength && this.shapes.length > 0) {
      const pile = this.shapes.map(({ id }) => ({ id, rank: Math.random() })).sort((a, b) => a.rank - b.rank);
      const last = this.#ids[this.#ids.length - 1] ?? before;
      if (pile.length > 1 && pile[0].id === last) pile.push(...pile.splice(0, 1));
      this.#ids.push(...pile.map(({ id }) => id));
    }
    this.#ids.length = Math.min(roundLength, this.#ids.length);
    this.#save();
  }

  #save() { remember(key, JSON.stringify({ ids: this.#ids, index: this.#index })); }
}

/** @param {Shape[]} shapes */
const toDraw = (shapes) => shapes.filter(({ enabled }) => enabled !== false);

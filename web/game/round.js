import { recall, remember } from "../shared/session.js";

/** @typedef {import("../shared/session.js").Shape} Shape */

const key = "inkling.round";
export const roundLength = 6;

/** Six drawings, one after another. It is remembered, so that a reload goes on with it. */
export class Round {
  /** @type {string[]} */
  #names = [];
  #index = 0;

  /** @param {Shape[]} shapes */
  constructor(shapes) {
    this.shapes = shapes.filter(({ enabled }) => enabled !== false);
    try {
      const { names, index } = JSON.parse(recall(key) ?? "{}");
      if (names.every((/** @type {string} */ name) => this.shape(name))) [this.#names, this.#index] = [names, index];
    } catch { /* none yet, or of another time */ }
    if (!this.current) this.#shuffle();
  }

  /** 1 … 6 */
  get number() { return this.#index + 1; }
  /** @returns {string | undefined} */
  get current() { return this.#names[this.#index]; }

  /** @param {string} name @returns {Shape | undefined} */
  shape(name) { return this.shapes.find((shape) => shape.name === name); }

  /** The drawing on the sheet is done: the next one, or another round. */
  advance() {
    this.#index += 1;
    if (this.#index >= roundLength) this.#shuffle();
    this.#save();
  }

  /**
   * What is drawn now is this shape, whatever was next.
   * @param {string} name
   */
  goOnWith(name) {
    this.#names[this.#index] = name;
    this.#save();
  }

  /** Each shape about as often as the others, never one twice in a row. */
  #shuffle() {
    const before = this.#names[this.#names.length - 1];
    this.#names = [];
    this.#index = 0;
    while (this.#names.length < roundLength && this.shapes.length > 0) {
      const pile = this.shapes.map(({ name }) => ({ name, rank: Math.random() })).sort((a, b) => a.rank - b.rank);
      const last = this.#names[this.#names.length - 1] ?? before;
      if (pile.length > 1 && pile[0].name === last) pile.push(...pile.splice(0, 1));
      this.#names.push(...pile.map(({ name }) => name));
    }
    this.#names.length = Math.min(roundLength, this.#names.length);
    this.#save();
  }

  #save() { remember(key, JSON.stringify({ names: this.#names, index: this.#index })); }
}

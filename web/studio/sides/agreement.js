/** @typedef {import("./classify-stream.js").Answer} Answer */

/** Answers travel with four decimals, rounded so that they sum to 1: that much they may differ. */
const rounding = 0.000_101;
const mostKept = 2_000;

/** Whether the server and the page say the same of the same ink. */
export class Agreement {
  compared = 0;
  agreed = 0;
  /** The largest difference of a confidence. */
  largest = 0;
  /** Answers that cannot be compared, for the server knows classes that the page's model lacks. */
  apart = 0;

  /**
   * What the page said after each operation.
   * @type {Map<number, Answer>}
   */
  #said = new Map();

  /** Another drawing begins. */
  restart() { this.#said.clear(); }

  /** @param {Answer} answer */
  addPage(answer) {
    this.#said.set(answer.seq, answer);
    if (this.#said.size > mostKept) this.#said.delete(this.#said.keys().next().value ?? 0);
  }

  /** @param {Answer} answer */
  addServer(answer) {
    const said = this.#said.get(answer.seq);
    for (const seq of this.#said.keys()) if (seq < answer.seq) this.#said.delete(seq);
    if (!said || said.model !== answer.model || answer.guesses.length === 0) return;
    if (said.guesses.length !== answer.guesses.length) {
      this.apart += 1;
      return;
    }
    const difference = Math.max(...answer.guesses.map(({ shape, confidence }) =>
      Math.abs(confidence - (said.guesses.find((guess) => guess.shape === shape)?.confidence ?? 2))));
    this.compared += 1;
    this.largest = Math.max(this.largest, difference);
    if (difference <= rounding && said.decided === answer.decided) this.agreed += 1;
  }

  /** What was found, in words. */
  get words() {
    if (this.compared === 0) {
      return this.apart === 0 ? "Draw, and both answer."
        : "The server also knows shapes by a few examples, which the page's model does not: nothing to compare.";
    }
    const all = this.compared.toLocaleString("en");
    return this.agreed === this.compared
      ? `Both said the same, ${all} of ${all} times, to the last digit that travels.`
      : `They agree ${this.agreed.toLocaleString("en")} of ${all} times; `
        + `the largest difference is ${this.largest.toFixed(4)}.`;
  }
}

/** @typedef {import("./classify-stream.js").Answer} Answer */
/** @typedef {{ points: number, guesses: { shape: string, confidence: number }[], decided: boolean }} Step */

/** More steps than a screen has columns say nothing more. */
const mostSteps = 400;

/** What was thought of a drawing while its ink grew. */
export class Course {
  /** @type {Step[]} */
  steps = [];

  clear() { this.steps = []; }

  /** @param {Answer} answer */
  add({ points, guesses, decided }) {
    // What was taken back is forgotten.
    while (this.steps.length > 0 && this.steps[this.steps.length - 1].points > points) this.steps.pop();
    if (guesses.length === 0) return;
    // The pen was lifted, or the same ink was looked at again: the newer look counts.
    if (this.steps[this.steps.length - 1]?.points === points) this.steps.pop();
    this.steps.push({ points, guesses, decided });
    if (this.steps.length > 2 * mostSteps) this.steps = this.steps.filter((step, index) => index % 2 === 0
      || step.decided !== this.steps[index - 1].decided);
  }

  /** The newest look. */
  get last() { return this.steps[this.steps.length - 1]; }

  /**
   * Where it was decided for good: the first of the looks that all said the same and were all decided; null
   * while it is open.
   * @returns {Step | null}
   */
  get decision() {
    const { steps, last } = this;
    if (!last?.decided) return null;
    let first = steps.length - 1;
    while (first > 0 && steps[first - 1].decided
      && steps[first - 1].guesses[0].shape === last.guesses[0].shape) first -= 1;
    return steps[first];
  }
}

import { ask } from "../api.js";
import { percent } from "../figures.js";
import { make } from "../make.js";
import { curveChart } from "../parts/curve-chart.js";

/**
 * @typedef {{ step: number, epoch: number, loss?: number, accuracy?: number, validation_loss?: number,
 *   validation_accuracy?: number }} CurvePoint
 */

/** Loss and accuracy of one training, as far as it has come: they go on as news arrive. */
export class TrainingCurves extends HTMLElement {
  /** @type {CurvePoint[]} */
  #points = [];
  #job = 0;
  #steps = 0;
  #loss = curveChart();
  #accuracy = curveChart();
  /** What was told of the held-out drawings last: progress repeats it until they are looked at again. */
  #judged = "";

  connectedCallback() {
    if (this.childElementCount === 0) {
      this.append(this.#loss, this.#accuracy, make("p", { class: "aside none" }, "Nothing is measured yet."),
        make("p", { class: "aside why" }, "Training sees ink that is varied and cut short; validation is easier."));
    }
    this.#draw();
  }

  /**
   * Asks for all points that are kept.
   * @param {number} job @param {number} [steps] that it will take
   */
  async load(job, steps = 0) {
    this.#job = job;
    this.#steps = steps;
    const { curve = [], progress } = await ask(`/api/admin/training/${job}`);
    this.#steps = progress?.steps ?? steps;
    const newest = curve[curve.length - 1]?.step ?? -1;
    this.#points = [...curve, ...this.#points.filter(({ step }) => step > newest)];
    this.#draw();
  }

  get job() { return this.#job; }

  /** @param {import("../api.js").Progress} progress */
  add({ step, steps, epoch = 0, loss, accuracy, validation_accuracy: right, ...more }) {
    if (step === undefined || loss === undefined || step <= (this.#points[this.#points.length - 1]?.step ?? 0)) return;
    this.#steps = steps ?? this.#steps;
    const judged = `${right} ${more.validation_loss}`;
    const isNew = right !== undefined && judged !== this.#judged;
    this.#judged = judged;
    this.#points.push({ step, epoch, loss, accuracy, ...(isNew
      ? { validation_accuracy: right, validation_loss: more.validation_loss } : {}) });
    this.#draw();
  }

  #draw() {
    const points = this.#points;
    this.classList.toggle("empty", points.length === 0);
    if (points.length === 0) return;
    /** @param {"loss" | "accuracy" | "validation_loss" | "validation_accuracy"} member @returns {[number, number][]} */
    const line = (member) => points.flatMap(({ step, ...values }) => {
      const value = values[member];
      return typeof value === "number" ? [[step, value]] : [];
    });
    const [loss, judgedLoss, right, judgedRight] = [line("loss"), line("validation_loss"), line("accuracy"),
      line("validation_accuracy")];
    const losses = [...loss, ...judgedLoss].map(([, y]) => y).filter((y) => y > 0);
    const rights = [...right, ...judgedRight].map(([, y]) => y);
    const shared = { from: 0, to: Math.max(this.#steps, points[points.length - 1].step),
      ends: /** @type {[string, string]} */ (["step 0",
        `step ${Math.max(this.#steps, points[points.length - 1].step)}`]),
      nameX: (/** @type {number} */ step) => `step ${step}` };
    const [low, high] = [Math.min(...losses, 1), Math.max(...losses, 0.01)];
    this.#loss.curve = { ...shared, title: "Loss, logarithmic", isLogarithmic: true, low: low * 0.9, high: high * 1.1,
      marks: decades(low * 0.9, high * 1.1), words: (y) => (y < 0.1 ? y.toFixed(3) : y.toFixed(2)),
      lines: [{ name: "training", kind: "training", points: loss },
        { name: "validation", kind: "validation", points: judgedLoss }] };
    const least = Math.min(0.9, Math.floor(Math.min(...rights) * 10) / 10);
    this.#accuracy.curve = { ...shared, title: "Accuracy", low: least, high: 1, words: (y) => percent(y)
      .replace(".0 %", " %"),
      lines: [{ name: "training", kind: "training", points: right },
        { name: "validation", kind: "validation", points: judgedRight }] };
  }
}

/**
 * Round numbers between two.
 * @param {number} low @param {number} high
 */
function decades(low, high) {
  const round = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10].filter((mark) => mark >= low && mark <= high);
  return round.length > 0 ? round : [low, high];
}

customElements.define("training-curves", TrainingCurves);

import { make } from "../../admin/make.js";
import { svg } from "../../admin/parts/svg.js";
import { called } from "./guess-bars.js";

/** @typedef {import("../sides/course.js").Course} Course */
/** @typedef {import("../sides/course.js").Step} Step */

const height = 160;
/** Room for the words at the right, and for the numbers below. */
const [left, right, top, bottom] = [36, 108, 22, 22];
const lineHeight = 16;
/** What was never more likely than this is not drawn; of the others, so many at most. */
const [leastShown, mostShown] = [0.15, 5];
/** @param {number} share */
const y = (share) => top + (1 - share) * (height - top - bottom);
/** @param {Step} step @param {string} shape */
const confidence = ({ guesses }, shape) => guesses.find((guess) => guess.shape === shape)?.confidence ?? 0;

/** How sure the model was of each class after each share of the ink, and where it had decided. */
export class ConfidenceCourse extends HTMLElement {
  #frame = 0;
  /** @type {Course | null} */
  #course = null;

  connectedCallback() {
    new ResizeObserver(() => this.#later()).observe(this);
    this.#later();
  }

  /** @param {Course} course */
  show(course) {
    this.#course = course;
    this.#later();
  }

  #later() { if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw()); }

  #draw() {
    this.#frame = 0;
    const width = Math.max(280, this.clientWidth);
    const x = (/** @type {number} */ ink) => left + ink * (width - left - right);
    const course = this.#course;
    const all = course?.last?.points ?? 0;
    if (!course || all === 0) return this.#tell(width, "nothing is drawn yet", axes(x));
    const ink = (/** @type {Step} */ step) => step.points / all;
    const shapes = shown(course.steps);
    const { last, decision } = course;
    const words = decision ? `decided at ${Math.round(100 * ink(decision))} % of the ink` : "not decided yet";
    return this.#tell(width, `${called(last.guesses[0].shape)}, ${words}`, [...axes(x),
      ...shapes.map((shape) => svg("polyline", { class: shape === last.guesses[0].shape ? "best" : "other",
        points: course.steps.map((step) => (
          `${x(ink(step)).toFixed(1)},${y(confidence(step, shape)).toFixed(1)}`)).join(" ") })),
      ...(decision ? mark(x(ink(decision)), y(confidence(decision, last.guesses[0].shape)), x, words) : []),
      ...names(last, shapes, x(1) + 8)]);
  }

  /** @param {number} width @param {string} words @param {SVGElement[]} content */
  #tell(width, words, content) {
    this.dataset.words = words;
    this.replaceChildren(make("h3", {}, "Confidence over the ink"),
      svg("svg", { viewBox: `0 0 ${width} ${height}`, height, role: "img",
        "aria-label": `Confidence over the ink drawn: ${words}` }, ...content));
  }
}

/** @param {(ink: number) => number} x */
const axes = (x) => [0, 0.5, 1].flatMap((share) => [
  svg("line", { class: "rule", x1: left, x2: x(1), y1: y(share), y2: y(share) }),
  svg("text", { class: "tick", x: left - 6, y: y(share) + 4, "text-anchor": "end" }, String(100 * share)),
  svg("text", { class: "tick", x: x(share), y: height - 4, "text-anchor": ["start", "middle", "end"][2 * share] },
    share === 1 ? "100 % ink" : `${100 * share}`),
]);

/**
 * The moment of decision: a line, a diamond on the curve, and the words above.
 * @param {number} at @param {number} above @param {(ink: number) => number} x @param {string} words
 */
function mark(at, above, x, words) {
  const isLate = at > (x(0) + x(1)) / 2;
  return [svg("line", { class: "decided", x1: at, x2: at, y1: top - 6, y2: y(0) }),
    svg("path", { class: "decided-point", d: `M${at} ${above - 6}l6 6l-6 6l-6 -6z` }),
    svg("text", { class: "decided-words", x: at + (isLate ? 4 : -4), y: top - 9,
      "text-anchor": isLate ? "end" : "start" }, words)];
}

/**
 * Those that were likely at some time, the likeliest at the end first.
 * @param {Step[]} steps
 */
function shown(steps) {
  const last = steps[steps.length - 1];
  const most = new Map();
  for (const { guesses } of steps) {
    for (const { shape, confidence: sure } of guesses) {
      if (sure > (most.get(shape) ?? leastShown)) most.set(shape, sure);
    }
  }
  return [...most.keys()].sort((a, b) => confidence(last, b) - confidence(last, a)).slice(0, mostShown);
}

/**
 * Each name at the end of its line, moved apart where lines meet.
 * @param {Step} last @param {string[]} shapes @param {number} x
 */
function names(last, shapes, x) {
  const places = shapes.map((shape) => y(confidence(last, shape)) + 4);
  for (let index = 1; index < places.length; index += 1) {
    places[index] = Math.max(places[index], places[index - 1] + lineHeight);
  }
  // What was pushed off the bottom pushes the others back up.
  for (let index = places.length - 1, limit = y(0) + 4; index >= 0; index -= 1, limit -= lineHeight) {
    places[index] = Math.min(places[index], limit);
  }
  return shapes.map((shape, index) => (
    svg("text", { class: index === 0 ? "name best" : "name", x, y: places[index] }, called(shape))));
}

customElements.define("confidence-course", ConfidenceCourse);

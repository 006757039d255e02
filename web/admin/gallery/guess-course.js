import { percent } from "../figures.js";
import { make } from "../make.js";
import { svg } from "../parts/svg.js";

/**
 * @typedef {{ ink: number, points: number, quality: number,
 *   guesses: { shape: string, confidence: number }[] }} Step
 */

const height = 168;
/** Room for the words at the right, and for the numbers below. */
const [left, right, top, bottom] = [36, 104, 10, 22];
const lineHeight = 16;
/** What was never more likely than this is not drawn. */
const leastShown = 0.1;

/**
 * Places along the ink, in a picture as wide as its room, so that words are as large as others.
 * @param {number} width
 * @returns {(ink: number) => number}
 */
const across = (width) => (ink) => left + ink * (width - left - right);
/** @param {number} share */
const y = (share) => top + (1 - share) * (height - top - bottom);
/** @param {Step} step @param {string} shape */
const confidence = ({ guesses }, shape) => guesses.find((guess) => guess.shape === shape)?.confidence ?? 0;
/** @param {string} shape */
const called = (shape) => (shape === "none" ? "none of them" : shape);

/** What the model took the drawing for while it grew, and from when on it stayed with that. */
export class GuessCourse extends HTMLElement {
  #x = across(400);

  /** @param {Step[]} course @param {string} asked the shape that was asked for */
  show(course, asked) {
    if (course.length === 0 || course[course.length - 1].guesses.length === 0) {
      return this.replaceChildren(make("p", { class: "aside" }, "There is no model that could say."));
    }
    const last = course[course.length - 1].guesses[0];
    const decided = decision(course);
    const shapes = shown(course);
    const share = Math.round(100 * decided);
    const words = `${called(last.shape)}, ${percent(last.confidence)}; `
      + `it stayed with that from ${share} % of the ink on.`;
    const width = Math.max(320, Math.min(this.clientWidth, 640));
    const x = (this.#x = across(width));
    const label = `What the model saw as the ink grew: in the end ${words}`;
    const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
      ...axes(x), svg("line", { class: "decided", x1: x(decided), x2: x(decided), y1: top, y2: y(0) }),
      ...shapes.flatMap((shape) => line(course, shape, kind(shape, asked, last.shape), x)),
      ...labels(course, shapes, asked, last.shape, x(1) + 8),
      svg("line", { class: "now at-end", x1: x(1), x2: x(1), y1: top, y2: y(0) }));
    return this.replaceChildren(make("p", { class: "verdict-line" },
      make("strong", {}, called(last.shape)), ` ${percent(last.confidence)}`,
      make("span", { class: "aside" }, ` · decided at ${share} % of the ink`)), picture);
  }

  /**
   * Marks how much of the ink is shown beside it.
   * @param {number} ink
   */
  set now(ink) {
    const mark = this.querySelector(".now");
    for (const end of ["x1", "x2"]) mark?.setAttribute(end, String(this.#x(ink)));
    mark?.classList.toggle("at-end", ink >= 1);
  }
}

/**
 * The share of ink from which on the first guess stayed the last one.
 * @param {Step[]} course
 */
function decision(course) {
  const end = course[course.length - 1].guesses[0]?.shape;
  let first = course.length - 1;
  while (first > 0 && course[first - 1].guesses[0]?.shape === end) first -= 1;
  return course[first].ink;
}

/**
 * Those that were likely at some time, the likeliest at the end first.
 * @param {Step[]} course
 */
function shown(course) {
  const names = new Set(course.flatMap(({ guesses }) => guesses.map(({ shape }) => shape)));
  const end = course[course.length - 1];
  return [...names].filter((shape) => course.some((step) => confidence(step, shape) >= leastShown))
    .sort((a, b) => confidence(end, b) - confidence(end, a));
}

/** @param {string} shape @param {string} asked @param {string} final */
const kind = (shape, asked, final) => (shape === asked ? "asked" : shape === final ? "final" : "other");

/** @param {(ink: number) => number} x */
function axes(x) {
  return [0, 0.5, 1].flatMap((share) => [
    svg("line", { class: "rule", x1: left, x2: x(1), y1: y(share), y2: y(share) }),
    svg("text", { class: "tick", x: left - 6, y: y(share) + 4, "text-anchor": "end" }, String(100 * share)),
    svg("text", { class: "tick", x: x(share), y: height - 4, "text-anchor": ["start", "middle", "end"][2 * share] },
      share === 1 ? "100 % ink" : `${100 * share}`),
  ]);
}

/** @param {Step[]} course @param {string} shape @param {string} className @param {(ink: number) => number} x */
const line = (course, shape, className, x) => [svg("polyline", { class: className,
  points: course.map((step) =>
    `${x(step.ink).toFixed(1)},${y(confidence(step, shape)).toFixed(1)}`).join(" ") })];

/**
 * Each name at the end of its line, moved apart where the lines meet.
 * @param {Step[]} course @param {string[]} shapes @param {string} asked @param {string} final @param {number} at
 */
function labels(course, shapes, asked, final, at) {
  const end = course[course.length - 1];
  let free = top - 2;
  const places = shapes.map((shape) => {
    const place = Math.max(y(confidence(end, shape)) + 4, free + lineHeight);
    free = place;
    return place;
  });
  // What was pushed off the bottom pushes the others back up.
  let limit = y(0) + 4;
  for (let index = places.length - 1; index >= 0; index -= 1) {
    places[index] = Math.min(places[index], limit);
    limit = places[index] - lineHeight;
  }
  return shapes.map((shape, index) =>
    svg("text", { class: `name ${kind(shape, asked, final)}`, x: at, y: places[index] }, called(shape)));
}

customElements.define("guess-course", GuessCourse);

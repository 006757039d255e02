import { outlineOf, pathOf } from "../outlines.js";
import { number } from "../languages/language.js";
import { p } from "../languages/panels.js";
import { drawn, make } from "./make.js";
import { score, shapeName } from "./own-gallery.js";

/** @typedef {import("./mine-panel.js").OwnGame} OwnGame */
/** @typedef {import("./mine-panel.js").Level} Level */

const levels = 10;

/** How far one has come: in a row, in days, with each shape, and today. */
export class OwnProgress extends HTMLElement {
  /** @param {OwnGame} game */
  set game(game) {
    this.replaceChildren(this.#figures(game), ...(game.daily ? [today(game.daily)] : []),
      make("h3", {}, p("mine.levels")),
      make("ul", { class: "levels" }, ...game.levels.map((level) => rowOf(level, game.bests))));
  }

  /** @param {OwnGame} game */
  #figures({ streak, best_streak, days, best_days, drawings }) {
    const figure = (/** @type {number} */ value, /** @type {string} */ words, /** @type {string} */ more) => (
      make("div", {}, make("dt", {}, words),
        make("dd", {}, make("b", {}, number(value)), ...(more ? [make("span", {}, more)] : []))));
    return make("dl", { class: "figures-row" },
      figure(streak, p("mine.streak"), p("mine.best", { value: best_streak })),
      figure(days, p("mine.days", { count: days }), p("mine.best", { value: best_days })),
      figure(drawings, p("mine.drawings_count", { count: drawings }), ""));
  }
}

/** @param {NonNullable<OwnGame["daily"]>} daily */
function today(daily) {
  const words = daily.done
    ? p("mine.today_done", { shape: shapeName(daily.shape), score: score(daily.quality ?? 0) })
    : p("mine.today_open", { shape: shapeName(daily.shape) });
  return make("p", { class: `today ${daily.done ? "over" : ""}` }, figureOf(daily.shape),
    make("span", {}, make("b", {}, p("mine.today")), words));
}

/** @param {string} shape a small picture of it */
function figureOf(shape) {
  const picture = drawn(pathOf(outlineOf({ id: shape, name: shape }), 20, 2, 2));
  picture.setAttribute("class", "figure");
  return picture;
}

/** @param {Level} level @param {OwnGame["bests"]} bests */
function rowOf({ shape, level, drawings, best_quality, next }, bests) {
  const best = bests.find((one) => one.shape === shape);
  const steps = make("span", { class: "steps", "aria-hidden": "true" },
    ...Array.from({ length: levels }, (_, index) => make("i", { class: index < level ? "over" : "" })));
  const picture = best?.drawing
    ? make("img", { src: `/api/drawings/${best.drawing}/preview.png?size=128`,
      alt: "", width: "64", height: "64", loading: "lazy" })
    : figureOf(shape);
  const wanted = !next ? p("mine.top") : [
    ...(next.drawings ? [p("mine.next_drawings", { count: next.drawings })] : []),
    ...(next.quality ? [p("mine.next_quality", { score: score(next.quality) })] : [])].join(", ");
  const bestScore = score(best?.quality ?? best_quality);
  const told = drawings > 0
    ? `${p("mine.drawn", { count: drawings })}, ${p("mine.best_score", { score: bestScore })}` : p("mine.not_yet");
  return make("li", {}, picture, make("div", {},
    make("span", { class: "line" },
      make("b", {}, shapeName(shape)), make("span", {}, p("mine.level", { level }))),
    steps, make("span", { class: "aside" }, told), make("span", { class: "aside" }, wanted)));
}

customElements.define("own-progress", OwnProgress);

import { counted, percent, points } from "./figures.js";
import { make } from "./make.js";
import { table } from "./per-class.js";

const shown = 20;

/**
 * Which of two is better, how sure that is, and where they differ.
 * @param {HTMLElement} place @param {import("./api.js").Comparison} found @param {string} a @param {string} b their versions
 */
export function showComparison(place, found, a, b) {
  if (found.drawings === 0 || found.difference === null) {
    place.replaceChildren(make("p", {}, "There are no drawings to compare them on: a tenth of the people is set "
      + "aside for that, and none of them has drawn yet."));
    return;
  }
  place.replaceChildren(
    make("p", { class: "verdict" }, verdict(found, a, b)),
    make("p", { class: "figures" }, `${points(found.difference)} points (${points(found.low)} to ${points(found.high)}), `
      + `p = ${found.p_value.toFixed(3)}, on ${counted(found.drawings, "drawing")} that neither has seen: `
      + `${percent(found.a.accuracy)} and ${percent(found.b.accuracy)}; only ${a} is right on ${found.only_a}, `
      + `only ${b} on ${found.only_b}.`),
    ...(found.differing.length > 0 ? [differing(found.differing, a, b)] : []));
}

/** @param {import("./api.js").Comparison} found @param {string} a @param {string} b */
function verdict({ low, high }, a, b) {
  if (low > 0) return `${b} is more accurate than ${a}.`;
  if (high < 0) return `${b} is less accurate than ${a}.`;
  return `Nothing shows that ${a} or ${b} is better.`;
}

/** @param {import("./api.js").Comparison["differing"]} drawings @param {string} a @param {string} b */
function differing(drawings, a, b) {
  const title = drawings.length > shown ? `The first ${shown} drawings that they name differently`
    : "Drawings that they name differently";
  return make("div", { class: "wide differing" }, table(title, ["drawing", a, b],
    drawings.slice(0, shown).map((one) => [one.drawing ?? "deleted", one.a, one.b])));
}

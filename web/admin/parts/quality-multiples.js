import { count, score } from "../figures.js";
import { make } from "../make.js";
import { addressOf } from "../router.js";
import { bars, svg } from "./svg.js";

/** @typedef {{ id: string, name: string, drawings: number, flagged: number, qualities: number[] }} ShapeCounts */

/**
 * The quality that half of the drawings reach, within the twentieth in which it lies; null without drawings.
 * @param {number[]} qualities counts by twentieths
 */
export function median(qualities) {
  const half = qualities.reduce((sum, value) => sum + value, 0) / 2;
  if (half === 0) return null;
  let before = 0;
  for (const [index, value] of qualities.entries()) {
    if (before + value >= half) return (index + (half - before) / value) / qualities.length;
    before += value;
  }
  return 1;
}

/** @param {ShapeCounts[]} shapes all their qualities in one histogram */
export const allQualities = (shapes) => Array.from({ length: 20 },
  (_, index) => shapes.reduce((sum, { qualities }) => sum + (qualities[index] ?? 0), 0));

/**
 * A small histogram of the quality for each shape, all on one scale: shares of the shape's drawings.
 * @param {HTMLElement} place @param {ShapeCounts[]} shapes
 */
export function showQualities(place, shapes) {
  const shares = shapes.map(({ qualities }) => {
    const all = qualities.reduce((sum, value) => sum + value, 0);
    return qualities.map((value) => (all > 0 ? value / all : 0));
  });
  const most = Math.max(0.05, ...shares.flat());
  place.replaceChildren(...shapes.map((shape, index) => multiple(shape, shares[index], most)));
}

/** @param {ShapeCounts} shape @param {number[]} shares @param {number} most */
function multiple({ id, name, drawings, qualities }, shares, most) {
  const middle = median(qualities);
  const plot = bars(shares, most, 0.12);
  if (middle !== null) {
    plot.append(svg("line", { x1: middle * shares.length, x2: middle * shares.length, y1: 0, y2: 100,
      class: "median" }));
  }
  const words = middle === null ? "no drawings yet" : `median ${score(middle)}`;
  return make("a", { class: "multiple", href: addressOf("gallery", { shape: id }),
    "aria-label": `${name}: ${count(drawings)} drawings, ${words}` },
    make("span", { class: "name" }, name), make("span", { class: "plot" }, plot),
    make("span", { class: "ends", "aria-hidden": "true" }, make("span", {}, "0"),
      make("span", { class: "middle" }, middle === null ? "" : score(middle)), make("span", {}, "1")));
}

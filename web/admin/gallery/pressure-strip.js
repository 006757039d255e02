import { svg } from "../parts/svg.js";

/** More pieces than a screen has columns say nothing more. */
const pieces = 400;

/**
 * How hard the pen pressed over time: a hill for each stroke, nothing where it was lifted.
 * @param {import("./ink-painter.js").Stroke[]} strokes @param {number} duration in ms
 */
export function pressureStrip(strokes, duration) {
  const picture = svg("svg", { viewBox: "0 0 1000 100", preserveAspectRatio: "none", "aria-hidden": "true" });
  const all = strokes.reduce((sum, { points }) => sum + points.length, 0);
  const every = Math.max(1, Math.floor(all / pieces));
  for (const { points } of strokes) {
    const kept = points.filter((_, index) => index % every === 0 || index === points.length - 1);
    const places = kept.map(({ timestamp, pressure }) =>
      `${((1_000 * timestamp) / duration).toFixed(1)},${(100 - 92 * pressure).toFixed(1)}`);
    const x = (/** @type {number} */ index) => ((1_000 * kept[index].timestamp) / duration).toFixed(1);
    picture.append(svg("path", { d: `M${x(0)},100 L${places.join(" L")} L${x(kept.length - 1)},100 Z` }));
  }
  return picture;
}

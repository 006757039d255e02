import { svg } from "../../admin/parts/svg.js";

/**
 * A drawing as a small picture.
 * @param {import("../sheet/desk.js").Drawing} drawing @param {string} label
 */
export function smallInk({ canvas: { width, height }, strokes }, label) {
  const side = Math.max(width, height);
  const viewBox = `${(width - side) / 2} ${(height - side) / 2} ${side} ${side}`;
  const places = (/** @type {{ x: number, y: number }[]} */ points) => (
    (points.length === 1 ? [points[0], points[0]] : points).map(({ x, y }) => `${x},${y}`).join(" "));
  return svg("svg", { class: "small-ink", viewBox, role: "img", "aria-label": label },
    ...strokes.map(({ points }) => svg("polyline", { "stroke-width": side / 55, points: places(points) })));
}

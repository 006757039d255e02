import { outlineOf, pathOf } from "../../game/outlines.js";
import { svg } from "../parts/svg.js";

/**
 * A shape as administrators see it. `missing`: so many drawings more before a model can learn it;
 * `scored_by`: a formula of its own, its examples, or, for want of any, how neat the ink is.
 * @typedef {{ id: string, name: string, description: string, difficulty: number, enabled: boolean,
 *   order: number | null, drawings: number, examples: number, trainable: boolean, missing: number,
 *   scored_by?: "formula" | "examples" | "neatness", outline?: number[][][] }} Shape
 */

/** How hard it is, from 1 on. */
export const difficulties = ["very easy", "easy", "middling", "hard", "very hard"];

/** @param {number} difficulty */
export const dots = (difficulty) => (
  "●".repeat(difficulty) + "○".repeat(Math.max(0, difficulties.length - difficulty)));

/**
 * How it should look; nothing for one that nobody has drawn for us.
 * @param {Shape} shape
 */
export function picture(shape) {
  const strokes = outlineOf(shape);
  const path = pathOf(strokes, 48, 8, 8);
  return /** @type {Node} */ (svg("svg",
    { class: path ? "picture" : "picture none", viewBox: "0 0 64 64", "aria-hidden": "true" },
    svg("path", { d: path })));
}

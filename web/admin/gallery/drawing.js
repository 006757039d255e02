import { score } from "../figures.js";

/**
 * A drawing as administrators see it, without its strokes. `etag` names this state of it.
 * @typedef {{ id: string, user: string, shape: string, status: "complete" | "partial", quality: number,
 *   completeness: number, guess: { shape: string, confidence: number } | null,
 *   canvas: { width: number, height: number }, device: string, points: number, strokes: number,
 *   duration_ms: number, flagged: boolean, flag_reason: string | null, stored_at: string,
 *   deleted_at: string | null, etag?: string }} Drawing
 */

/**
 * Whether the model saw another shape than the one that was asked for.
 * @param {Drawing} drawing
 */
export const disagrees = ({ guess, shape }) => guess !== null && guess.shape !== shape;

/**
 * What the model saw, in words.
 * @param {Drawing} drawing
 */
export const seen = ({ guess }) =>
  (guess === null ? "not looked at" : guess.shape === "none" ? "none of the shapes" : guess.shape);

/**
 * One line that tells a drawing from others, for those who do not see it.
 * @param {Drawing} drawing
 */
export function inWords(drawing) {
  const { shape, quality, flagged, deleted_at: deleted, status } = drawing;
  return [shape, `quality ${score(quality)}`, ...(disagrees(drawing) ? [`model saw ${seen(drawing)}`] : []),
    ...(status === "partial" ? ["unfinished"] : []), ...(flagged ? ["flagged"] : []),
    ...(deleted ? ["in the trash"] : [])].join(", ");
}

import { ask, Refusal, reasonOf } from "../api.js";
import { points } from "../figures.js";
import { confirmed } from "../make.js";
import { offerUndo, tell } from "../undo-bar.js";

/** @typedef {import("../api.js").Model} Model */

/**
 * Lets a model serve and offers to take it back. Where the server measures that it would be a step
 * back, it says so and asks.
 * @param {Model} model @param {Model | undefined} before the one that serves now
 */
export async function letServe({ id, version }, before) {
  try {
    const { gate } = await ask(`/api/admin/models/${id}/activate`, {});
    offer(version, before, gate?.verdict === "not_compared" ? `${version} serves. ${gate.detail}`
      : `${version} serves.`);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "worse") throw error;
    const { comparison } = error.problem;
    const measured = comparison?.difference === undefined || comparison.difference === null ? ""
      : ` Measured: ${points(comparison.difference)} points (${points(comparison.low)} to ${points(comparison.high)})`
        + ` on ${comparison.drawings} drawings.`;
    const reason = reasonOf(error).replace(/ Send \{.*$/, "");
    if (!await confirmed(`${version} is worse`, reason + measured, "Let it serve all the same")) return;
    await ask(`/api/admin/models/${id}/activate`, { force: true });
    offer(version, before, `${version} serves.`);
  }
}

/**
 * Lets the one serve again that served before.
 * @param {Model | undefined} now
 */
export async function rollBack(now) {
  const { version } = await ask("/api/admin/models/rollback", {});
  offer(version, now, `${version} serves again.`);
}

/** @param {string} version @param {Model | undefined} before @param {string} words */
function offer(version, before, words) {
  if (!before || before.version === version) return tell(words);
  return offerUndo(words, () => ask(`/api/admin/models/${before.id}/activate`, { force: true }));
}

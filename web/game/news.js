import { t } from "./languages/language.js";

/**
 * What a drawing was good for.
 * @typedef {object} News
 * @property {"earned" | "level" | "record"} kind
 * @property {string} text
 * @property {number} [count] of badges
 * @property {string} [shape]
 */

/**
 * What a whole round was good for: all badges in one, of each shape its highest level, or else its record.
 * @param {readonly News[]} news in the order in which they came
 * @returns {News[]}
 */
export function inSum(news) {
  const count = news.reduce((sum, one) => sum + (one.count ?? 0), 0);
  /** @type {Map<string, News>} */
  const shapes = new Map();
  for (const one of news) {
    if (one.shape === undefined) continue;
    if (one.kind === "level" || shapes.get(one.shape)?.kind !== "level") shapes.set(one.shape, one);
  }
  const earned = /** @type {const} */ ({ kind: "earned", text: t("reveal.earned", { count }) });
  return [...(count > 0 ? [earned] : []), ...shapes.values()];
}

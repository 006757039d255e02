import { knows, t } from "./languages/language.js";

/** @typedef {import("../shared/ink-link.js").Hint} Hint */
/** @typedef {Pick<import("../shared/session.js").Shape, "id" | "name">} Named */

/** The program's own words, which a hint of a server that does not name the place ends with. */
const places = /\b(top left|top right|bottom left|bottom right|top|bottom|left|right|middle)\b/;

/**
 * A shape's name as people say it; what it is called here may have other signs between words.
 * @param {string} shape
 */
const spaced = (shape) => shape.replace(/[_-]+/g, " ");

/**
 * Whether a shape goes by the name that the program gave it, not by an administrator's.
 * @param {Named} shape
 */
const isOurs = ({ id, name }) => knows(`shape.${id}`) && spaced(name).toLowerCase() === spaced(id);

/** @param {Named} shape @param {"a" | "draw"} form */
function withArticle({ id, name }, form) {
  if (isOurs({ id, name })) return t(`shape.${id}.${form}`);
  return t(`shape.any.${form}`, { name: spaced(name), form: /^[aeiou]/i.test(name) ? "vowel" : "other" });
}

/** @param {Named} shape */
export const named = (shape) => (isOurs(shape) ? t(`shape.${shape.id}`) : spaced(shape.name));

/**
 * A shape as what one draws or sees.
 * @param {Named} shape
 */
export const drawn = (shape) => withArticle(shape, "draw");

/**
 * @param {Named} shape
 * @param {import("./modes.js").Mode} mode
 * @param {"left" | "right"} [hand] the one to draw with
 */
export function prompt(shape, mode, hand) {
  const values = { shape: drawn(shape) };
  switch (mode) {
    case "speed": return t("prompt.speed", values);
    case "one_stroke": return t("prompt.one_stroke", values);
    case "eyes_closed": return t("prompt.eyes_closed", values);
    case "fool": return t("prompt.fool", values);
    case "other_hand":
      return hand === "left" ? t("prompt.left_hand", values)
        : hand === "right" ? t("prompt.right_hand", values) : t("prompt.other_hand", values);
    default: return t("prompt.draw", values);
  }
}

/**
 * How it goes, while the pen moves.
 * @param {number} quality 0 … 1
 * @param {number} completeness 0 … 1
 */
export function progress(quality, completeness) {
  if (completeness < 0.6) return t("quality.early");
  if (quality >= 0.85) return t("quality.wonderful");
  if (quality >= 0.7) return t("quality.very_good");
  if (quality >= 0.5) return t("quality.good");
  return t("quality.coming");
}

/**
 * The score in words: true, and never a blame.
 * @param {Named} shape
 * @param {number} quality 0 … 1
 */
export function verdict(shape, quality) {
  const praise = `praise.${shape.id}`;
  const word = knows(praise) ? t(praise) : t("praise.any");
  if (quality >= 0.92) return t("verdict.wonderfully", { word });
  if (quality >= 0.75) return t("verdict.very", { word });
  if (quality >= 0.55) return knows(praise) ? t("verdict.nicely", { word }) : t("verdict.good");
  if (quality >= 0.35) return t("verdict.nearly", { shape: withArticle(shape, "a") });
  return t("verdict.brave");
}

/**
 * What to do, in the language that is spoken; a hint of a newer server stays in its own words.
 * @param {Hint} hint
 */
export function hint({ code, message, place }) {
  const at = place ?? places.exec(message)?.[0].replace(" ", "_") ?? "middle";
  return knows(`hint.${code}`) ? t(`hint.${code}`, { place: placed(at) }) : message;
}

/**
 * A direction from the middle: `top_left`, …
 * @param {string} place
 */
export const placed = (place) => t(`place.${place}`);

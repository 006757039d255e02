import { score } from "../../figures.js";
import { make } from "../../make.js";

/**
 * @typedef {{ quality: number, completeness: number, hints: { code: string, message: string }[],
 *   criteria?: { name: string, value: number }[] }} Reasons
 */

/** What a score is made of, as bars, and what would have made it better. */
export class ScoreReasons extends HTMLElement {
  /** @param {Reasons} reasons */
  show({ quality, completeness, criteria = [], hints }) {
    const rows = [{ name: "quality", value: quality }, { name: "completeness", value: completeness },
      ...criteria.filter(({ name }) => name !== "quality" && name !== "completeness")];
    this.replaceChildren(make("dl", { class: "criteria" }, ...rows.flatMap(({ name, value }) => [
      make("dt", {}, name.replaceAll("_", " ")), make("dd", {}, bar(value), make("span", {}, score(value)))])),
    hints.length > 0 ? make("ul", { class: "hints" }, ...hints.map(({ message }) => make("li", {}, message)))
      : make("p", { class: "aside" }, "Nothing to do better."));
  }
}

/** @param {number} value 0 … 1 */
function bar(value) {
  const made = make("span", { class: "bar", "aria-hidden": "true" }, make("span"));
  made.style.setProperty("--share", String(Math.max(0, Math.min(1, value))));
  return made;
}

customElements.define("score-reasons", ScoreReasons);

import { score } from "../figures.js";
import { make } from "../make.js";

/**
 * @typedef {{ quality: number, completeness: number, hints: { code: string, message: string }[],
 *   criteria?: { name: string, value: number }[] }} Reasons
 */

/** What a score is made of, as bars, and what would have made it better. */
export class ScoreReasons extends HTMLElement {
  /** @param {Reasons} reasons */
  show({ quality, completeness, criteria = [], hints }) {
    /** @param {string} name */
    const spoken = (name) => hints.find(({ code }) => code === name)?.message ?? name.replaceAll("_", " ");
    const rest = hints.filter(({ code }) => !criteria.some(({ name }) => name === code));
    this.replaceChildren(listOf([["quality", quality], ["completeness", completeness]]),
      ...(criteria.length > 0 ? [make("p", { class: "aside" }, "What each fault leaves of the quality:"),
        listOf(criteria.map(({ name, value }) => [spoken(name), value]))] : []),
      ...(rest.length > 0 ? [make("ul", { class: "hints" },
        ...rest.map(({ message }) => make("li", {}, message)))] : []),
      ...(hints.length === 0 ? [make("p", { class: "aside" }, "There is nothing to do better.")] : []));
  }
}

/** @param {[string, number][]} rows */
const listOf = (rows) => make("dl", { class: "criteria" }, ...rows.flatMap(([name, value]) => [
  make("dt", {}, name), make("dd", {}, bar(value), make("span", {}, score(value)))]));

/** @param {number} value 0 … 1 */
function bar(value) {
  const made = make("span", { class: "bar", "aria-hidden": "true" }, make("span"));
  made.style.setProperty("--share", String(Math.max(0, Math.min(1, value))));
  return made;
}

customElements.define("score-reasons", ScoreReasons);

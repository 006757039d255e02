import { ask } from "../api.js";
import { count } from "../figures.js";
import { make, part } from "../make.js";
import { svg } from "../parts/svg.js";
import { kinds } from "./suspects.js";

/**
 * @typedef {{ confirmed: number, dismissed: number,
 *   precision: number | null, low: number, high: number }} Precision
 */

/** How often each kind of suspicion was right, by the decisions so far, all on one scale. */
export class PrecisionTable extends HTMLElement {
  connectedCallback() {
    this.replaceChildren(make("h3", {}, "How often it was right"),
      make("p", { class: "aside" },
        "Of those that you decided about; the line is where the true share lies, 19 times in 20."),
      make("ul", {}));
    this.load();
  }

  async load() {
    const all = await ask("/api/admin/review/precision").catch(() => null);
    if (!all) return;
    part(this, "ul").replaceChildren(...kinds.map(({ kind, name, means }) => row(kind, name, means, all[kind])));
  }
}

/** @param {string} kind @param {string} name @param {string} means @param {Precision | undefined} precision */
function row(kind, name, means, precision) {
  const { confirmed = 0, dismissed = 0, precision: value = null, low = 0, high = 1 } = precision ?? {};
  const decided = confirmed + dismissed;
  const words = decided === 0 || value === null ? "not decided yet"
    : `${Math.round(100 * value)} % of ${count(decided)} (${Math.round(100 * low)} to ${Math.round(100 * high)} %)`;
  return make("li", { "data-kind": kind, title: means },
    make("span", { class: "name" }, name), make("span", { class: "words" }, words),
    ...(value === null ? [] : [scale(value, low, high)]));
}

/** @param {number} value @param {number} low @param {number} high */
function scale(value, low, high) {
  const whole = svg("svg",
    { class: "interval", viewBox: "0 0 100 12", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("line", { class: "rule", x1: 0, x2: 100, y1: 6, y2: 6 }),
    svg("line", { class: "span", x1: 100 * low, x2: 100 * high, y1: 6, y2: 6 }),
    svg("line", { class: "value", x1: 100 * value, x2: 100 * value, y1: 0, y2: 12 }));
  return /** @type {Node} */ (whole);
}

customElements.define("precision-table", PrecisionTable);

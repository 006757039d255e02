import { ask, reasonOf } from "../api.js";
import { counted, count, percent, points } from "../figures.js";
import { button, make, part, say } from "../make.js";
import { thumb } from "../parts/thumb.js";
import { addressOf } from "../router.js";
import { inkCurve, interval } from "./plots.js";
import { table, wide } from "./tables.js";

/** @typedef {import("../api.js").Comparison} Comparison */

const mostShown = 48;

/** Which of two versions is better, how sure that is, and where they differ. */
export class ComparisonPanel extends HTMLElement {
  #shown = "";

  /**
   * The older one is `a`: the difference is then what was gained.
   * @param {{ id: number, version: string }} a @param {{ id: number, version: string }} b
   */
  async show(a, b) {
    const key = `${a.id} ${b.id}`;
    if (this.#shown === key) return;
    this.#shown = key;
    this.replaceChildren(make("h3", {}, `${a.version} and ${b.version}`),
      make("p", { class: "aside", role: "status" }, "measuring both on the same drawings …"));
    try {
      const found = await ask(`/api/admin/models/compare?a=${a.id}&b=${b.id}`);
      if (this.#shown === key) this.#tell(found, a.version, b.version);
    } catch (error) {
      if (this.#shown !== key) return;
      const again = button("try again", "quiet", () => {
        this.#shown = "";
        return this.show(a, b);
      });
      this.replaceChildren(make("p", { class: "fault", role: "alert" }, reasonOf(error)), again);
    }
  }

  /** @param {Comparison} found @param {string} a @param {string} b */
  #tell(found, a, b) {
    const { difference, low, high } = found;
    if (found.drawings === 0 || difference === null) {
      this.replaceChildren(make("p", {}, "There are no drawings to compare them on: a tenth of the people is set "
        + "aside for that, and none of them has drawn yet."));
      return;
    }
    const names = [{ name: a, metrics: found.a }, { name: b, metrics: found.b }];
    this.replaceChildren(
      make("h3", { class: "verdict" }, verdict(found, a, b)),
      interval({ difference, low, high }),
      make("p", { class: "figures" }, `${points(difference)} points (${points(low)} to ${points(high)}), `
        + `${found.p_value < 0.001 ? "p < 0.001" : `p = ${found.p_value.toFixed(3)}`}, `
        + `on ${counted(found.drawings, "drawing")} that neither has seen: `
        + `${percent(found.a.accuracy)} and ${percent(found.b.accuracy)}; `
        + `only ${a} is right on ${count(found.only_a)}, `
        + `only ${b} on ${count(found.only_b)}.`),
      make("div", { class: "plots" }, inkCurve(names), wide("recall of each shape", recalls(found, a, b))),
      make("div", { class: "differing" }));
    this.#showDiffering(found, a, b);
  }

  /** @param {Comparison} found @param {string} a @param {string} b */
  #showDiffering({ differing }, a, b) {
    const place = part(this, ".differing");
    const known = differing.filter(({ drawing }) => drawing).slice(0, mostShown);
    const title = make("h4", {}, known.length < differing.length
      ? `The first ${known.length} of ${count(differing.length)} drawings that they name differently`
      : `${counted(differing.length, "drawing")} that they name differently`);
    if (differing.length === 0) return say(place, "They name every drawing alike.");
    const items = known.map(({ drawing = "", a: first, b: second }) => make("li", { "data-drawing": drawing },
      make("a", { href: addressOf("gallery", { drawing }), title: `${a} says ${first}, ${b} says ${second}` },
        make("span", { class: "paper" }, thumb({ id: drawing, shape: "shape on which they differ" })),
        make("span", { class: "caption" }, `${first} → ${second}`))));
    return place.replaceChildren(title, make("ol", { class: "strip" }, ...items));
  }
}

/** @param {Comparison} found @param {string} a @param {string} b */
function verdict({ low, high }, a, b) {
  if (low > 0) return `${b} is more accurate than ${a}.`;
  if (high < 0) return `${b} is less accurate than ${a}.`;
  return `Nothing shows that ${a} or ${b} is better.`;
}

/** @param {Comparison} found @param {string} a @param {string} b */
function recalls(found, a, b) {
  const second = new Map((found.b.classes ?? []).map((one) => [one.shape, one]));
  const measured = (found.a.classes ?? []).filter(({ drawings }) => drawings > 0);
  return table("Recall of each shape", ["", a, b, "change"], measured.map(({ shape, recall: before }) => {
    const after = second.get(shape)?.recall;
    const change = typeof before === "number" && typeof after === "number" ? points(after - before) : "–";
    return [shape, percent(before), percent(after), change];
  }));
}

customElements.define("comparison-panel", ComparisonPanel);

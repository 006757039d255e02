import { hasText, p } from "../languages/panels.js";
import { badge } from "./badges.js";
import { make } from "./make.js";

/** @typedef {import("./mine-panel.js").OwnGame} OwnGame */
/** @typedef {import("./mine-panel.js").Achievement} Achievement */

/** Everything that can be earned: in ink what was, in pencil what is still to come. */
export class OwnBadges extends HTMLElement {
  /** @param {OwnGame} game */
  set game({ achievements }) {
    const isEarned = (/** @type {Achievement} */ { earned }) => earned !== null;
    // What was earned comes first, the newest of it before all; then what is nearest.
    const sorted = [...achievements].sort((a, b) => (
      Number(isEarned(b)) - Number(isEarned(a))
      || (b.earned ?? "").localeCompare(a.earned ?? "") || share(b) - share(a)));
    this.replaceChildren(
      make("p", { class: "aside" },
        p("mine.earned", { count: achievements.filter(isEarned).length, all: achievements.length })),
      make("ul", { class: "badges" }, ...sorted.map(itemOf)));
  }
}

/** @param {Achievement} achievement */
const share = ({ progress, goal }) => Math.min(1, progress / Math.max(1, goal));

/** @param {Achievement} achievement */
function itemOf(achievement) {
  const { id, earned, progress, goal } = achievement;
  const name = hasText(`badge.${id}`) ? p(`badge.${id}`) : id.replace(/_/g, " ");
  const how = hasText(`badge.${id}.how`) ? p(`badge.${id}.how`) : "";
  const date = earned
    && new Date(earned).toLocaleDateString(document.documentElement.lang || undefined, { dateStyle: "medium" });
  const state = date ? p("mine.earned_on", { date })
    : goal > 1 ? p("mine.so_far", { progress: Math.min(progress, goal), goal })
    : p("mine.to_come");
  const picture = badge(id, earned === null ? share(achievement) : 1);
  return make("li", { class: earned ? "earned" : "", "data-badge": id }, picture,
    make("b", {}, name), ...(how ? [make("span", { class: "how" }, how)] : []),
    make("span", { class: "aside" }, state));
}

customElements.define("own-badges", OwnBadges);

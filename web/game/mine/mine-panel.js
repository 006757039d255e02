import { p, panelsChange, panelTexts } from "../languages/panels.js";
import { ask, Refusal } from "./ask.js";
import { button, drawn, make, styled } from "./make.js";
import { OwnBadges } from "./own-badges.js";
import { OwnBoard } from "./own-board.js";
import { OwnGallery } from "./own-gallery.js";
import { OwnProgress } from "./own-progress.js";

/**
 * What `GET /api/user/game` tells.
 * @typedef {{ shape: string, level: number, drawings: number, best_quality: number,
 *   next: { drawings: number, quality: number | null } | null }} Level
 * @typedef {{ id: string, earned: string | null, progress: number, goal: number }} Achievement
 * @typedef {object} OwnGame
 * @property {number} streak
 * @property {number} best_streak
 * @property {number} days
 * @property {number} best_days
 * @property {number} drawings
 * @property {Level[]} levels
 * @property {Achievement[]} achievements
 * @property {{ shape: string, quality: number, drawing: string | null }[]} bests
 * @property {{ date: string, shape: string, done: boolean, quality: number | null,
 *   drawing: string | null } | null} daily nothing when no shape is asked for
 * @property {{ name: string | null, listed: boolean }} name
 * @property {boolean | null} consent
 * @property {number | null} rank
 */

export const cross = "M6 6l12 12M18 6 6 18";
const icons = {
  drawings: "M4 5.500h16v13H4zM4 15l4-3.500 3.500 3 4-4.500 4.500 5M8.300 8.500h.1",
  progress: "M4 20h16M6.500 20v-5M12 20V9.500M17.500 20V4.500",
  badges: "M12 3.500c3.300 0 6 2.600 6 5.800s-2.700 5.900-6 5.900-6-2.700-6-5.900 2.700-5.800 6-5.800"
    + "M8.500 14.500 7 21l5-2.700 5 2.700-1.500-6.500",
  board: "M8.500 20v-9h7v9M8.500 14.500H3V20h18v-3h-5.500"
    + "M12 3l.9 1.800 2 .3-1.500 1.400.4 2-1.800-1-1.800 1 .4-2L9.100 5.100l2-.3z",
};
/** @typedef {keyof typeof icons} TabName */

/** One's own things, on a sheet of their own above the game: drawings, levels, badges, board. */
class MinePanel extends HTMLElement {
  #dialog = make("dialog", { class: "panel mine-panel", "aria-labelledby": "mine-title" });
  /** @type {OwnGame | null} */
  #game = null;
  /** @type {TabName} */
  #tab = "drawings";
  #build = () => this.#show();

  connectedCallback() {
    this.append(this.#dialog);
    this.#dialog.addEventListener("close", () => this.remove());
    this.#dialog.addEventListener("keydown", (event) => this.#turn(event));
    panelsChange.addEventListener("change", this.#build);
    this.addEventListener("changed", () => this.#load());
    this.#show();
    this.#dialog.showModal();
    this.#load();
  }

  disconnectedCallback() { panelsChange.removeEventListener("change", this.#build); }

  /** @param {TabName} tab */
  set tab(tab) { this.#tab = tab; }

  async #load() {
    try {
      this.#game = await ask("/api/user/game");
      this.#say("");
      this.#fill();
    } catch (error) {
      this.#say(error instanceof Refusal && error.status === 0 ? p("mine.away") : p("mine.failed"));
    }
  }

  /** @param {string} words */
  #say(words) { /** @type {HTMLElement} */ (this.#dialog.querySelector(".trouble")).textContent = words; }

  #show() {
    const tabs = /** @type {TabName[]} */ (Object.keys(icons)).map((name) => {
      const tab = make("button",
        { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `page-${name}`, "data-tab": name },
        drawn(icons[name]), make("span", {}, p(`mine.${name}`)));
      tab.addEventListener("click", () => this.#choose(name));
      return tab;
    });
    const pages = /** @type {TabName[]} */ (Object.keys(icons)).map((name) => make("section",
      { role: "tabpanel", id: `page-${name}`, "aria-labelledby": `tab-${name}`, tabindex: "0", hidden: true }));
    this.#dialog.replaceChildren(
      make("header", {}, make("h2", { id: "mine-title" }, p("mine.title")),
        button(p("close"), "quiet close", () => this.#dialog.close(), cross)),
      make("div", { class: "tabs", role: "tablist", "aria-label": p("mine.title") }, ...tabs),
      make("p", { class: "trouble", role: "status" }), make("div", { class: "pages" }, ...pages));
    const page = (/** @type {TabName} */ name) => (
      /** @type {HTMLElement} */ (this.#dialog.querySelector(`#page-${name}`)));
    page("drawings").append(new OwnGallery());
    page("progress").append(new OwnProgress());
    page("badges").append(new OwnBadges());
    page("board").append(new OwnBoard());
    this.#choose(this.#tab);
    this.#fill();
  }

  #fill() {
    const game = this.#game;
    if (!game) return;
    for (const name of ["own-progress", "own-badges", "own-board"]) {
      /** @type {HTMLElement & { game: OwnGame }} */ (this.#dialog.querySelector(name)).game = game;
    }
  }

  /** @param {TabName} name */
  #choose(name) {
    this.#tab = name;
    for (const tab of /** @type {NodeListOf<HTMLElement>} */ (this.#dialog.querySelectorAll("[role=tab]"))) {
      const isChosen = tab.dataset.tab === name;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      /** @type {HTMLElement} */ (this.#dialog.querySelector(`#page-${tab.dataset.tab}`)).hidden = !isChosen;
    }
  }

  /** @param {KeyboardEvent} event the arrows go from tab to tab, the way that is read */
  #turn(event) {
    const { target, key } = event;
    if (!(target instanceof HTMLElement) || target.getAttribute("role") !== "tab") return;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (!step) return;
    const names = /** @type {TabName[]} */ (Object.keys(icons));
    const way = getComputedStyle(this).direction === "rtl" ? -step : step;
    const name = names[(names.indexOf(this.#tab) + way + names.length) % names.length];
    this.#choose(name);
    /** @type {HTMLElement} */ (this.#dialog.querySelector(`#tab-${name}`)).focus();
    event.preventDefault();
  }
}

customElements.define("mine-panel", MinePanel);

/**
 * Opens one's own things.
 * @param {TabName} [tab] the first to be seen
 */
export async function openMine(tab = "drawings") {
  await Promise.all([panelTexts(), styled("/game/settings/panels.css"), styled("/game/mine/mine.css")]);
  if (document.querySelector("mine-panel")) return;
  const panel = /** @type {MinePanel} */ (document.createElement("mine-panel"));
  panel.tab = tab;
  document.body.append(panel);
}

import { p } from "../languages/panels.js";
import { settings } from "../settings/settings.js";
import { ask } from "./ask.js";
import { button, drawn, make } from "./make.js";
import { dayOf, score, shapeName } from "./own-gallery.js";
import { OwnReplay } from "./own-replay.js";
import { question } from "./question.js";

const icons = {
  back: "M14.500 5.500 8 12l6.500 6.500",
  again: "M5.500 12c0-4 3-6.700 6.700-6.700 3.600 0 6.500 2.900 6.500 6.600s-2.900 6.700-6.500 6.700"
    + "c-2 0-3.700-.8-5-2.200M5.500 6v6h5.500",
  save: "M12 4v10.500M7.500 10.500 12 15l4.500-4.500M5 19.500h14",
  lose: "M5 7h14M9.500 7V4.500h5V7M7 7l1 13h8l1-13M10.500 10.500v6M13.500 10.500v6",
};

/** One drawing by itself: drawn again as it was drawn, to be taken home, or away. Fires `back` with `isGone`. */
export class OwnDrawing extends HTMLElement {
  /** @param {import("./own-gallery.js").OwnRow} row */
  constructor(row) {
    super();
    this.row = row;
  }

  connectedCallback() {
    const { row } = this;
    const name = shapeName(row.shape);
    const title = make("h3", {}, name);
    const replay = new OwnReplay();
    const file = `${row.shape.replace(/[^\w-]/g, "")}-${score(row.quality)}`;
    const link = (/** @type {string} */ words, /** @type {string} */ path, /** @type {string} */ end) => make("a",
      { class: "quiet", href: `/api/drawings/${row.id}/${path}`, download: `${file}.${end}` },
      drawn(icons.save), make("span", {}, words));
    /** @type {HTMLElement} */
    const acts = make("div", { class: "acts" },
      button(p("mine.replay"), "quiet again", () => replay.play(), icons.again),
      link(p("mine.png"), "preview.png?size=512", "png"), link(p("mine.svg"), "drawing.svg", "svg"),
      button(p("mine.delete"), "quiet delete",
        () => question(acts, p("mine.ask_one", { shape: name }), p("mine.delete"), () => this.#delete()), icons.lose));
    this.tabIndex = -1;
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", p("mine.drawing", { shape: name, score: score(row.quality) }));
    this.replaceChildren(
      make("div", { class: "head" }, button(p("mine.back"), "quiet back", () => this.#leave(false), icons.back), title),
      replay,
      make("p", { class: "figures" },
        make("b", {}, p("mine.score", { score: score(row.quality) })), make("span", {}, dayOf(row))),
      acts);
    this.#show(replay, name);
  }

  /** @param {OwnReplay} replay @param {string} name */
  async #show(replay, name) {
    try {
      replay.show(await ask(`/api/drawings/${this.row.id}`), name);
      if (!settings.isStill) replay.play();
    } catch {
      replay.say(p("mine.away"));
    }
  }

  async #delete() {
    await ask(`/api/drawings/${this.row.id}`, { method: "DELETE" });
    this.#leave(true);
  }

  /** @param {boolean} isGone */
  #leave(isGone) { this.dispatchEvent(new CustomEvent("back", { detail: { isGone } })); }
}

customElements.define("own-drawing", OwnDrawing);

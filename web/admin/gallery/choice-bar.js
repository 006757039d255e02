import { count, counted } from "../figures.js";
import { button, make, part, say } from "../make.js";
import { addressOf } from "../router.js";
import { inUse } from "./filter.js";

/** @typedef {import("./drawing-list.js").DrawingList} DrawingList */
/** @typedef {import("./selection.js").Selection} Selection */

/**
 * How many drawings there are and wait, or what can be done with those that were chosen. Fires
 * `wanted` with a mending, `renewed` for the new ones, and `helped` for the keys.
 */
export class ChoiceBar extends HTMLElement {
  #redraw = () => this.#show();

  /** @param {DrawingList} list @param {Selection} selection */
  constructor(list, selection) {
    super();
    this.list = list;
    this.selection = selection;
  }

  connectedCallback() {
    for (const source of [this.list, this.selection]) source.addEventListener("changed", this.#redraw);
    const want = (/** @type {string} */ words, /** @type {string} */ action) =>
      button(words, `quiet ${action}`, () => this.#fire("wanted", { action }));
    this.replaceChildren(
      make("p", { class: "total" }), button("", "quiet new", () => this.#fire("renewed")),
      make("p", { class: "chosen", role: "status" }),
      make("span", { class: "deeds" }, want("Flag", "flag"), want("Unflag", "unflag"),
        want("Relabel", "relabel"), want("Delete", "delete"),
        want("Restore", "restore"), button("Choose none", "quiet none", () => this.selection.clear())),
      make("a", { class: "trash" }), make("a", { class: "export" }, "Export"),
      button("Choose all", "quiet all", () => this.selection.all()),
      button("Keys (?)", "quiet help", () => this.#fire("helped")));
    this.#show();
  }

  disconnectedCallback() {
    for (const source of [this.list, this.selection]) source.removeEventListener("changed", this.#redraw);
  }

  #show() {
    const { list, selection } = this;
    say(part(this, ".total"), list.isLoading && list.drawings.length === 0 ? "looking …" : totalOf(list));
    const news = part(this, ".new");
    say(news, newsOf(list));
    news.classList.toggle("has-new", list.waiting + list.untold > 0);
    news.hidden = news.textContent === "" || !selection.isEmpty;
    say(part(this, ".chosen"), selection.isEmpty ? ""
      : selection.isAll ? `All ${totalOf(list)} that match` : `${counted(selection.ids.size, "drawing")} chosen`);
    part(this, ".total").hidden = part(this, ".help").hidden = !selection.isEmpty;
    part(this, ".deeds").hidden = selection.isEmpty;
    part(this, ".all").hidden = selection.isAll || list.drawings.length === 0;
    say(part(this, ".all"), selection.isEmpty ? "Choose all" : `Choose all ${totalOf(list)}`);
    const trash = list.filter.get("deleted");
    const way = /** @type {HTMLAnchorElement} */ (part(this, ".trash"));
    say(way, trash === "true" ? "All drawings" : "Trash");
    way.href = addressOf("gallery", trash === "true" ? {} : { deleted: "true" });
    const out = /** @type {HTMLAnchorElement} */ (part(this, ".export"));
    out.href = addressOf("data", Object.fromEntries(list.filter));
    way.hidden = out.hidden = !selection.isEmpty;
    part(this, ".restore").hidden = trash === null || trash === "false";
    part(this, ".delete").hidden = trash === "true";
  }

  /** @param {string} name @param {unknown} [detail] */
  #fire(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }
}

/** @param {DrawingList} list */
function totalOf({ total, totalIsExact }) {
  return totalIsExact ? counted(total, "drawing") : `at least ${counted(total, "drawing")}`;
}

/**
 * What waits until somebody has time for it.
 * @param {DrawingList} list
 */
function newsOf({ waiting, untold, gone, filter }) {
  // Those that were not shown one by one are new for sure only where nothing is left out.
  const sure = waiting + (inUse(filter) === 0 ? untold : 0);
  const more = sure < waiting + untold ? " or more" : "";
  const news = waiting + untold > 0 ? [`${count(sure)}${more} new`] : [];
  return [...news, ...(gone > 0 ? [`${count(gone)} gone`] : [])].join(" · ");
}

customElements.define("choice-bar", ChoiceBar);

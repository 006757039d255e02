import { knows, t } from "../languages/language.js";
import { p } from "../languages/panels.js";
import { ask } from "./ask.js";
import { button, make } from "./make.js";
import { OwnDrawing } from "./own-drawing.js";
import { question } from "./question.js";

/** @typedef {{ id: string, shape: string, quality: number, stored_at: string, mode?: string | null }} OwnRow */

const atOnce = 24;

/** @param {string} shape */
export const shapeName = (shape) => (knows(`shape.${shape}`) ? t(`shape.${shape}`) : shape.replace(/[_-]+/g, " "));

/** @param {number} quality 0 … 1 */
export const score = (quality) => Math.round(quality * 100);

/** One's own drawings, the newest first; more come as one goes down. Fires `changed` when some are gone. */
export class OwnGallery extends HTMLElement {
  /** @type {string | null} */
  #cursor = null;
  #isLoading = false;
  #list = make("ul", { class: "drawings" });
  #status = make("p", { class: "aside", role: "status" });
  #all = make("div", { class: "all" });
  #more = button("", "quiet more", () => this.#load());
  #seen = new IntersectionObserver((entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) this.#load();
  }, { rootMargin: "600px" });

  connectedCallback() {
    /** @type {HTMLElement} */ (this.#more.querySelector("span")).textContent = p("mine.more");
    this.#more.hidden = true;
    this.#all.replaceChildren(button(p("mine.delete_all"), "quiet delete-all", () => this.#askForAll()));
    this.#all.hidden = true;
    this.replaceChildren(this.#list, this.#more, this.#status, this.#all);
    this.#reload();
  }

  disconnectedCallback() { this.#seen.disconnect(); }

  async #reload() {
    this.#seen.disconnect();
    this.#cursor = null;
    this.#list.replaceChildren();
    await this.#load();
  }

  async #load() {
    if (this.#isLoading) return;
    this.#isLoading = true;
    const query = new URLSearchParams({ limit: String(atOnce), ...(this.#cursor ? { cursor: this.#cursor } : {}) });
    try {
      const { drawings, next_cursor: next } = await ask(`/api/user/drawings?${query}`);
      this.#list.append(...drawings.map((/** @type {OwnRow} */ row) => this.#picture(row)));
      this.#cursor = next;
      this.#status.textContent = this.#list.childElementCount === 0 ? p("mine.empty") : "";
    } catch {
      this.#status.textContent = p("mine.away");
    } finally {
      this.#isLoading = false;
    }
    this.#all.hidden = this.#list.childElementCount === 0;
    this.#more.hidden = this.#cursor === null;
    this.#seen.disconnect();
    if (this.#cursor !== null) this.#seen.observe(this.#more);
  }

  /** @param {OwnRow} row */
  #picture(row) {
    const words = p("mine.drawing", { shape: shapeName(row.shape), score: score(row.quality) });
    const open = make("button", { type: "button", "aria-label": `${words}, ${dayOf(row)}` },
      make("img",
        { src: `/api/drawings/${row.id}/preview.png?size=256`, alt: "", width: "256", height: "256", loading: "lazy" }),
      make("span", { class: "caption" },
        make("span", {}, shapeName(row.shape)), make("b", {}, String(score(row.quality)))));
    const item = make("li", { "data-drawing": row.id }, open);
    open.addEventListener("click", () => this.#open(row, open));
    return item;
  }

  /** @param {OwnRow} row @param {HTMLElement} from */
  #open(row, from) {
    const drawing = new OwnDrawing(row);
    for (const child of this.children) /** @type {HTMLElement} */ (child).inert = true;
    this.classList.add("looking");
    this.append(drawing);
    drawing.addEventListener("back", (event) => {
      drawing.remove();
      this.classList.remove("looking");
      for (const child of this.children) /** @type {HTMLElement} */ (child).inert = false;
      if (/** @type {CustomEvent} */ (event).detail.isGone) this.#lose(from);
      else from.focus({ preventScroll: false });
    });
    this.closest("dialog")?.querySelector(".pages")?.scrollTo(0, 0);
    drawing.focus();
  }

  /** @param {HTMLElement} from */
  #lose(from) {
    const item = from.closest("li");
    const beside = item?.nextElementSibling ?? item?.previousElementSibling;
    const next = /** @type {HTMLElement | null} */ (beside?.querySelector("button") ?? null);
    item?.remove();
    next?.focus();
    this.#status.textContent = p("mine.deleted");
    this.#all.hidden = this.#list.childElementCount === 0;
    this.#tell();
  }

  async #askForAll() {
    const { drawings } = await ask("/api/user/game").catch(() => ({ drawings: this.#list.childElementCount }));
    question(this.#all, p("mine.ask_all", { count: drawings }), p("mine.delete_all"), async () => {
      await ask("/api/user/drawings", { method: "DELETE" });
      await this.#reload();
      this.#status.textContent = p("mine.all_deleted");
      this.#tell();
    });
  }

  #tell() { this.dispatchEvent(new CustomEvent("changed", { bubbles: true })); }
}

/** @param {OwnRow} row the day it was drawn on, as it is written here */
export function dayOf({ stored_at: at }) {
  return new Date(at).toLocaleDateString(document.documentElement.lang || undefined, { dateStyle: "medium" });
}

customElements.define("own-gallery", OwnGallery);

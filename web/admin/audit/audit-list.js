import { ask, reasonOf, Refusal } from "../api.js";
import { feed } from "../feed.js";
import { count } from "../figures.js";
import { button, make, part, say } from "../make.js";
import { rowOf } from "./audit-row.js";

/** @typedef {import("../gallery/change-words.js").Entry} Entry */

const pageLength = 50;

/**
 * Entries of the audit, the newest first. New ones come in by themselves as long as nobody reads
 * further down; else they wait. Fires `refused` with the faults of a filter.
 */
export class AuditList extends HTMLElement {
  #filter = new URLSearchParams();
  /** @type {Map<number, HTMLElement>} */
  #rows = new Map();
  /** @type {Entry[]} */
  #waiting = [];
  /** @type {string | null} */
  #next = null;
  #opening = 0;
  #isLoading = false;
  /** @type {(() => void)[]} */
  #ends = [];
  #end = make("p", { class: "end" });
  #sight = new IntersectionObserver(([{ isIntersecting }]) => {
    if (isIntersecting && this.#next !== null) this.#load();
  }, { rootMargin: "600px" });

  connectedCallback() {
    const news = button("", "strong new", () => this.#showWaiting());
    news.hidden = true;
    const heads = ["When", "Who", "What", "What is different"].map((title) => make("th", { scope: "col" }, title));
    heads.push(make("th", { scope: "col" }, make("span", { class: "heard" }, "Undo")));
    this.replaceChildren(make("div", { class: "news", role: "status" }, news),
      make("table", { "aria-label": "What was done" }, make("thead", {}, make("tr", {}, ...heads)), make("tbody")),
      this.#end);
    this.#sight.observe(this.#end);
    this.#ends = [feed.watch("audit", ({ audit }) => this.#hear(audit)),
      feed.onStale(() => this.open(this.#filter))];
  }

  disconnectedCallback() {
    this.#sight.disconnect();
    this.#opening += 1;
    for (const end of this.#ends) end();
  }

  /** @param {URLSearchParams} filter */
  async open(filter) {
    this.#filter = filter;
    this.#opening += 1;
    this.#next = null;
    await this.#load(true);
  }

  async #load(isFirst = false) {
    if (this.#isLoading && !isFirst) return;
    const opening = this.#opening;
    this.#isLoading = true;
    try {
      const query = new URLSearchParams(this.#filter);
      query.set("limit", String(pageLength));
      if (this.#next !== null) query.set("cursor", this.#next);
      const { entries, next_cursor: next } = await ask(`/api/admin/audit?${query}`);
      if (opening !== this.#opening) return;
      if (isFirst) this.#empty();
      for (const entry of entries) this.#show(entry, false);
      this.#next = next;
      const last = next === null ? "This is the beginning." : "";
      say(this.#end, this.#rows.size === 0 ? "Nothing was done yet that fits." : last);
    } catch (error) {
      if (opening !== this.#opening) return;
      if (isFirst) this.#empty();
      if (error instanceof Refusal && error.status === 422) {
        this.dispatchEvent(new CustomEvent("refused", { detail: error.faults }));
      }
      this.#next = null;
      say(this.#end, reasonOf(error));
    }
    this.#isLoading = false;
    this.#lookFurther();
  }

  /** The end may still be in sight: then nobody will tell. */
  #lookFurther() {
    this.#sight.unobserve(this.#end);
    this.#sight.observe(this.#end);
  }

  #empty() {
    this.#rows.clear();
    this.#waiting = [];
    part(this, "tbody").replaceChildren();
    this.#tellNew();
  }

  /** @param {Entry} entry @param {boolean} isNew */
  #show(entry, isNew) {
    const old = this.#rows.get(entry.id);
    const row = rowOf(entry);
    this.#rows.set(entry.id, row);
    if (old) old.replaceWith(row);
    else if (isNew) part(this, "tbody").prepend(row);
    else part(this, "tbody").append(row);
  }

  /** @param {Entry} entry */
  #hear(entry) {
    if (this.#rows.has(entry.id)) return this.#show(entry, false);
    // Only the newest change to a thing can be taken back, whether it is shown here or not.
    for (const row of this.#rows.values()) {
      if (row.dataset.subject === entry.subject) row.querySelector(".undo")?.remove();
    }
    if (!fits(this.#filter, entry)) return;
    const isRead = scrollY > 8 || (this.matches(":focus-within") && !this.querySelector("[data-undoing]"));
    if (isRead || this.#waiting.length > 0) this.#waiting.push(entry);
    else this.#add(entry);
    this.#tellNew();
  }

  /** @param {Entry} entry */
  #add(entry) {
    this.#show(entry, true);
    if (this.#next === null) say(this.#end, "This is the beginning.");
  }

  #showWaiting() {
    for (const entry of this.#waiting) this.#add(entry);
    this.#waiting = [];
    this.#tellNew();
    scrollTo(0, 0);
  }

  #tellNew() {
    const news = part(this, ".new");
    say(news, `${count(this.#waiting.length)} new`);
    news.hidden = this.#waiting.length === 0;
  }
}

/**
 * Whether an entry belongs to what is shown, as the server would say.
 * @param {URLSearchParams} filter @param {Entry} entry
 */
function fits(filter, entry) {
  return [...filter].every(([name, value]) => {
    if (name === "from") return Date.parse(entry.at) >= Date.parse(value);
    if (name === "to") return Date.parse(entry.at) < Date.parse(value);
    if (name === "action") return entry.action === value || entry.action.startsWith(`${value}.`);
    return name === "actor" || name === "subject" ? entry[name] === value : true;
  });
}

customElements.define("audit-list", AuditList);

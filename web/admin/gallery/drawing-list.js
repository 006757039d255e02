import { ask } from "../api.js";
import { feed } from "../feed.js";
import { matches } from "./filter.js";

/** @typedef {import("./drawing.js").Drawing} Drawing */
/**
 * One answer of the server.
 * @typedef {{ cursor: string | null, from: number, to: number, turn: number, isAsked: boolean }} Page
 */

const pageLength = 120;

/**
 * The drawings of a filter and order, as far as somebody has scrolled. It only grows at its end:
 * what is new waits, and what no longer belongs to it keeps its place until it is opened anew.
 *
 * Fires `changed` when there is something else to show.
 */
export class DrawingList extends EventTarget {
  filter = new URLSearchParams();
  /** @type {Drawing[]} */
  drawings = [];
  total = 0;
  totalIsExact = true;
  isComplete = false;
  isLoading = false;
  /** @type {unknown} why the last page did not come */
  fault = null;
  /**
   * New drawings that wait to be shown.
   * @type {Set<string>}
   */
  #waiting = new Set();
  /** As many more were submitted that were not shown one by one: some may belong here. */
  #untold = 0;
  /** @type {Map<string, number>} */
  #places = new Map();
  /**
   * Drawings of which the server no longer speaks here.
   * @type {Set<string>}
   */
  #lost = new Set();
  /** @type {Page[]} */
  #pages = [];
  /** @type {string | null} */
  #next = null;
  /** Counts the filters opened: late answers to an old one are not shown. */
  #opening = 0;
  /** Counts the times that everything shown may have become old. */
  #turn = 0;
  /** @type {(() => void)[]} */
  #ends = [];

  /** Listens for news until `stop`. */
  start() {
    this.#ends = [feed.watch("drawings", (push) => this.#hear(push)), feed.onStale(() => this.#age())];
  }

  stop() {
    for (const end of this.#ends) end();
    this.#opening += 1;
  }

  /** @param {string} id */
  placeOf(id) { return this.#places.get(id) ?? -1; }

  /** @param {string} id */
  of(id) { return this.drawings[this.placeOf(id)]; }

  /**
   * Whether it is shown only so that the others keep their places.
   * @param {Drawing} drawing
   */
  isGone(drawing) { return this.#lost.has(drawing.id) || !matches(this.filter, drawing); }

  /**
   * Whether the server no longer speaks of it here, so that what is known of it is old.
   * @param {Drawing} drawing
   */
  isLost({ id }) { return this.#lost.has(id); }

  get waiting() { return this.#waiting.size; }
  get untold() { return this.#untold; }
  get gone() { return this.#gone; }
  #gone = 0;

  /**
   * Begins with the first page. What was shown stays until that is here.
   * @param {URLSearchParams} filter
   */
  async open(filter) {
    const opening = (this.#opening += 1);
    this.filter = filter;
    [this.#next, this.isComplete, this.isLoading] = [null, false, false];
    await this.#load(opening, true);
  }

  /** The next page, unless there is none or it is on its way. */
  async more() {
    if (!this.isLoading && !this.isComplete && this.fault === null) await this.#load(this.#opening, false);
  }

  /** Asks again after a fault. */
  async again() {
    this.fault = null;
    await this.#load(this.#opening, this.drawings.length === 0);
  }

  /** @param {number} opening @param {boolean} isFirst */
  async #load(opening, isFirst) {
    this.isLoading = true;
    this.fault = null;
    try {
      const cursor = isFirst ? null : this.#next;
      const turn = this.#turn;
      const answer = await this.#ask(cursor);
      if (opening !== this.#opening) return;
      if (isFirst) this.#empty();
      const from = this.drawings.length;
      for (const drawing of answer.drawings) this.#append(drawing);
      this.#pages.push({ cursor, from, to: this.drawings.length, turn, isAsked: false });
      this.#next = answer.next_cursor;
      [this.total, this.totalIsExact] = [answer.total, answer.total_is_exact];
      this.isComplete = answer.next_cursor === null;
    } catch (error) {
      if (opening !== this.#opening) return;
      if (isFirst) {
        this.#empty();
        this.total = 0;
      }
      this.fault = error;
    }
    this.isLoading = false;
    this.#tell();
    // A page may be empty although more follow.
    if (this.drawings.length === 0 && !this.isComplete && this.fault === null) await this.more();
  }

  /** @param {string | null} cursor */
  #ask(cursor) {
    const query = new URLSearchParams(this.filter);
    query.set("limit", String(pageLength));
    if (cursor !== null) query.set("cursor", cursor);
    return ask(`/api/admin/drawings?${query}`);
  }

  #empty() {
    this.drawings = [];
    this.#pages = [];
    this.#places.clear();
    this.#waiting.clear();
    this.#lost.clear();
    [this.#gone, this.#untold] = [0, 0];
  }

  /** @param {Drawing} drawing */
  #append(drawing) {
    if (this.#places.has(drawing.id)) return;
    this.#waiting.delete(drawing.id);
    this.#places.set(drawing.id, this.drawings.push(drawing) - 1);
  }

  /**
   * What is now known of a drawing.
   * @param {Drawing} drawing
   */
  replace(drawing) {
    const place = this.placeOf(drawing.id);
    if (place < 0) return;
    const before = this.drawings[place];
    const was = this.isGone(before);
    this.#lost.delete(drawing.id);
    this.drawings[place] = drawing;
    this.#count(was, this.isGone(drawing));
    this.#tell();
  }

  /** @param {boolean} was @param {boolean} is gone */
  #count(was, is) {
    const change = Number(is) - Number(was);
    this.#gone += change;
    this.total -= change;
  }

  /** @param {import("../feed.js").Push} push */
  #hear({ type, event, drawing, submitted }) {
    if (type === "bulk") return this.#age();
    if (type === "drawings") this.#untold += submitted;
    else if (this.#places.has(drawing.id)) return this.replace(drawing);
    else if (!matches(this.filter, drawing)) this.#waiting.delete(drawing.id);
    else if (this.#isWithin(drawing)) this.#waiting.add(drawing.id);
    else if (event === "submitted" || event === "restored") this.total += 1;
    if (this.drawings.length === 0 && this.waiting > 0 && !this.isLoading) return void this.open(this.filter);
    return this.#tell();
  }

  /**
   * Whether it belongs between those that are here, and not below them.
   * @param {Drawing} drawing
   */
  #isWithin({ stored_at: stored, quality }) {
    const last = this.drawings[this.drawings.length - 1];
    if (this.isComplete || !last) return true;
    switch (this.filter.get("sort")) {
      case "oldest": return stored < last.stored_at;
      case "best": return quality > last.quality;
      case "worst": return quality < last.quality;
      default: return stored > last.stored_at;
    }
  }

  /** All that is shown may be old: what is looked at is asked for again. */
  #age() {
    this.#turn += 1;
    if (this.drawings.length === 0) this.open(this.filter);
    else this.#tell();
  }

  /**
   * Asks again for what is old between two places.
   * @param {number} from @param {number} to
   */
  look(from, to) {
    for (const page of this.#pages) {
      if (page.turn < this.#turn && !page.isAsked && page.from < to && page.to > from) this.#renew(page);
    }
  }

  /** @param {Page} page */
  async #renew(page) {
    const [turn, opening] = [this.#turn, this.#opening];
    page.isAsked = true;
    try {
      const answer = await this.#ask(page.cursor);
      if (opening !== this.#opening) return;
      /** @type {Map<string, Drawing>} */
      const now = new Map(answer.drawings.map((/** @type {Drawing} */ drawing) => [drawing.id, drawing]));
      for (const drawing of this.drawings.slice(page.from, page.to)) {
        this.#compare(drawing, now.get(drawing.id));
      }
      for (const id of now.keys()) if (!this.#places.has(id) && page.cursor === null) this.#waiting.add(id);
      if (turn === this.#turn) [this.total, this.totalIsExact] = [answer.total, answer.total_is_exact];
      page.turn = turn;
      this.#tell();
    } catch {
      // It stays old, and is asked for again when somebody looks again.
    } finally {
      page.isAsked = false;
    }
  }

  /** @param {Drawing} old @param {Drawing | undefined} now */
  #compare(old, now) {
    const was = this.isGone(old);
    if (now) {
      this.#lost.delete(old.id);
      this.drawings[this.placeOf(old.id)] = now;
    } else {
      this.#lost.add(old.id);
    }
    this.#gone += Number(this.isGone(now ?? old)) - Number(was);
  }

  #tell() { this.dispatchEvent(new CustomEvent("changed")); }
}

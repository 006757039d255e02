import "../gallery/choice-bar.js";
import "../gallery/drawing-detail.js";
import "../gallery/drawing-grid.js";
import "../gallery/filter-bar.js";
import "../gallery/job-strip.js";
import "../gallery/notice-bar.js";
import { ask, reasonOf, Refusal } from "../api.js";
import { feed } from "../feed.js";
import { make, part, say } from "../make.js";
import { addressOf } from "../router.js";
import { ChoiceBar } from "../gallery/choice-bar.js";
import { Deeds } from "../gallery/deeds.js";
import { DrawingGrid } from "../gallery/drawing-grid.js";
import { DrawingList } from "../gallery/drawing-list.js";
import { filterIn, inUse } from "../gallery/filter.js";
import { keyAction } from "../gallery/grid-keys.js";
import { showKeys } from "../gallery/key-help.js";
import { Selection } from "../gallery/selection.js";

/** @typedef {import("../gallery/drawing.js").Drawing} Drawing */
/** @typedef {import("../gallery/mending.js").Mending} Mending */

/** Where the whole drawing has no room beside the others, it lies over them. */
const narrow = matchMedia("(max-width: 1000px)");

/** All drawings: looked through by any filter, looked at, and mended. */
export class GalleryView extends HTMLElement {
  #list = new DrawingList();
  #selection = new Selection();
  #grid = new DrawingGrid(this.#list, this.#selection);
  #choice = new ChoiceBar(this.#list, this.#selection);
  #notice = /** @type {import("../gallery/notice-bar.js").NoticeBar} */ (document.createElement("notice-bar"));
  #filters = /** @type {import("../gallery/filter-bar.js").FilterBar} */ (document.createElement("filter-bar"));
  #detail = /** @type {import("../gallery/drawing-detail.js").DrawingDetail} */ (
    document.createElement("drawing-detail"));
  #deeds = new Deeds(this.#list, this.#selection, this.#notice, (drawing) => this.#know(drawing));
  /** @type {string | null} what the address asks for; null before it was read */
  #asked = null;
  /** The drawing that is shown whole, as the address says. */
  #opened = "";
  /** @type {(() => void)[]} */
  #ends = [];
  #press = (/** @type {KeyboardEvent} */ event) => this.#key(event);

  connectedCallback() {
    this.#detail.hidden = true;
    this.replaceChildren(make("h2", { class: "heard" }, "Gallery"),
      make("p", { class: "heard told", role: "status" }), this.#filters, document.createElement("job-strip"),
      make("div", { class: "above" }, this.#choice, this.#notice),
      make("div", { class: "body" },
        make("div", { class: "drawings" }, this.#grid, make("p", { class: "empty", role: "status" })),
        this.#detail));
    this.#listen();
    this.#list.start();
    document.addEventListener("keydown", this.#press);
    this.#ends = [feed.watch("shapes", () => this.#askShapes()),
      feed.watch("drawings", ({ type, drawing }) => {
        if (type === "bulk") this.#askOpened();
        else if (drawing?.id === this.#opened) this.#detail.show(drawing);
      }),
      feed.onStale(() => { this.#askShapes(); this.#askOpened(); })];
    this.#askShapes();
  }

  disconnectedCallback() {
    this.#list.stop();
    document.removeEventListener("keydown", this.#press);
    for (const end of this.#ends) end();
  }

  /** @param {URLSearchParams} query */
  navigate(query) {
    const filter = filterIn(query);
    if (filter.toString() !== this.#asked) {
      this.#asked = filter.toString();
      this.#filters.filter = filter;
      this.#selection.clear();
      this.#notice.clear();
      this.#list.open(filter);
    }
    this.#open(query.get("drawing") ?? "");
  }

  #listen() {
    this.#filters.addEventListener("chosen",
      (event) => this.#go(/** @type {CustomEvent<URLSearchParams>} */ (event).detail));
    this.#list.addEventListener("changed", () => this.#tellList());
    this.#grid.addEventListener("opened", () => this.#openActive());
    this.#grid.addEventListener("moved",
      () => { if (this.#opened && this.#grid.activeDrawing) this.#openActive(true); });
    this.#choice.addEventListener("renewed", () => this.#renew());
    this.#choice.addEventListener("helped", showKeys);
    this.#choice.addEventListener("wanted",
      (event) => this.#do(/** @type {CustomEvent<Mending>} */ (event).detail));
    this.#detail.addEventListener("wanted",
      (event) => this.#do(/** @type {CustomEvent<Mending>} */ (event).detail, this.#detail.drawing));
    this.#detail.addEventListener("closed", () => this.#close());
    this.#detail.addEventListener("stepped",
      (event) => this.#grid.moveTo(this.#grid.active + /** @type {CustomEvent} */ (event).detail, false));
  }

  async #askShapes() {
    const shapes = await ask("/api/shapes").catch(() => []);
    this.#filters.shapes = this.#deeds.shapes = shapes;
  }

  /** What there is to say where there is nothing to see. */
  #tellList() {
    const { fault, drawings, isLoading, filter } = this.#list;
    const empty = part(this, ".empty");
    this.#grid.hidden = drawings.length === 0;
    empty.hidden = drawings.length > 0 || isLoading;
    empty.textContent = inUse(filter) > 0
      ? "No drawing matches. Take a filter away, or wait: new ones appear here."
      : "No drawings yet. They appear here as soon as somebody has drawn.";
    if (!fault) return;
    if (fault instanceof Refusal && fault.status === 422) {
      this.#filters.faults = fault.faults;
      empty.textContent = reasonOf(fault);
    } else if (this.#notice.hidden) {
      this.#notice.ask(reasonOf(fault), "try again", true)
        .then((isWanted) => { if (isWanted) this.#list.again(); });
    }
  }

  /**
   * What is now known of a drawing.
   * @param {Drawing} drawing
   */
  #know(drawing) {
    this.#list.replace(drawing);
    if (drawing.id === this.#opened) this.#detail.show(drawing);
  }

  /**
   * @param {URLSearchParams} filter @param {string} [drawing]
   * @param {boolean} [isInPlace] leaves no step to go back to
   */
  #go(filter, drawing = "", isInPlace = false) {
    const address = addressOf("gallery", { ...Object.fromEntries(filter), drawing });
    if (!isInPlace) return void (location.hash = address);
    history.replaceState(history.state, "", address);
    return this.navigate(new URLSearchParams(address.split("?")[1] ?? ""));
  }

  #openActive(isInPlace = this.#opened !== "") {
    const drawing = this.#grid.activeDrawing;
    if (drawing) this.#go(this.#list.filter, drawing.id, isInPlace);
  }

  #close() {
    if (!this.#opened) return;
    this.#go(this.#list.filter, "", true);
    if (this.#list.drawings.length > 0) this.#grid.focusActive();
  }

  /** @param {string} id */
  async #open(id) {
    if (id === this.#opened) return;
    const wasClosed = this.#opened === "";
    this.#opened = id;
    this.classList.toggle("has-detail", id !== "");
    this.#detail.hidden = id === "";
    this.#grid.opened = id;
    if (id === "") return;
    if (wasClosed && narrow.matches) part(this.#detail, "h3").focus({ preventScroll: true });
    const known = this.#list.of(id);
    if (known) this.#detail.show(known);
    else await this.#askOpened();
    if (wasClosed && id === this.#opened) {
      say(part(this, ".told"), `${this.#detail.getAttribute("aria-label")}. All about it follows after the drawings.`);
    }
  }

  async #askOpened() {
    const id = this.#opened;
    if (id === "") return;
    try {
      const drawing = await ask(`/api/admin/drawings/${encodeURIComponent(id)}`);
      if (id === this.#opened) this.#know(drawing);
    } catch (error) {
      if (id === this.#opened) this.#detail.miss(reasonOf(error));
    }
  }

  async #renew() {
    await this.#list.open(this.#list.filter);
    scrollTo(0, 0);
    this.#grid.active = 0;
    this.#grid.focusActive();
  }

  /**
   * Does it to what was chosen, or else to the drawing one looks at.
   * @param {Mending} mending @param {Drawing | null} [drawing]
   */
  async #do(mending, drawing) {
    const one = drawing ?? (this.#selection.isEmpty ? this.#target : null);
    if (!one && this.#selection.isEmpty) return;
    const isDone = await this.#deeds.do(mending, one);
    // What is in the trash is done with: on to the next.
    if (isDone && one && mending.action === "delete" && one.id === this.#grid.activeDrawing?.id) {
      this.#grid.moveTo(this.#grid.active + 1, this.#grid.contains(document.activeElement));
    }
  }

  /** The drawing that the keys go to. */
  get #target() { return (this.#opened ? this.#detail.drawing : null) ?? this.#grid.activeDrawing ?? null; }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const action = keyAction(event, this.#grid);
    if (!action) return;
    event.preventDefault();
    if (typeof action === "object") return this.#move(action.to, action.isStretched);
    switch (action) {
      case "flag":
        return void this.#do({ action: this.#selection.isEmpty && this.#target?.flagged ? "unflag" : "flag" });
      case "relabel": case "delete": case "restore": return void this.#do({ action });
      case "choose": return this.#chooseActive();
      case "all": return this.#selection.all();
      case "open": return this.#openActive();
      case "close": return this.#escape();
      case "play": return this.#opened ? this.#detail.replay.toggle() : undefined;
      case "new": return void (this.#list.waiting + this.#list.untold + this.#list.gone > 0 && this.#renew());
      case "keys": return showKeys();
    }
  }

  /** @param {number} to @param {boolean} isStretched */
  #move(to, isStretched) {
    if (isStretched && this.#selection.isEmpty) this.#selection.begin(this.#grid.active);
    this.#grid.moveTo(to, !this.#detail.contains(document.activeElement) || !narrow.matches);
    if (isStretched) this.#selection.stretch(this.#grid.active, this.#list.drawings);
  }

  #chooseActive() {
    const drawing = this.#grid.activeDrawing;
    if (drawing) this.#selection.toggle(drawing.id, this.#grid.active);
  }

  #escape() {
    if (!this.#notice.hidden) this.#notice.clear();
    else if (this.#opened) this.#close();
    else this.#selection.clear();
  }
}

customElements.define("gallery-view", GalleryView);

import { cellOf, fillCell } from "./drawing-cell.js";

/** @typedef {import("./drawing-list.js").DrawingList} DrawingList */
/** @typedef {import("./selection.js").Selection} Selection */

const gap = 12;
const captionHeight = 26;
/** As many rows are kept ready above and below the screen. */
const spareRows = 2;

/**
 * Any number of drawings, of which only those near the screen are on the page. One of them is
 * active: the keys go to it, and its cell stays, however far one scrolls.
 *
 * Fires `moved` when another is active, `opened` when somebody wants to see the active one.
 */
export class DrawingGrid extends HTMLElement {
  /** @type {DrawingList} */
  list;
  /** @type {Selection} */
  selection;
  active = 0;
  /** The drawing that is shown whole. */
  #opened = "";
  #columns = 1;
  #side = 128;
  #width = 0;
  #isDrawing = false;
  /** @type {Map<string, HTMLElement>} */
  #cells = new Map();
  #resizing = new ResizeObserver(() => this.#measure());
  #redraw = () => this.draw();

  /** @param {DrawingList} list @param {Selection} selection */
  constructor(list, selection) {
    super();
    this.list = list;
    this.selection = selection;
  }

  connectedCallback() {
    this.setAttribute("role", "listbox");
    this.setAttribute("aria-multiselectable", "true");
    this.setAttribute("aria-label", "Drawings");
    this.#resizing.observe(this);
    for (const source of [this.list, this.selection]) source.addEventListener("changed", this.#redraw);
    addEventListener("scroll", this.#redraw, { passive: true });
    this.addEventListener("click", (event) => this.#click(event));
    this.addEventListener("focusin", ({ target }) => this.#follow(target));
  }

  disconnectedCallback() {
    this.#resizing.disconnect();
    for (const source of [this.list, this.selection]) source.removeEventListener("changed", this.#redraw);
    removeEventListener("scroll", this.#redraw);
  }

  get columns() { return this.#columns; }
  get activeDrawing() { return this.list.drawings[this.active]; }
  get #rowHeight() { return this.#side + captionHeight + gap; }
  /** Rows that fit on the screen. */
  get rowsInView() { return Math.max(1, Math.floor(innerHeight / this.#rowHeight) - 1); }

  /** @param {string} id of the drawing that is shown whole; empty for none */
  set opened(id) {
    this.#opened = id;
    const place = this.list.placeOf(id);
    if (place >= 0) this.active = place;
    this.draw();
  }

  /**
   * Makes another drawing active and brings it into view.
   * @param {number} place
   * @param {boolean} [isFocused] the keys go there
   */
  moveTo(place, isFocused = true) {
    this.active = Math.max(0, Math.min(place, this.list.drawings.length - 1));
    this.#reveal(this.active);
    this.#render();
    if (isFocused) this.#cells.get(this.activeDrawing?.id ?? "")?.focus({ preventScroll: true });
    this.#tell("moved");
  }

  focusActive() { this.moveTo(this.active); }

  /** Shows what there is now, at the next picture of the screen. */
  draw() {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    requestAnimationFrame(() => {
      this.#isDrawing = false;
      if (this.isConnected) this.#render();
    });
  }

  /** Fits as many columns as there is room for, and keeps what one looks at where it is. */
  #measure() {
    const width = this.clientWidth;
    if (width === 0 || width === this.#width) return;
    const kept = this.#inView(this.active) ? this.active : this.#firstInView();
    const before = this.#topOf(kept) + this.getBoundingClientRect().top;
    this.#width = width;
    this.#columns = Math.max(3, Math.floor((width + gap) / ((width > 1_300 ? 140 : 124) + gap)));
    this.#side = Math.floor((width - gap * (this.#columns - 1)) / this.#columns);
    this.#render();
    if (scrollY > 0) scrollBy(0, this.#topOf(kept) + this.getBoundingClientRect().top - before);
  }

  /** @param {number} place */
  #topOf(place) { return Math.floor(place / this.#columns) * this.#rowHeight; }

  #firstInView() {
    return Math.max(0, Math.ceil(-this.getBoundingClientRect().top / this.#rowHeight)) * this.#columns;
  }

  /** @param {number} place */
  #inView(place) {
    const top = this.#topOf(place) + this.getBoundingClientRect().top;
    return top >= 0 && top + this.#rowHeight <= innerHeight;
  }

  /** @param {number} place */
  #reveal(place) {
    const top = this.#topOf(place) + this.getBoundingClientRect().top;
    const head = Number.parseFloat(getComputedStyle(this).getPropertyValue("--head")) || 0;
    if (top < head) scrollBy(0, top - head);
    else if (top + this.#rowHeight > innerHeight) scrollBy(0, top + this.#rowHeight - innerHeight);
  }

  #render() {
    const { drawings } = this.list;
    this.active = Math.min(this.active, Math.max(0, drawings.length - 1));
    const rows = Math.ceil(drawings.length / this.#columns);
    this.style.height = `${Math.max(0, rows * this.#rowHeight - gap)}px`;
    const above = -this.getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(above / this.#rowHeight) - spareRows) * this.#columns;
    const end = Math.max(0, Math.ceil((above + innerHeight) / this.#rowHeight) + spareRows) * this.#columns;
    const places = new Set(drawings.slice(first, end).map((_, index) => first + index));
    if (drawings.length > 0) places.add(this.active);
    this.#keepOnly(new Set([...places].map((place) => drawings[place].id)));
    // In the order in which they are read, too; what is there already is not touched, it may have the focus.
    let next = this.firstElementChild;
    for (const place of [...places].sort((a, b) => a - b)) {
      const cell = this.#place(place);
      if (cell === next) next = next.nextElementSibling;
      else this.insertBefore(cell, next);
    }
    this.list.look(first, end);
    if (end + 2 * this.#columns * this.rowsInView >= drawings.length) this.list.more();
  }

  /** @param {Set<string>} ids */
  #keepOnly(ids) {
    for (const [id, cell] of this.#cells) {
      if (ids.has(id)) continue;
      // A picture that is still on its way is not waited for.
      cell.querySelector("img")?.removeAttribute("src");
      cell.remove();
      this.#cells.delete(id);
    }
  }

  /**
   * The cell of a place, as it is now.
   * @param {number} place
   */
  #place(place) {
    const drawing = this.list.drawings[place];
    const cell = this.#cells.get(drawing.id) ?? cellOf(drawing);
    this.#cells.set(drawing.id, cell);
    const left = (place % this.#columns) * (this.#side + gap);
    cell.style.width = `${this.#side}px`;
    cell.style.transform = `translate(${left}px, ${this.#topOf(place)}px)`;
    fillCell(cell, drawing, { isChosen: this.selection.has(drawing.id), isActive: place === this.active,
      isOpen: drawing.id === this.#opened, isGone: this.list.isGone(drawing),
      isLost: this.list.isLost(drawing), place,
      total: this.list.totalIsExact ? Math.max(this.list.total, this.list.drawings.length) : -1 });
    return cell;
  }

  /** @param {EventTarget | null} target */
  #placeAt(target) {
    const cell = target instanceof Element ? target.closest(".cell") : null;
    return cell instanceof HTMLElement ? this.list.placeOf(cell.dataset.drawing ?? "") : -1;
  }

  /** @param {EventTarget | null} target */
  #follow(target) {
    const place = this.#placeAt(target);
    if (place < 0 || place === this.active) return;
    this.active = place;
    this.draw();
    this.#tell("moved");
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const place = this.#placeAt(event.target);
    if (place < 0) return;
    const { id } = this.list.drawings[place];
    const isOnMark = event.target instanceof Element && event.target.closest(".mark") !== null;
    this.active = place;
    if (event.shiftKey) this.selection.stretch(place, this.list.drawings);
    else if (event.ctrlKey || event.metaKey || isOnMark) this.selection.toggle(id, place);
    else {
      this.selection.begin(place);
      this.#tell("opened");
    }
    this.moveTo(place);
  }

  /** @param {string} name */
  #tell(name) { this.dispatchEvent(new CustomEvent(name)); }
}

customElements.define("drawing-grid", DrawingGrid);

import { p, panelsChange, panelTexts } from "../languages/panels.js";
import { styled } from "../mine/make.js";
import { settings } from "../settings/settings.js";
import { KeyCursor } from "./key-cursor.js";
import { fineness, KeyGrid } from "./key-grid.js";
import { KeyPen } from "./key-pen.js";
import { KeyScanner } from "./key-scanner.js";

/** @typedef {import("./key-grid.js").Step} Step */
/** @typedef {import("../ink-sheet.js").InkSheet} InkSheet */
/** @typedef {"down" | "corner" | "close" | "round" | "lift" | "undo" | "done" | "centre"} Act */

/**
 * Where each key goes; those of the number pad and of the block above the arrows go aslant.
 * @type {Record<string, Step>}
 */
export const ways = {
  ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 }, ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 },
  Home: { x: -1, y: -1 }, PageUp: { x: 1, y: -1 }, End: { x: -1, y: 1 }, PageDown: { x: 1, y: 1 },
};

/** @type {Record<string, Act>} */
const acts = {
  " ": "down", Enter: "corner", Escape: "lift", c: "close", r: "round", u: "undo", d: "done", 0: "centre",
};

/** A key that is held repeats about thirty times a second: after so many it goes twice as far, then four times. */
const unhurried = 6;

/** Draws by keys: moves the cursor, holds the pen, says where both are. */
export class KeyDesk {
  #held = 0;
  #canvas = { width: 0, height: 0 };

  /** @param {HTMLElement} place where the keys are heard @param {InkSheet} sheet */
  constructor(place, sheet) {
    this.place = place;
    this.sheet = sheet;
    this.grid = new KeyGrid(sheet.canvas);
    this.pen = new KeyPen(sheet);
    this.cursor = new KeyCursor(place);
    this.scanner = new KeyScanner(place, this);
    place.addEventListener("keydown", (event) => this.#press(event));
    place.addEventListener("focus", () => this.welcome());
    // Whatever else changes the ink, the line that keys were drawing ends before.
    const page = place.ownerDocument;
    page.addEventListener("click", ({ target }) => {
      if (target instanceof Element && target.closest(".controls")) this.pen.lift();
      queueMicrotask(() => this.show());
    }, { capture: true });
    page.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "z") this.pen.lift();
    }, { capture: true });
    sheet.addEventListener("pen-down", (event) => {
      if (/** @type {CustomEvent} */ (event).detail.device === "keyboard") return;
      this.pen.forget();
      this.show();
    });
    new MutationObserver(() => this.#drawingChanged()).observe(sheet, { attributeFilter: ["data-drawing"] });
    new ResizeObserver(() => this.show()).observe(place);
    panelsChange.addEventListener("change", () => this.show());
  }

  /** @param {HTMLElement} place */
  static async open(place) {
    await Promise.all([panelTexts(), styled("/game/keyboard/keyboard.css")]);
    const desk = new KeyDesk(place, /** @type {any} */ (place.closest("ink-sheet")));
    desk.show();
    if (place.matches(":focus")) desk.welcome();
  }

  /** Says what the keys do, to whoever comes here. */
  welcome() {
    this.show();
    this.say(settings.get("switches") === "off" ? `${p("keys.help")} ${this.#position}` : p("keys.switch_help"));
  }

  /** @param {Step} way @param {boolean} isFine @param {number} [times] */
  move(way, isFine, times = 1) {
    this.#follow();
    const moved = this.grid.move(way, (isFine ? 1 : fineness) * times);
    this.show();
    this.say(moved ? this.#position : p("keys.edge"));
  }

  /** @param {Act} act */
  do(act) {
    this.#follow();
    const { pen, grid } = this;
    if (act === "centre") grid.centre();
    if (act === "round") pen.isRound = !pen.isRound && !pen.isDown;
    if (act === "lift") pen.lift();
    if (act === "close" && pen.isDown) {
      pen.mark(grid.place);
      pen.close();
    }
    if (act === "down" || act === "corner") this.#draw(act);
    if (act === "undo" || act === "done") this.#control(act);
    this.show();
    this.#tell(act);
  }

  /** Draws cursor and line where they are now. */
  show() {
    this.#follow();
    const { grid, pen, sheet } = this;
    this.cursor.show({ canvas: sheet.canvas, unit: grid.unit * fineness, place: grid.place, marks: pen.marks,
      isRound: pen.isRound });
  }

  /** @param {string} words heard by whoever reads by ear, and there to be read */
  say(words) { this.cursor.say(words); }

  /** @param {"down" | "corner"} act */
  #draw(act) {
    const { pen, grid } = this;
    if (!pen.isDown) pen.down(grid.place);
    else {
      pen.mark(grid.place);
      if (act === "down") pen.lift();
    }
  }

  /** @param {"undo" | "done"} name */
  #control(name) {
    this.pen.lift();
    const { ownerDocument } = this.place;
    const button = /** @type {HTMLButtonElement | null} */ (ownerDocument.querySelector(`.controls .${name}`));
    button?.click();
  }

  /** @param {Act} act */
  #tell(act) {
    const { pen } = this;
    if (act === "round") return this.say(p(pen.isRound ? "keys.round" : "keys.straight"));
    if (act === "undo") return this.say(p("keys.undone"));
    if (act === "done") return undefined;
    if (act === "centre") return this.say(this.#position);
    const what = pen.isDown ? (pen.marks.length > 1 ? "keys.corner" : "keys.pen_down") : "keys.pen_up";
    return this.say(`${p(what)} ${this.#position}`);
  }

  /** Where the cursor is, in words. */
  get #position() {
    const { x, y } = this.grid.steps;
    const way = (/** @type {number} */ value, /** @type {string} */ less, /** @type {string} */ more) => (
      value === 0 ? [] : [p(value < 0 ? less : more, { count: Math.abs(value) })]);
    const words = [...way(x, "keys.left", "keys.right"), ...way(y, "keys.up", "keys.down")];
    return words.length === 0 ? p("keys.middle") : words.join(", ");
  }

  /** The sheet may have another form than before; the cursor stays as many steps from the middle. */
  #follow() {
    const { canvas } = this.sheet;
    if (canvas.width === this.#canvas.width && canvas.height === this.#canvas.height) return;
    this.#canvas = this.grid.canvas = canvas;
  }

  /** Another drawing is on the sheet: a line begun on the one before goes on nowhere. */
  #drawingChanged() {
    if (this.sheet.dataset.drawing) return;
    this.pen.forget();
    this.grid.centre();
    this.show();
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || this.scanner.takes(event)) return;
    const way = ways[event.key];
    const act = acts[event.key] ?? acts[event.key.toLowerCase()];
    if (!way && !act) return;
    event.preventDefault();
    this.#held = event.repeat ? this.#held + 1 : 0;
    if (way) this.move(way, event.shiftKey, 2 ** Math.min(2, Math.floor(this.#held / unhurried)));
    else if (!event.repeat) this.do(act);
  }
}

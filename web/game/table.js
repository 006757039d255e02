import { outlineOf, pathOf } from "./outlines.js";
import * as words from "./words.js";

/** @typedef {import("../shared/session.js").Shape} Shape */

/** What lies on the table: the sheet and all that is written around it. It decides nothing. */
export class Table {
  /** @param {Document} page */
  constructor(page) {
    /** @type {<T extends Element>(selector: string) => T} */
    const find = (selector) => {
      const element = page.querySelector(selector);
      if (!element) throw new Error(`The page has no ${selector}.`);
      return /** @type {any} */ (element);
    };
    this.body = page.body;
    /** @type {import("./ink-sheet.js").InkSheet} */
    this.sheet = find("ink-sheet");
    /** @type {import("./quality-ring.js").QualityRing} */
    this.ring = find("quality-ring");
    /** @type {import("./hint-line.js").HintLine} */
    this.hint = find("hint-line");
    /** @type {import("./round-progress.js").RoundProgress} */
    this.progress = find("round-progress");
    /** @type {import("./round-gallery.js").RoundGallery} */
    this.gallery = find("round-gallery");
    /** @type {HTMLElement} */
    this.prompt = find(".prompt");
    /** @type {HTMLElement} */
    this.keeping = find(".keeping");
    /** @type {HTMLElement} */
    this.result = find(".result");
    /** @type {HTMLButtonElement} */
    this.undo = find(".controls .undo");
    /** @type {HTMLButtonElement} */
    this.clear = find(".controls .clear");
    /** @type {HTMLButtonElement} */
    this.done = find(".controls .done");
    /** @type {HTMLDialogElement} */
    this.elsewhere = find(".elsewhere");
    /** @type {HTMLButtonElement} */
    this.here = find(".here");
  }

  /** @param {string} text */
  say(text) { this.prompt.textContent = text; }

  /**
   * Asks for a shape: in words, as a small picture, and as a ghost on the sheet.
   * @param {Shape} shape
   */
  ask(shape) {
    const outline = outlineOf(shape);
    this.say(words.prompt(shape.name));
    if (outline.length > 0) {
      const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      picture.setAttribute("viewBox", "0 0 24 24");
      picture.setAttribute("aria-hidden", "true");
      picture.innerHTML = `<path d="${pathOf(outline, 20, 2, 2)}"/>`;
      this.prompt.prepend(picture);
    }
    this.sheet.ghost = outline;
  }

  /**
   * What came of the drawing: in words first, then as a number.
   * @param {string} text
   * @param {string} [detail]
   */
  tell(text, detail = "") {
    const [first, second] = [document.createElement("strong"), document.createElement("span")];
    first.textContent = text;
    second.textContent = detail;
    this.result.replaceChildren(first, second);
    this.result.classList.add("shown");
  }

  untell() {
    this.result.classList.remove("shown");
    this.result.replaceChildren();
  }

  /**
   * What the buttons do now.
   * @param {{ undo: boolean, clear: boolean, done: boolean, next: boolean, restores: boolean }} state
   */
  set controls({ undo, clear, done, next, restores }) {
    this.undo.disabled = !undo;
    this.clear.disabled = !clear;
    this.done.disabled = !done;
    label(this.undo, restores ? "bring back" : "undo");
    label(this.done, next ? "next" : "done");
  }
}

/** @param {HTMLButtonElement} button @param {string} text */
function label(button, text) {
  const span = /** @type {HTMLElement} */ (button.querySelector("span"));
  if (span.textContent !== text) span.textContent = text;
}

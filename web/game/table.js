import { t } from "./languages/language.js";
import { picture } from "./modes.js";
import { outlineOf, pathOf } from "./outlines.js";

/** @typedef {import("../shared/session.js").Shape} Shape */
/** @typedef {import("./outlines.js").Outline} Outline */

/** What lies on the table: the sheet and all that is written around it. It decides nothing. */
export class Table {
  /** The large button was pressed. */
  onsubmit = () => {};
  /** Somebody wants to draw here, not elsewhere. */
  onhere = () => {};

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
    /** @type {import("./time-bar.js").TimeBar} */
    this.time = find("time-bar");
    /** @type {HTMLElement} */
    this.prompt = find(".prompt");
    /** @type {HTMLElement} */
    this.keeping = find(".keeping");
    /** @type {HTMLElement} */
    this.result = find(".result");
    /** @type {HTMLElement} */
    this.announcer = find(".announcer");
    /** @type {HTMLButtonElement} */
    this.undo = find(".controls .undo");
    /** @type {HTMLButtonElement} */
    this.clear = find(".controls .clear");
    /** @type {HTMLButtonElement} */
    this.done = find(".controls .done");
    /** @type {HTMLButtonElement} */
    this.modes = find(".doors .modes");
    /** @type {HTMLDialogElement} */
    this.elsewhere = find(".elsewhere");
    this.#listen(find(".here"));
    this.show();
  }

  /** Writes what does not change but with the language. */
  show() {
    this.sheet.setAttribute("label", t("sheet.drawn"));
    this.progress.show();
  }

  /** @param {string} text */
  say(text) { this.prompt.textContent = text; }

  /**
   * Shows all drawings of the round.
   * @param {string} text
   */
  sum(text) {
    this.say(text);
    this.gallery.show();
  }

  /**
   * Asks for a shape: in words, as a small picture, and as a ghost on the sheet.
   * @param {string} text
   * @param {Shape} shape
   * @param {Outline[]} ghost
   */
  ask(text, shape, ghost) {
    const words = document.createElement("span");
    words.textContent = text;
    this.prompt.replaceChildren(...pictureOf(shape), words);
    this.sheet.ghost = ghost;
  }

  /**
   * What came of the drawing: in words first, then as a number, then what else there is to say.
   * @param {string} text
   * @param {string} detail
   * @param {{ kind: string, text: string }[]} [notes]
   * @param {Shape} [seen] what the model took it for
   */
  tell(text, detail, notes = [], seen) {
    const make = (/** @type {string} */ name, /** @type {string} */ content) => {
      const element = document.createElement(name);
      element.textContent = content;
      return element;
    };
    const list = notes.map(({ kind, text: words }) => {
      const note = make("li", words);
      note.className = kind;
      return note;
    });
    const notesList = document.createElement("ul");
    notesList.append(...list);
    this.result.replaceChildren(...(seen ? pictureOf(seen) : []), make("strong", text), make("span", detail),
      ...(list.length > 0 ? [notesList] : []));
    this.result.classList.add("shown");
  }

  untell() {
    this.result.classList.remove("shown");
    this.result.replaceChildren();
  }

  /** @param {import("./modes.js").Mode} mode */
  set mode(mode) {
    const span = document.createElement("span");
    span.textContent = t("control.modes");
    this.modes.innerHTML = picture(mode);
    this.modes.append(span);
  }

  /**
   * What the buttons do now.
   * @param {import("./flow.js").State} state
   * @param {number} points on the sheet
   * @param {boolean} restores whether what was cleared can come back
   */
  setControls(state, points, restores) {
    const [isLooking, isOver] = [state === "revealing", state === "summary"];
    this.undo.disabled = points === 0 && !restores;
    this.clear.disabled = points === 0;
    this.done.disabled = points < 2 && !isLooking && !isOver;
    label(this.undo, restores ? t("control.restore") : t("control.undo"));
    label(this.clear, t("control.clear"));
    label(this.done, isLooking ? t("control.next") : isOver ? t("control.again") : t("control.done"));
  }

  /** Another page or device draws now. */
  stepAside() { if (!this.elsewhere.open) this.elsewhere.showModal(); }

  /** @param {HTMLElement} here */
  #listen(here) {
    this.done.addEventListener("click", () => this.onsubmit());
    here.addEventListener("click", () => {
      this.elsewhere.close();
      this.onhere();
    });
    this.elsewhere.addEventListener("cancel", (event) => event.preventDefault());
    addEventListener("keydown", (event) => {
      const isElsewhere = event.target instanceof Element
        && event.target.closest("button, a, input, select, textarea, dialog, [role=application]");
      if (event.key !== "Enter" || event.repeat || isElsewhere || this.done.disabled) return;
      event.preventDefault();
      this.onsubmit();
    });
  }
}

/** @param {Shape} shape */
function pictureOf(shape) {
  const outline = outlineOf(shape);
  if (outline.length === 0) return [];
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.innerHTML = `<path d="${pathOf(outline, 20, 2, 2)}"/>`;
  return [svg];
}

/** @param {HTMLButtonElement} button @param {string} text */
function label(button, text) {
  const span = /** @type {HTMLElement} */ (button.querySelector("span"));
  if (span.textContent !== text) span.textContent = text;
}

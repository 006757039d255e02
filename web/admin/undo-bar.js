import { reasonOf } from "./api.js";
import { button, make, part, say } from "./make.js";

const shownMs = 10_000;

/** A strip at the bottom that says what was done and takes it back: with its button or the key U. */
class UndoBar extends HTMLElement {
  /** @type {(() => Promise<unknown>) | null} */
  #undo = null;
  /** @type {number | undefined} */
  #timer;

  connectedCallback() {
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", "What was just done");
    this.replaceChildren(make("p", { role: "status" }),
      button("Undo (U)", "quiet undo", () => this.undo()));
    part(this, ".undo").setAttribute("aria-keyshortcuts", "u");
    this.#show("", null);
    // Whoever reaches for it has all the time they need.
    for (const event of ["pointerenter", "focusin"]) this.addEventListener(event, () => clearTimeout(this.#timer));
    for (const event of ["pointerleave", "focusout"]) this.addEventListener(event, () => this.#wane());
    addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() !== "u" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)
        || !this.#undo) return;
      event.preventDefault();
      this.undo();
    });
  }

  /** @param {string} words @param {() => Promise<unknown>} undo */
  offer(words, undo) { this.#show(words, undo); }

  /** @param {string} words */
  tell(words) { this.#show(words, null); }

  clear() { this.#show("", null); }

  async undo() {
    const undo = this.#undo;
    if (!undo) return;
    this.#show("Taking it back …", null);
    try {
      const words = await undo();
      this.#show(typeof words === "string" ? words : "Taken back.", null);
    } catch (error) {
      this.#show(`It could not be taken back: ${reasonOf(error)}`, null);
    }
  }

  /** @param {string} words @param {(() => Promise<unknown>) | null} undo */
  #show(words, undo) {
    this.#undo = undo;
    say(part(this, "p"), words);
    part(this, ".undo").hidden = !undo;
    this.classList.toggle("shown", words !== "");
    this.#wane();
  }

  #wane() {
    clearTimeout(this.#timer);
    if (!this.classList.contains("shown")) return;
    this.#timer = setTimeout(() => {
      if (!this.matches(":hover, :focus-within")) this.#show("", null);
    }, shownMs);
  }
}

/** @param {Event} event whether it goes into a field @returns {boolean} */
export function isTyping({ target }) {
  return target instanceof HTMLElement
    && (target.isContentEditable || target.matches(
      "textarea, select, input:not([type=checkbox], [type=radio], [type=range])"));
}

customElements.define("undo-bar", UndoBar);

const bar = () => /** @type {UndoBar} */ (part(document, "undo-bar"));

/**
 * Says what was done and offers to take it back for ten seconds; a newer offer takes its place.
 * @param {string} words what was done: "Flagged 3 drawings"
 * @param {() => Promise<unknown>} undo a text that it resolves to is shown
 */
export const offerUndo = (words, undo) => bar().offer(words, undo);

/**
 * Says in the same place what happened, where there is nothing to take back.
 * @param {string} words
 */
export const tell = (words) => bar().tell(words);

/** Takes the strip away: nothing that was offered holds for whoever signs in next. */
export const forgetUndo = () => bar().clear();

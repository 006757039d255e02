import * as words from "./words.js";

/** @typedef {import("../shared/ink-link.js").Hint} Hint */

const readableMs = 1_200;

/** One hint of the moment. Fires `hint` (`detail: Hint | null`) when another one counts. */
export class HintLine extends HTMLElement {
  /** @type {Hint | null} */
  #shown = null;
  #since = -Infinity;
  #timer = 0;

  connectedCallback() {
    this.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="8"/></svg><span></span>`;
  }

  /**
   * What the server would say; a hint stays long enough to be read before another takes its place.
   * @param {Hint | null} hint
   */
  set hint(hint) {
    clearTimeout(this.#timer);
    const isAnother = hint && this.#shown && hint.code !== this.#shown.code;
    const wait = isAnother ? this.#since + readableMs - performance.now() : 0;
    if (wait <= 0) this.#show(hint);
    else this.#timer = setTimeout(() => this.#show(hint), wait);
  }

  /** @param {Hint | null} hint */
  #show(hint) {
    if (hint?.code !== this.#shown?.code) this.#since = performance.now();
    this.#shown = hint;
    this.classList.toggle("shown", hint !== null);
    const text = /** @type {HTMLElement} */ (this.querySelector("span"));
    const message = hint ? words.hint(hint) : "";
    if (text.textContent !== message) text.textContent = message;
    this.dispatchEvent(new CustomEvent("hint", { detail: hint }));
  }
}

customElements.define("hint-line", HintLine);

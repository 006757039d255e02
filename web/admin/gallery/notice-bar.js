import { button, make } from "../make.js";

/** Something that somebody has to decide, or should know, until they have. */
export class NoticeBar extends HTMLElement {
  connectedCallback() {
    this.setAttribute("role", "alert");
    this.hidden = true;
  }

  /**
   * @param {string} words
   * @param {string} [act] what the button does
   * @param {boolean} [isFault]
   * @returns {Promise<boolean>} whether it was pressed; else it was closed, or something newer came
   */
  ask(words, act = "", isFault = false) {
    this.#answer(false);
    this.classList.toggle("is-fault", isFault);
    const yes = act ? [button(act, "strong act", () => this.#answer(true))] : [];
    this.replaceChildren(make("p", {}, words), ...yes,
      button(act ? "leave it" : "close", "quiet", () => this.#answer(false)));
    this.hidden = false;
    if (act) /** @type {HTMLElement} */ (this.querySelector(".act")).focus({ preventScroll: true });
    return new Promise((resolve) => { this.#resolve = resolve; });
  }

  clear() { this.#answer(false); }

  /** @type {(isWanted: boolean) => void} */
  #resolve = () => {};

  /** @param {boolean} isWanted */
  #answer(isWanted) {
    this.hidden = true;
    this.replaceChildren();
    this.#resolve(isWanted);
    this.#resolve = () => {};
  }
}

customElements.define("notice-bar", NoticeBar);

import { t } from "./languages/language.js";

/** Where one is in the round, and how many drawings in a row went well. */
export class RoundProgress extends HTMLElement {
  #streak = 0;
  #at = { number: 1, total: 6 };

  connectedCallback() {
    this.innerHTML = `
      <span class="count"></span><span class="dots" aria-hidden="true"></span><span class="streak"></span>`;
  }

  /** @param {{ number: number, total: number }} at number: 1 … total */
  set at(at) {
    this.#at = at;
    this.show();
  }

  /** @param {number} streak */
  set streak(streak) {
    this.#streak = streak;
    this.show();
  }

  /** In the language that is spoken by now. */
  show() {
    const { number, total } = this.#at;
    this.#say(".count", t("progress.count", { number, total }));
    this.#say(".streak", this.#streak > 0 ? t("progress.streak", { count: this.#streak }) : "");
    const dots = Array.from({ length: total }, (_, index) => {
      const dot = document.createElement("i");
      dot.className = index + 1 < number ? "over" : index + 1 === number ? "now" : "";
      return dot;
    });
    this.#find(".dots").replaceChildren(...dots);
  }

  /** @param {string} selector @param {string} text */
  #say(selector, text) { this.#find(selector).textContent = text; }

  /** @param {string} selector */
  #find(selector) { return /** @type {HTMLElement} */ (this.querySelector(selector)); }
}

customElements.define("round-progress", RoundProgress);

import { roundLength } from "./round.js";

/** Where one is in the round, and how many days or drawings in a row one has kept it up. */
export class RoundProgress extends HTMLElement {
  connectedCallback() {
    const dots = `<i></i>`.repeat(roundLength);
    this.innerHTML = `<span class="count"></span>
      <span class="dots" aria-hidden="true">${dots}</span><span class="streak"></span>`;
  }

  /** @param {number} number 1 … 6 */
  set number(number) {
    this.#say(".count", `${number} of ${roundLength}`);
    this.querySelectorAll("i").forEach((dot, index) => {
      dot.className = index + 1 < number ? "over" : index + 1 === number ? "now" : "";
    });
  }

  /** @param {number} streak */
  set streak(streak) { this.#say(".streak", streak > 0 ? `streak ${streak}` : ""); }

  /** @param {string} selector @param {string} text */
  #say(selector, text) { /** @type {HTMLElement} */ (this.querySelector(selector)).textContent = text; }
}

customElements.define("round-progress", RoundProgress);

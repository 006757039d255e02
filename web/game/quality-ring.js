import { outlineOf, pathOf } from "./outlines.js";
import * as words from "./words.js";

/** @typedef {import("../shared/session.js").Shape} Shape */

/** How good the drawing is: a ring that fills; in it what the model sees as a picture, under it in words. */
export class QualityRing extends HTMLElement {
  connectedCallback() {
    this.innerHTML = `
      <svg viewBox="0 0 100 100" aria-hidden="true">
        <path class="track" d="M50 5.500A44.500 44.500 0 1 1 49.900 5.500"/>
        <path class="fill" pathLength="100" d="M50 5.500A44.500 44.500 0 1 1 49.900 5.500"/>
        <path class="seen"/>
      </svg>
      <span class="guess"></span>
      <span class="word"></span>`;
  }

  /**
   * @param {import("../shared/ink-link.js").Verdict | null} verdict nothing: nothing is drawn yet
   */
  set verdict(verdict) {
    const quality = verdict?.quality;
    this.classList.toggle("shown", quality !== undefined);
    const fill = /** @type {SVGPathElement} */ (this.querySelector(".fill"));
    fill.style.strokeDasharray = `${(quality ?? 0) * 100} 100`;
    fill.classList.toggle("good", (quality ?? 0) >= 0.7);
    this.#say(".word", quality === undefined ? "" : words.progress(quality, verdict?.completeness ?? 1));
    if (!verdict) this.guess = { text: "", shape: null };
  }

  /**
   * What the model sees.
   * @param {{ text: string, shape: Shape | null }} guess
   */
  set guess({ text, shape }) {
    this.#say(".guess", text);
    const seen = /** @type {SVGPathElement} */ (this.querySelector(".seen"));
    const path = shape ? pathOf(outlineOf(shape), 44, 28, 28) : "";
    if (seen.getAttribute("d") !== path) seen.setAttribute("d", path);
  }

  /** @param {string} selector @param {string} text */
  #say(selector, text) {
    const element = /** @type {HTMLElement} */ (this.querySelector(selector));
    if (element.textContent !== text) element.textContent = text;
  }
}

customElements.define("quality-ring", QualityRing);

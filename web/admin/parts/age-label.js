import { ago } from "../figures.js";
import { say } from "../make.js";

/** @type {Set<AgeLabel>} */
const shown = new Set();
setInterval(() => { for (const label of shown) label.tick(); }, 1_000);

/** How old something is, and growing older: `<age-label at="2026-11-28T18:20:27Z">`. */
export class AgeLabel extends HTMLElement {
  static observedAttributes = ["at"];

  connectedCallback() {
    shown.add(this);
    this.tick();
  }

  disconnectedCallback() { shown.delete(this); }

  attributeChangedCallback() { this.tick(); }

  tick() {
    const at = this.getAttribute("at");
    // The clock of this machine may go before the server's.
    say(this, at ? ago(Math.max(0, (Date.now() - Date.parse(at)) / 1_000)) : "");
  }
}

customElements.define("age-label", AgeLabel);

/** @param {string} at RFC 3339 */
export function age(at) {
  const label = document.createElement("age-label");
  label.setAttribute("at", at);
  return label;
}

import { make, part, say } from "../admin/make.js";

/** @typedef {import("./access.js").Access} Access */

const headings = { unknown: "", open: "", key: "A key is needed", "no-model": "There is no model yet",
  offline: "The server does not answer" };
const advice = { unknown: "", open: "",
  key: "An administrator makes one under Keys, at the end of this page. "
    + "It stays in this page's memory and is gone with it.",
  "no-model": "Draw all the same: the ink waits here, and is looked at as soon as a model serves.",
  offline: "It is tried again all the time. What you draw stays here and is sent then; "
    + "a model that is in this page goes on without the server." };

/** Says why the model cannot be asked, and what to do; nothing while all is well. */
export class AccessStrip extends HTMLElement {
  connectedCallback() {
    const form = make("form", { hidden: true, autocomplete: "off" },
      make("label", {}, "API key", make("input",
        { name: "key", type: "password", autocomplete: "off", spellcheck: "false", placeholder: "inkling_…" })),
      make("button", { class: "strong" }, "Use it"));
    this.replaceChildren(make("div", { role: "status" },
      make("strong", {}), make("p", { class: "reason" }), make("p", { class: "aside" })), form);
    this.hidden = true;
  }

  /** @param {Access} access @param {() => void} again what to try with another key */
  watch(access, again) {
    part(this, "form").addEventListener("submit", (event) => {
      event.preventDefault();
      access.use(/** @type {HTMLInputElement} */ (part(this, "[name=key]")).value);
      again();
    });
    access.addEventListener("change", () => this.#show(access));
    this.#show(access);
  }

  /** @param {Access} access */
  #show({ state, reason }) {
    this.hidden = headings[state] === "";
    this.dataset.state = state;
    say(part(this, "strong"), headings[state]);
    say(part(this, ".reason"), state === "offline" ? "" : reason);
    say(part(this, ".aside"), advice[state]);
    part(this, "form").hidden = state !== "key";
  }
}

customElements.define("access-strip", AccessStrip);

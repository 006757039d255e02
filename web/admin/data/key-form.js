import { ask, reasonOf, Refusal } from "../api.js";
import { button, make, part, say } from "../make.js";
import { copy } from "../parts/copy.js";
import { scopes } from "./key-list.js";

const longestName = 64;

/** Makes a key, and shows it the one time that it can be seen. Fires `made`. */
export class KeyForm extends HTMLElement {
  connectedCallback() {
    const form = make("form", { novalidate: true, autocomplete: "off" },
      make("div", { class: "field", "data-name": "name" },
        make("label", {}, "What it is for", make("input",
          { name: "name", maxlength: String(longestName), required: true, placeholder: "nightly report" })),
        make("p", { class: "fault", role: "alert" })),
      make("div", { class: "field", "data-name": "scopes" }, make("fieldset", {}, make("legend", {}, "What it may do"),
        ...scopes.map(({ scope, words }) => make("label", { class: "choice" },
          make("input", { type: "checkbox", name: "scopes", value: scope, checked: scope === "classify" }), words))),
      make("p", { class: "fault", role: "alert" })),
      make("div", { class: "go" }, make("button", { class: "strong" }, "Make a key"),
        make("p", { class: "outcome", role: "status" })));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(form);
    });
    this.replaceChildren(
      make("div", { class: "shown-once", role: "region", "aria-label": "The new key", hidden: true }), form);
  }

  /** @param {HTMLFormElement} form */
  async #submit(form) {
    const fields = new FormData(form);
    const go = part(form, ".go button");
    go.toggleAttribute("disabled", true);
    try {
      const key = await ask("/api/admin/keys",
        { name: String(fields.get("name")).trim(), scopes: fields.getAll("scopes") });
      form.reset();
      this.#mark([]);
      say(part(this, ".outcome"), "");
      this.#reveal(key);
      this.dispatchEvent(new CustomEvent("made"));
    } catch (error) {
      const faults = error instanceof Refusal ? error.faults : [];
      this.#mark(faults);
      say(part(this, ".outcome"), faults.length > 0 ? "" : reasonOf(error));
      part(this, "[aria-invalid]")?.focus();
    } finally {
      go.toggleAttribute("disabled", false);
    }
  }

  /** @param {{ name: string, key: string }} key */
  #reveal({ name, key }) {
    const place = part(this, ".shown-once");
    const code = make("code", { tabindex: "0" }, key);
    const told = make("p", { class: "aside", role: "status" });
    const copying = button("copy", "strong copy", async () => {
      const isCopied = await copy(key);
      if (!isCopied) getSelection()?.selectAllChildren(code);
      say(told, isCopied ? "It is on the clipboard." : "It is selected: copy it with the keyboard.");
    });
    const done = button("I have it", "quiet done", () => {
      place.hidden = true;
      place.replaceChildren();
      part(this, "[name=name]").focus();
    });
    place.replaceChildren(make("h3", { tabindex: "-1" }, `The key “${name}”`),
      make("p", {}, "Keep it now: it is not shown again. Whoever has it may do what it may do."), code,
      make("div", { class: "go" }, copying, done, told));
    place.hidden = false;
    part(place, ".copy").focus();
  }

  /** @param {import("../api.js").Fault[]} faults */
  #mark(faults) {
    for (const place of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll(".field"))) {
      const own = faults.filter(({ path }) => path.split("[")[0] === place.dataset.name);
      say(part(place, ".fault"), own.map(({ message }) => message).join("; "));
      if (own.length > 0) part(place, "input").setAttribute("aria-invalid", "true");
      else part(place, "input").removeAttribute("aria-invalid");
    }
  }
}

customElements.define("key-form", KeyForm);

import { ask, Refusal, reasonOf } from "./api.js";
import { make, part, say } from "./make.js";

/** Asks for a training. Fires `changed` when there is a new one. */
export class TrainingForm extends HTMLElement {
  connectedCallback() {
    const form = make("form", { novalidate: true },
      field("shapes", make("fieldset", {}, make("legend", {}, "Shapes"), make("div", { class: "shapes" }))),
      make("div", { class: "pair" },
        field("epochs", make("label", {}, "Epochs",
          make("input", { name: "epochs", inputmode: "numeric", placeholder: "as many as help", autocomplete: "off" }))),
        field("notes", make("label", {}, "Notes", make("input", { name: "notes", autocomplete: "off" })))),
      field("synthetic", choice("synthetic", "mix in made-up drawings")),
      field("activate", choice("activate", "let the new model serve, unless it is worse")),
      make("div", { class: "go" }, make("button", { class: "strong" }, "Start training"),
        make("p", { class: "outcome", role: "status" })));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(form);
    });
    this.replaceChildren(form);
  }

  /** @param {import("../shared/session.js").Shape[]} shapes */
  set shapes(shapes) {
    part(this, ".shapes").replaceChildren(...shapes.filter(({ enabled }) => enabled !== false)
      .map(({ id, name }) => choice("shapes", name, id)));
  }

  /** @param {HTMLFormElement} form */
  async #submit(form) {
    const fields = new FormData(form);
    const epochs = String(fields.get("epochs")).trim();
    const config = {
      shapes: fields.getAll("shapes"),
      // What is no number goes as it is: the server says what is wrong with it.
      epochs: epochs === "" ? null : Number.isNaN(Number(epochs)) ? epochs : Number(epochs),
      notes: String(fields.get("notes")).trim(),
      synthetic: fields.has("synthetic"),
      activate: fields.has("activate"),
    };
    const go = part(form, ".go button");
    go.toggleAttribute("disabled", true);
    this.#show([]);
    try {
      const { id, status } = await ask("/api/admin/training/start", { config });
      this.#say(status === "already_exists" ? `Training ${id} with these settings is under way already.`
        : `Training ${id} is asked for.`);
      this.dispatchEvent(new CustomEvent("changed", { bubbles: true }));
    } catch (error) {
      const faults = error instanceof Refusal ? error.faults : [];
      const strays = this.#show(faults);
      this.#say(faults.length > 0 && strays.length === 0 ? "Correct what is marked, then start again."
        : strays.map(({ path, message }) => `${path}: ${message}`).join("; ") || reasonOf(error));
      part(this, "[aria-invalid]")?.focus();
    } finally {
      go.toggleAttribute("disabled", false);
    }
  }

  /**
   * Puts each fault at its field.
   * @param {import("./api.js").Fault[]} faults
   * @returns {import("./api.js").Fault[]} those without a field
   */
  #show(faults) {
    const strays = new Set(faults);
    for (const place of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll(".field"))) {
      const own = faults.filter(({ path }) => path.split(/[.[]/)[1] === place.dataset.name);
      for (const fault of own) strays.delete(fault);
      say(part(place, ".fault"), own.map(({ message }) => message).join("; "));
      const input = part(place, "input");
      if (own.length > 0) input?.setAttribute("aria-invalid", "true");
      else input?.removeAttribute("aria-invalid");
    }
    return [...strays];
  }

  /** @param {string} words */
  #say(words) { say(part(this, ".outcome"), words); }
}

/** @param {string} name @param {HTMLElement} content */
const field = (name, content) => make("div", { class: "field", "data-name": name }, content,
  make("p", { class: "fault", role: "alert" }));

/** @param {string} name @param {string} words @param {string} [value] */
const choice = (name, words, value = "on") => make("label", { class: "choice" },
  make("input", { type: "checkbox", name, value, checked: true }), words);

customElements.define("training-form", TrainingForm);

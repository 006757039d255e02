import { ask, Refusal, reasonOf } from "../api.js";
import { feed } from "../feed.js";
import { bytes, count, counted, duration } from "../figures.js";
import { make, part, say } from "../make.js";
import { choice, field, number, select } from "./fields.js";

/**
 * What a training can be asked for, and within what.
 * @typedef {{ config: Record<string, any>, limits: Record<string, { min?: number, max?: number, choices?: any[] }>
 *   }} Defaults
 */

/** How long somebody pauses before it is asked what the training would take. */
const thoughtMs = 300;
const wholeNumbers = ["epochs", "cap_per_class", "seed", "batch_size", "input_size"];
const fractions = ["min_quality", "augmentation", "learning_rate"];

/** Asks for a training, and says before what it will take. Fires `changed` when there is a new one. */
export class TrainingForm extends HTMLElement {
  /** @type {number | undefined} */
  #thought;
  /** Counts the estimates asked for: a late answer is not shown over a newer one. */
  #turn = 0;
  /** @type {(() => void)[]} */
  #stop = [];

  connectedCallback() {
    this.replaceChildren(make("p", { class: "fault", role: "alert" }));
    this.#open();
    // What there is to choose from changes while the form lies open.
    this.#stop = [feed.watch("shapes", () => this.#open()), feed.watch("models", () => this.#open()),
      feed.onStale(() => this.#open())];
  }

  disconnectedCallback() {
    clearTimeout(this.#thought);
    for (const stop of this.#stop) stop();
  }

  async #open() {
    try {
      const [defaults, { models }, shapes] = await Promise.all([ask("/api/admin/training/defaults"),
        ask("/api/admin/models"), ask("/api/shapes")]);
      if (!this.querySelector("form")) this.#build(defaults);
      this.#offer(defaults, models, shapes);
      this.#estimate();
    } catch (error) {
      say(part(this, ".fault"), reasonOf(error));
    }
  }

  /**
   * The shapes and models to choose from; what was chosen stays.
   * @param {Defaults} defaults
   * @param {import("../api.js").Model[]} models
   * @param {import("../../shared/session.js").Shape[]} shapes
   */
  #offer({ config, limits }, models, shapes) {
    const names = new Map(shapes.map(({ id, name }) => [id, name]));
    const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll("[name=shapes]"));
    const chosen = new Map([...boxes].map((box) => [box.value, box.checked]));
    part(this, ".shapes").replaceChildren(
      ...(limits.shapes?.choices ?? config.shapes).map((/** @type {string} */ id) => choice("shapes", names.get(id) ?? id,
        { value: id, checked: chosen.get(id) ?? config.shapes.includes(id) })));
    const from = /** @type {HTMLSelectElement} */ (part(this, "[name=continue_from]"));
    const model = from.value;
    from.replaceChildren(make("option", { value: "" }, "from scratch"),
      ...models.map(({ id, version }) => make("option", { value: String(id) }, `with what ${version} knows`)));
    if (models.some(({ id }) => String(id) === model)) from.value = model;
  }

  /** @param {Defaults} defaults */
  #build({ config, limits }) {
    const form = make("form", { novalidate: true },
      field("shapes", make("fieldset", {}, make("legend", {}, "Shapes"), make("div", { class: "shapes" }))),
      field("notes", make("label", {}, "Notes", make("input",
        { name: "notes", autocomplete: "off", placeholder: "what you try" }))),
      field("activate", choice("activate", "let the new model serve, unless it is worse",
        { checked: config.activate })),
      make("details", { class: "more" }, make("summary", {}, "more settings"),
        make("h4", {}, "What it learns from"),
        make("div", { class: "fields" },
          number("min_quality", "Quality at least", config, limits, 0.05),
          number("cap_per_class", "Of each shape at most", config, limits, 1),
          field("from", make("label", {}, "Drawn from", make("input", { name: "from", type: "date" }))),
          field("to", make("label", {}, "and before", make("input", { name: "to", type: "date" })))),
        field("flagged", choice("flagged", "flagged drawings too", { checked: config.flagged === "with" })),
        field("unusual", choice("unusual", "drawings by keyboard, with the other hand, with eyes closed or to fool too",
          { checked: config.unusual === "with" })),
        field("synthetic", choice("synthetic", "mix in made-up drawings", { checked: config.synthetic })),
        make("h4", {}, "How it learns"),
        make("div", { class: "fields" },
          number("epochs", "Epochs", config, limits, 1, "as many as help"),
          select("input_size", "Picture", config, limits, (side) => `${side} × ${side}`),
          number("augmentation", "Ink varied, 0 to 1", config, limits, 0.1),
          number("learning_rate", "Learning rate", config, limits, 0.001),
          select("batch_size", "Drawings at once", config, limits, String), number("seed", "Seed", config, limits, 1)),
        field("continue_from", make("label", {}, "Begin", make("select", { name: "continue_from" })))),
      make("div", { class: "estimate", "aria-live": "polite" }, make("p", { class: "takes" }),
        make("ul", { class: "warnings" })),
      make("div", { class: "go" }, make("button", { class: "strong" }, "Start training"),
        make("p", { class: "outcome", role: "status" })));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(form);
    });
    form.addEventListener("input", () => {
      clearTimeout(this.#thought);
      this.#thought = setTimeout(() => this.#estimate(), thoughtMs);
    });
    this.replaceChildren(form);
  }

  /**
   * What was asked for. What is no number goes as it is: the server says what is wrong with it.
   * @param {HTMLFormElement} form
   */
  #config(form) {
    const fields = new FormData(form);
    const text = (/** @type {string} */ name) => String(fields.get(name) ?? "").trim();
    const numeric = Object.fromEntries([...wholeNumbers, ...fractions].map((name) => {
      const value = text(name);
      return [name, value === "" ? null : Number.isNaN(Number(value)) ? value : Number(value)];
    }));
    return { ...numeric, shapes: fields.getAll("shapes"), notes: text("notes"),
      from: text("from") || null, to: text("to") || null,
      flagged: fields.has("flagged") ? "with" : "without",
      unusual: fields.has("unusual") ? "with" : "without", synthetic: fields.has("synthetic"),
      activate: fields.has("activate"),
      continue_from: text("continue_from") === "" ? null : Number(text("continue_from")) };
  }

  async #estimate() {
    const form = /** @type {HTMLFormElement | null} */ (this.querySelector("form"));
    if (!form) return;
    const turn = (this.#turn += 1);
    try {
      const found = await ask("/api/admin/training/estimate", { config: this.#config(form) });
      if (turn !== this.#turn) return;
      this.#mark([]);
      say(part(this, ".takes"), `${counted(found.drawings, "drawing")}; `
        + `about ${duration(found.seconds)} and ${bytes(found.memory_mb * 1e6)} of memory.`);
      part(this, ".warnings").replaceChildren(...found.warnings
        .map((/** @type {string} */ words) => make("li", {}, words)));
      for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[name=shapes]"))) {
        say(part(/** @type {HTMLElement} */ (box.closest(".choice")), ".number"), box.checked
          ? count(found.per_shape[box.value] ?? 0) : "");
      }
    } catch (error) {
      if (turn !== this.#turn) return;
      const strays = this.#mark(error instanceof Refusal ? error.faults : []);
      say(part(this, ".takes"), error instanceof Refusal && error.faults.length > 0
        ? strays.map(({ path, message }) => `${path}: ${message}`).join("; ") : reasonOf(error));
      part(this, ".warnings").replaceChildren();
    }
  }

  /** @param {HTMLFormElement} form */
  async #submit(form) {
    const go = part(form, ".go button");
    go.toggleAttribute("disabled", true);
    this.#mark([]);
    try {
      const { id, status } = await ask("/api/admin/training/start", { config: this.#config(form) });
      this.#say(status === "already_exists" ? `Training ${id} with these settings is under way already.`
        : `Training ${id} is asked for.`);
      this.dispatchEvent(new CustomEvent("changed", { bubbles: true, detail: { id } }));
    } catch (error) {
      const faults = error instanceof Refusal ? error.faults : [];
      const strays = this.#mark(faults);
      this.#say(faults.length > 0 && strays.length === 0 ? "Correct what is marked, then start again."
        : strays.map(({ path, message }) => `${path}: ${message}`).join("; ") || reasonOf(error));
      const first = this.querySelector("[aria-invalid]");
      if (first instanceof HTMLElement) {
        first.closest("details")?.setAttribute("open", "");
        first.focus();
      }
    } finally {
      go.toggleAttribute("disabled", false);
    }
  }

  /**
   * Puts each fault at its field.
   * @param {import("../api.js").Fault[]} faults
   * @returns {import("../api.js").Fault[]} those without a field
   */
  #mark(faults) {
    const strays = new Set(faults);
    for (const place of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll(".field"))) {
      const own = faults.filter(({ path }) => path.split(/[.[]/)[1] === place.dataset.name);
      for (const fault of own) strays.delete(fault);
      say(part(place, ".fault"), own.map(({ message }) => message).join("; "));
      const input = part(place, "input, select");
      if (own.length > 0) input?.setAttribute("aria-invalid", "true");
      else input?.removeAttribute("aria-invalid");
    }
    return [...strays];
  }

  /** @param {string} words */
  #say(words) { say(part(this, ".outcome"), words); }
}

customElements.define("training-form", TrainingForm);

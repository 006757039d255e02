import "./example-sheet.js";
import { ask, reasonOf, Refusal } from "../api.js";
import { counted } from "../figures.js";
import { button, make, part, say } from "../make.js";
import { offerUndo } from "../undo-bar.js";
import { difficulties } from "./shape.js";

/**
 * @typedef {import("./shape.js").Shape} Shape
 * @typedef {import("./example-sheet.js").ExampleSheet} ExampleSheet
 */

/** As the server has them. */
const [longestName, longestDescription] = [64, 500];

/** Adds a shape, or changes one. Fires `changed` when it did, and `closed` when it need not show that one any more. */
export class ShapeForm extends HTMLElement {
  /** @type {Shape | null} the one that it changes; null for a new one */
  #shape = null;

  connectedCallback() { this.open(null); }

  get shape() { return this.#shape; }

  /** @param {Shape | null} shape */
  open(shape) {
    this.#shape = shape;
    const form = make("form", { novalidate: true, autocomplete: "off" },
      make("h2", {}, shape ? `Change “${shape.name}”` : "Add a shape"),
      field("name", make("label", {}, "Name", make("input", { name: "name", required: true,
        maxlength: String(longestName), value: shape?.name ?? "", placeholder: shape ? undefined : "star" }))),
      field("description", make("label", {}, "What to draw, in a sentence", textarea(shape?.description ?? ""))),
      field("difficulty", make("label", {}, "How hard it is",
        make("select", { name: "difficulty" }, ...difficulties.map((words, index) =>
          make("option", { value: String(index + 1), selected: (shape?.difficulty ?? 3) === index + 1 }, words))))),
      ...this.#examples(shape),
      make("div", { class: "go" }, make("button", { class: "strong" }, shape ? "Save" : "Add it"),
        ...(shape ? [button("leave it", "quiet", () => this.#close())] : []),
        make("p", { class: "outcome", role: "status" })));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(form);
    });
    form.addEventListener("keydown", (event) => { if (event.key === "Escape" && this.#shape) this.#close(); });
    this.replaceChildren(form);
  }

  /** @param {Shape | null} shape */
  #examples(shape) {
    if (shape?.scored_by === "formula") {
      return [make("p", { class: "aside" },
        "Drawings of it are scored by a formula of its own; it needs no examples.")];
    }
    const sheet = (/** @type {string} */ label) => {
      const made = document.createElement("example-sheet");
      made.setAttribute("label", label);
      return made;
    };
    const told = shape
      ? `${shape.examples === 0 ? "It has no example yet" : `It has ${counted(shape.examples, "example")}`}; `
        + "what you draw here is added."
      : "Drawings are scored by how like these they are. Without any, only how neat the ink is counts.";
    return [field("examples",
      make("fieldset", {}, make("legend", {}, shape ? "More examples" : "An example or two"),
        make("p", { class: "aside" }, told),
        make("div", { class: "examples" }, sheet(shape ? "draw another example" : "draw it here"),
          sheet(shape ? "and one more" : "and once more, if you like"))),
      ...(shape && shape.examples > 0 ? [make("label", { class: "choice" },
        make("input", { type: "checkbox", name: "anew" }), "these instead of the old ones")] : []))];
  }

  #close() {
    this.open(null);
    this.dispatchEvent(new CustomEvent("closed"));
  }

  /** @param {HTMLFormElement} form */
  #read(form) {
    const fields = new FormData(form);
    const sheets = /** @type {NodeListOf<ExampleSheet>} */ (form.querySelectorAll("example-sheet"));
    const drawn = [...sheets].map(({ drawing }) => drawing).filter((drawing) => drawing !== null);
    const examples = !this.#shape || fields.has("anew") ? { examples: drawn } : { examples_add: drawn };
    return { name: String(fields.get("name")).trim(), description: String(fields.get("description")).trim(),
      difficulty: Number(fields.get("difficulty")), ...(this.#shape && drawn.length === 0 ? {} : examples) };
  }

  /** @param {HTMLFormElement} form */
  async #submit(form) {
    const before = this.#shape;
    const go = part(form, ".go .strong");
    go.toggleAttribute("disabled", true);
    try {
      const shape = /** @type {Shape} */ (before
        ? await ask(`/api/admin/shapes/${before.id}`, this.#read(form), { method: "PATCH" })
        : await ask("/api/admin/shapes", this.#read(form)));
      this.open(null);
      this.dispatchEvent(new CustomEvent("changed", { detail: shape }));
      if (before) {
        offerUndo(`Changed “${shape.name}”`, () => putBack(before));
        this.dispatchEvent(new CustomEvent("closed"));
      } else say(part(this, ".outcome"), `“${shape.name}” can be drawn from now on. ${learnable(shape)}`);
    } catch (error) {
      const faults = error instanceof Refusal ? error.faults : [];
      const strays = mark(this, faults);
      say(part(this, ".outcome"), faults.length > 0 && strays.length === 0 ? ""
        : strays.map(({ message }) => message).join("; ") || reasonOf(error));
      part(this, "[aria-invalid]")?.focus();
    } finally {
      go.toggleAttribute("disabled", false);
    }
  }
}

/** @param {Shape} shape */
const learnable = ({ missing }) => (missing === 0 ? "A model can learn it."
  : `A model can learn it after ${counted(missing, "drawing")}.`);

/**
 * The words and the difficulty as they were; examples that came are kept.
 * @param {Shape} before
 */
const putBack = ({ id, name, description, difficulty }) => (
  ask(`/api/admin/shapes/${id}`, { name, description, difficulty }, { method: "PATCH" }));

/** @param {string} text */
function textarea(text) {
  const area = make("textarea", { name: "description", maxlength: String(longestDescription), rows: "2" });
  area.value = text;
  return area;
}

/** @param {string} name @param {Node[]} content */
const field = (name, ...content) => (
  make("div", { class: "field", "data-name": name }, ...content, make("p", { class: "fault", role: "alert" })));

/**
 * Puts each fault at its field: `examples[0].strokes` at the examples.
 * @param {HTMLElement} form @param {import("../api.js").Fault[]} faults
 * @returns {import("../api.js").Fault[]} those without a field
 */
function mark(form, faults) {
  const strays = new Set(faults);
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll(".field"))) {
    const own = faults.filter(({ path }) => path.split(/[.[]|_add/)[0] === place.dataset.name);
    for (const fault of own) strays.delete(fault);
    say(part(place, ":scope > .fault"), own.map(({ message }) => message).join("; "));
    const control = place.querySelector("input, textarea, select, .surface");
    if (own.length > 0) control?.setAttribute("aria-invalid", "true");
    else control?.removeAttribute("aria-invalid");
  }
  return [...strays];
}

customElements.define("shape-form", ShapeForm);

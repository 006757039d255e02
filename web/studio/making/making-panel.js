import "./ink-players.js";
import { reasonOf, Refusal } from "../../admin/api.js";
import { microseconds } from "../../admin/figures.js";
import { make, part, say } from "../../admin/make.js";
import { copy } from "../../admin/parts/copy.js";
import { save } from "../save.js";
import { called } from "../sheet/guess-bars.js";

/**
 * @typedef {import("../app.js").Studio} Studio
 * @typedef {import("./ink-players.js").MadeUp} MadeUp
 * @typedef {{ shape: string, seed: number, temperature: number, generator: string, drawings: MadeUp[] }} Made
 */

/** Has drawings made up: which, how many, how wild, and from which seed. */
export class MakingPanel extends HTMLElement {
  /** @type {Studio | null} */
  #studio = null;
  /** @type {Made | null} */
  #made = null;

  connectedCallback() {
    const form = make("form", { novalidate: true }, make("label", {}, "Shape", make("select", { name: "shape" })),
      slider("How many", "count", { min: "1", max: "24", value: "8" }, (value) => String(value)),
      slider("Temperature", "temperature", { min: "0", max: "2", step: "0.05", value: "1" },
        (value) => value.toFixed(2)),
      make("label", {}, "Seed", make("input",
        { name: "seed", type: "text", inputmode: "numeric", pattern: "[0-9]*", placeholder: "another each time" })),
      make("div", { class: "go" }, make("button", { class: "strong" }, "Draw them")));
    const acts = make("div", { class: "acts", hidden: true },
      this.#act("play again", "play", () => this.#players.play()),
      this.#act("keep this seed", "keep", () => this.#keepSeed()),
      this.#act("copy as JSON", "copy", () => this.#copy()), this.#act("download ndjson", "save", () => this.#save()));
    this.replaceChildren(form, make("div", { class: "made" }, make("p", { class: "told aside", role: "status" },
      "Drawn by a model that learnt from people’s strokes, not by a formula: "
      + "with their order, their pace and their pressure."),
    make("p", { class: "fault", role: "alert" }), document.createElement("ink-players"), acts));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#make(form);
    });
    this.#players.addEventListener("chosen", (event) => {
      this.#studio?.board.desk.lay(/** @type {CustomEvent} */ (event).detail);
      this.#studio?.board.surface.focus();
    });
  }

  /** @param {Studio} studio */
  set studio(studio) {
    this.#studio = studio;
    studio.access.addEventListener("change", () => this.#offer());
    this.#offer();
  }

  get #players() { return /** @type {import("./ink-players.js").InkPlayers} */ (part(this, "ink-players")); }

  /** The shapes that the model knows; the one that was chosen stays. */
  #offer() {
    const shapes = (this.#studio?.access.info?.classes ?? []).filter((name) => name !== "none");
    const select = /** @type {HTMLSelectElement} */ (part(this, "[name=shape]"));
    if (shapes.join() === select.dataset.shapes) return;
    const chosen = select.value;
    select.dataset.shapes = shapes.join();
    select.replaceChildren(...shapes.map((shape) => make("option", { value: shape }, called(shape))));
    select.value = shapes.includes(chosen) ? chosen : shapes[shapes.length - 1] ?? "";
  }

  /** @param {HTMLFormElement} form */
  async #make(form) {
    const fields = new FormData(form);
    const seed = String(fields.get("seed")).trim();
    say(part(this, ".fault"), "");
    const began = performance.now();
    try {
      const { access } = /** @type {Studio} */ (this.#studio);
      this.#made = /** @type {Made} */ (await access.ask("/api/inference/generate", { shape: fields.get("shape"),
        count: Number(fields.get("count")), temperature: Number(fields.get("temperature")),
        ...(seed === "" ? {} : { seed: Number(seed) }) }));
    } catch (error) {
      return say(part(this, ".fault"), faultOf(error));
    }
    const { drawings, seed: used, temperature, generator } = this.#made;
    const took = microseconds((1_000 * (performance.now() - began)) / Math.max(1, drawings.length));
    this.#tell(`Seed ${used}, temperature ${temperature}, by ${generator}; ${took} each, there and back. `
      + "The same seed draws the same again.");
    part(this, ".acts").hidden = false;
    this.dataset.seed = String(used);
    return this.#players.show(drawings);
  }

  #keepSeed() {
    /** @type {HTMLInputElement} */ (part(this, "[name=seed]")).value = String(this.#made?.seed ?? "");
    part(this, "[name=seed]").focus();
  }

  async #copy() {
    const isCopied = await copy(JSON.stringify(this.#made?.drawings));
    this.#tell(isCopied ? `${this.#made?.drawings.length} drawings are on the clipboard.`
      : "This browser bars the clipboard: download them instead.");
  }

  #save() {
    if (!this.#made) return;
    const { shape, seed, drawings } = this.#made;
    const lines = drawings.map((drawing) => `${JSON.stringify(drawing)}\n`);
    save(new Blob(lines, { type: "application/x-ndjson" }), `${shape}-${seed}.ndjson`);
  }

  /** @param {string} words */
  #tell(words) { say(part(this, ".told"), words); }

  /** @param {string} words @param {string} name @param {() => unknown} action */
  #act(words, name, action) {
    const made = make("button", { type: "button", class: `quiet ${name}` }, words);
    made.addEventListener("click", action);
    return made;
  }
}

/** @param {unknown} error */
function faultOf(error) {
  if (error instanceof Refusal && error.status === 404) {
    return "This server is older than this page: it cannot draw by itself.";
  }
  return reasonOf(error);
}

/**
 * A slider that says where it stands.
 * @param {string} label @param {string} name @param {Record<string, string>} range
 * @param {(value: number) => string} words
 */
function slider(label, name, range, words) {
  const shown = make("output", {}, words(Number(range.value)));
  const input = make("input", { type: "range", name, ...range });
  input.addEventListener("input", () => say(shown, words(input.valueAsNumber)));
  return make("label", {}, label, " ", shown, input);
}

customElements.define("making-panel", MakingPanel);

import { ask, reasonOf } from "../api.js";
import { accuracy, bytes, count, counted, moment, percent } from "../figures.js";
import { button, make, part, say } from "../make.js";
import { showFigures } from "../parts/figure-line.js";
import { thumb } from "../parts/thumb.js";
import { addressOf } from "../router.js";
import { offerUndo } from "../undo-bar.js";
import { letServe, rollBack } from "./choosing.js";
import { calibration, inkCurve } from "./plots.js";
import { byShape, confusion } from "./tables.js";

/** @typedef {import("../api.js").Model} Model */

/** Settings that say how a version came about, in words. */
const told = new Map([["epochs", "epochs"], ["input_size", "pixels"], ["min_quality", "least quality"], ["flagged", "flagged"],
  ["augmentation", "ink varied"], ["synthetic", "made-up drawings"], ["seed", "seed"], ["cap_per_class", "of each shape at most"],
  ["from", "from"], ["to", "before"], ["learning_rate", "learning rate"], ["batch_size", "at once"]]);
const mostMistakes = 60;

/** Everything that is known of one version. */
export class ModelPanel extends HTMLElement {
  /** @type {Model | null} */
  #model = null;
  /**
   * The one that serves, as it was last told.
   * @type {Model | undefined}
   */
  #active;
  /** Counts the mistakes asked for. */
  #turn = 0;

  /**
   * @param {Model} model @param {Model[]} all
   * @param {{ shape: string | null, guessed: string | null }} cell whose drawings to show
   */
  show(model, all, cell) {
    // What somebody writes is left alone while only the state around it changes.
    if (this.#model?.id !== model.id) this.#build(model);
    [this.#model, this.#active] = [model, all.find(({ active }) => active)];
    this.#fill(model, all.some((one) => one.id !== model.id && one.activated_at !== null));
    this.#showCell(model, cell);
  }

  /** @param {Model} model */
  #build(model) {
    const { version, metrics, id, data, config } = model;
    const notes = make("textarea", { name: "notes", rows: "2", maxlength: "500", placeholder: "what is to be known of this version" });
    notes.addEventListener("change", () => this.#note(notes.value));
    this.replaceChildren(
      make("header", {}, make("h3", {}, version, make("span", { class: "state" })), make("div", { class: "acts" })),
      make("p", { class: "fault", role: "alert" }),
      make("ul", { class: "figures-line" }),
      make("div", { class: "plots" }, inkCurve([{ name: "right", metrics }]), calibration(metrics)),
      make("div", { class: "tables" }, make("div", { class: "wide", tabindex: "0", role: "group", "aria-label": "confusion matrix" }),
        make("div", { class: "wide", tabindex: "0", role: "group", "aria-label": "figures of each shape" }, byShape(metrics.classes ?? []))),
      make("section", { class: "mistakes", hidden: true, "aria-live": "polite" }),
      make("label", { class: "notes-field" }, "Notes", notes),
      make("h4", {}, "Where it comes from"), make("p", {}, origin(data)), make("p", { class: "aside" }, settings(config)),
      make("p", { class: "downloads" }, "Download: ",
        make("a", { href: `/api/admin/models/${id}/file?format=onnx`, download: true }, "ONNX"), " ",
        make("a", { href: `/api/admin/models/${id}/file?format=inkling`, download: true }, "Inkling's own")));
    showFigures(part(this, ".figures-line"), figuresOf(model));
  }

  /** @param {Model} model @param {boolean} hasBefore whether another one has served */
  #fill(model, hasBefore) {
    say(part(this, "header .state"), model.active ? "serves" : "");
    const notes = /** @type {HTMLTextAreaElement} */ (part(this, "textarea"));
    if (document.activeElement !== notes) notes.value = model.notes;
    const acts = part(this, ".acts");
    const state = `${model.active} ${hasBefore}`;
    if (acts.dataset.state === state) return;
    acts.dataset.state = state;
    acts.replaceChildren(model.active ? hasBefore ? button("roll back to the one before", "quiet rollback", () => this.#try(() => rollBack(model))) : ""
      : button("Let it serve", "strong activate", () => this.#try(() => letServe(model, this.#active))));
  }

  /** @param {() => Promise<unknown>} act */
  async #try(act) {
    const fault = part(this, ".fault");
    try {
      await act();
      say(fault, "");
    } catch (error) {
      say(fault, reasonOf(error));
    }
    this.dispatchEvent(new CustomEvent("changed", { bubbles: true }));
  }

  /** @param {string} notes */
  #note(notes) {
    const model = this.#model;
    if (!model || notes === model.notes) return undefined;
    const [path, before] = [`/api/admin/models/${model.id}`, model.notes];
    return this.#try(async () => {
      await ask(path, { notes }, { method: "PATCH" });
      offerUndo(`The notes of ${model.version} are kept`, () => ask(path, { notes: before }, { method: "PATCH" }));
    });
  }

  /** @param {Model} model @param {{ shape: string | null, guessed: string | null }} cell */
  async #showCell({ id, version, labels, metrics }, { shape, guessed }) {
    const address = (/** @type {string} */ drawn, /** @type {string} */ said) => addressOf("models",
      drawn === shape && said === guessed ? { model: version } : { model: version, shape: drawn, guessed: said });
    part(this, ".tables .wide").replaceChildren(metrics.confusion ? confusion(labels, metrics.confusion, address, { shape, guessed }) : "");
    const place = part(this, ".mistakes");
    place.hidden = !shape || !guessed;
    const key = `${id} ${shape} ${guessed}`;
    if (place.hidden || place.dataset.key === key) return;
    place.dataset.key = key;
    const turn = (this.#turn += 1);
    const title = make("h4", {}, shape === guessed ? `Drawn and recognised: ${shape}` : `Drawn as ${shape}, taken for ${guessed}`);
    place.replaceChildren(title, make("p", { class: "aside" }, "looking …"));
    try {
      const query = new URLSearchParams({ shape: shape ?? "", guessed: guessed ?? "", limit: String(mostMistakes) });
      const { drawings, total } = await ask(`/api/admin/models/${id}/mistakes?${query}`);
      if (turn !== this.#turn) return;
      place.replaceChildren(title, drawings.length === 0
        ? make("p", { class: "aside" }, "None of the stored drawings: made-up ones alone were taken so, or they are deleted by now.")
        : make("ol", { class: "strip" }, ...drawings.map(judged)),
      ...(total > drawings.length ? [make("p", { class: "aside" }, `The surest ${count(drawings.length)} of ${count(total)}.`)] : []));
    } catch (error) {
      if (turn !== this.#turn) return;
      delete place.dataset.key;
      place.replaceChildren(title, make("p", { class: "fault" }, reasonOf(error)));
    }
  }
}

/** @param {{ id: string, shape: string, guess: { shape: string, confidence: number } }} drawing */
const judged = (drawing) => make("li", { "data-drawing": drawing.id }, make("a", { href: addressOf("gallery", { drawing: drawing.id }) },
  make("span", { class: "paper" }, thumb(drawing)),
  make("span", { class: "caption" }, `${drawing.guess.shape} ${percent(drawing.guess.confidence)}`)));

/** @param {Model} model @returns {import("../parts/figure-line.js").Figure[]} */
const figuresOf = ({ metrics, size_bytes: size, created_at: made, version }) => [
  { key: "accuracy", value: percent(metrics.accuracy), name: "accuracy", note: accuracy(metrics).replace(/^[^(]*\(?|\)$/g, "") },
  { key: "measured", value: typeof metrics.drawings === "number" ? count(metrics.drawings) : "–", name: "measured on", note: "drawings that it never saw" },
  ...(typeof metrics.settled_at === "number" ? [{ key: "settled", value: `${Math.round(100 * metrics.settled_at)} %`, name: "of the ink", note: "and it stays with its guess" }] : []),
  ...(metrics.latency_us ? [{ key: "latency", value: `${Math.round(metrics.latency_us.median)} µs`, name: "a guess", note: `p99 ${Math.round(metrics.latency_us.p99)} µs` }] : []),
  { key: "size", value: bytes(size), name: "in size", note: version === "starter" ? "comes with the program" : moment(made) },
];

/** @param {Model["data"]} data */
function origin({ drawings, held_out: heldOut, by_shape: shapes, synthetic }) {
  if (drawings === undefined) return synthetic ? "It learnt from made-up drawings alone." : "Its data is not known.";
  const each = Object.entries(shapes ?? {}).map(([name, number]) => `${name} ${count(number)}`).join(", ");
  return `It learnt from ${counted(drawings, "drawing")}${each ? ` (${each})` : ""}; ${counted(heldOut ?? 0, "drawing")} by other people were set aside to measure it.`;
}

/** @param {Record<string, any>} config */
const settings = (config) => [...told].flatMap(([key, words]) => {
  const value = config[key];
  if (value === undefined || value === null || value === false) return [];
  return [value === true ? words : `${words} ${value}`];
}).join(" · ");

customElements.define("model-panel", ModelPanel);

import "./mistake-strip.js";
import { ask, reasonOf } from "../api.js";
import { accuracy, bytes, count, counted, microseconds, moment, percent } from "../figures.js";
import { button, make, part, say } from "../make.js";
import { showFigures } from "../parts/figure-line.js";
import { offerUndo } from "../undo-bar.js";
import { letServe, rollBack } from "./choosing.js";
import { calibration, inkCurve } from "./plots.js";
import { byShape, confusion, markCell, wide } from "./tables.js";

/** @typedef {import("../api.js").Model} Model */

/** Settings that say how a version came about, in words. */
const told = new Map([
  ["epochs", "epochs"], ["input_size", "pixels"], ["min_quality", "least quality"], ["flagged", "flagged drawings:"],
  ["augmentation", "ink varied"], ["synthetic", "made-up drawings"], ["cap_per_class", "of each shape at most"],
  ["from", "from"], ["to", "before"], ["learning_rate", "learning rate"], ["batch_size", "at once"], ["seed", "seed"],
]);

/** As what a model can be taken along, by the names of the API. */
const formats = {
  js: "JavaScript", c: "C", swift: "Swift", onnx: "ONNX", safetensors: "safetensors", inkling: "Inkling's own",
};

/** Everything that is known of one version. */
export class ModelPanel extends HTMLElement {
  /** @type {Model | null} */
  #model = null;
  /**
   * The one that serves, as it was last told.
   * @type {Model | undefined}
   */
  #active;

  /**
   * @param {Model} model @param {Model[]} all
   * @param {{ shape: string | null, guessed: string | null }} cell whose drawings to show
   */
  show(model, all, cell) {
    // What somebody writes is left alone while only the state around it changes.
    if (this.#model?.id !== model.id) this.#build(model);
    [this.#model, this.#active] = [model, all.find(({ active }) => active)];
    this.#fill(model, all.some((one) => one.id !== model.id && one.activated_at !== null));
    markCell(this, cell);
    /** @type {import("./mistake-strip.js").MistakeStrip} */ (part(this, "mistake-strip")).show(model.id, cell);
  }

  /** @param {Model} model */
  #build(model) {
    const { version, labels, metrics, id, data, config } = model;
    const notes = make("textarea", { name: "notes", rows: "2", maxlength: "500",
      placeholder: "what is to be known of this version" });
    notes.addEventListener("change", () => this.#note(notes.value));
    this.replaceChildren(
      make("header", {}, make("h3", {}, version, make("span", { class: "state" })), make("div", { class: "acts" })),
      make("p", { class: "fault", role: "alert" }),
      make("ul", { class: "figures-line" }),
      make("div", { class: "plots" }, inkCurve([{ name: "right", metrics }]), calibration(metrics)),
      make("div", { class: "tables" }, 
        ...(metrics.confusion ? [wide("confusion matrix", confusion(version, labels, metrics.confusion))] : []),
        wide("figures of each shape", byShape(metrics.classes ?? []))),
      document.createElement("mistake-strip"),
      make("label", { class: "notes-field" }, "Notes", notes),
      make("h4", {}, "Where it comes from"),
      make("p", {}, origin(data)),
      make("p", { class: "aside" }, settings(config)),
      make("p", { class: "downloads" }, "Download: ",
        ...Object.entries(formats).flatMap(([format, name]) =>
          [make("a", { href: `/api/admin/models/${id}/file?format=${format}`, download: true }, name), " "])));
    showFigures(part(this, ".figures-line"), figuresOf(model));
  }

  /** @param {Model} model @param {boolean} hasBefore whether another one has served */
  #fill(model, hasBefore) {
    say(part(this, "header .state"), model.active ? "serves" : "");
    const notes = /** @type {HTMLTextAreaElement} */ (part(this, "textarea"));
    if (document.activeElement !== notes) notes.value = model.notes;
    const acts = part(this, ".acts");
    const act = !model.active ? "serve" : hasBefore ? "roll back" : "none";
    if (acts.dataset.act === act) return;
    acts.dataset.act = act;
    acts.replaceChildren(...(act === "none" ? [] : [act === "serve"
      ? button("Let it serve", "strong activate", () => this.#try(() => letServe(model, this.#active)))
      : button("roll back to the one before", "quiet rollback", () => this.#try(() => rollBack(model)))]));
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
}

/** @param {Model} model @returns {import("../parts/figure-line.js").Figure[]} */
function figuresOf({ metrics, size_bytes: size, created_at: made, version }) {
  const { drawings, settled_at: settled, latency_us: latency } = metrics;
  return [
    { key: "accuracy", value: percent(metrics.accuracy), name: "accuracy",
      note: accuracy(metrics).replace(/^[^(]*\(?|\)$/g, "") },
    { key: "measured", value: drawings === undefined ? "–" : count(drawings), name: "measured on",
      note: "drawings that it never saw" },
    ...(typeof settled === "number" ? [{ key: "settled", value: `${Math.round(100 * settled)} %`, name: "of the ink",
      note: "and it stays with its guess" }] : []),
    ...(latency ? [{ key: "latency", value: microseconds(latency.median), name: "a guess",
      note: `p99 ${microseconds(latency.p99)}` }] : []),
    { key: "size", value: bytes(size), name: "in size",
      note: version === "starter" ? "comes with the program" : moment(made) },
  ];
}

/** @param {Model["data"]} data */
function origin({ drawings, held_out: heldOut, by_shape: shapes, synthetic }) {
  if (drawings === undefined) return synthetic ? "It learnt from made-up drawings alone." : "Its data is not known.";
  const each = Object.entries(shapes ?? {}).map(([name, number]) => `${name} ${count(number)}`).join(", ");
  return `It learnt from ${counted(drawings, "drawing")}${each ? ` (${each})` : ""}; `
    + `${counted(heldOut ?? 0, "drawing")} by other people were set aside to measure it.`;
}

/** @param {Record<string, any>} config */
const settings = (config) => [...told].flatMap(([key, words]) => {
  const value = config[key];
  if (value === undefined || value === null || value === false) return [];
  return [value === true ? words : `${words} ${value}`];
}).join(" · ");

customElements.define("model-panel", ModelPanel);

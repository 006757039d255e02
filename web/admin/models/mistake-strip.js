import { ask, reasonOf } from "../api.js";
import { count, percent } from "../figures.js";
import { make } from "../make.js";
import { thumb } from "../parts/thumb.js";
import { addressOf } from "../router.js";

/** @typedef {{ shape: string | null, guessed: string | null }} Cell of a confusion matrix */

const most = 60;

/** The drawings of one cell of a confusion matrix, those first of which the model was surest. */
export class MistakeStrip extends HTMLElement {
  /** Which cell of which model is shown or asked for. */
  #key = "";

  connectedCallback() { this.setAttribute("aria-live", "polite"); }

  /** @param {number} model @param {Cell} cell */
  async show(model, { shape, guessed }) {
    this.hidden = !shape || !guessed;
    const key = `${model} ${shape} ${guessed}`;
    if (!shape || !guessed || key === this.#key) return;
    this.#key = key;
    const title = make("h4", {}, shape === guessed ? `Drawn and recognised: ${shape}`
      : `Drawn as ${shape}, taken for ${guessed}`);
    this.replaceChildren(title, make("p", { class: "aside" }, "looking …"));
    try {
      const query = new URLSearchParams({ shape, guessed, limit: String(most) });
      const { drawings, total } = await ask(`/api/admin/models/${model}/mistakes?${query}`);
      if (key !== this.#key) return;
      this.replaceChildren(title, ...content(drawings, total));
    } catch (error) {
      if (key !== this.#key) return;
      this.#key = "";
      this.replaceChildren(title, make("p", { class: "fault" }, reasonOf(error)));
    }
  }
}

/** @typedef {{ id: string, shape: string, guess: { shape: string, confidence: number } }} Judged */

/** @param {Judged[]} drawings @param {number} total */
function content(drawings, total) {
  if (drawings.length === 0) {
    return [make("p", { class: "aside" },
      "None of the stored drawings: made-up ones alone were taken so, or they are deleted by now.")];
  }
  const strip = make("ol", { class: "strip" }, ...drawings.map(item));
  return total === drawings.length ? [strip]
    : [strip, make("p", { class: "aside" }, `The surest ${count(drawings.length)} of ${count(total)}.`)];
}

/** @param {Judged} drawing */
const item = (drawing) => make("li", { "data-drawing": drawing.id },
  make("a", { href: addressOf("gallery", { drawing: drawing.id }) },
    make("span", { class: "paper" }, thumb(drawing)),
    make("span", { class: "caption" }, `${drawing.guess.shape} ${percent(drawing.guess.confidence)}`)));

customElements.define("mistake-strip", MistakeStrip);

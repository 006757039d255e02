import { percent } from "../../admin/figures.js";
import { make, part, say } from "../../admin/make.js";

/** @typedef {{ shape: string, confidence: number }[]} Guesses */

/** Of more classes than have room only the likeliest are shown. */
const [room, likeliest] = [12, 10];

/** @param {string} shape */
export const called = (shape) => (shape === "none" ? "none of these" : shape.replace(/[_-]+/g, " "));

/**
 * How sure one model, or two, is of each class, as bars that move. Each class keeps its place, so that the eye
 * finds it again.
 */
export class GuessBars extends HTMLElement {
  /** @type {string[]} */
  #classes = [];
  /** @type {[Guesses, Guesses | null]} */
  #guesses = [[], null];
  #frame = 0;

  connectedCallback() { if (this.childElementCount === 0) this.append(make("ul", { role: "list" })); }

  /** @param {string[]} classes in their order */
  set classes(classes) {
    if (classes.join() === this.#classes.join()) return;
    this.#classes = classes;
    part(this, "ul").replaceChildren(...classes.map(row));
    this.#draw();
  }

  /** @param {Guesses} guesses @param {Guesses | null} [beside] of a second model */
  show(guesses, beside = null) {
    this.#guesses = [guesses, beside];
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.#frame = 0;
    const [guesses, beside] = this.#guesses;
    // A class that only one of the models knows comes last.
    const unknown = [...guesses, ...(beside ?? [])].map(({ shape }) => shape)
      .filter((shape) => !this.#classes.includes(shape));
    if (unknown.length > 0) {
      const isShape = (/** @type {string} */ shape) => shape !== "none";
      this.classes = [...this.#classes.filter(isShape), ...new Set(unknown.filter(isShape)), "none"];
      return;
    }
    this.classList.toggle("is-pair", beside !== null);
    const isCrowded = this.#classes.length > room;
    const likely = new Set(guesses.slice(0, likeliest).map(({ shape }) => shape));
    for (const shown of this.querySelectorAll("li")) {
      const shape = shown.dataset.shape ?? "";
      shown.hidden = isCrowded && shape !== "none"
        && !(likely.size > 0 ? likely.has(shape) : this.#classes.indexOf(shape) < likeliest);
      shown.classList.toggle("best", guesses[0]?.shape === shape);
      fill(part(shown, ".first"), guesses, shape);
      fill(part(shown, ".second"), beside ?? [], shape);
    }
  }
}

/** @param {string} shape */
const row = (shape) => make("li", { "data-shape": shape }, make("span", { class: "name" }, called(shape)),
  make("span", { class: "first" }, make("span", { class: "track" }, make("i", {})), make("span", { class: "value" })),
  make("span", { class: "second" }, make("span", { class: "track" }, make("i", {})), make("span", { class: "value" })));

/** @param {HTMLElement} place @param {Guesses} guesses @param {string} shape */
function fill(place, guesses, shape) {
  const found = guesses.find((guess) => guess.shape === shape);
  part(place, "i").style.transform = `scaleX(${found?.confidence ?? 0})`;
  say(part(place, ".value"), found ? percent(found.confidence) : "–");
}

customElements.define("guess-bars", GuessBars);

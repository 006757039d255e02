import { recall, remember } from "../shared/session.js";
import { isMode } from "./modes.js";
import { choosePrompts, fetchPrompts } from "./prompts.js";

/** @typedef {import("../shared/session.js").Shape} Shape */
/** @typedef {import("./modes.js").Mode} Mode */
/** @typedef {import("./prompts.js").Prompt} Prompt */
/** @typedef {import("./prompts.js").Prompts} Prompts */

const key = "inkling.round";

/** Some drawings, one after another, in one mode. It is remembered, so that a reload goes on with it. */
export class Round {
  /** @type {Mode} */
  mode = "normal";
  #id = "";
  /** @type {Prompt[]} */
  #prompts = [];
  #index = 0;
  /**
   * What the server would have drawn after this round.
   * @type {{ mode: Mode, prompts: Promise<Prompts | null> } | null}
   */
  #next = null;

  /** @param {Shape[]} shapes */
  constructor(shapes) {
    this.shapes = toDraw(shapes);
    try {
      const { id, mode, prompts, index } = JSON.parse(recall(key) ?? "{}");
      const isSound = isMode(mode) && prompts.every((/** @type {Prompt} */ { shape }) => this.shape(shape));
      if (isSound) [this.#id, this.mode, this.#prompts, this.#index] = [id, mode, prompts, index];
    } catch { /* none yet, or of another time */ }
  }

  /** 1 … 6 */
  get number() { return Math.min(this.#index + 1, this.length); }
  get length() { return this.#prompts.length; }
  get isOver() { return this.#index >= this.#prompts.length; }
  /** @returns {string | undefined} */
  get current() { return this.#prompts[this.#index]?.shape; }
  /** The hand to draw with, where it matters. */
  get hand() { return this.#prompts[this.#index]?.hand; }
  /** What the server is told of the drawing that is begun. */
  get play() { return { mode: this.mode, round: this.#id, place: this.number }; }

  /** @param {string} id @returns {Shape | undefined} */
  shape(id) { return this.shapes.find((shape) => shape.id === id); }

  /** Asks early what is to be drawn after this round. */
  lookAhead() { this.#next = { mode: this.mode, prompts: this.#ask(this.mode) }; }

  /**
   * Another round, of what the server wants drawn, or else of the page's own choice.
   * @param {Mode} mode
   */
  async begin(mode) {
    const asked = this.#next?.mode === mode ? this.#next.prompts : this.#ask(mode);
    this.#next = null;
    const found = await asked;
    this.mode = mode;
    this.#deal(found && found.prompts.every(({ shape }) => this.shape(shape)) ? found : this.#choose());
  }

  /** The drawing on the sheet is done. */
  advance() {
    this.#index += 1;
    this.#save();
  }

  /**
   * What is drawn now is this shape, whatever was next.
   * @param {string} id
   */
  goOnWith(id) {
    if (this.isOver) this.#deal(this.#choose());
    this.#prompts[this.#index] = { shape: id };
    this.#save();
  }

  /**
   * Goes on with the shapes there are by now.
   * @param {Shape[]} shapes
   */
  renew(shapes) {
    this.shapes = toDraw(shapes);
    const isGone = this.#prompts.slice(this.#index).some(({ shape }) => !this.shape(shape));
    if (isGone) this.#deal(this.#choose());
  }

  /** @param {Mode} mode */
  #ask(mode) { return fetchPrompts(mode, (id) => this.shape(id) !== undefined); }

  #choose() {
    // What all draw on this day the server alone knows: without it, a round is one like any other.
    if (this.mode === "daily") this.mode = "normal";
    const last = this.#prompts[this.#prompts.length - 1]?.shape;
    return choosePrompts(this.mode, this.shapes.map(({ id }) => id), last);
  }

  /** @param {Prompts} prompts */
  #deal({ id, prompts }) {
    [this.#id, this.#prompts, this.#index] = [id, prompts, 0];
    this.#save();
  }

  #save() {
    remember(key, JSON.stringify({ id: this.#id, mode: this.mode, prompts: this.#prompts, index: this.#index }));
  }
}

/** @param {Shape[]} shapes */
const toDraw = (shapes) => shapes.filter(({ enabled }) => enabled !== false);

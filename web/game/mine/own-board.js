import { number } from "../languages/language.js";
import { p } from "../languages/panels.js";
import { ask } from "./ask.js";
import { make } from "./make.js";
import { NameChoice } from "./name-choice.js";
import { score, shapeName } from "./own-gallery.js";

/** @typedef {import("./mine-panel.js").OwnGame} OwnGame */
/** @typedef {{ place: number, name: string, score: number, me: boolean }} Place */

const measures = /** @type {const} */ (["drawings", "quality", "streak", "levels"]);
/** @typedef {typeof measures[number]} Measure */

/** Who drew most, best, longest: only those who want to be seen, under a name that is not their own. */
export class OwnBoard extends HTMLElement {
  /** @type {Measure} */
  #by = "drawings";
  /**
   * The board of one shape.
   * @type {string | null}
   */
  #shape = null;
  #choose = make("select", { name: "by" });
  #names = new NameChoice();
  #list = make("ol", { class: "places" });
  #status = make("p", { class: "aside", role: "status" });
  #turn = 0;

  connectedCallback() {
    this.#choose.setAttribute("aria-label", p("board.by"));
    this.#choose.replaceChildren(...measures.map((name) => make("option", { value: name }, p(`board.${name}`))));
    this.#choose.addEventListener("change", () => {
      const [by, shape] = this.#choose.value.split(" ");
      this.#by = /** @type {Measure} */ (by);
      this.#shape = shape ?? null;
      this.#load();
    });
    this.replaceChildren(this.#names,
      make("div", { class: "board-head" }, make("h3", {}, p("mine.board")), this.#choose), this.#list, this.#status);
    this.#names.addEventListener("named", () => this.#load());
    this.#load();
  }

  /** @param {OwnGame} game */
  set game(game) {
    this.#names.name = game.name;
    for (const option of this.#choose.querySelectorAll("[data-shape]")) option.remove();
    this.#choose.append(...game.levels.map(({ shape }) => make("option", { value: `quality ${shape}`, "data-shape": shape },
      p("board.shape", { shape: shapeName(shape) }))));
    this.#choose.value = this.#shape === null ? this.#by : `quality ${this.#shape}`;
  }

  async #load() {
    const turn = (this.#turn += 1);
    try {
      const { places, me } = await ask(`/api/leaderboard?by=${this.#by}&limit=50`
        + (this.#shape === null ? "" : `&shape=${encodeURIComponent(this.#shape)}`));
      if (turn !== this.#turn) return;
      const isSeen = places.some((/** @type {Place} */ place) => place.me);
      const rows = me && !isSeen ? [...places, { ...me, name: p("board.you"), me: true }] : places;
      this.#list.replaceChildren(...rows.map((/** @type {Place} */ place) => this.#row(place)));
      this.#status.textContent = places.length === 0 ? p("board.empty") : "";
    } catch {
      if (turn === this.#turn) this.#status.textContent = p("mine.away");
    }
  }

  /** @param {Place} place */
  #row({ place, name, score: value, me }) {
    const told = this.#by === "quality" ? score(value) : value;
    return make("li", { value: String(place), class: me ? "me" : "", ...(me ? { "aria-current": "true" } : {}) },
      make("span", { class: "place" }, number(place)), make("bdi", { class: "name" }, name),
      ...(me ? [make("span", { class: "aside" }, p("board.me"))] : []), make("b", {}, number(told)));
  }
}

customElements.define("own-board", OwnBoard);

/**
 * Where the game is: `waiting` for what to draw, `asking` for one with a blank sheet, `drawing`,
 * `revealing` what came of it, showing all in a `summary`, or standing `aside` while another page or device draws.
 * @typedef {"waiting" | "asking" | "drawing" | "revealing" | "summary" | "aside"} State
 */

/** @type {Record<State, State[]>} */
const ways = {
  waiting: ["asking", "drawing", "waiting", "aside"],
  asking: ["asking", "drawing", "waiting", "aside"],
  drawing: ["drawing", "revealing", "asking", "waiting", "aside"],
  revealing: ["asking", "drawing", "summary", "waiting", "aside"],
  summary: ["asking", "drawing", "waiting", "aside"],
  aside: ["asking", "drawing", "waiting", "aside"],
};

/** The game's state, and what it may become. The page shows it: `body[data-state]`. */
export class Flow {
  /** @type {State} */
  #state = "waiting";
  #timer = 0;

  /** @param {HTMLElement} body */
  constructor(body) {
    this.body = body;
    body.dataset.state = this.#state;
  }

  get state() { return this.#state; }

  /**
   * What was to come by itself comes no more.
   * @param {State} state
   */
  to(state) {
    if (!ways[this.#state].includes(state)) throw new Error(`The game cannot go from ${this.#state} to ${state}.`);
    this.after(0, null);
    this.#state = state;
    this.body.dataset.state = state;
  }

  /**
   * @param {number} milliseconds
   * @param {(() => void) | null} then in place of what was to come; not if the state is another by then
   */
  after(milliseconds, then) {
    clearTimeout(this.#timer);
    if (then) this.#timer = setTimeout(then, milliseconds);
  }
}

/** @typedef {import("./game.js").Game} Game */
/** @typedef {import("./mode-chooser.js").ModeChooser} ModeChooser */
/** @typedef {import("./table.js").Table} Table */

/** The ways to play are loaded once the first sheet lies there, and are there when the server is away. */
export class Doors {
  /** @type {Promise<ModeChooser | null> | null} */
  #chooser = null;

  /** @param {Table} table @param {Game} game */
  constructor(table, game) {
    this.game = game;
    table.modes.addEventListener("click", async () => {
      const chooser = await this.#load();
      chooser?.open(game.round.mode);
    });
    const whenIdle = globalThis.requestIdleCallback ?? ((/** @type {() => void} */ then) => setTimeout(then, 1_000));
    whenIdle(() => { this.#load(); });
  }

  #load() {
    this.#chooser ??= import("./mode-chooser.js").then(() => {
      const chooser = /** @type {ModeChooser} */ (document.createElement("mode-chooser"));
      chooser.addEventListener("choose", (event) => this.game.play(/** @type {CustomEvent} */ (event).detail));
      document.body.append(chooser);
      return chooser;
    }, () => {
      this.#chooser = null;
      return null;
    });
    return this.#chooser;
  }
}

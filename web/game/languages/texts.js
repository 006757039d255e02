import { language, languageChange, written } from "./language.js";

/** @typedef {import("./language.js").Catalogue} Catalogue */
/** @typedef {import("./language.js").Values} Values */

/**
 * Texts beside the game's first ones, which are loaded when they are wanted. Fires `change` when they are in another
 * language.
 */
export class Texts extends EventTarget {
  /** @type {Catalogue} */
  #catalogue = {};
  #code = "";
  #plurals = new Intl.PluralRules("en");
  #load;

  /** @param {(code: string) => Promise<{ default: Catalogue }>} load */
  constructor(load) {
    super();
    this.#load = load;
    languageChange.addEventListener("change", async () => {
      if (this.#code === "") return;
      await this.ready();
      this.dispatchEvent(new Event("change"));
    });
  }

  /** Loads them in the language that is spoken. Await it before `say`. */
  async ready() {
    const wanted = language().code;
    if (this.#code === wanted) return;
    try {
      const { default: catalogue } = await this.#load(wanted);
      // Somebody may have chosen yet another one meanwhile.
      if (language().code !== wanted) return;
      [this.#catalogue, this.#code, this.#plurals] = [catalogue, wanted, new Intl.PluralRules(wanted)];
    } catch (error) {
      // Offline, a language that was never loaded is not to be had: what there is goes on.
      if (this.#code === "") throw error;
    }
  }

  /**
   * A text in the language that is spoken.
   * @param {string} name
   * @param {Values} [values] what stands for its placeholders; `count` also chooses the plural form
   */
  say(name, values = {}) {
    const text = this.#catalogue[name];
    return text === undefined ? name : written(text, values, this.#plurals);
  }

  /** @param {string} name */
  has(name) { return this.#catalogue[name] !== undefined; }
}

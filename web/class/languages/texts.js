import { Texts } from "../../game/languages/texts.js";

/** @typedef {import("../../game/languages/language.js").Values} Values */

/** What the class's pages say. Fires `change` when it is in another language. */
export const texts = new Texts((code) => import(`./${code}.js`));

/**
 * A text of the class's pages in the language that is spoken.
 * @param {string} name
 * @param {Values} [values] what stands for its placeholders; `count` also chooses the plural form
 */
export const t = (name, values) => texts.say(name, values);

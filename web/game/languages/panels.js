import { Texts } from "./texts.js";

/** @typedef {import("./language.js").Values} Values */

const texts = new Texts((code) => import(`./panels/${code}.js`));

/** Fires `change` when the texts of what is opened from the first page are in another language. */
export const panelsChange = /** @type {EventTarget} */ (texts);

/** Loads the texts of what is opened from the first page, which does not wait for them. Await it before `p`. */
export const panelTexts = () => texts.ready();

/**
 * A text of the panels in the language that is spoken.
 * @param {string} name
 * @param {Values} [values] what stands for its placeholders; `count` also chooses the plural form
 */
export const p = (name, values) => texts.say(name, values);

/** @param {string} name */
export const hasText = (name) => texts.has(name);

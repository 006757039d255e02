import { language, languageChange, number } from "./language.js";

/** @typedef {import("./language.js").Text} Text */
/** @typedef {import("./language.js").Values} Values */

/** @type {Record<string, Text>} */
let catalogue = {};
let code = "";
let plurals = new Intl.PluralRules("en");

/** Fires `change` when the texts of what is opened from the first page are in another language. */
export const panelsChange = new EventTarget();

/**
 * Loads the texts of what is opened from the first page, which does not wait for them. Await it before `p`.
 * @returns {Promise<void>}
 */
export async function panelTexts() {
  const wanted = language().code;
  if (code === wanted) return;
  try {
    catalogue = (await import(`./panels/${wanted}.js`)).default;
  } catch (error) {
    // Offline, a language that was never loaded is not to be had: what there is goes on.
    if (code !== "") return;
    throw error;
  }
  [code, plurals] = [wanted, new Intl.PluralRules(wanted)];
}

/**
 * A text of the panels in the language that is spoken.
 * @param {string} name
 * @param {Values} [values] what stands for its placeholders; `count` also chooses the plural form
 */
export function p(name, values = {}) {
  const text = catalogue[name];
  if (text === undefined) return name;
  const forms = typeof text === "string" ? { other: text } : /** @type {Record<string, string>} */ (text);
  const form = typeof values.count === "number" ? plurals.select(values.count) : values.form ?? "other";
  return (forms[form] ?? forms.other).replace(/\{(\w+)\}/g, (whole, value) => number(values[value] ?? whole));
}

/** @param {string} name */
export const hasText = (name) => catalogue[name] !== undefined;

languageChange.addEventListener("change", async () => {
  if (code === "") return;
  await panelTexts();
  panelsChange.dispatchEvent(new Event("change"));
});

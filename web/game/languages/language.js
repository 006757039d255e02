import { recall, remember } from "../../shared/session.js";

/**
 * A text with `{placeholders}`, or several of which one fits: by a number's plural form
 * (`zero one two few many other`), or `vowel` before a name that begins with one.
 * @typedef {"zero" | "one" | "two" | "few" | "many" | "vowel"} Form
 * @typedef {string | { other: string } & Partial<Record<Form, string>>} Text
 */
/** @typedef {Record<string, Text>} Catalogue */
/** @typedef {Record<string, string | number>} Values */

const key = "inkling.language";

/** The languages there are, each by its own name. */
export const languages = Object.freeze([
  { code: "en", name: "English", dir: "ltr" },
  { code: "de", name: "Deutsch", dir: "ltr" },
  { code: "es", name: "Español", dir: "ltr" },
  { code: "fr", name: "Français", dir: "ltr" },
  { code: "zh", name: "中文", dir: "ltr" },
  { code: "ar", name: "العربية", dir: "rtl" },
]);

/** Fires `change` when all texts are in another language. */
export const languageChange = new EventTarget();

let current = languages[0];
/** @type {Catalogue} */
let catalogue = {};
let plurals = new Intl.PluralRules("en");

/** The language that is spoken. */
export const language = () => current;

/** Speaks the language that was chosen here, or else the first of the browser's that there is. */
export async function loadLanguage() {
  const wanted = [recall(key) ?? "", ...navigator.languages];
  const found = wanted.map(languageOf).find((known) => known !== undefined) ?? languages[0];
  await speak(found).catch(() => speak(languages[0]));
}

/**
 * Speaks another language from now on, and remembers it.
 * @param {string} code one of `languages`
 * @returns {Promise<boolean>} whether it could be loaded; if not, nothing changes
 */
export async function setLanguage(code) {
  const found = languageOf(code);
  if (!found) return false;
  try { await speak(found); } catch { return false; }
  remember(key, found.code);
  return true;
}

/**
 * A text in the language that is spoken.
 * @param {string} name its key in the catalogues
 * @param {Values} [values] what stands for its placeholders; `count` also chooses the plural form
 */
export function t(name, values = {}) {
  const text = catalogue[name];
  return text === undefined ? name : written(text, values, plurals);
}

/**
 * A text in the form that fits, with its placeholders filled; those without a value stay.
 * @param {Text} text @param {Values} values @param {Intl.PluralRules} rules
 */
export function written(text, values, rules) {
  return formOf(text, values, rules).replace(/\{(\w+)\}/g, (whole, value) => number(values[value] ?? whole));
}

/**
 * Whether there is such a text: names of what the server thought of later may have none.
 * @param {string} name
 */
export const knows = (name) => catalogue[name] !== undefined;

/**
 * A number as people write it here.
 * @param {string | number} value a text stays as it is
 */
export const number = (value) => (typeof value === "number" ? value.toLocaleString(current.code) : value);

/**
 * Writes the texts that the page's own elements name: `data-t` what stands in them, `data-t-label` what they
 * are called where nothing is read.
 * @param {ParentNode} root
 */
export function translate(root) {
  for (const element of root.querySelectorAll("[data-t]")) write(element, t(element.getAttribute("data-t") ?? ""));
  for (const element of root.querySelectorAll("[data-t-label]")) {
    element.setAttribute("aria-label", t(element.getAttribute("data-t-label") ?? ""));
  }
}

/** @param {Element} element @param {string} text */
function write(element, text) { if (element.textContent !== text) element.textContent = text; }

/** @param {typeof current} wanted */
async function speak(wanted) {
  const { default: texts } = await import(`./${wanted.code}.js`);
  [catalogue, current, plurals] = [texts, wanted, new Intl.PluralRules(wanted.code)];
  const { documentElement: page } = document;
  [page.lang, page.dir] = [wanted.code, wanted.dir];
  translate(document);
  languageChange.dispatchEvent(new Event("change"));
}

/** @param {string} tag of a language, as browsers name them: `de-AT` */
function languageOf(tag) { return languages.find(({ code }) => code === tag.toLowerCase().split("-")[0]); }

/** @param {Text} text @param {Values} values @param {Intl.PluralRules} rules */
function formOf(text, { count, form }, rules) {
  if (typeof text === "string") return text;
  const forms = /** @type {Record<string, string>} */ (text);
  const chosen = typeof count === "number" ? rules.select(count) : form ?? "other";
  return forms[chosen] ?? forms.other;
}

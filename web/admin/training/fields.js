import { make } from "../make.js";

/** @typedef {Record<string, { min?: number, max?: number, choices?: any[] }>} Limits */

/** @param {string} name as the server names it in faults @param {HTMLElement} content */
export const field = (name, content) => make("div", { class: "field", "data-name": name }, content,
  make("p", { class: "fault", role: "alert" }));

/** @param {string} name @param {string} words @param {{ value?: string, checked: boolean }} how */
export const choice = (name, words, { value = "on", checked }) => make("label", { class: "choice" },
  make("input", { type: "checkbox", name, value, checked }), make("span", {}, words),
    make("span", { class: "number aside" }));

/**
 * @param {string} name @param {string} words @param {Record<string, any>} config the defaults @param {Limits} limits
 * @param {number} step @param {string} [none] what it means to leave it empty
 */
export function number(name, words, config, limits, step, none) {
  const { min, max } = limits[name] ?? {};
  const value = config[name];
  return field(name, make("label", {}, words, make("input", { name, inputmode: Number.isInteger(step) ? "numeric"
    : "decimal", autocomplete: "off",
    value: value === null || value === undefined ? undefined : String(value), placeholder: none,
    title: min === undefined || max === undefined ? undefined : `${min} to ${max}` })));
}

/**
 * @param {string} name
 * @param {string} words
 * @param {Record<string, any>} config
 * @param {Limits} limits
 * @param {(value: any) => string} say
 */
export const select = (name, words, config, limits, say) => field(name,
  make("label", {}, words, make("select", { name },
  ...(limits[name]?.choices ?? [config[name]]).map((/** @type {any} */ value) =>
    make("option", { value: String(value), selected: value === config[name] }, say(value))))));

import { Refusal } from "../admin/api.js";
import { part } from "../admin/make.js";
import { t, texts } from "./languages/texts.js";

/** The name of the text that is shown; empty when all is well. */
let shown = "";

/**
 * Shows what went wrong, in the language that is spoken.
 * @param {string} name of a text; empty when all is well
 */
export function complain(name) {
  shown = name;
  part(document, ".trouble").textContent = name && t(name);
}

/**
 * The name of the text for what the server refused: its own words are for its operators.
 * @param {unknown} error
 */
export function troubleOf(error) {
  const status = error instanceof Refusal ? error.status : -1;
  switch (status) {
    case 0: return "trouble.away";
    case 404: return "trouble.gone";
    case 410: return "trouble.ended";
    case 422: return "trouble.invalid";
    case 429: case 503: return "trouble.busy";
    default: return "trouble.failed";
  }
}

texts.addEventListener("change", () => complain(shown));

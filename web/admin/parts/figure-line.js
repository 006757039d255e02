import { make, part, say } from "../make.js";

/**
 * A number that matters, what it is, and where it leads.
 * @typedef {{ key: string, value: string, name: string, note?: string, href?: string, state?: "doubt" }} Figure
 */

/**
 * Figures side by side; only what changes is written anew.
 * @param {HTMLElement} line @param {Figure[]} figures
 */
export function showFigures(line, figures) {
  const keys = new Set(figures.map(({ key }) => key));
  for (const shown of [...line.children]) {
    if (!keys.has(/** @type {HTMLElement} */ (shown).dataset.key ?? "")) shown.remove();
  }
  figures.forEach(({ key, value, name, note = "", href, state }, index) => {
    const shown = /** @type {HTMLElement} */ (line.querySelector(`[data-key="${key}"]`)
      ?? blank(key, href !== undefined));
    if (line.children[index] !== shown) line.insertBefore(shown, line.children[index] ?? null);
    if (href) part(shown, "a").setAttribute("href", href);
    shown.classList.toggle("doubt", state === "doubt");
    say(part(shown, ".value"), value);
    say(part(shown, ".name"), name);
    say(part(shown, ".note"), note);
  });
}

/** @param {string} key @param {boolean} leads */
const blank = (key, leads) => make("li", { class: "figure", "data-key": key }, make(leads ? "a" : "div", {},
  make("span", { class: "value" }), make("span", { class: "name" }), make("span", { class: "note" })));

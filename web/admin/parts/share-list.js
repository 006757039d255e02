import { count } from "../figures.js";
import { make, part, say } from "../make.js";

/** @typedef {{ name: string, value: number, href?: string, note?: string }} Share */

/**
 * Bars that lie, with a name and a number each, all on one scale. Rows stay what they are while
 * their numbers change.
 * @param {HTMLElement} list @param {Share[]} shares @param {(value: number, all: number) => string} [words]
 */
export function showShares(list, shares, words = count) {
  const most = Math.max(1, ...shares.map(({ value }) => value));
  const all = shares.reduce((sum, { value }) => sum + value, 0);
  while (list.childElementCount > shares.length) list.lastElementChild?.remove();
  shares.forEach(({ name, value, href, note = "" }, index) => {
    const row = /** @type {HTMLElement} */ (list.children[index] ?? list.appendChild(blank()));
    const link = part(row, "a");
    if (href) link.setAttribute("href", href);
    say(part(row, ".name"), name);
    say(part(row, ".number"), words(value, all) + note);
    part(row, ".bar").style.setProperty("--share", String(value / most));
  });
}

const blank = () => make("li", {}, make("a", { class: "share" }, make("span", { class: "name" }),
  make("span", { class: "bar", "aria-hidden": "true" }), make("span", { class: "number" })));

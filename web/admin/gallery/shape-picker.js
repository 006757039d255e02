import { button, make } from "../make.js";

/** @typedef {{ id: string, name: string, enabled?: boolean }} Shape */

/**
 * The key that picks a shape of a list: a digit for the first nine.
 * @param {number} index
 */
const digit = (index) => (index < 9 ? String(index + 1) : "");

/**
 * Asks for a shape: with its number, the first letter of its name, or the arrows.
 * @param {string} title @param {Shape[]} shapes
 * @returns {Promise<string | null>} its id; null for none
 */
export function pickShape(title, shapes) {
  const dialog = make("dialog", { class: "picker", "aria-labelledby": "picking" });
  let picked = /** @type {string | null} */ (null);
  /** @param {string} id */
  const pick = (id) => {
    picked = id;
    dialog.close();
  };
  const choices = shapes.map(({ id, name, enabled }, index) => {
    const choice = button("", "pick", () => pick(id));
    choice.append(make("kbd", {}, digit(index)), name,
      ...(enabled === false ? [make("span", { class: "aside" }, "retired")] : []));
    choice.dataset.shape = id;
    return choice;
  });
  dialog.append(make("h2", { id: "picking" }, title), make("div", { class: "picks" }, ...choices),
    make("p", { class: "aside" }, "A number or the first letter picks; Escape leaves it as it is."));
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const at = choices.findIndex((choice) => choice === document.activeElement);
    if (step) {
      event.preventDefault();
      return choices[(at + step + choices.length) % choices.length]?.focus();
    }
    const named = event.key.length === 1
      ? shapes.filter(({ name }) => name.toLowerCase().startsWith(event.key.toLowerCase())) : [];
    const numbered = shapes[/^[1-9]$/.test(event.key) ? Number(event.key) - 1 : -1];
    if (numbered) pick(numbered.id);
    else if (named.length === 1) pick(named[0].id);
    else if (named.length > 1) {
      // Several begin so: the letter goes from one to the next.
      const next = named.find((shape) => shapes.indexOf(shape) > at) ?? named[0];
      choices[shapes.indexOf(next)].focus();
    } else return;
    event.preventDefault();
  });
  document.body.append(dialog);
  const before = document.activeElement;
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => {
    dialog.remove();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    resolve(picked);
  }));
}

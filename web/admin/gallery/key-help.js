import { button, make } from "../make.js";

/** The keys of the gallery, as people read them. */
const keys = [
  ["← ↑ → ↓", "go to another drawing"], ["Home · End", "to the first, to the last that is here"],
  ["Page ↑ · Page ↓", "a screen up or down"],
  ["Enter", "look at it whole"], ["Escape", "close it, or choose nothing"],
  ["Space", "choose it, or not"], ["Shift + arrows", "choose a range"], ["Ctrl + A", "choose all that match"],
  ["F", "flag it, or take the flag away"], ["L", "give it another label"],
  ["X · Delete", "into the trash"], ["R", "out of the trash"], ["U", "take the last change back"],
  ["P", "draw it again, at true speed"], ["N", "show the new ones"], ["?", "these keys"],
];

/** Shows the keys until somebody has seen enough. */
export function showKeys() {
  /** @type {HTMLDialogElement} */
  const dialog = make("dialog", { class: "keys", "aria-labelledby": "keys-title" },
    make("h2", { id: "keys-title" }, "Keys"),
    make("dl", {}, ...keys.flatMap(([key, words]) => [make("dt", {}, ...key.split(" · ").flatMap((one, index) =>
      [...(index > 0 ? [" "] : []), make("kbd", {}, one)])), make("dd", {}, words)])),
    make("div", { class: "choices" }, button("close", "quiet", () => dialog.close())));
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "?") dialog.close();
  });
  document.body.append(dialog);
  const before = document.activeElement;
  dialog.showModal();
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  });
}

import { isTyping } from "../undo-bar.js";

/** @typedef {import("./drawing-grid.js").DrawingGrid} DrawingGrid */
/**
 * @typedef {"flag" | "relabel" | "delete" | "restore" | "choose" | "all" | "open" | "close" | "play" | "new"
 *   | "keys"} Action
 */

/** @type {Record<string, Action>} */
const letters = { f: "flag", l: "relabel", x: "delete", Delete: "delete", r: "restore", p: "play", n: "new",
  "?": "keys", Escape: "close" };

/**
 * What only counts where nothing else wants the key.
 * @param {Element | null} element
 */
const isControl = (element) => element !== null
  && element.closest("button, a, summary, input, select, textarea, dialog") !== null;

/**
 * What a key asks of the gallery; null when it is somebody else's.
 * @param {KeyboardEvent} event @param {DrawingGrid} grid
 * @returns {Action | { to: number, isStretched: boolean } | null}
 */
export function keyAction(event, grid) {
  const { key, target, defaultPrevented, altKey, shiftKey } = event;
  const isWithControl = event.ctrlKey || event.metaKey;
  if (defaultPrevented || altKey || document.querySelector("dialog[open]")) return null;
  // Whoever writes keeps what they have written.
  if (isTyping(event)) return null;
  if (key === "Escape") return "close";
  const element = target instanceof Element ? target : null;
  if (isWithControl) return key === "a" && !isControl(element) ? "all" : null;
  const action = letters[key.length === 1 ? key.toLowerCase() : key];
  if (action) return action;
  if (isControl(element)) return null;
  if (key === " ") return "choose";
  if (key === "Enter") return "open";
  const isInDetail = element?.closest("drawing-detail") !== null && element !== null;
  const step = stepOf(key, grid);
  // Beside the others, a drawing that is longer than the screen is scrolled with the keys for that.
  if (step === null || (isInDetail && Math.abs(step) !== 1)) return null;
  return { to: Math.max(0, grid.active + step), isStretched: shiftKey };
}

/** @param {string} key @param {DrawingGrid} grid */
function stepOf(key, { columns, rowsInView, active, list }) {
  switch (key) {
    case "ArrowLeft": return -1;
    case "ArrowRight": return 1;
    case "ArrowUp": return active >= columns ? -columns : 0;
    case "ArrowDown": return active + columns < list.drawings.length ? columns : 0;
    case "PageUp": return -Math.min(columns * rowsInView, columns * Math.floor(active / columns));
    case "PageDown": return columns * rowsInView;
    case "Home": return -active;
    case "End": return list.drawings.length - 1 - active;
    default: return null;
  }
}

import { score } from "../figures.js";
import { make, part, say } from "../make.js";
import { thumb } from "../parts/thumb.js";
import { disagrees, inWords, seen } from "./drawing.js";

/** @typedef {import("./drawing.js").Drawing} Drawing */

/** Pictures are asked for as large as a sharp screen shows them. */
const side = devicePixelRatio > 1.25 ? 256 : 128;

/**
 * A drawing among others: its picture, and what is worth knowing at a glance.
 * @param {Drawing} drawing
 */
export function cellOf(drawing) {
  const picture = thumb(drawing, side);
  picture.alt = "";
  // Only what is near is on the page at all.
  picture.loading = "eager";
  return make("div", { role: "option", class: "cell", id: `drawing-${drawing.id}`, "data-drawing": drawing.id,
    tabindex: "-1" },
    make("span", { class: "sheet" }, picture, make("span", { class: "mark" }), make("span", { class: "gone" }),
      make("span", { class: "saw" })),
    make("span", { class: "caption" }, make("span", { class: "shape" }), make("span", { class: "quality" })));
}

/**
 * Shows how the drawing is now.
 * @param {HTMLElement} cell @param {Drawing} drawing
 * @param {{ isChosen: boolean, isActive: boolean, isOpen: boolean, isGone: boolean, isLost: boolean,
 *   place: number, total: number }} state
 */
export function fillCell(cell, drawing, { isChosen, isActive, isOpen, isGone, isLost, place, total }) {
  cell.tabIndex = isActive ? 0 : -1;
  cell.setAttribute("aria-selected", String(isChosen));
  cell.setAttribute("aria-posinset", String(place + 1));
  cell.setAttribute("aria-setsize", String(total));
  cell.setAttribute("aria-label", isLost ? `${drawing.shape}, no longer matches` : inWords(drawing));
  cell.classList.toggle("open", isOpen);
  cell.classList.toggle("flagged", drawing.flagged && !isLost);
  cell.classList.toggle("is-gone", isGone);
  say(part(cell, ".shape"), drawing.shape);
  say(part(cell, ".quality"), score(drawing.quality));
  say(part(cell, ".saw"), [...(drawing.status === "partial" ? ["unfinished"] : []),
    ...(disagrees(drawing)
      ? [`saw ${drawing.guess?.shape === "none" ? "none" : seen(drawing)}`] : [])].join(", "));
  say(part(cell, ".gone"), !isGone ? "" : drawing.deleted_at ? "in the trash" : "no longer matches");
}

import { count, percent } from "../figures.js";
import { make } from "../make.js";
import { addressOf } from "../router.js";

/** @param {string} title @param {string[]} heads @param {(string | Node)[][]} rows each begins with its name */
export function table(title, heads, rows) {
  return make("table", {}, make("caption", {}, title),
    make("thead", {}, make("tr", {}, ...heads.map((head) => (head === "" ? make("td")
      : make("th", { scope: "col" }, head))))),
    make("tbody", {}, ...rows.map(([name, ...cells]) => make("tr", {}, make("th", { scope: "row" }, name),
      ...cells.map((cell) => make("td", {}, cell))))));
}

/**
 * A place that is moved sideways, with the keys as well, where what it holds is wider.
 * @param {string} name @param {Node[]} content
 */
export const wide = (name, ...content) =>
  make("div", { class: "wide", tabindex: "0", role: "group", "aria-label": name }, ...content);

/** @param {import("../api.js").ShapeFigures[]} classes */
export const byShape = (classes) => table("Of each shape", ["", "drawings", "recall", "precision", "F1"],
  classes.map(({ shape, drawings, recall, precision, f1 }) => [shape, count(drawings), percent(recall),
    drawings > 0 ? percent(precision) : "–", drawings > 0 ? percent(f1) : "–"]));

/**
 * What was drawn against what the model said; a cell leads to its drawings.
 * @param {string} version @param {string[]} labels @param {number[][]} counts
 */
export function confusion(version, labels, counts) {
  const most = Math.max(1, ...counts.flatMap((row, index) => row.filter((_, column) => column !== index)));
  const shown = table("Drawn (rows) and said (columns)", ["", ...labels], counts.map((row, index) => {
    const all = Math.max(1, row.reduce((sum, value) => sum + value, 0));
    return [labels[index], ...row.map((value, column) => {
      if (value === 0) return "·";
      const [shape, guessed] = [labels[index], labels[column]];
      const cell = make("a", { href: addressOf("models", { model: version, shape, guessed }),
        class: index === column ? "right" : "wrong", "data-shape": shape, "data-guessed": guessed,
        "aria-label": `${count(value)} drawn as ${shape}, said ${guessed}`,
        title: `${percent(value / all)} of all ${shape}` }, count(value));
      // Ink as dark as the mistake is frequent.
      cell.style.setProperty("--share", String(index === column ? value / all : Math.sqrt(value / most)));
      return cell;
    })];
  }));
  shown.classList.add("confusion");
  return shown;
}

/**
 * Marks the cell whose drawings are shown.
 * @param {HTMLElement} place @param {import("./mistake-strip.js").Cell} cell
 */
export function markCell(place, { shape, guessed }) {
  for (const link of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll(".confusion a"))) {
    if (link.dataset.shape === shape && link.dataset.guessed === guessed) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

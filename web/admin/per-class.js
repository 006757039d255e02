import { count, percent } from "./figures.js";
import { make } from "./make.js";

/**
 * The figures of each shape, made when they are first asked for.
 * @param {import("./api.js").Model} model
 */
export function perClass({ metrics, labels }) {
  const details = make("details", {}, make("summary", {}, "by shape"));
  details.addEventListener("toggle", () => {
    if (details.childElementCount > 1 || !details.open) return;
    details.append(make("div", { class: "wide" }, byShape(metrics.classes ?? [])),
      ...(metrics.confusion ? [make("div", { class: "wide" }, confusion(labels, metrics.confusion))] : []),
      ...(metrics.unfinished ? [make("div", { class: "wide" }, unfinished(metrics.unfinished))] : []));
  });
  return details;
}

/** @param {import("./api.js").ShapeFigures[]} classes */
const byShape = (classes) => table("Of each shape", ["", "drawings", "recall", "precision", "F1"],
  classes.map(({ shape, drawings, recall, precision, f1 }) => [shape, count(drawings), percent(recall),
    drawings > 0 ? percent(precision) : "–", drawings > 0 ? percent(f1) : "–"]));

/** @param {string[]} labels @param {number[][]} counts */
const confusion = (labels, counts) => table("Drawn (rows) and said (columns)", ["", ...labels],
  counts.map((row, index) => [labels[index], ...row.map((number) => (number === 0 ? "·" : count(number)))]));

/** @param {NonNullable<import("./api.js").Metrics["unfinished"]>} shares */
const unfinished = (shares) => table("Right after a share of the ink", shares.map(({ ink }) => `${Math.round(100 * ink)} %`),
  [shares.map(({ accuracy }) => percent(accuracy))], false);

/** @param {string} title @param {string[]} heads @param {string[][]} rows @param {boolean} [isNamed] each row's first is its name */
export function table(title, heads, rows, isNamed = true) {
  return make("table", {}, make("caption", {}, title),
    make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))),
    make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((text, index) => (
      index === 0 && isNamed ? make("th", { scope: "row" }, text) : make("td", {}, text)))))));
}

import { count, percent } from "../figures.js";
import { make } from "../make.js";
import { curveChart } from "../parts/curve-chart.js";
import { stretched, svg } from "../parts/svg.js";

/**
 * How often it is right after a share of the ink; of two models in one field.
 * @param {{ name: string, metrics: import("../api.js").Metrics }[]} models one or two
 */
export function inkCurve(models) {
  const lines = models.map(({ name, metrics }, index) => ({ name,
    kind: /** @type {"first" | "second"} */ (index === models.length - 1 ? "second" : "first"),
    points: (metrics.unfinished ?? []).flatMap(({ ink, accuracy }) => (
      accuracy === null ? [] : [/** @type {[number, number]} */ ([ink, accuracy])])) }));
  const chart = curveChart();
  chart.curve = { title: "Right after a share of the ink", lines, low: 0, high: 1, from: 0, to: 1,
    words: (y) => `${Math.round(100 * y)} %`, ends: ["no ink", "all ink"], nameX: (x) =>
      `${Math.round(100 * x)} % of the ink` };
  return chart;
}

/**
 * Whether it is right as often as it says: points on the line are honest, below it too sure.
 * @param {import("../api.js").Metrics} metrics
 */
export function calibration({ calibration: parts = [], calibration_error: error }) {
  const known = parts.filter(({ confidence, accuracy, drawings }) => confidence !== null && accuracy !== null
    && drawings > 0);
  const most = Math.max(1, ...known.map(({ drawings }) => drawings));
  const told = known.map(({ confidence, accuracy }) => (
    `says ${percent(confidence)}, is right ${percent(accuracy)}`)).join("; ") || "not measured";
  const plot = make("div", { class: "plot", role: "img", "aria-label": `calibration: ${told}` },
  stretched(100, 100, svg("line", { class: "rule", x1: 0, y1: 100, x2: 100, y2: 0 })),
  ...known.map(({ confidence, accuracy, drawings }) => {
    const dot = make("span", { class: "dot",
      title: `says ${percent(confidence)}, is right ${percent(accuracy)} of ${count(drawings)}` });
    const side = 6 + 14 * Math.sqrt(drawings / most);
    Object.assign(dot.style, { left: `${100 * Number(confidence)}%`, top: `${100 * (1 - Number(accuracy))}%`,
      width: `${side}px`, height: `${side}px` });
    return dot;
  }));
  return make("div", { class: "calibration" }, make("h4", {}, "Right as often as it says"),
    make("div", { class: "square" }, make("span", { class: "y", "aria-hidden": "true" }, "is right"), plot,
      make("span", { class: "x", "aria-hidden": "true" }, "says it is sure")),
    make("p", { class: "aside" }, known.length === 0 ? "Not measured for this version."
      : `On the line it is as sure as it may be; it is off by ${percent(error)} on average.`));
}

/**
 * A difference with its interval, on an axis with "equal" marked.
 * @param {{ difference: number, low: number, high: number }} found
 */
export function interval({ difference, low, high }) {
  const reach = Math.max(0.005, Math.abs(low), Math.abs(high)) * 1.15;
  const x = (/** @type {number} */ value) => 50 + (50 * value) / reach;
  const verdict = low > 0 ? "better" : high < 0 ? "worse" : "open";
  const dot = make("span", { class: "dot" });
  dot.style.left = `${x(difference)}%`;
  return make("div", { class: `interval ${verdict}`, "aria-hidden": "true" },
    stretched(100, 10, svg("line", { class: "zero", x1: 50, x2: 50, y1: 0, y2: 10 }),
      svg("line", { class: "spread", x1: x(low), x2: x(high), y1: 5, y2: 5 })), dot,
    make("p", { class: "ends" },
      make("span", {}, "◂ worse"), make("span", {}, "equal"), make("span", {}, "better ▸")));
}

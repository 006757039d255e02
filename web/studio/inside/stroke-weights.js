import { points } from "../../admin/figures.js";
import { make } from "../../admin/make.js";
import { svg } from "../../admin/parts/svg.js";

/** @typedef {import("../sheet/desk.js").Drawing} Drawing */

const thinnest = 3;
/** How much thicker the stroke is that matters most. */
const thicker = 9;
const label = 15;

/**
 * Which strokes mattered: each is as thick as what the confidence loses without it, dashed where it would gain,
 * and carries its number.
 */
export class StrokeWeights extends HTMLElement {
  connectedCallback() { this.show(null, []); }

  /** @param {Drawing | null} drawing @param {{ importance: number }[]} strokes -1 … 1 */
  show(drawing, strokes) {
    if (!drawing || strokes.length === 0) {
      this.replaceChildren(
        make("p", { class: "aside" }, "Of a drawing of several strokes one sees here which of them mattered."));
      return;
    }
    const { canvas: { width, height } } = drawing;
    const unit = Math.max(width, height) / 400;
    const lines = drawing.strokes.map(({ points: ink }, index) => {
      const { importance } = strokes[index] ?? { importance: 0 };
      const line = svg("polyline", { class: importance < 0 ? "against" : "for",
        points: ink.map(({ x, y }) => `${x},${y}`).join(" "),
        "stroke-width": unit * (thinnest + thicker * Math.min(1, Math.abs(importance))) });
      line.style.opacity = String(0.35 + 0.65 * Math.min(1, Math.abs(importance)));
      return line;
    });
    const numbers = drawing.strokes.map(({ points: [first] }, index) => svg("g", { class: "number",
      transform: `translate(${first.x} ${first.y}) scale(${unit})` },
    svg("circle", { r: label }), svg("text", { "text-anchor": "middle", y: 6 }, String(index + 1))));
    const start = -label * unit;
    const viewBox = `${start} ${start} ${width + 2 * label * unit} ${height + 2 * label * unit}`;
    this.replaceChildren(
      svg("svg", { viewBox, role: "img",
        "aria-label": `the drawing, its strokes as thick as they matter: ${strokes.map(words).join("; ")}` },
      ...lines, ...numbers),
      make("ol", {}, ...strokes.map((stroke, index) => make("li", {}, words(stroke, index)))));
  }
}

/** @param {{ importance: number }} stroke @param {number} index */
function words({ importance }, index) {
  if (Math.abs(importance) < 0.0005) return `stroke ${index + 1}: makes no difference`;
  const way = importance > 0 ? "falls" : "rises";
  return `stroke ${index + 1}: without it the confidence ${way} by ${points(Math.abs(importance)).slice(1)} points`;
}

customElements.define("stroke-weights", StrokeWeights);

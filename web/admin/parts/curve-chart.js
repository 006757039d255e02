import { make, part, say } from "../make.js";
import { stretched, svg } from "./svg.js";

/**
 * A line with its name at its end. `kind` is how it looks: the same thing looks the same everywhere.
 * @typedef {{ name: string, kind: "training" | "validation" | "first" | "second", points: [x: number, y: number][]
 *   }} Line
 * @typedef {{ title: string, lines: Line[], low: number, high: number, isLogarithmic?: boolean, marks?: number[],
 *   words: (y: number) => string, ends: [string, string], nameX: (x: number) => string, from?: number, to?: number
 *   }} Curve
 */

const [width, height] = [1_000, 100];
/** Names that are nearer than this, in per cent of the height, are moved apart. */
const nearest = 15;

/** Lines that grow, each named where it ends; the pointer reads them anywhere. */
export class CurveChart extends HTMLElement {
  /** @type {Curve | null} */
  #curve = null;

  connectedCallback() {
    if (this.childElementCount > 0) return;
    this.replaceChildren(make("h4", {}), make("div", { class: "field-of" },
      make("div", { class: "marks", "aria-hidden": "true" }),
      make("div", { class: "plot", role: "img" }), make("div", { class: "names", "aria-hidden": "true" })),
    make("p", { class: "ends", "aria-hidden": "true" }, make("span", {}), make("span", { class: "reading" }),
      make("span", {})));
    const plot = part(this, ".plot");
    plot.addEventListener("pointermove", (event) => this.#read(event));
    plot.addEventListener("pointerleave", () => this.#read(null));
    if (this.#curve) this.curve = this.#curve;
  }

  /** @param {Curve} curve */
  set curve(curve) {
    this.#curve = curve;
    if (this.childElementCount === 0) return;
    const { title, lines, ends } = curve;
    say(part(this, "h4"), title);
    const last = lines.flatMap(({ name, points }) => (points.length > 0
      ? [`${name} ${curve.words(points[points.length - 1][1])}`] : []));
    part(this, ".plot").setAttribute("aria-label", `${title}: ${last.join(", ") || "nothing yet"}`);
    part(this, ".plot").replaceChildren(stretched(width, height, ...this.#marks().map((mark) => this.#rule(mark)),
      ...lines.map((line) => this.#path(line)), svg("line", { class: "cursor", y1: 0, y2: height, x1: -1, x2: -1 })));
    part(this, ".marks").replaceChildren(...this.#marks().map((mark) =>
      placed(make("span", {}, curve.words(mark)), this.#y(mark))));
    this.#name(lines);
    const [first, , second] = [...part(this, ".ends").children];
    say(first, ends[0]);
    say(second, ends[1]);
  }

  /** @param {number} value in the place's height, from above */
  #y(value) {
    const { low, high, isLogarithmic } = /** @type {Curve} */ (this.#curve);
    const scale = isLogarithmic ? Math.log : Number;
    const share = (scale(Math.max(value, isLogarithmic ? low : -Infinity)) - scale(low)) / (scale(high) - scale(low));
    return height * (1 - Math.max(0, Math.min(1, share)));
  }

  /** @param {number} x */
  #x(x) {
    const [from, to] = this.#range();
    return to > from ? (width * (x - from)) / (to - from) : 0;
  }

  #range() {
    const { lines, from, to } = /** @type {Curve} */ (this.#curve);
    const all = lines.flatMap(({ points }) => points.map(([x]) => x));
    return [from ?? Math.min(...all), to ?? Math.max(...all)];
  }

  #marks() {
    const { low, high, isLogarithmic, marks } = /** @type {Curve} */ (this.#curve);
    return marks ?? (isLogarithmic ? [low, Math.sqrt(low * high), high] : [low, (low + high) / 2, high]);
  }

  /** @param {number} mark */
  #rule(mark) { return svg("line", { class: "rule", x1: 0, x2: width, y1: this.#y(mark), y2: this.#y(mark) }); }

  /** @param {Line} line */
  #path({ kind, points }) {
    const steps = points.map(([x, y], index) =>
      `${index === 0 ? "M" : "L"}${this.#x(x).toFixed(1)} ${this.#y(y).toFixed(2)}`);
    // A single point is seen as well.
    return svg("path", { class: kind, d: steps.length === 1 ? `${steps[0]}h0.1` : steps.join("") });
  }

  /** @param {Line[]} lines */
  #name(lines) {
    const names = lines.filter(({ points }) => points.length > 0)
      .map((line) => ({ line, value: line.points[line.points.length - 1][1],
        at: this.#y(line.points[line.points.length - 1][1]) }))
      .sort((a, b) => a.at - b.at);
    for (let index = 1; index < names.length; index += 1) {
      names[index].at = Math.max(names[index].at, names[index - 1].at + nearest);
    }
    // What was pushed out below goes up again.
    for (let index = names.length - 1, ground = height; index >= 0; index -= 1, ground -= nearest) {
      names[index].at = Math.min(names[index].at, ground);
    }
    const { words } = /** @type {Curve} */ (this.#curve);
    const reach = Math.max(0, ...names.map(({ line: { points } }) => this.#x(points[points.length - 1][0]) / width));
    part(this, ".names").style.setProperty("--reach", String(reach));
    part(this, ".names").replaceChildren(...names.map(({ line, value, at }) => placed(
      make("span", { class: line.kind }, make("span", { class: "name" }, line.name), ` ${words(value)}`), at)));
  }

  /** @param {PointerEvent | null} event */
  #read(event) {
    const [cursor, reading, curve] = [this.querySelector(".cursor"), part(this, ".reading"), this.#curve];
    if (!event || !curve || !cursor) {
      cursor?.setAttribute("x1", "-1");
      cursor?.setAttribute("x2", "-1");
      return say(reading, "");
    }
    const box = part(this, ".plot").getBoundingClientRect();
    const [from, to] = this.#range();
    const x = from + (to - from) * Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    const found = curve.lines.flatMap(({ name, points }) => {
      const point = points.reduce((/** @type {[number, number] | null} */ best, one) =>
        (!best || Math.abs(one[0] - x) < Math.abs(best[0] - x) ? one : best), null);
      return point ? [{ name, point }] : [];
    });
    if (found.length === 0) return undefined;
    for (const end of ["x1", "x2"]) cursor.setAttribute(end, this.#x(found[0].point[0]).toFixed(1));
    return say(reading, [curve.nameX(found[0].point[0]), ...found
      .map(({ name, point }) => `${name} ${curve.words(point[1])}`)].join(" · "));
  }
}

customElements.define("curve-chart", CurveChart);

/** @param {HTMLElement} element @param {number} at per cent from above */
function placed(element, at) {
  element.style.top = `${at}%`;
  return element;
}

/** @returns {CurveChart} */
export const curveChart = () => /** @type {CurveChart} */ (document.createElement("curve-chart"));

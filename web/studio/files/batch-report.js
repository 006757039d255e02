import { count, counted, percent } from "../../admin/figures.js";
import { make, part, say } from "../../admin/make.js";
import { table, wide } from "../../admin/models/tables.js";
import { called } from "../sheet/guess-bars.js";
import { drawingOf } from "./drawing-text.js";
import { smallInk } from "./small-ink.js";

/** @typedef {import("./batch.js").Batch} Batch */
/** @typedef {import("./batch.js").Mistake} Mistake */

/** More rows nobody reads, and a page of thousands would not move. */
const mostRows = 40;

/** What came of many drawings. Fires `chosen` with the text of one that somebody wants on the sheet. */
export class BatchReport extends HTMLElement {
  #shownMistakes = 0;

  connectedCallback() {
    this.replaceChildren(make("p", { class: "sum", role: "status" }), make("div", { class: "counts" }),
      make("div", { class: "mistakes" }), make("div", { class: "broken" }));
  }

  clear() {
    this.#shownMistakes = 0;
    for (const place of this.children) place.replaceChildren();
  }

  /** @param {Batch} batch @param {boolean} isOver */
  show(batch, isOver) {
    say(part(this, ".sum"), sum(batch, isOver));
    part(this, ".counts").replaceChildren(...tables(batch));
    if (batch.mistakes.length !== this.#shownMistakes) this.#showMistakes(batch);
    const { broken, faults } = batch;
    const those = broken.length < faults ? `; the first ${broken.length}` : "";
    part(this, ".broken").replaceChildren(...(faults === 0 ? [] : [
      make("h3", {}, `${counted(faults, "line")} could not be taken${those}`),
      make("ol", { class: "heap", tabindex: "0", "aria-label": "lines that could not be taken" },
        ...broken.map(({ line, detail }) => (
          make("li", {}, make("strong", {}, `line ${count(line)}`), ` ${detail}`))))]));
  }

  /** @param {Batch} batch */
  #showMistakes({ mistakes, named, right }) {
    this.#shownMistakes = mistakes.length;
    const wrong = named - right;
    const those = mistakes.length < wrong ? `; the first ${mistakes.length}` : "";
    part(this, ".mistakes").replaceChildren(
      make("h3", {}, `${counted(wrong, "drawing")} taken for something else${those}`),
      make("ol", { class: "strip" }, ...mistakes.map((mistake) => this.#item(mistake))));
  }

  /** @param {Mistake} mistake */
  #item({ line, text, expected, shape, confidence }) {
    const drawing = drawingOf(JSON.parse(text));
    const words = `line ${line}: a ${called(expected)}, taken for ${called(shape)}`;
    const choose = make("button", { type: "button", title: `${words}; lay it on the sheet` },
      make("span", { class: "paper" }, ...(drawing ? [smallInk(drawing, words)] : [])),
      make("span", { class: "caption" }, `${called(expected)} → ${called(shape)}`),
      make("span", { class: "aside" }, `${percent(confidence)}, line ${count(line)}`));
    choose.addEventListener("click", () => this.dispatchEvent(new CustomEvent("chosen", { detail: text })));
    return make("li", {}, choose);
  }
}

/** @param {Batch} batch @param {boolean} isOver */
function sum({ drawings, named, right, faults, seconds, model }, isOver) {
  if (drawings === 0 && faults === 0) return isOver ? "There is no drawing in it." : "";
  const pace = seconds > 0.2 ? `, ${count(drawings / seconds)} a second` : "";
  return `${counted(drawings, "drawing")} looked at${pace}${model ? `, by ${model}` : ""}.`
    + (named > 0
      ? ` ${count(right)} of ${count(named)} are taken for what they are called: ${percent(right / named)}.` : "");
}

/** @param {Batch} batch */
function tables({ counts }) {
  const expected = [...counts.keys()].filter((name) => name !== "").sort();
  const unnamed = counts.get("");
  const said = [...new Set([...counts.values()].flatMap((row) => [...row.keys()]))]
    .sort((a, b) => Number(a === "none") - Number(b === "none") || a.localeCompare(b));
  const most = Math.max(1, ...expected.flatMap((name) => (
    [...counts.get(name) ?? []].flatMap(([shape, number]) => (shape === name ? [] : [number])))));
  const shown = [];
  if (expected.length > 0) {
    const those = expected.length > mostRows ? `; the first ${mostRows} names` : "";
    const matrix = table(`Called (rows) and taken for (columns)${those}`,
      ["", ...said.map(called)], expected.slice(0, mostRows).map((name) => {
        const row = counts.get(name) ?? new Map();
        const all = [...row.values()].reduce((sumOf, number) => sumOf + number, 0);
        return [called(name), ...said.map((shape) => cell(row.get(shape) ?? 0, shape === name, all, most))];
      }));
    matrix.classList.add("confusion");
    shown.push(wide("confusion matrix", matrix));
  }
  if (unnamed) {
    shown.push(wide("drawings without a name", table("Drawings without a name, taken for", ["", "drawings"],
      [...unnamed].sort((a, b) => b[1] - a[1]).map(([shape, number]) => [called(shape), count(number)]))));
  }
  return shown;
}

/**
 * @param {number} number @param {boolean} isRight
 * @param {number} all of the row @param {number} most mistakes of a kind
 */
function cell(number, isRight, all, most) {
  if (number === 0) return "·";
  const shown = make("span", { class: isRight ? "right" : "wrong", title: percent(number / all) }, count(number));
  // Ink as dark as the mistake is frequent.
  shown.style.setProperty("--share", String(isRight ? number / all : Math.sqrt(number / most)));
  return shown;
}

customElements.define("batch-report", BatchReport);

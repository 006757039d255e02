// Scoring in the page, by the same Swift code as in the server, compiled to WebAssembly.
import { stepsPerUnit } from "./wire.js";

/** @typedef {import("./ink.js").Canvas} Canvas */
/** @typedef {import("./ink.js").Ink} Ink */
/** @typedef {import("./ink.js").InkPoint} InkPoint */
/** @typedef {import("./ink-link.js").Hint} Hint */
/** @typedef {{ closed: boolean, points: number[][] }} Ideal in canvas units */
/** @typedef {{ quality: number, completeness: number, hints: Hint[] }} Score */

/**
 * The exports of `Sources/InklingWeb/Scoring.swift`. Numbers that are places in memory are good until the next call.
 * @typedef {object} Exports
 * @property {WebAssembly.Memory} memory
 * @property {() => number} scorer_room where a shape's id and template are written
 * @property {(idLength: number, templateLength: number, width: number, height: number) => number} scorer_begin
 * @property {() => void} scorer_clear
 * @property {() => void} scorer_start_stroke
 * @property {(x: number, y: number) => void} scorer_append eighths of a canvas unit
 * @property {(isFinished: number) => number} scorer_score where quality, completeness, and places of hints stand
 * @property {() => number} scorer_hint_count
 * @property {(index: number) => number} scorer_hint_amount
 * @property {(index: number, which: number) => number} scorer_hint_text writes a text into the room
 * @property {() => number} scorer_ideal where the ideal stands
 */

const names = ["memory", "scorer_room", "scorer_begin", "scorer_clear", "scorer_start_stroke", "scorer_append",
  "scorer_score", "scorer_hint_count", "scorer_hint_amount", "scorer_hint_text", "scorer_ideal"];
const longestId = 64;
const mostPlaces = 64;
/** Of a template, bytes: `Ink/Scoring/ShapeTemplate+Bytes.swift`. */
const templateSize = 12 + 8 * mostPlaces;

/** Scores one drawing after another, each while it grows. */
export class PageScorer {
  #page;
  #count = 0;
  /**
   * The newest point that was scored: whether the ink that comes is still the same is told by it.
   * @type {InkPoint | undefined}
   */
  #last;

  /**
   * Fetches the module; nothing when there is none, or the browser cannot run it.
   * @param {string} [address]
   * @returns {Promise<PageScorer | null>}
   */
  static async fetch(address = "/shared/scorer.wasm") {
    try {
      const answer = await fetch(address);
      return answer.ok ? await PageScorer.make(await answer.arrayBuffer()) : null;
    } catch {
      return null;
    }
  }

  /** @param {BufferSource} bytes @returns {Promise<PageScorer | null>} nothing for a module of another version */
  static async make(bytes) {
    const { instance: { exports } } = await WebAssembly.instantiate(bytes, {});
    if (!names.every((name) => name in exports)) return null;
    return new PageScorer(/** @type {Exports} */ (/** @type {unknown} */ (exports)));
  }

  /** @param {Exports} page */
  constructor(page) { this.#page = page; }

  /**
   * Begins a drawing.
   * @param {string} shape its id
   * @param {Canvas} canvas
   * @param {string} [template] in base 64, as `GET /api/shapes` tells it
   * @returns {boolean} whether it can be scored as the server scores it
   */
  begin(shape, canvas, template = "") {
    const page = this.#page;
    const id = new TextEncoder().encode(shape);
    if (id.length === 0 || id.length > longestId) return false;
    let bytes;
    try {
      bytes = Uint8Array.from(atob(template), (letter) => letter.charCodeAt(0));
    } catch {
      return false;
    }
    if (bytes.length !== 0 && bytes.length !== templateSize) return false;
    const room = page.scorer_room();
    new Uint8Array(page.memory.buffer).set([...id, ...bytes], room);
    const [width, height] = [canvas.width, canvas.height].map((side) => Math.round(side * stepsPerUnit));
    this.#count = 0;
    return page.scorer_begin(id.length, bytes.length, width, height) === 1;
  }

  /**
   * Takes in what the ink has more than the last time, or all of it when it was cut.
   * @param {Ink} ink
   */
  take({ points, starts }) {
    const page = this.#page;
    if (this.#count > points.length || this.#count > 0 && points[this.#count - 1] !== this.#last) {
      page.scorer_clear();
      this.#count = 0;
    }
    let stroke = starts.findIndex((start) => start >= this.#count);
    for (let index = this.#count; index < points.length; index += 1) {
      if (starts[stroke] === index) {
        page.scorer_start_stroke();
        stroke += 1;
      }
      page.scorer_append(points[index].x, points[index].y);
    }
    this.#count = points.length;
    this.#last = points[points.length - 1];
  }

  /**
   * The score of what was taken in, every number as exact as the server computes it.
   * @param {boolean} isFinished
   * @returns {Score}
   */
  score(isFinished) {
    const page = this.#page;
    const place = page.scorer_score(isFinished ? 1 : 0);
    const figures = [...new Float32Array(page.memory.buffer, place, 8)];
    const hints = Array.from({ length: page.scorer_hint_count() }, (_, index) => ({
      code: this.#text(index, 0), place: this.#text(index, 1), message: this.#text(index, 2),
      amount: page.scorer_hint_amount(index), x: figures[2 + 2 * index], y: figures[3 + 2 * index],
    }));
    return { quality: figures[0], completeness: figures[1], hints };
  }

  /**
   * The ideal fitted to the ink; nothing where none is known.
   * @returns {Ideal | null}
   */
  ideal() {
    const place = this.#page.scorer_ideal();
    const [count, closed, ...places] = new Float32Array(this.#page.memory.buffer, place, 2 + 2 * mostPlaces);
    if (count === 0) return null;
    const points = Array.from({ length: count }, (_, index) => [places[2 * index], places[2 * index + 1]]);
    return { closed: closed === 1, points };
  }

  /** @param {number} index @param {number} which 0 code, 1 place, 2 sentence */
  #text(index, which) {
    const length = this.#page.scorer_hint_text(index, which);
    return new TextDecoder().decode(new Uint8Array(this.#page.memory.buffer, this.#page.scorer_room(), length));
  }
}

import { fetchModule, PageRecognizer } from "../../shared/recognizer-wasm.js";

/** @typedef {import("../../shared/live-drawing.js").LiveDrawing} LiveDrawing */
/** @typedef {import("../../shared/live-drawing.js").Operation} Operation */
/** @typedef {import("./classify-stream.js").Answer} Answer */

const endsStroke = 2;

/** The model in this page: looks at the same operations that the server is sent, and answers each at once. */
export class PageSide {
  /** @type {(answer: Answer) => void} */
  onanswer = () => {};
  /** Which model is in the page; empty for none. */
  version = "";

  /** @type {Promise<WebAssembly.Module> | null} */
  #module = null;
  /** @type {PageRecognizer | null} */
  #recognizer = null;
  #checksum = "";
  #points = 0;

  /** @param {import("../access.js").Access} access */
  constructor(access) { this.access = access; }

  get isReady() { return this.#recognizer !== null; }

  /**
   * Brings the active model into the page, unless it is there.
   * @throws {import("../../shared/recognizer-wasm.js").NotInPage} and what the server refuses
   */
  async load() {
    const { info } = this.access;
    if (!info) throw new Error("There is no model to bring into the page yet.");
    if (info.checksum === this.#checksum) return;
    this.#module ??= fetchModule();
    const module = await this.#module.catch((error) => {
      this.#module = null;
      throw error;
    });
    // By name: another may serve by now.
    const file = `/api/inference/model/file?format=inkling&model=${encodeURIComponent(info.version)}`;
    const answer = await fetch(file, { headers: this.access.headers });
    if (!answer.ok) throw new Error(`The model's file could not be had: the server answered ${answer.status}.`);
    this.#recognizer = await PageRecognizer.make(module, new Uint8Array(await answer.arrayBuffer()));
    [this.#checksum, this.version, this.#points] = [info.checksum, info.version, 0];
  }

  /** Another drawing comes. */
  reset() {
    this.#points = 0;
    this.#recognizer?.reset();
  }

  /**
   * Looks at a drawing as it is after an operation.
   * @param {LiveDrawing} drawing @param {Operation} operation
   */
  take({ ink }, { seq, frame }) {
    const recognizer = this.#recognizer;
    if (!recognizer) return;
    const began = performance.now();
    const isCut = typeof frame === "string";
    // What is said as text takes points away.
    if (isCut) this.reset();
    for (let stroke = strokeOf(ink.starts, this.#points); this.#points < ink.points.length; this.#points += 1) {
      if (ink.starts[stroke] === this.#points) {
        recognizer.startStroke();
        stroke += 1;
      }
      recognizer.add(ink.points[this.#points].x, ink.points[this.#points].y);
    }
    const look = this.#points === 0 ? null : recognizer.look(isCut || (frame[1] & endsStroke) !== 0);
    const took = (performance.now() - began) * 1_000;
    this.onanswer({ seq, points: this.#points, shape: null, guesses: [], decided: false, ...look,
      model: this.version, latency_us: took });
  }

  /**
   * Looks at all of a drawing anew.
   * @param {LiveDrawing} drawing
   */
  catchUp(drawing) {
    this.reset();
    const last = drawing.operation(drawing.lastSeq);
    if (last) this.take(drawing, last);
  }

  /** The network's picture of the ink at the last look. */
  get input() { return this.#points > 0 ? this.#recognizer?.input : undefined; }
}

/**
 * Which stroke begins at a point or is the next to begin behind it.
 * @param {number[]} starts @param {number} point
 */
const strokeOf = (starts, point) => {
  const found = starts.findIndex((start) => start >= point);
  return found < 0 ? starts.length : found;
};

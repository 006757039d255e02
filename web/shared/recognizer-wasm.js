// Recognition in the page, by the same Swift code as in the server, compiled to WebAssembly.

/** @typedef {{ shape: string, confidence: number }} Guess */

/**
 * What the model takes the ink for: the guesses, the surest first, and whether they have settled.
 * @typedef {{ shape: string, confidence: number, guesses: Guess[], decided: boolean }} Look
 */

/**
 * The exports of `Sources/InklingWeb`. Numbers that are places in memory change whenever it grows.
 * @typedef {object} Exports
 * @property {WebAssembly.Memory} memory
 * @property {(count: number) => number} model_buffer where to write a file; 0 when it is too large
 * @property {() => number} model_load takes the file: how many classes it has, 0 when it is no good
 * @property {(index: number, position: number) => number} label_byte one byte in UTF-8, 0 behind the end
 * @property {() => void} ink_reset
 * @property {() => void} ink_start_stroke
 * @property {(x: number, y: number) => void} ink_append eighths of a canvas unit
 * @property {(isFinished: number) => number} classify the best class
 * @property {() => number} decided
 * @property {(index: number) => number} confidence
 * @property {() => number} input_size
 * @property {(index: number) => number} pixel 0 … 127
 */

const names = ["memory", "model_buffer", "model_load", "label_byte", "ink_reset", "ink_start_stroke", "ink_append",
  "classify", "decided", "confidence", "input_size", "pixel"];

/** The page cannot recognise: what is missing, and what to do. */
export class NotInPage extends Error {}

/**
 * Fetches the compiled module.
 * @param {string} [address]
 * @returns {Promise<WebAssembly.Module>}
 */
export async function fetchModule(address = "/shared/inkling.wasm") {
  const answer = await fetch(address).catch(() => null);
  if (!answer) throw new NotInPage("The server does not answer, so the page has no recogniser yet.");
  if (!answer.ok) {
    throw new NotInPage("This server was set up without the recogniser for pages. "
      + "make pages makes it.");
  }
  return WebAssembly.compile(await answer.arrayBuffer()).catch(() => {
    throw new NotInPage("This browser cannot run the recogniser: it lacks WebAssembly with SIMD.");
  });
}

/** One model, and the ink of one drawing that it looks at while it grows. */
export class PageRecognizer {
  /** @type {string[]} */
  labels = [];
  #page;

  /**
   * @param {WebAssembly.Module} module
   * @param {Uint8Array} model the model's own file
   */
  static async make(module, model) {
    const { exports } = await WebAssembly.instantiate(module, {});
    if (!names.every((name) => name in exports)) {
      throw new NotInPage("The recogniser for pages is of another version. make pages makes it anew.");
    }
    return new PageRecognizer(/** @type {Exports} */ (/** @type {unknown} */ (exports)), model);
  }

  /** @param {Exports} page @param {Uint8Array} model */
  constructor(page, model) {
    this.#page = page;
    const place = page.model_buffer(model.length);
    if (place === 0) throw new NotInPage("The model is too large for the page.");
    new Uint8Array(page.memory.buffer).set(model, place);
    const classes = page.model_load();
    if (classes === 0) throw new NotInPage("The page cannot read the model's file.");
    this.labels = Array.from({ length: classes }, (_, index) => this.#label(index));
  }

  /** Begins another drawing; after undo too. */
  reset() { this.#page.ink_reset(); }

  startStroke() { this.#page.ink_start_stroke(); }

  /**
   * Adds a point.
   * @param {number} x eighths of a canvas unit @param {number} y eighths of a canvas unit
   */
  add(x, y) { this.#page.ink_append(x, y); }

  /**
   * What the ink looks like.
   * @param {boolean} isFinished whether the pen is up
   * @returns {Look}
   */
  look(isFinished) {
    const page = this.#page;
    page.classify(isFinished ? 1 : 0);
    const guesses = this.labels.map((shape, index) => ({ shape, confidence: page.confidence(index) }))
      .sort((a, b) => b.confidence - a.confidence);
    return { ...guesses[0], guesses, decided: page.decided() === 1 };
  }

  /**
   * The network's picture of the ink at the last look: its side, and a byte 0 … 127 a pixel, row by row.
   * @returns {{ size: number, pixels: Uint8Array }}
   */
  get input() {
    const size = this.#page.input_size();
    return { size, pixels: Uint8Array.from({ length: size * size }, (_, index) => this.#page.pixel(index)) };
  }

  /** @param {number} index */
  #label(index) {
    const bytes = [];
    for (let byte; (byte = this.#page.label_byte(index, bytes.length)) !== 0;) bytes.push(byte);
    return new TextDecoder().decode(Uint8Array.from(bytes));
  }
}

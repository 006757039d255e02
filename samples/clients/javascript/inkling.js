/**
 * Inkling for programs: what a drawing is, said while it is drawn; drawings that are made up; ideal
 * shapes; the model itself. For browsers and node 18 or newer, without dependencies.
 *
 *     const inkling = new Inkling("http://127.0.0.1:8080", { key: "inkling_…" });
 *     const stream = inkling.stream({ onguess: ({ shape, confidence }) => console.log(shape, confidence) });
 *     stream.point(100, 100); stream.point(200, 102); stream.lift();
 *     console.log(await stream.settled());
 */
import { browserSocket } from "./browser-socket.js";
import { nodeSocket } from "./node-socket.js";
import { backOff, InklingError, pause } from "./problem.js";
import { Stream } from "./stream.js";

export { InklingError, Stream };

/** @typedef {import("./wire.js").Canvas} Canvas */
/** @typedef {import("./stream.js").Guess} Guess */
/** @typedef {import("./stream.js").StreamGuess} StreamGuess */
/** @typedef {import("./stream.js").StreamOptions} StreamOptions */
/** @typedef {[number, number] | [number, number, number] | [number, number, number, number]} PointArray
 *   `[x,y]`, `[x,y,t]` or `[x,y,pressure,t]` */
/** @typedef {{ x: number, y: number, pressure?: number, timestamp?: number }} PointObject ms */
/** @typedef {{ points: (PointArray | PointObject)[], color?: string, width?: number }} StrokeObject */
/** @typedef {{ strokes: (PointArray[] | StrokeObject)[], canvas?: Canvas, finished?: boolean }} Drawing
 *   `finished`: false while the pen is down */
/** @typedef {{ drawing: number[][][], word?: string, canvas?: Canvas, finished?: boolean }} QuickDrawing */
/** @typedef {Drawing | QuickDrawing} AnyDrawing */
/** @typedef {{ shape: string, confidence: number, perhaps?: string, guesses: Guess[] }} Answer */
/** @typedef {{ input: { size: number, pixels: string }, strokes: { importance: number }[] }} Explanation */
/** @typedef {{ index: number, error?: undefined, expected?: string } & Answer} BatchAnswer */
/** @typedef {{ index: number, error: { code: string, detail: string } }} BatchFault */
/** @typedef {{ drawings: number, faults: number }} BatchTotal */
/** @typedef {{ id: string, shape: string, canvas: Canvas, duration_ms: number,
 *   strokes: { points: Required<PointObject>[] }[] }} MadeDrawing */
/** @typedef {{ shape: string, seed: number, temperature: number, generator: string,
 *   drawings: MadeDrawing[] }} Generated */
/** @typedef {{ kind: "line", from: number[], to: number[] } | { kind: "circle", center: number[], radius: number }
 *   | { kind: "polygon", corners: number[][] } | { kind: "outline", center: number[], size: number }} Geometry */
/** @typedef {{ shape: string | null, confidence: number | null, quality: number, residual: number | null,
 *   ideal: { closed: boolean, points: number[][] } | null, geometry: Geometry | null }} Fit */
/** @typedef {{ shape: string, confidence: number | null, match: number, seed: number, temperature: number,
 *   generator: string, continues_stroke: boolean,
 *   strokes: { points: Required<PointObject>[] }[] }} Completion */
/** @typedef {{ version: string, classes: string[], input: { width: number, height: number },
 *   accuracy: any, per_class: any, checksum: string, size_bytes: number, trained_at: string | null }} ModelInfo */
/** @typedef {{ version: string, active: boolean, classes: string[], accuracy: number | null,
 *   created_at: string }} ModelEntry */
/** @typedef {"inkling" | "onnx" | "safetensors" | "js" | "c" | "swift"} ModelFormat */
/**
 * @typedef {object} InklingOptions
 * @property {string} [key] an API key; from the server's own machine none is needed
 * @property {number} [timeout] ms until an answer has to come; 15,000
 * @property {number} [retries] how often a request is sent again that met 429, 503 or a lost connection; 4
 * @property {import("./stream.js").SocketMaker} [socket] another way to open WebSockets
 * @property {typeof fetch} [fetch]
 */

const isNode = /** @type {any} */ (globalThis).process?.versions?.node !== undefined;
/** Of one request; longer lists are sent in several. */
const batchLimit = { lines: 20_000, bytes: 16 << 20 };

export class Inkling {
  /** @param {string} [address] of the server; the page's own unless told @param {InklingOptions} [options] */
  constructor(address = globalThis.location?.origin, options = {}) {
    this.address = address.replace(/\/+$/, "");
    this.key = options.key;
    this.timeout = options.timeout ?? 15_000;
    this.retries = options.retries ?? 4;
    this.makeSocket = options.socket ?? (isNode ? nodeSocket : browserSocket);
    this.fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
  }

  /**
   * Opens a stream of ink; draw at once, it connects by itself.
   * @param {StreamOptions} [options]
   */
  stream(options = {}) {
    return new Stream(`${this.address.replace(/^http/, "ws")}/ws/classify`, this.key, this.makeSocket, options);
  }

  /**
   * What a drawing is. With `explain` the answer has an `explanation`.
   * @param {AnyDrawing} drawing @param {{ model?: string, explain?: boolean }} options
   * @returns {Promise<Answer & { model: string, latency_ms: number, explanation?: Explanation }>}
   */
  classify(drawing, { model, explain } = {}) {
    return this.#post("classify", { ...drawing, model, explain });
  }

  /**
   * What up to 1,000 drawings are, in their order, all by one model.
   * @param {AnyDrawing[]} drawings @param {{ model?: string }} options
   * @returns {Promise<{ results: Answer[], model: string, latency_ms: number }>}
   */
  classifyAll(drawings, { model } = {}) {
    return this.#post("classify", { drawings, model });
  }

  /**
   * What any number of drawings are, each answered as soon as it is read. A faulty one is answered with
   * an `error` and holds up no other. The generator's return value counts them.
   * @param {Iterable<AnyDrawing> | AsyncIterable<AnyDrawing>} drawings @param {{ model?: string }} options
   * @returns {AsyncGenerator<BatchAnswer | BatchFault, BatchTotal>}
   */
  async *batch(drawings, { model } = {}) {
    const total = { drawings: 0, faults: 0 };
    for await (const lines of portions(drawings)) {
      const before = total.drawings;
      for await (const answer of this.#batch(lines, model)) {
        if (answer.done) {
          total.drawings += answer.drawings;
          total.faults += answer.faults;
        } else yield { ...answer, index: before + answer.index };
      }
    }
    return total;
  }

  /**
   * Makes drawings up. The same seed, temperature and generator give the same drawings.
   * @param {string} shape
   * @param {{ count?: number, seed?: number, temperature?: number, canvas?: Canvas }} [options]
   * @returns {Promise<Generated>}
   */
  generate(shape, options = {}) { return this.#post("generate", { shape, ...options }); }

  /**
   * The ideal shape that a drawing is meant to be, where it lies.
   * @param {AnyDrawing} drawing @param {{ shape?: string }} options `shape`: which, if that is known
   * @returns {Promise<Fit>}
   */
  fit(drawing, { shape } = {}) { return this.#post("fit", { ...drawing, shape }); }

  /**
   * The rest of a begun drawing.
   * @param {AnyDrawing} drawing @param {{ shape?: string, seed?: number, temperature?: number }} [options]
   * @returns {Promise<Completion>}
   */
  complete(drawing, options = {}) { return this.#post("complete", { ...drawing, ...options }); }

  /** @returns {Promise<ModelEntry[]>} */
  async models() { return (await (await this.#ask("GET", "models")).json()).models; }

  /** @param {{ model?: string }} options @returns {Promise<ModelInfo>} */
  async modelInfo({ model } = {}) { return (await this.#ask("GET", `model/info${query({ model })}`)).json(); }

  /**
   * The model as a file.
   * @param {{ format?: ModelFormat, model?: string }} options @returns {Promise<Uint8Array>}
   */
  async modelFile({ format, model } = {}) {
    return new Uint8Array(await (await this.#ask("GET", `model/file${query({ format, model })}`)).arrayBuffer());
  }

  // MARK: - HTTP

  /** @param {string} path @param {object} body @returns {Promise<any>} */
  async #post(path, body) { return (await this.#ask("POST", path, JSON.stringify(body))).json(); }

  /** @param {string} body @param {string | undefined} model @returns {AsyncGenerator<any>} */
  async *#batch(body, model) {
    const answer = await this.#ask("POST", `batch${query({ model })}`, body, "application/x-ndjson");
    let isDone = false;
    for await (const line of lines(answer)) {
      const entry = JSON.parse(line);
      isDone ||= entry.done === true;
      yield entry;
    }
    if (!isDone) throw new InklingError("cut_off", "the answer broke off before its end");
  }

  /**
   * @param {string} method @param {string} path below /api/inference/ @param {string} [body] @param {string} [type]
   * @returns {Promise<Response>} one of status 2xx
   */
  async #ask(method, path, body, type = "application/json") {
    const headers = { ...(body !== undefined && { "content-type": type }),
      ...(this.key && { authorization: `Bearer ${this.key}` }) };
    for (let attempt = 0; ; attempt += 1) {
      const problem = await this.#try(`${this.address}/api/inference/${path}`, { method, headers, body });
      if (!(problem instanceof InklingError)) return problem;
      const mayPass = [429, 503].includes(problem.status) && problem.retryAfter !== undefined
        || problem.code === "unreachable";
      if (!mayPass || attempt >= this.retries) throw problem;
      await pause(backOff(attempt, (problem.retryAfter ?? 0) * 1_000));
    }
  }

  /** @param {string} url @param {RequestInit} options @returns {Promise<Response | InklingError>} */
  async #try(url, options) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), this.timeout);
    try {
      const answer = await this.fetch(url, { ...options, signal: stop.signal });
      if (answer.ok) return answer;
      return InklingError.of(answer.status, await answer.text(), answer.headers.get("retry-after"));
    } catch (error) {
      if (stop.signal.aborted) return new InklingError("timeout", `no answer within ${this.timeout} ms`);
      const { message, cause } = /** @type {any} */ (error);
      return new InklingError("unreachable", cause?.message ?? message);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** @param {Record<string, string | undefined>} values */
function query(values) {
  const given = Object.entries(values).flatMap(([name, value]) => value === undefined ? []
    : [`${name}=${encodeURIComponent(value)}`]);
  return given.length > 0 ? `?${given.join("&")}` : "";
}

/**
 * Drawings as ndjson, as many together as one request takes.
 * @param {Iterable<AnyDrawing> | AsyncIterable<AnyDrawing>} drawings
 */
async function* portions(drawings) {
  let [portion, bytes] = [/** @type {string[]} */ ([]), 0];
  for await (const drawing of drawings) {
    const line = JSON.stringify(drawing);
    if (portion.length >= batchLimit.lines || bytes + line.length * 3 > batchLimit.bytes && portion.length > 0) {
      yield portion.join("\n");
      [portion, bytes] = [[], 0];
    }
    portion.push(line);
    bytes += line.length + 1;
  }
  if (portion.length > 0) yield portion.join("\n");
}

/**
 * The lines of an answer while it comes.
 * @param {Response} answer
 */
async function* lines(answer) {
  const reader = /** @type {ReadableStream<Uint8Array>} */ (answer.body).getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const whole = (rest + decoder.decode(value, { stream: !done })).split("\n");
      rest = done ? "" : whole.pop() ?? "";
      yield* whole.filter((line) => line !== "");
      if (done) return;
    }
  } finally {
    await reader.cancel();
  }
}

import { makeIdentifier } from "../../shared/identifier.js";
import { Line } from "../../shared/line.js";

/**
 * @typedef {import("../../shared/live-drawing.js").LiveDrawing} LiveDrawing
 * @typedef {{ shape: string, confidence: number }} Guess
 * @typedef {{ seq: number, points: number, shape: string | null, confidence?: number, perhaps?: string,
 *   guesses: Guess[], decided: boolean, model: string, latency_us: number }} Answer
 */

/** Operations that may be under way; far more than a server that keeps up ever leaves waiting. */
const mostUnderway = 64;
const pauseMs = 1_000;

/**
 * One connection to `/ws/classify`: brings a drawing's operations to the server, each once and in order, and
 * after a lost connection goes on where the server stands.
 */
export class ClassifyStream {
  /** @type {(answer: Answer, roundTripMs: number | null) => void} */
  onanswer = () => {};
  /** The connection came or went. */
  onstate = () => {};
  /**
   * The server will not answer; nothing more is sent until something changes.
   * @type {(code: string, message: string) => void}
   */
  onrefused = () => {};
  /** Milliseconds between two points frames, as the server wishes. */
  interval = 16;
  isOpen = false;

  /** @type {LiveDrawing | null} */
  #drawing = null;
  #id = "";
  #model = "";
  #isBegun = false;
  #isReady = false;
  #sent = 0;
  #answered = 0;
  #timer = 0;
  /**
   * When operations left, by their number.
   * @type {Map<number, number>}
   */
  #departures = new Map();

  /** @param {import("../access.js").Access} access */
  constructor(access) {
    this.line = new Line("/ws/classify");
    this.line.onprepare = async () => {
      await access.check();
      this.line.path = access.socketPath("/ws/classify");
    };
    this.line.onlost = () => this.#lost();
    this.line.onmessage = (message) => this.#receive(message);
  }

  start() { this.line.start(); }

  stop() { this.line.stop(); }

  /**
   * The model to ask; the active one when it is empty.
   * @param {string} version
   */
  set model(version) {
    if (version === this.#model) return;
    this.#model = version;
    if (this.#drawing) this.drawing = this.#drawing;
  }

  get model() { return this.#model; }

  /**
   * Another drawing, from its first operation on.
   * @param {LiveDrawing | null} drawing
   */
  set drawing(drawing) {
    this.#drawing = drawing;
    this.#id = makeIdentifier();
    this.#isBegun = this.#isReady = false;
    this.#sent = this.#answered = 0;
    this.#departures.clear();
    this.pump();
  }

  /** Sends what can be sent; call it after every operation. */
  pump() {
    const drawing = this.#drawing;
    if (!this.isOpen || !drawing || drawing.lastSeq === 0) return;
    if (!this.#isReady) return this.#attach(drawing);
    while (this.#sent < drawing.lastSeq && this.#sent < this.#answered + mostUnderway) {
      const operation = drawing.operation(this.#sent + 1);
      if (!operation) return;
      this.line.send(operation.frame);
      this.#sent += 1;
      this.#departures.set(this.#sent, performance.now());
    }
    if (this.#sent > this.#answered) this.line.expectAnswer();
  }

  #isAsking = false;

  /** @param {LiveDrawing} drawing */
  #attach({ record: { canvas, device } }) {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const drawing = this.#id;
    this.line.send(JSON.stringify(this.#isBegun ? { type: "resume", drawing }
      : { type: "begin", drawing, canvas, device, ...(this.#model ? { model: this.#model } : {}) }));
    this.line.expectAnswer();
  }

  #lost() {
    clearTimeout(this.#timer);
    this.isOpen = this.#isReady = this.#isAsking = false;
    this.#departures.clear();
    this.onstate();
  }

  /** @param {any} message */
  #receive(message) {
    if (message.type === "welcome") {
      [this.isOpen, this.interval] = [true, message.pace.interval_ms];
      this.line.calm();
      this.onstate();
      this.pump();
    } else if (message.type === "pace") this.interval = message.interval_ms;
    else if (message.type === "begun" || message.type === "resumed") this.#goOn(message);
    else if (message.type === "guess") this.#answer(message);
    else if (message.type === "error") this.#fault(message);
  }

  /** @param {{ drawing?: string, seq?: number }} message */
  #goOn({ drawing, seq = 0 }) {
    this.#isAsking = false;
    // What was asked for before the sheet became another one is told as well.
    if (drawing !== undefined && drawing !== this.#id) return this.pump();
    this.#isBegun = this.#isReady = true;
    this.#sent = this.#answered = seq;
    return this.pump();
  }

  /** @param {Answer} answer */
  #answer(answer) {
    if (!this.#isReady) return;
    const departed = this.#departures.get(answer.seq);
    for (const seq of this.#departures.keys()) if (seq <= answer.seq) this.#departures.delete(seq);
    this.#answered = Math.max(this.#answered, answer.seq);
    this.onanswer(answer, departed === undefined ? null : performance.now() - departed);
    this.pump();
  }

  /** @param {{ code: string, message: string, seq?: number, fatal: boolean }} fault */
  #fault({ code, message, seq, fatal }) {
    this.#isAsking = false;
    if (code === "gap" && seq !== undefined) {
      this.#sent = seq - 1;
      return this.pump();
    }
    if (code === "unknown_drawing") {
      this.#isBegun = false;
      return this.pump();
    }
    if (code === "no_drawing") {
      this.#isReady = false;
      return this.pump();
    }
    if (code === "rate_limited" && !fatal) {
      this.#timer = setTimeout(() => this.pump(), pauseMs);
      return undefined;
    }
    if (code === "unavailable") return this.line.restart();
    this.line.stop();
    return this.onrefused(code, message);
  }
}

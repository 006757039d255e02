import { Refusal } from "../../admin/api.js";

/**
 * @typedef {import("../access.js").Access} Access
 * @typedef {import("./line-source.js").Source} Source
 * @typedef {{ shape: string, confidence: number }} Guess
 * @typedef {{ line: number, text: string, expected: string, shape: string, confidence: number }} Mistake
 */

/** What one request carries at most; the page holds no more at a time. */
const [mostLines, mostCharacters] = [2_000, 4_000_000];
/** What is kept to be shown. */
const mostShown = 120;

/** Many drawings that are looked at one request after the other. Only counts are kept, and some to show. */
export class Batch {
  drawings = 0;
  right = 0;
  /** How many had a name of their own. */
  named = 0;
  faults = 0;
  line = 0;
  /** The share of the file that was looked at, 0 … 1. */
  done = 0;
  seconds = 0;
  model = "";
  /**
   * How often drawings of a name were taken for what.
   * @type {Map<string, Map<string, number>>}
   */
  counts = new Map();
  /** @type {Mistake[]} */
  mistakes = [];
  /** @type {{ line: number, detail: string }[]} */
  broken = [];
  /** @type {() => void} */
  onprogress = () => {};

  /** @param {Access} access @param {AbortSignal} signal */
  constructor(access, signal) {
    this.access = access;
    this.signal = signal;
  }

  /** @param {Source} source */
  async run(source) {
    const began = performance.now();
    let bytes = 0;
    for await (const piece of source.pieces()) {
      for (const part of parts(piece.lines, this.line)) await this.#send(part, began);
      this.line += piece.lines.length;
      bytes += piece.bytes;
      this.done = bytes / Math.max(1, source.size);
      this.onprogress();
    }
    this.done = 1;
    this.onprogress();
  }

  /** @param {{ number: number, text: string }[]} lines @param {number} began */
  async #send(lines, began) {
    if (lines.length === 0) return;
    for (;;) {
      const answer = await fetch("/api/inference/batch", { method: "POST", signal: this.signal,
        headers: { "Content-Type": "application/x-ndjson", ...this.access.headers },
        body: lines.map(({ text }) => text).join("\n") });
      if (answer.status === 429) {
        await new Promise((resolve) => setTimeout(resolve, 1_000 * (Number(answer.headers.get("Retry-After")) || 1)));
        this.signal.throwIfAborted();
        continue;
      }
      if (!answer.ok || !answer.body) throw new Refusal(answer.status, await answer.json().catch(() => null), 0);
      return this.#read(answer.body, lines, began);
    }
  }

  /**
   * @param {ReadableStream<Uint8Array>} body @param {{ number: number, text: string }[]} lines
   * @param {number} began
   */
  async #read(body, lines, began) {
    const [reader, decoder] = [body.getReader(), new TextDecoder()];
    let [rest, isComplete] = ["", false];
    for (;;) {
      const { done, value } = await reader.read();
      const answers = (rest + decoder.decode(value, { stream: !done })).split("\n");
      rest = done ? "" : answers.pop() ?? "";
      for (const answer of answers) {
        if (answer === "") continue;
        const told = JSON.parse(answer);
        if (told.done) [isComplete, this.model] = [true, told.model];
        else this.#take(told, lines[told.index]);
      }
      this.seconds = (performance.now() - began) / 1_000;
      this.onprogress();
      if (done) break;
    }
    if (!isComplete) {
      throw new Error("The server’s answer broke off. What is shown was looked at; try the file again.");
    }
  }

  /** @param {any} told @param {{ number: number, text: string }} line */
  #take({ error, shape, confidence, expected }, { number, text }) {
    if (error) {
      this.faults += 1;
      if (this.broken.length < mostShown) this.broken.push({ line: number, detail: error.detail });
      return;
    }
    this.drawings += 1;
    const name = expected ?? "";
    const row = this.counts.get(name) ?? new Map();
    this.counts.set(name, row.set(shape, (row.get(shape) ?? 0) + 1));
    if (!name) return;
    this.named += 1;
    if (name === shape) this.right += 1;
    else if (this.mistakes.length < mostShown) {
      this.mistakes.push({ line: number, text, expected: name, shape, confidence });
    }
  }
}

/**
 * Lines that travel together, without the empty ones.
 * @param {string[]} lines @param {number} before how many lines came before these
 */
function* parts(lines, before) {
  let [part, size] = [/** @type {{ number: number, text: string }[]} */ ([]), 0];
  for (let index = 0; index < lines.length; index += 1) {
    const text = lines[index].trim();
    if (text === "") continue;
    if (part.length === mostLines || size + text.length > mostCharacters) {
      yield part;
      [part, size] = [[], 0];
    }
    part.push({ number: before + index + 1, text });
    size += text.length;
  }
  yield part;
}

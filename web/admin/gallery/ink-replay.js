import { make, part, say } from "../make.js";
import { drawInk } from "./ink-painter.js";
import { pressureStrip } from "./pressure-strip.js";

/** @typedef {import("./ink-painter.js").Stroke} Stroke */

/** @param {number} ms */
const seconds = (ms) => `${(ms / 1_000).toFixed(1)} s`;

/**
 * A drawing drawn again: at the speed it was drawn at, with its pressure, or held at any moment.
 * Fires `moved` with the share of the ink that is there in its `detail`.
 */
export class InkReplay extends HTMLElement {
  /** @type {Stroke[]} */
  #strokes = [];
  #canvas = { width: 1, height: 1 };
  #duration = 0;
  #time = 0;
  /** Pixels to a unit of the drawing's canvas. */
  #scale = 1;
  /** When the time would have been 0, while it plays. */
  #startedAt = 0;
  #frame = 0;
  #resizing = new ResizeObserver(() => this.#fit());

  connectedCallback() {
    const play = make("button", { type: "button", class: "play", "aria-keyshortcuts": "p" }, "▶ play");
    const step = (/** @type {string} */ words, /** @type {string} */ label, /** @type {1 | -1} */ way) => {
      const made = make("button", { type: "button", class: "step", "aria-label": label, title: label }, words);
      made.addEventListener("click", () => this.#step(way));
      return made;
    };
    const slider = make("input",
      { type: "range", min: "0", value: "0", "aria-label": "moment of the drawing" });
    this.replaceChildren(make("div", { class: "paper" }, make("canvas", { role: "img" })),
      make("div", { class: "time" }, make("div", { class: "pressure" }), slider,
        make("p", { class: "moment" })),
      make("div", { class: "controls" }, play, step("◂", "one stroke back", -1),
        step("▸", "one stroke on", 1)));
    play.addEventListener("click", () => this.toggle());
    slider.addEventListener("input", () => this.#show(Number(slider.value), true));
    this.#resizing.observe(part(this, ".paper"));
  }

  disconnectedCallback() {
    this.#resizing.disconnect();
    cancelAnimationFrame(this.#frame);
  }

  get isPlaying() { return this.#frame !== 0; }

  /**
   * Shows all of a drawing.
   * @param {{ strokes: Stroke[], canvas: { width: number, height: number } }} drawing @param {string} label
   */
  show({ strokes, canvas }, label) {
    this.#pause();
    [this.#strokes, this.#canvas] = [strokes, canvas];
    this.#duration = Math.max(1, ...strokes.map(({ points }) => points[points.length - 1].timestamp));
    part(this, "canvas").setAttribute("aria-label", label);
    const slider = this.#slider;
    slider.max = String(this.#duration);
    slider.step = String(Math.max(1, Math.round(this.#duration / 200)));
    part(this, ".pressure").replaceChildren(pressureStrip(strokes, this.#duration));
    part(this, ".paper").style.aspectRatio = `${canvas.width} / ${canvas.height}`;
    this.#time = this.#duration;
    this.#fit();
  }

  /** Plays, from the beginning if it has ended, or holds. */
  toggle() {
    if (this.isPlaying) return this.#pause();
    if (this.#strokes.length === 0) return undefined;
    this.#startedAt = performance.now() - (this.#time >= this.#duration ? 0 : this.#time);
    say(part(this, ".play"), "❚❚ pause");
    const turn = () => {
      this.#frame = requestAnimationFrame(turn);
      this.#show(performance.now() - this.#startedAt, false);
      if (this.#time >= this.#duration) this.#pause();
    };
    return turn();
  }

  get #slider() { return /** @type {HTMLInputElement} */ (part(this, "input")); }

  #pause() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    say(part(this, ".play"), "▶ play");
  }

  /**
   * To the end of this stroke, or to the beginning of it or of the one before.
   * @param {1 | -1} way
   */
  #step(way) {
    const ends = [0, ...this.#strokes.map(({ points }) => points[points.length - 1].timestamp)];
    const next = way > 0 ? ends.find((end) => end > this.#time)
      : [...ends].reverse().find((end) => end < this.#time);
    this.#show(next ?? (way > 0 ? this.#duration : 0), true);
  }

  /** @param {number} time @param {boolean} isChosen */
  #show(time, isChosen) {
    if (isChosen) this.#pause();
    this.#time = Math.max(0, Math.min(time, this.#duration));
    this.#draw();
  }

  /** Gives the picture as many pixels as the screen has there. */
  #fit() {
    const canvas = /** @type {HTMLCanvasElement} */ (part(this, "canvas"));
    const { width, height } = part(this, ".paper").getBoundingClientRect();
    if (this.#strokes.length === 0 || width === 0) return;
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    // A little ink may lie around the canvas.
    this.#scale = 0.94 * Math.min(canvas.width / this.#canvas.width, canvas.height / this.#canvas.height);
    this.#draw();
  }

  #paint() {
    const canvas = /** @type {HTMLCanvasElement} */ (part(this, "canvas"));
    const context = canvas.getContext("2d");
    if (!context) return null;
    context.resetTransform();
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.setTransform(this.#scale, 0, 0, this.#scale, (canvas.width - this.#scale * this.#canvas.width) / 2,
      (canvas.height - this.#scale * this.#canvas.height) / 2);
    return drawInk(context, this.#strokes, this.#time);
  }

  #draw() {
    const pen = this.#paint();
    const slider = this.#slider;
    slider.value = String(this.#time);
    const counts = this.#strokes.map(({ points }) =>
      points.filter(({ timestamp }) => timestamp <= this.#time).length);
    const stroke = Math.max(1, counts.filter((count) => count > 0).length);
    const words = `${seconds(this.#time)} of ${seconds(this.#duration)}, stroke ${stroke} of ${this.#strokes.length}`;
    slider.setAttribute("aria-valuetext", words);
    say(part(this, ".moment"), `${words}${pen ? `, pressure ${pen.pressure.toFixed(2)}` : ""}`);
    this.style.setProperty("--played", String(this.#time / this.#duration));
    this.dispatchEvent(new CustomEvent("moved", { detail: inkUntil(this.#strokes, this.#time) }));
  }
}

/**
 * The share of all points that are there at a time, 0 … 1.
 * @param {Stroke[]} strokes @param {number} time
 */
function inkUntil(strokes, time) {
  let [there, all] = [0, 0];
  for (const { points } of strokes) {
    all += points.length;
    for (const { timestamp } of points) if (timestamp <= time) there += 1;
  }
  return all === 0 ? 0 : there / all;
}

customElements.define("ink-replay", InkReplay);

import { stepsPerUnit } from "../../shared/wire.js";
import { make } from "../make.js";

/** @typedef {import("../../shared/live-drawing.js").Sample} Sample */

/** How far a key moves the pen, in canvas units; with Shift, and without. */
const [far, near] = [40, 10];
const arrows = /** @type {Record<string, [number, number]>} */ ({
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
});
const halfPressure = 128;
/** Between two points of a line. */
const stepMs = 16;

/** A pen that is led with the arrow keys, two at a time for a slope, and put down with Space. */
export class KeyboardPen {
  /** Where it is, for those who see. */
  mark = make("span", { class: "pen-mark", "aria-hidden": "true", hidden: true });

  #place = { x: 0, y: 0 };
  #isDown = false;
  #starts = false;
  #held = new Set();
  #time = 0;

  /** @param {(sample: Sample, starts: boolean) => void} add */
  constructor(add) {
    this.add = add;
  }

  /**
   * @param {KeyboardEvent} event @param {{ width: number, height: number }} canvas
   * @returns {boolean} whether it was for the pen
   */
  press({ key, shiftKey, ctrlKey, metaKey, altKey }, canvas) {
    if (ctrlKey || metaKey || altKey || !(key === " " || key in arrows)) return false;
    if (this.mark.hidden) this.#place = { x: canvas.width / 2, y: canvas.height / 2 };
    this.mark.hidden = false;
    if (key === " ") this.#turn();
    else {
      this.#held.add(key);
      for (let gone = 0; gone < (shiftKey ? far : near); gone += near) this.#move(canvas);
    }
    this.mark.style.left = `${(100 * this.#place.x) / canvas.width}%`;
    this.mark.style.top = `${(100 * this.#place.y) / canvas.height}%`;
    this.mark.classList.toggle("down", this.#isDown);
    return true;
  }

  /** @param {KeyboardEvent} event */
  release({ key }) { this.#held.delete(key); }

  /** Lifts it, wherever it is. */
  leave() {
    this.#isDown = false;
    this.#held.clear();
    this.mark.hidden = true;
  }

  #turn() {
    this.#isDown = !this.#isDown;
    this.#starts = this.#isDown;
    if (this.#isDown) this.#draw();
  }

  /** @param {{ width: number, height: number }} canvas */
  #move({ width, height }) {
    for (const key of this.#held) {
      this.#place.x = Math.max(0, Math.min(width, this.#place.x + near * arrows[key][0]));
      this.#place.y = Math.max(0, Math.min(height, this.#place.y + near * arrows[key][1]));
    }
    if (this.#isDown) this.#draw();
  }

  #draw() {
    const { x, y } = this.#place;
    this.#time = Math.max(this.#time + stepMs, Math.round(performance.timeOrigin + performance.now()));
    const [across, down] = [Math.round(x * stepsPerUnit), Math.round(y * stepsPerUnit)];
    this.add({ x: across, y: down, pressure: halfPressure, time: this.#time }, this.#starts);
    this.#starts = false;
  }
}

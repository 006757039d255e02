import { stepsPerUnit } from "../../shared/wire.js";
import { curveThrough, lineBetween } from "./key-grid.js";

/** @typedef {import("./key-grid.js").Place} Place */
/** @typedef {import("../../shared/live-drawing.js").Sample} Sample */

/** Keys press neither hard nor lightly. */
const pressure = Math.round(0.5 * 255);
/** As fast as a line is drawn at most, in ms for a unit: nobody's eye jumps, and the ink has a time for each point. */
const msPerUnit = 1.5;

/**
 * A pen that keys hold: it marks a place, and a line grows to the next. The sheet hears of it as of any pen, by
 * `pen-down`, `pen-points` and `pen-up`.
 */
export class KeyPen {
  /**
   * What the lines go through, from where the pen came down.
   * @type {Place[]}
   */
  marks = [];
  /** Whether lines are round: they are drawn when the pen is lifted, once all of their marks are known. */
  isRound = false;
  #time = 0;

  /** @param {HTMLElement} sheet */
  constructor(sheet) { this.sheet = sheet; }

  get isDown() { return this.marks.length > 0; }

  /**
   * Comes down; straight lines begin at once.
   * @param {Place} place
   * @returns {boolean} false where nothing may be drawn now
   */
  down(place) {
    const event = new CustomEvent("pen-down", { detail: { device: "keyboard" }, bubbles: true, cancelable: true });
    if (!this.sheet.dispatchEvent(event)) return false;
    this.marks = [place];
    this.#time = Date.now();
    if (!this.isRound) this.#ink([place], true);
    return true;
  }

  /**
   * A corner: the line goes on from there.
   * @param {Place} place
   */
  mark(place) {
    const from = this.marks[this.marks.length - 1];
    if (Math.hypot(from.x - place.x, from.y - place.y) < 1) return;
    this.marks.push(place);
    if (!this.isRound) this.#ink(lineBetween(from, place), false);
  }

  /** A line back to where the pen came down, and up. */
  close() {
    if (this.marks.length < 2) return;
    this.mark(this.marks[0]);
    this.lift();
  }

  lift() {
    if (!this.isDown) return;
    if (this.isRound) this.#ink(curveThrough(this.marks), true);
    this.forget();
    this.sheet.dispatchEvent(new CustomEvent("pen-up", { bubbles: true }));
  }

  /** The ink is another now: there is no line to go on with. */
  forget() { this.marks = []; }

  /**
   * Points between the time of the last and now, or as many as a quick hand would have taken.
   * @param {Place[]} places @param {boolean} starts
   */
  #ink(places, starts) {
    const pieces = places.map(({ x, y }, index) => (
      index === 0 ? 0 : Math.hypot(x - places[index - 1].x, y - places[index - 1].y)));
    const takes = Math.max(places.length * 4, msPerUnit * pieces.reduce((sum, piece) => sum + piece, 0));
    const end = Math.max(Date.now(), this.#time + places.length);
    const begin = Math.max(this.#time, end - takes);
    /** @type {Sample[]} */
    const samples = places.map(({ x, y }, index) => ({
      x: Math.round(x * stepsPerUnit), y: Math.round(y * stepsPerUnit), pressure,
      time: Math.round(begin + ((end - begin) * (index + 1)) / places.length),
    }));
    this.#time = end;
    this.sheet.dispatchEvent(new CustomEvent("pen-points", { detail: { samples, starts }, bubbles: true }));
  }
}

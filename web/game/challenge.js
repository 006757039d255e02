import { stepsPerUnit } from "../shared/wire.js";
import { rules } from "./modes.js";
import { settings } from "./settings/settings.js";

/** @typedef {import("../shared/live-drawing.js").LiveDrawing} LiveDrawing */
/** @typedef {import("./modes.js").Mode} Mode */
/** @typedef {import("./table.js").Table} Table */

const idleMs = 7_000;
/** A line shorter than this share of the sheet is a touch, not a drawing. */
const shortestShare = 0.25;

/** What a mode makes of one drawing: its time, its ghost, and when it ends. */
export class Challenge {
  /** @type {Mode} */
  mode = "normal";
  /** Whether the administrator lets drawings have a time. */
  allowsTime = true;
  #idle = 0;
  /** @type {number | null} */
  #seconds = null;

  /** @param {Table} table */
  constructor(table) { this.table = table; }

  /** How long the drawing took; nothing unless it was a race. */
  get seconds() { return this.mode === "speed" ? this.#seconds : null; }

  /**
   * A shape is asked for: it draws itself, and again for somebody who waits.
   * @param {Mode} mode
   */
  asked(mode) {
    this.mode = mode;
    this.table.body.dataset.mode = mode;
    this.table.time.stop();
    this.#seconds = null;
    this.#show();
  }

  /** The pen came down on a blank sheet. */
  begun() {
    clearTimeout(this.#idle);
    this.table.sheet.traces = false;
    const isRace = this.mode === "speed";
    const hasLine = this.allowsTime && settings.get("time_limits");
    this.table.time.begin({ seconds: rules[this.mode].seconds, hasLine, hasClock: isRace, isStill: settings.isStill });
  }

  /** The drawing is done, or is drawn elsewhere. */
  ended() {
    clearTimeout(this.#idle);
    this.#seconds = this.table.time.seconds;
    this.table.time.halt();
    this.table.sheet.traces = false;
  }

  /**
   * What lifting the pen means.
   * @param {LiveDrawing} drawing
   * @returns {"nothing" | "done" | "slip"} `slip`: it was a touch, to be taken back
   */
  lifted({ ink: { points }, record: { canvas } }) {
    if (this.mode !== "one_stroke") return "nothing";
    const extent = (/** @type {number[]} */ numbers) =>
      numbers.reduce((most, number) => Math.max(most, number), -Infinity)
      - numbers.reduce((least, number) => Math.min(least, number), Infinity);
    const size = Math.max(extent(points.map(({ x }) => x)), extent(points.map(({ y }) => y)));
    const shortest = Math.min(canvas.width, canvas.height) * stepsPerUnit * shortestShare;
    return points.length >= 2 && size >= shortest ? "done" : "slip";
  }

  #show() {
    clearTimeout(this.#idle);
    if (!rules[this.mode].hasGhost) return;
    this.table.sheet.traces = false;
    this.table.sheet.traces = !settings.isStill;
    this.#idle = setTimeout(() => this.#show(), idleMs);
  }
}

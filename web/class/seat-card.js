import { make, part, say } from "../admin/make.js";
import { t } from "./languages/texts.js";
import { drawings, seatName } from "./lesson.js";

/**
 * Ink of a seat: `points` are x, y and 1 where a stroke starts, after the first `from` points of
 * what was told before.
 * @typedef {{ lesson: number, seat: number, drawing: string, shape: string, from: number, points: number[],
 *   canvas: { width: number, height: number }, ended: false | "submitted" | "left" }} Sheet
 */

const size = 3;
const pixels = 480;

/** One seat on the big screen: its newest drawing, as it comes, its name and its count. */
export class SeatCard {
  /** @type {string | null} what the canvas shows */
  #drawing = null;
  #isLive = false;
  /** @type {number[]} */
  #points = [];
  #canvas = make("canvas", { width: String(pixels), height: String(pixels), "aria-hidden": "true" });

  /** @param {number} number @param {() => void} press */
  constructor(number, press) {
    this.number = number;
    const shine = make("button", { type: "button", class: "sheet" }, this.#canvas);
    shine.addEventListener("click", press);
    this.element = make("li", { class: "seat", "data-seat": String(number) }, shine,
      make("p", { class: "name" }), make("p", { class: "count" }));
  }

  /** @param {import("./lesson.js").Seat} seat */
  take(seat) {
    this.element.classList.toggle("away", !seat.here);
    const [{ code, name }, done] = [seat, drawings(seat.done)];
    say(part(this.element, ".name"), seatName(seat));
    say(part(this.element, ".count"), seat.here ? done : t("seat.away", { drawings: done }));
    part(this.element, ".count").title = t("seat.code", { code });
    part(this.element, ".sheet").ariaLabel = t("seat.label", { name, drawings: done });
    if (!this.#isLive && seat.drawing !== null && seat.drawing !== this.#drawing) this.#show(seat.drawing);
  }

  /** @param {boolean} isLit */
  shine(isLit) {
    this.element.classList.toggle("lit", isLit);
    part(this.element, ".sheet").setAttribute("aria-pressed", String(isLit));
  }

  /**
   * Shows a stored drawing: what was drawn before the big screen looked.
   * @param {string} drawing
   */
  async #show(drawing) {
    this.#drawing = drawing;
    const answer = await fetch(`/api/drawings/${drawing}`, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok || this.#drawing !== drawing || this.#isLive) return;
    const { strokes, canvas } = await answer.json();
    if (this.#drawing !== drawing || this.#isLive) return;
    this.#points = strokes.flatMap((/** @type {{ points: { x: number, y: number }[] }} */ { points }) =>
      points.flatMap(({ x, y }, index) => [x, y, index === 0 ? 1 : 0]));
    this.#draw(canvas);
  }

  /** @param {Sheet} sheet */
  takeInk(sheet) {
    if (sheet.drawing !== this.#drawing) this.#points = [];
    this.#drawing = sheet.drawing;
    this.#isLive = sheet.ended === false;
    this.#points.length = Math.min(this.#points.length, sheet.from * size);
    this.#points.push(...sheet.points);
    this.element.dataset.drawing = sheet.drawing;
    this.#draw(sheet.canvas);
  }

  /** @param {{ width: number, height: number }} canvas */
  #draw({ width, height }) {
    const pen = this.#canvas.getContext("2d");
    if (!pen) return;
    const scale = pixels / Math.max(width, height);
    const [left, top] = [(pixels - width * scale) / 2, (pixels - height * scale) / 2];
    pen.clearRect(0, 0, pixels, pixels);
    pen.lineWidth = 12;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = getComputedStyle(this.#canvas).color;
    pen.beginPath();
    for (let at = 0; at < this.#points.length; at += size) {
      const [x, y] = [left + this.#points[at] * scale, top + this.#points[at + 1] * scale];
      if (this.#points[at + 2] === 1) {
        pen.moveTo(x, y);
        pen.lineTo(x + 0.1, y);
      } else pen.lineTo(x, y);
    }
    pen.stroke();
  }
}

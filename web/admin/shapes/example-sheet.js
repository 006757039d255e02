import "../../game/ink-sheet.js";
import { Ink } from "../../shared/ink.js";
import { stepsPerUnit } from "../../shared/wire.js";
import { make, part, say } from "../make.js";
import { KeyboardPen } from "./keyboard-pen.js";

/**
 * @typedef {import("../../game/ink-sheet.js").InkSheet} InkSheet
 * @typedef {import("../../shared/live-drawing.js").Sample} Sample
 */

/** An example needs no more. */
const mostPoints = 5_000;
/** All ink is shown as kept: it is nowhere else. */
const saved = 1;

/**
 * A sheet to draw an example on, with a mouse, a finger, a pen or the keyboard. Fires `drawn`
 * whenever there is another drawing on it.
 */
export class ExampleSheet extends HTMLElement {
  #ink = new Ink();
  #device = "mouse";
  #sheet = /** @type {InkSheet} */ (document.createElement("ink-sheet"));
  #pen = new KeyboardPen((sample, starts) => this.#add([sample], starts, "keyboard"));

  connectedCallback() {
    const label = this.getAttribute("label") ?? "an example";
    const undo = make("button", { type: "button", class: "quiet undo-stroke" }, "undo stroke");
    const clear = make("button", { type: "button", class: "quiet clear" }, "clear");
    this.#sheet.setAttribute("label", "what you have drawn");
    const surface = make("div", { class: "surface", tabindex: "0", role: "application", "aria-label":
      `${label}: a sheet to draw on. With the keyboard the arrows move the pen, Space puts it down or lifts it, `
        + "Backspace takes a stroke back." },
    this.#sheet, this.#pen.mark, make("p", { class: "invitation", "aria-hidden": "true" }, label));
    this.replaceChildren(surface,
      make("div", { class: "tools" }, undo, clear, make("p", { class: "state", role: "status" })));
    undo.addEventListener("click", () => this.undo());
    clear.addEventListener("click", () => this.clear());
    this.#sheet.addEventListener("pen-down", (event) => {
      this.#device = /** @type {CustomEvent} */ (event).detail.device;
    });
    this.#sheet.addEventListener("pen-points", (event) => {
      const { samples, starts } = /** @type {CustomEvent} */ (event).detail;
      this.#add(samples, starts, this.#device);
    });
    this.#sheet.addEventListener("pen-up", () => this.#show());
    this.#sheet.addEventListener("palm", () => this.undo());
    surface.addEventListener("keydown", (event) => {
      if (event.key === "Backspace") this.undo();
      else if (!this.#pen.press(event, this.#sheet.canvas)) return;
      event.preventDefault();
    });
    surface.addEventListener("keyup", (event) => this.#pen.release(event));
    surface.addEventListener("blur", () => this.#pen.leave());
    this.#show();
  }

  /** What is drawn, as the server takes it; null for nothing. */
  get drawing() {
    const [first] = this.#ink.points;
    if (!first) return null;
    return { canvas: this.#sheet.canvas, device: this.#device, strokes: this.#ink.strokes.map((points) => ({
      points: points.map(({ x, y, pressure, time }) => ({ x: x / stepsPerUnit, y: y / stepsPerUnit,
        pressure: Math.round((pressure / 255) * 1_000) / 1_000, timestamp: Math.round(time - first.time) })) })) };
  }

  undo() {
    const { starts } = this.#ink;
    if (starts.length === 0) return;
    this.#sheet.liftPen();
    this.#pen.leave();
    this.#ink.truncate(starts[starts.length - 1]);
    this.#sheet.redraw();
    this.#show();
  }

  clear() {
    this.#sheet.liftPen();
    this.#pen.leave();
    this.#ink = new Ink();
    this.#sheet.clear();
    this.#sheet.redraw();
    this.#show();
  }

  /** @param {Sample[]} samples @param {boolean} starts @param {string} device */
  #add(samples, starts, device) {
    const { points } = this.#ink;
    this.#device = device;
    // The paper keeps the form that it had when the pen came down first.
    if (points.length === 0) this.#sheet.show(this.#sheet.canvas, this.#ink, saved);
    samples.slice(0, mostPoints - points.length).forEach((sample, index) => {
      const time = Math.max(sample.time, points[points.length - 1]?.time ?? 0);
      this.#ink.add({ ...sample, time, elapsed: 0, seq: 0 }, starts && index === 0);
    });
    if (points.length >= mostPoints) this.#sheet.liftPen();
    this.#sheet.update(saved);
    if (device === "keyboard") this.#show();
  }

  #show() {
    const strokes = this.#ink.starts.length;
    say(part(this, ".state"), strokes === 0 ? "" : strokes === 1 ? "1 stroke" : `${strokes} strokes`);
    for (const act of this.querySelectorAll(".tools button")) act.toggleAttribute("disabled", strokes === 0);
    this.classList.toggle("is-blank", strokes === 0);
    this.dispatchEvent(new CustomEvent("drawn", { bubbles: true }));
  }
}

customElements.define("example-sheet", ExampleSheet);

import { count, counted } from "../figures.js";
import { make, part, say } from "../make.js";
import { addressOf } from "../router.js";
import { bars } from "./svg.js";

const [minuteMs, minutes] = [60_000, 60];
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

/**
 * Drawings a minute over the last hour. A minute is chosen with the pointer or the arrow keys, and
 * leads to its drawings.
 */
export class MinuteChart extends HTMLElement {
  /** @type {Map<number, number>} drawings by minutes since 1970 */
  #drawings = new Map();
  /**
   * Which bar is chosen; none otherwise.
   * @type {number | null}
   */
  #chosen = null;
  /** @type {number | undefined} */
  #timer;
  #first = 0;
  /** @type {number[]} */
  #values = [];

  connectedCallback() {
    const plot = make("div", { class: "plot", role: "slider", tabindex: "0",
      "aria-label": "drawings a minute, over the last hour",
      "aria-valuemin": "0", "aria-valuemax": String(minutes - 1), "aria-valuenow": String(minutes - 1) });
    this.replaceChildren(make("p", { class: "reading" }), plot,
      make("p", { class: "ends aside" }, make("span", {}, "an hour ago"), make("span", {}, "now")));
    plot.addEventListener("pointermove", (event) => this.#choose(this.#minuteAt(event)));
    plot.addEventListener("pointerleave", () => this.#choose(null));
    plot.addEventListener("click", (event) => this.#open(this.#minuteAt(event)));
    plot.addEventListener("blur", () => this.#choose(null));
    plot.addEventListener("keydown", (event) => this.#press(event));
    // Time goes on also when nothing is told.
    this.#timer = setInterval(() => this.#draw(), 5_000);
    this.#draw();
  }

  disconnectedCallback() { clearInterval(this.#timer); }

  /** @param {{ minute: string, drawings: number }[]} counts minutes without any left out */
  set counts(counts) {
    this.#drawings = new Map(counts.map(({ minute, drawings }) => [Date.parse(minute) / minuteMs, drawings]));
    this.#draw();
  }

  #draw() {
    const now = Math.max(Math.floor(Date.now() / minuteMs), ...this.#drawings.keys());
    this.#first = now - minutes + 1;
    this.#values = Array.from({ length: minutes }, (_, index) => this.#drawings.get(this.#first + index) ?? 0);
    part(this, ".plot").replaceChildren(bars(this.#values, Math.max(4, ...this.#values)));
    this.#read();
  }

  /** @param {number | null} index */
  #choose(index) {
    if (index === this.#chosen) return;
    this.#chosen = index;
    this.#read();
  }

  #read() {
    const [plot, index] = [part(this, ".plot"), this.#chosen ?? minutes - 1];
    for (const bar of plot.querySelectorAll("rect")) bar.classList.toggle("chosen",
      Number(bar.dataset.index) === this.#chosen);
    const words = `${this.#nameOf(index)}: ${counted(this.#values[index], "drawing")}`;
    plot.setAttribute("aria-valuenow", String(index));
    plot.setAttribute("aria-valuetext", words);
    const total = this.#values.reduce((sum, value) => sum + value, 0);
    say(part(this, ".reading"), this.#chosen === null
      ? `${counted(total, "drawing")}, at most ${count(Math.max(...this.#values))} a minute` : words);
  }

  /** @param {number} index */
  #nameOf(index) { return clock.format((this.#first + index) * minuteMs); }

  /** @param {MouseEvent} event */
  #minuteAt({ clientX }) {
    const { left, width } = part(this, ".plot").getBoundingClientRect();
    return Math.max(0, Math.min(minutes - 1, Math.floor(((clientX - left) / width) * minutes)));
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const at = this.#chosen ?? minutes - 1;
    const to = { ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1, Home: 0, End: minutes - 1,
      PageUp: at + 10, PageDown: at - 10 }[event.key];
    if (event.key === "Enter") this.#open(at);
    else if (to === undefined) return;
    else this.#choose(Math.max(0, Math.min(minutes - 1, to)));
    event.preventDefault();
  }

  /** @param {number} index */
  #open(index) {
    const at = (/** @type {number} */ minute) => new Date(minute * minuteMs).toISOString();
    location.hash = addressOf("gallery", { from: at(this.#first + index), to: at(this.#first + index + 1) });
  }
}

customElements.define("minute-chart", MinuteChart);

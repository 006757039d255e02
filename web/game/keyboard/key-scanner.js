import { p, panelsChange } from "../languages/panels.js";
import { drawn, make } from "../mine/make.js";
import { settings } from "../settings/settings.js";

/** @typedef {import("./key-desk.js").KeyDesk} KeyDesk */
/** @typedef {import("./key-desk.js").Act} Act */
/** @typedef {import("./key-grid.js").Step} Step */
/** @typedef {{ name: string, icon: string, way?: Step, act?: Act }} Choice */

/** @param {number} turn eighths of a turn from upwards */
const arrow = (turn) => {
  const at = (/** @type {number} */ x, /** @type {number} */ y) => {
    const angle = (turn * Math.PI) / 4;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    return `${(12 + x * cos - y * sin).toFixed(1)} ${(12 + x * sin + y * cos).toFixed(1)}`;
  };
  return `M${at(0, 8)}L${at(0, -8)}M${at(-5, -3)}L${at(0, -8)}L${at(5, -3)}`;
};

/** @type {Choice[]} */
const choices = [
  ...[["up", 0, -1], ["up_right", 1, -1], ["right", 1, 0], ["down_right", 1, 1], ["down", 0, 1], ["down_left", -1, 1],
    ["left", -1, 0], ["up_left", -1, -1]].map(([name, x, y], index) => (
    { name: String(name), icon: arrow(index), way: { x: Number(x), y: Number(y) } })),
  { name: "pen", icon: "M5 19l1-4L16.500 4.500l3 3L9 18zM14.500 6.500l3 3", act: "down" },
  { name: "corner", icon: "M5 19V6h13M5 6h.1", act: "corner" },
  { name: "close", icon: "M12 5c4 0 7 3 7 7s-3 7-7 7-7-3-7-7c0-2.500 1-4.500 3-6M8 2.500V6H4.500", act: "close" },
  { name: "undo", icon: "M9 5 4.500 9.500 9 14M5 9.500c5-.6 13-1 14.200 4 .8 3.300-2.200 5.500-6.200 5.500",
    act: "undo" },
  { name: "done", icon: "M4.500 13.200c1.800 1.300 3.200 3 4.300 5C11 12.500 14.500 8 19.500 5", act: "done" },
];

/**
 * Drawing with one switch or two. One: the choices light up in turn, and a press takes the one that is lit. Two: the
 * first steps on, the second takes. A switch is any of the keys Space and Enter, or a press on the strip itself.
 */
export class KeyScanner {
  #strip = make("div", { class: "scanner", role: "listbox" });
  #lit = 0;
  #timer = 0;

  /** @param {HTMLElement} place @param {KeyDesk} desk */
  constructor(place, desk) {
    this.place = place;
    this.desk = desk;
    this.#strip.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.#take();
    });
    settings.addEventListener("change", () => this.#turn());
    panelsChange.addEventListener("change", () => this.#build());
    document.addEventListener("keydown", (event) => { if (this.#hears(event)) this.takes(event); });
    document.addEventListener("visibilitychange", () => this.#turn());
    this.#build();
    this.#turn();
  }

  get #kind() { return settings.get("switches"); }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether it was a switch
   */
  takes(event) {
    if (this.#kind === "off" || (event.key !== " " && event.key !== "Enter")) return false;
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat) return true;
    if (this.#kind === "two" && event.key === " ") this.#light(this.#lit + 1);
    else this.#take();
    return true;
  }

  /** Whoever has switches only cannot go to the sheet first: it hears them wherever nothing else does. */
  #hears(/** @type {KeyboardEvent} */ { target }) {
    return target === document.body && !document.querySelector("dialog[open]");
  }

  #build() {
    this.#strip.setAttribute("aria-label", p("switch.choices"));
    this.#strip.replaceChildren(...choices.map(({ name, icon }) => (
      make("div", { role: "option", "aria-selected": "false" }, drawn(icon), make("span", {}, p(`switch.${name}`))))));
    this.#light(this.#lit, false);
  }

  #turn() {
    clearTimeout(this.#timer);
    if (this.#kind === "off") return this.#strip.remove();
    if (!this.#strip.isConnected) this.place.closest(".stage")?.append(this.#strip);
    if (this.#kind === "one" && !document.hidden) this.#wait();
  }

  #wait() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (!document.querySelector("dialog[open]")) this.#light(this.#lit + 1);
      this.#wait();
    }, settings.get("switch_ms"));
  }

  /** @param {number} index @param {boolean} [speaks] */
  #light(index, speaks = true) {
    this.#lit = index % choices.length;
    [...this.#strip.children].forEach((choice, at) => choice.setAttribute("aria-selected", String(at === this.#lit)));
    if (speaks) this.desk.say(p(`switch.${choices[this.#lit].name}`));
  }

  /** Does what is lit, and stays there for as long again: the same once more is one more press. */
  #take() {
    const { way, act } = choices[this.#lit];
    if (way) this.desk.move(way, false);
    else if (act) this.desk.do(act);
    if (this.#kind === "one") this.#wait();
  }
}

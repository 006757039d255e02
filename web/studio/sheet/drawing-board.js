import "../../game/ink-sheet.js";
import { button, make, part, say } from "../../admin/make.js";
import { Desk } from "./desk.js";

/** @typedef {import("../../game/ink-sheet.js").InkSheet} InkSheet */

const keys = [["arrows", "move the pen, two at once for a slope, with Shift farther"],
  ["Space", "puts it down and lifts it"], ["Backspace", "takes a stroke back"], ["Delete", "clears the sheet"],
  ["?", "shows these keys"]];

/** The sheet with what belongs to it: undo, clear, the keys, and places for what is laid over the ink. */
export class DrawingBoard extends HTMLElement {
  /** @type {Desk} */
  desk;
  sheet = /** @type {InkSheet} */ (document.createElement("ink-sheet"));

  constructor() {
    super();
    this.sheet.setAttribute("label", "what you have drawn");
    this.surface = make("div", { class: "surface", tabindex: "0", role: "application", "aria-label":
      "The sheet. Draw with a mouse, a finger or a pen. With the keyboard the arrows move the pen, Space puts it "
      + "down or lifts it, Backspace takes a stroke back, Delete clears the sheet." },
    this.sheet, make("p", { class: "invitation", "aria-hidden": "true" }, "Draw here"));
    this.sheet.innerHTML = '<svg class="rest" aria-hidden="true"><path/></svg><p class="keeping" role="status"></p>';
    this.desk = new Desk(this.sheet, this.surface);
  }

  connectedCallback() {
    if (this.childElementCount > 0) return;
    const undo = make("button", { type: "button", class: "quiet undo" }, "undo");
    const clear = make("button", { type: "button", class: "quiet clear" }, "clear");
    undo.addEventListener("click", () => this.desk.undo());
    clear.addEventListener("click", () => this.desk.clear());
    const list = make("dl", {}, ...keys.flatMap(([key, words]) => [make("dt", {}, key), make("dd", {}, words)]));
    const help = make("dialog", { class: "keys-help", "aria-label": "Keys on the sheet" },
      make("h2", {}, "Keys on the sheet"), list,
      make("form", { method: "dialog" }, make("button", { class: "quiet" }, "close")));
    this.append(this.surface, make("div", { class: "tools" }, undo, clear, make("span", { class: "acts" }),
      button("keys", "quiet keys", () => help.showModal()), make("p", { class: "outcome", role: "status" })), help);
    this.desk.onchange = () => this.changed();
    this.surface.addEventListener("keydown", ({ key }) => { if (key === "?") help.showModal(); });
    addEventListener("keydown", (event) => {
      const isWriting = event.target instanceof Element && event.target.closest("input, textarea, select");
      if (isWriting || !(event.ctrlKey || event.metaKey) || event.key !== "z") return;
      event.preventDefault();
      this.desk.undo();
    });
    this.changed();
  }

  /** The ink is another: what was laid over it goes. */
  changed() {
    const { isEmpty, undoes } = this.desk;
    this.classList.toggle("is-blank", isEmpty);
    part(this, ".undo").toggleAttribute("disabled", !undoes);
    part(this, ".clear").toggleAttribute("disabled", isEmpty);
    for (const act of this.querySelectorAll(".acts button")) act.toggleAttribute("disabled", isEmpty);
    this.overlay = null;
    this.sheet.ideal = "";
    this.dispatchEvent(new CustomEvent("ink-changed", { bubbles: true }));
  }

  /**
   * What is laid over the ink as dashes; nothing to take it away.
   * @param {{ path: string, canvas: { width: number, height: number } } | null} overlay in canvas units
   */
  set overlay(overlay) {
    const place = part(this, ".rest");
    if (overlay) place.setAttribute("viewBox", `0 0 ${overlay.canvas.width} ${overlay.canvas.height}`);
    place.querySelector("path")?.setAttribute("d", overlay?.path ?? "");
  }

  /**
   * Where the ink is while nobody has seen it.
   * @param {string} words
   */
  set keeping(words) {
    this.classList.toggle("offline", words !== "");
    say(part(this, ".keeping"), words);
  }

  /** @param {string} words what came of an act */
  tell(words) { say(part(this, ".outcome"), words); }
}

customElements.define("drawing-board", DrawingBoard);

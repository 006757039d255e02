import { feed } from "../feed.js";
import { make, part } from "../make.js";
import { WallSheet } from "./wall-sheet.js";

/** A finished sheet stays for so long; one that was left goes at once. */
const finishedMs = 30_000;
/** An unfinished one of which nothing is heard: somebody pauses, or the news of its end was missed. */
const silentMs = 20_000;
const most = 24;

/** Small sheets on which ink moves, newest first: what is being drawn right now. */
class LiveWall extends HTMLElement {
  #stop = [() => {}];
  /** @type {Map<string, WallSheet>} */
  #sheets = new Map();
  #room = most;
  #resize = new ResizeObserver(() => this.#measure());
  #scheme = matchMedia("(prefers-color-scheme: dark)");
  #repaint = () => { for (const sheet of this.#sheets.values()) sheet.repaint(); };

  connectedCallback() {
    this.replaceChildren(make("div", { class: "sheets", role: "list", "aria-label": "what is being drawn" }),
      make("p", { class: "aside none" }, "Nobody is drawing right now. Ink appears here as soon as it flows: ",
        make("a", { href: "/", target: "_blank" }, "open the game"), "."));
    const sweep = setInterval(() => this.#sweep(), 1_000);
    this.#stop = [feed.watch("live", ({ sheets }) => this.#take(sheets)), () => clearInterval(sweep)];
    this.#sweep();
    this.#resize.observe(this);
    this.#scheme.addEventListener("change", this.#repaint);
  }

  disconnectedCallback() {
    for (const stop of this.#stop) stop();
    this.#resize.disconnect();
    this.#scheme.removeEventListener("change", this.#repaint);
    this.#sheets.clear();
  }

  /** @param {import("./wall-sheet.js").Sheet[]} news */
  #take(news) {
    const list = part(this, ".sheets");
    for (const sheet of news) {
      let shown = this.#sheets.get(sheet.drawing);
      if (!shown) {
        // What went before is not known: it comes again whole, or not at all.
        if (sheet.from > 0 || sheet.ended === "left") continue;
        shown = /** @type {WallSheet} */ (document.createElement("wall-sheet"));
        this.#sheets.set(sheet.drawing, shown);
        list.prepend(shown);
      }
      shown.take(sheet);
    }
    this.#sweep();
  }

  /** Takes away what is over, and what there is no room for: first of that what is finished. */
  #sweep() {
    const now = performance.now();
    for (const [id, shown] of this.#sheets) {
      const { sheet, toldAt } = shown;
      const patience = sheet?.ended === "submitted" ? finishedMs : sheet?.ended === "left" ? 0 : silentMs;
      if (now - toldAt > patience) this.#remove(id, shown);
    }
    const oldestFirst = [...this.#sheets].sort(([, a], [, b]) =>
      Number(b.dataset.ended !== "false") - Number(a.dataset.ended !== "false"));
    for (const [id, shown] of oldestFirst.slice(0, Math.max(0, this.#sheets.size - this.#room))) this.#remove(id,
      shown);
    this.classList.toggle("empty", this.#sheets.size === 0);
  }

  /** @param {string} id @param {WallSheet} shown */
  #remove(id, shown) {
    // Not under a finger.
    if (shown.matches(":hover, :focus-within") && this.#sheets.size <= this.#room) return;
    this.#sheets.delete(id);
    shown.remove();
  }

  /** Two rows, three on a phone. */
  #measure() {
    const columns = getComputedStyle(part(this, ".sheets")).gridTemplateColumns.split(" ").length;
    this.#room = Math.min(most, columns * (columns < 5 ? 3 : 2));
  }
}

customElements.define("live-wall", LiveWall);

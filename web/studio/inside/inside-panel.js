import "./model-card.js";
import "./nearest-drawings.js";
import "./network-input.js";
import "./stroke-weights.js";
import { reasonOf } from "../../admin/api.js";
import { make, part, say } from "../../admin/make.js";
import { bytesOf } from "./network-input.js";

/** @typedef {import("../app.js").Studio} Studio */

/** So long the ink has to rest before one looks inside. */
const restMs = 250;

/** What goes on in the model: its picture of the ink, which strokes mattered, what is like it, and its card. */
export class InsidePanel extends HTMLElement {
  /** @type {Studio | null} */
  #studio = null;
  #timer = 0;
  #isInView = false;
  #isStale = true;
  #asking = new AbortController();

  connectedCallback() {
    const figure = (/** @type {string} */ title, /** @type {string} */ name) =>
      make("div", { class: name }, make("h3", {}, title), document.createElement(name));
    this.replaceChildren(make("div", { class: "looks" }, figure("What it sees", "network-input"),
      figure("Which strokes mattered", "stroke-weights"), figure("Most like it", "nearest-drawings")),
    make("p", { class: "fault", role: "alert" }),
    make("div", { class: "card" }, make("h3", {}, "The model"), document.createElement("model-card")));
    // Nobody pays for what is not looked at.
    new IntersectionObserver(([{ isIntersecting }]) => {
      this.#isInView = isIntersecting;
      this.#later();
    }, { rootMargin: "100px" }).observe(part(this, ".looks"));
  }

  /** @param {Studio} studio */
  set studio(studio) {
    this.#studio = studio;
    studio.board.addEventListener("ink-changed", () => this.#stale());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#stale());
    studio.access.addEventListener("change", () => {
      this.#card.show(studio.access);
      this.#stale();
    });
    this.#card.show(studio.access);
  }

  get #card() { return /** @type {import("./model-card.js").ModelCard} */ (part(this, "model-card")); }

  #stale() {
    this.#isStale = true;
    this.#later();
  }

  #later() {
    clearTimeout(this.#timer);
    if (this.#isInView && this.#isStale) this.#timer = setTimeout(() => this.#look(), restMs);
  }

  async #look() {
    const { access, board, live } = /** @type {Studio} */ (this.#studio);
    this.#isStale = false;
    this.#asking.abort();
    const { signal } = this.#asking = new AbortController();
    const drawing = board.desk.json;
    const [input, strokes, nearest] = [
      /** @type {import("./network-input.js").NetworkInput} */ (part(this, "network-input")),
      /** @type {import("./stroke-weights.js").StrokeWeights} */ (part(this, "stroke-weights")),
      /** @type {import("./nearest-drawings.js").NearestDrawings} */ (part(this, "nearest-drawings"))];
    say(part(this, ":scope > .fault"), "");
    if (!drawing) {
      input.show(null);
      return strokes.show(null, []);
    }
    if (live.side === "page" && live.pageSide.input) input.show(live.pageSide.input);
    try {
      const { explanation } = await access.ask("/api/inference/classify", { ...drawing, explain: true }, { signal });
      if (explanation) {
        input.show({ size: explanation.input.size, pixels: bytesOf(explanation.input.pixels) });
        strokes.show(drawing, explanation.strokes);
      } else {
        say(part(this, ":scope > .fault"), "This server is older than this page: it does not explain its guesses.");
      }
      await nearest.show(access, drawing, signal);
    } catch (error) {
      if (!signal.aborted) say(part(this, ":scope > .fault"), reasonOf(error));
    }
    return undefined;
  }
}

customElements.define("inside-panel", InsidePanel);

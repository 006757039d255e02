import "./confidence-course.js";
import "./guess-bars.js";
import "./latency-table.js";
import { percent } from "../../admin/figures.js";
import { make, part, say } from "../../admin/make.js";
import { called } from "./guess-bars.js";

/**
 * @typedef {import("../live.js").Live} Live
 * @typedef {import("../live.js").Side} Side
 * @typedef {import("../sides/classify-stream.js").Answer} Answer
 */

const sides = /** @type {const} */ ([["server", "the server"], ["page", "this page"], ["both", "both"]]);

/** What is thought of the ink: who answers, the bars, the course, and how long it takes. */
export class ThoughtPanel extends HTMLElement {
  /** @type {Live | null} */
  #live = null;

  connectedCallback() {
    const choices = sides.map(([value, words]) => make("label", { class: "choice" },
      make("input", { type: "radio", name: "side", value, checked: value === "server" }), words));
    const beside = make("select", { name: "beside" }, make("option", { value: "" }, "no other model"));
    this.replaceChildren(make("h2", { class: "heard" }, "What the model thinks"),
      make("div", { class: "who" }, make("fieldset", {}, make("legend", {}, "Who answers"), ...choices),
        make("label", { class: "beside", hidden: true }, "Beside it ", beside)),
      make("p", { class: "verdict" }, make("strong", {}), " ", make("span", { class: "sure" }),
        make("span", { class: "decided-tag", hidden: true }, "decided")),
      make("p", { class: "heard announced", role: "status" }),
      make("p", { class: "legend", hidden: true }, make("span", { class: "first" }), make("span", { class: "second" })),
      document.createElement("guess-bars"),
      make("p", { class: "agreement", role: "status", hidden: true }),
      make("p", { class: "fault", role: "alert" }),
      document.createElement("confidence-course"), document.createElement("latency-table"));
    part(this, "fieldset").addEventListener("change", ({ target }) =>
      this.#live?.choose(/** @type {Side} */ (/** @type {HTMLInputElement} */ (target).value)));
    beside.addEventListener("change", () => this.#live?.compare(beside.value));
  }

  /** @param {Live} live */
  set live(live) {
    this.#live = live;
    live.addEventListener("answer", () => this.#show(live));
    live.addEventListener("state", () => this.#showState(live));
    live.access.addEventListener("change", () => this.#showState(live));
    this.#show(live);
    this.#showState(live);
  }

  /**
   * The models that may be asked beside the active one.
   * @param {{ version: string, active: boolean }[]} models
   */
  set models(models) {
    const select = /** @type {HTMLSelectElement} */ (part(this, "select"));
    const chosen = select.value;
    select.replaceChildren(make("option", { value: "" }, "no other model"), ...models.map(({ version, active }) =>
      make("option", { value: version }, active ? `${version}, which serves` : version)));
    select.value = chosen;
    part(this, ".beside").hidden = models.length < 2;
  }

  /** @param {Live} live */
  #show({ shown, other, course, latencies, agreement, side }) {
    const best = shown?.guesses[0];
    say(part(this, ".verdict strong"), best ? called(best.shape) : "Draw something");
    const perhaps = best?.shape === "none" && best.confidence < 0.9
      ? ` · perhaps ${called(shown?.guesses[1].shape ?? "")}` : "";
    say(part(this, ".verdict .sure"),
      best ? percent(best.confidence) + perhaps : "and see what it looks like while you do");
    part(this, ".decided-tag").hidden = !shown?.decided;
    const bars = /** @type {import("./guess-bars.js").GuessBars} */ (part(this, "guess-bars"));
    bars.show(shown?.guesses ?? [], other?.guesses ?? null);
    /** @type {import("./confidence-course.js").ConfidenceCourse} */ (part(this, "confidence-course")).show(course);
    /** @type {import("./latency-table.js").LatencyTable} */ (part(this, "latency-table")).show(latencies);
    part(this, ".agreement").hidden = side !== "both";
    this.#announce(shown);
    if (side === "both") this.#compare(agreement.words);
  }

  #agreementTimer = 0;

  /** @param {string} words */
  #compare(words) {
    const place = part(this, ".agreement");
    if (place.textContent === "") return say(place, words);
    // Counting aloud with every answer would keep anybody from reading.
    clearTimeout(this.#agreementTimer);
    this.#agreementTimer = setTimeout(() => say(place, words), 200);
    return undefined;
  }

  #announced = "";
  #announceTimer = 0;

  /**
   * For those who listen: what it is, once it has been that for a moment.
   * @param {Answer | null} shown
   */
  #announce(shown) {
    const words = shown?.guesses[0] ? `${called(shown.guesses[0].shape)}${shown.decided ? ", decided" : ""}` : "";
    if (words === this.#announced) return;
    this.#announced = words;
    clearTimeout(this.#announceTimer);
    this.#announceTimer = setTimeout(() => say(part(this, ".announced"), this.#announced), 600);
  }

  /** @param {Live} live */
  #showState({ access, side, faults, second, pageSide, stream }) {
    /** @type {import("./guess-bars.js").GuessBars} */ (part(this, "guess-bars")).classes = access.info?.classes ?? [];
    const pair = second.model !== "" || side === "both";
    part(this, ".legend").hidden = !pair;
    say(part(this, ".legend .first"), side === "page" ? "this page" : `the server, ${access.info?.version ?? "…"}`);
    say(part(this, ".legend .second"), second.model ? second.model : "this page");
    const page = side === "server" ? ""
      : faults.page || (pageSide.isReady ? "" : "Bringing the model into the page …");
    const own = side === "page" || stream.isOpen ? "" : faults.server;
    say(part(this, ".fault"), [own, page, faults.beside].filter(Boolean).join(" "));
  }
}

customElements.define("thought-panel", ThoughtPanel);

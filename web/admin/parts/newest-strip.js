import { ask } from "../api.js";
import { feed } from "../feed.js";
import { count, score } from "../figures.js";
import { button, make, part, say } from "../make.js";
import { addressOf } from "../router.js";
import { thumb } from "./thumb.js";

/**
 * A drawing as lists show it.
 * @typedef {{ id: string, shape: string, quality: number | null, flagged: boolean, deleted_at: string | null,
 *   stored_at: string, device: string, guess: { shape: string, confidence: number } | null }} Drawing
 */

const most = 24;

/** The newest drawings as small pictures. While somebody is over them, new ones wait. */
class NewestStrip extends HTMLElement {
  #stop = [() => {}];
  /** @type {Drawing[]} */
  #waiting = [];
  #missed = 0;

  connectedCallback() {
    const fresh = button("", "quiet fresh", () => this.#let());
    fresh.hidden = true;
    this.replaceChildren(fresh, make("ol", { class: "strip" }),
      make("p", { class: "aside none", hidden: true }, "No drawing yet. The first one appears here."));
    this.addEventListener("pointerleave", () => this.#let());
    this.addEventListener("focusout", ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && this.contains(relatedTarget))) this.#let();
    });
    const again = () => { if (feed.isOpen) this.#load(); };
    // What was submitted while nothing could be heard is not told again.
    feed.addEventListener("state", again);
    this.#stop = [feed.watch("drawings", (push) => this.#hear(push)), feed.onStale(again),
      () => feed.removeEventListener("state", again)];
    this.#load();
  }

  disconnectedCallback() { for (const stop of this.#stop) stop(); }

  async #load() {
    const { drawings } = await ask(`/api/admin/drawings?limit=${most}`).catch(() => ({ drawings: null }));
    if (!drawings) return;
    [this.#waiting, this.#missed] = [[], 0];
    part(this, "ol").replaceChildren(...drawings.map(item));
    this.#count();
  }

  /** @param {import("../feed.js").Push} push */
  #hear({ type, event, drawing }) {
    if (type === "bulk") return this.#load();
    if (type !== "drawing") return undefined;
    if (event !== "submitted" && event !== "restored") return this.#mend(drawing);
    if (this.querySelector(`[data-drawing="${drawing.id}"]`)) return this.#mend(drawing);
    if (event === "submitted") this.#waiting = [drawing, ...this.#waiting].slice(0, most);
    if (event === "submitted") this.#missed += 1;
    if (!this.matches(":hover, :focus-within")) this.#let();
    return this.#count();
  }

  /** @param {Drawing} drawing */
  #mend(drawing) {
    const shown = this.querySelector(`[data-drawing="${drawing.id}"]`);
    if (!shown) return;
    if (drawing.deleted_at) shown.remove();
    else shown.replaceWith(item(drawing));
    this.#count();
  }

  #let() {
    if (this.#waiting.length === 0) return;
    const list = part(this, "ol");
    const arrived = this.#waiting.map(item);
    for (const one of arrived) one.classList.add("arrives");
    list.prepend(...arrived);
    while (list.childElementCount > most) list.lastElementChild?.remove();
    [this.#waiting, this.#missed] = [[], 0];
    this.#count();
  }

  #count() {
    const fresh = part(this, ".fresh");
    fresh.hidden = this.#waiting.length === 0;
    say(fresh, `${count(this.#missed)} new`);
    part(this, ".none").hidden = part(this, "ol").childElementCount > 0;
  }
}

/** @param {Drawing} drawing */
function item(drawing) {
  const { id, shape, quality, flagged, guess } = drawing;
  const doubt = guess && guess.shape !== shape ? `, the model sees ${guess.shape}` : "";
  return make("li", { "data-drawing": id, class: flagged ? "flagged" : undefined },
    make("a", { href: addressOf("gallery", { drawing: id }), title: `${shape}, quality ${score(quality)}${doubt}` },
      make("span", { class: "paper" }, thumb(drawing)), make("span", { class: "caption" },
        make("span", { class: "name" }, (flagged ? "⚑ " : "") + shape),
        make("span", { class: "quality" }, score(quality)))));
}

customElements.define("newest-strip", NewestStrip);

import { counted, score } from "../figures.js";
import { make, part, say } from "../make.js";
import { thumb } from "../parts/thumb.js";
import { inBrief } from "./suspects.js";

/** @typedef {import("./suspects.js").Suspect} Suspect */

const most = 9;

/** Those that come next, small. Fires `looked` with the id of the one that somebody wants to see. */
export class NextSuspects extends HTMLElement {
  connectedCallback() {
    this.replaceChildren(make("h3", {}, "Next"), make("ol", {}), make("p", { class: "aside rest" }));
  }

  /**
   * @param {Suspect[]} suspects in their order
   * @param {number} more how many wait beside these
   */
  show(suspects, more) {
    const list = part(this, "ol");
    const wanted = suspects.slice(0, most);
    const ids = wanted.map(({ drawing }) => drawing.id);
    for (const row of [.../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("li"))]) {
      if (!ids.includes(row.dataset.drawing ?? "")) row.remove();
    }
    wanted.forEach((suspect, index) => {
      const row = list.querySelector(`[data-drawing="${suspect.drawing.id}"]`) ?? this.#row(suspect);
      if (list.children[index] !== row) list.insertBefore(row, list.children[index] ?? null);
    });
    const rest = suspects.length - wanted.length + more;
    say(part(this, ".rest"), rest > 0 ? `and ${counted(rest, "more", "more")}`
      : wanted.length === 0 ? "Nothing: this is the last one." : "");
  }

  /** @param {Suspect} suspect */
  #row(suspect) {
    const { drawing } = suspect;
    const words = inBrief(suspect);
    const look = make("button",
      { type: "button", "aria-label": `${drawing.shape}, quality ${score(drawing.quality)}: ${words}`, title: words },
      make("span", { class: "paper" }, thumb(drawing)), make("span", { class: "words" }, words));
    look.addEventListener("click", () => this.dispatchEvent(new CustomEvent("looked", { detail: drawing.id })));
    return make("li", { "data-drawing": drawing.id }, look);
  }
}

customElements.define("next-suspects", NextSuspects);

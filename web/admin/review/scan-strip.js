import { ask, reasonOf } from "../api.js";
import { count, counted } from "../figures.js";
import { button, make, part, say } from "../make.js";
import { age } from "../parts/age-label.js";

/** @typedef {import("./suspects.js").Scan} Scan */

/** How the search for suspects is: when it was, or how far it has come; and the way to another one. */
export class ScanStrip extends HTMLElement {
  /** @type {Scan | null} */
  #scan = null;

  connectedCallback() {
    this.replaceChildren(make("p", { class: "state-of-it", role: "status" }),
      make("progress", { "aria-label": "how far the search is", hidden: true }),
      button("Search now", "quiet", () => this.#ask()), make("p", { class: "fault", role: "alert" }));
  }

  /**
   * As the server has it.
   * @param {Scan | null} scan
   */
  set scan(scan) {
    this.#scan = scan;
    this.#show();
  }

  async #ask() {
    try {
      await ask("/api/admin/review/scan", {});
      say(part(this, ".fault"), "");
    } catch (error) {
      say(part(this, ".fault"), reasonOf(error));
    }
  }

  #show() {
    const [state, bar] = [part(this, ".state-of-it"), /** @type {HTMLProgressElement} */ (part(this, "progress"))];
    const { status = "", phase, done = 0, drawings = 0, at = "", error = null } = this.#scan ?? {};
    const isAtWork = status === "queued" || status === "running";
    bar.hidden = !isAtWork;
    part(this, "button").hidden = isAtWork;
    if (status === "running" && phase !== "learning" && drawings > 0) [bar.max, bar.value] = [drawings, done];
    else bar.removeAttribute("value");
    this.dataset.status = status;
    if (status === "queued") say(state, "The search waits for the worker.");
    else if (status === "running" && phase === "learning") {
      say(state, `Models learn from ${counted(drawings, "drawing")} first.`);
    } else if (status === "running") {
      say(state, drawings > 0 ? `${count(done)} of ${counted(drawings, "drawing")} looked at` : "The search begins.");
    } else if (status === "failed") say(state, error ?? "The last search failed.");
    else if (status === "cancelled") say(state, "The last search was stopped.");
    else if (status) state.replaceChildren(`${count(drawings)} looked at `, age(at));
    else say(state, "Nothing was looked at yet.");
  }
}

customElements.define("scan-strip", ScanStrip);

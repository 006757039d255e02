import { ask, reasonOf } from "../api.js";
import { count, counted } from "../figures.js";
import { button, make, part, say } from "../make.js";
import { age } from "../parts/age-label.js";

/** @typedef {import("./suspects.js").Scan} Scan */

/** How the search for suspects is: when it was, or how far it has come. It asks for another one. */
export class ScanStrip extends HTMLElement {
  /** @type {Scan | null} */
  #scan = null;

  connectedCallback() {
    this.replaceChildren(make("p", { class: "state-of-it", role: "status" }), make("progress", { "aria-label": "how far the search is", hidden: true }),
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

  /**
   * News of a search: how many drawings of how many.
   * @param {import("../feed.js").Push} push
   */
  hear({ job, status, done, total, error }) {
    this.#scan = { id: job, status, done: done ?? 0, drawings: total ?? this.#scan?.drawings ?? 0, at: new Date().toISOString(), error };
    this.#show();
  }

  async #ask() {
    try {
      const { id } = await ask("/api/admin/review/scan", {});
      say(part(this, ".fault"), "");
      if (!isUnderWay(this.#scan)) this.hear({ type: "job", job: id, status: "queued" });
    } catch (error) {
      say(part(this, ".fault"), reasonOf(error));
    }
  }

  #show() {
    const [state, bar] = [part(this, ".state-of-it"), /** @type {HTMLProgressElement} */ (part(this, "progress"))];
    const { status = "", done = 0, drawings = 0, at = "", error = null } = this.#scan ?? {};
    const isAtWork = isUnderWay(this.#scan);
    bar.hidden = !isAtWork;
    part(this, "button").hidden = isAtWork;
    if (status === "running" && drawings > 0) [bar.max, bar.value] = [drawings, done];
    else bar.removeAttribute("value");
    this.dataset.status = status;
    if (status === "queued") say(state, "The search waits for the worker.");
    else if (status === "running") say(state, drawings > 0 ? `${count(done)} of ${counted(drawings, "drawing")} looked at` : "The search begins.");
    else if (status === "failed") say(state, error ?? "The last search failed.");
    else if (status === "cancelled") say(state, "The last search was stopped.");
    else if (status) state.replaceChildren(`${count(drawings)} looked at `, age(at));
    else say(state, "Nothing was looked at yet.");
  }
}

/** @param {Scan | null} scan */
const isUnderWay = (scan) => scan?.status === "queued" || scan?.status === "running";

customElements.define("scan-strip", ScanStrip);

import { count, microseconds } from "../../admin/figures.js";
import { make, part, say } from "../../admin/make.js";

/** @typedef {import("../sides/latencies.js").Latencies} Latencies */

const everyMs = 250;
const shares = [0.5, 0.95, 0.99];
const rows = /** @type {const} */ ([["server", "in the server"], ["trip", "there and back"], ["page", "in this page"]]);

/** How long answers took: percentiles, and of how many. */
export class LatencyTable extends HTMLElement {
  #timer = 0;

  connectedCallback() {
    const head = ["answers", "p50", "p95", "p99"].map((name) => make("th", { scope: "col" }, name));
    this.replaceChildren(make("table", {}, make("caption", {}, "How long an answer takes"),
      make("thead", {}, make("tr", {}, make("td", {}), ...head)),
      make("tbody", {}, ...rows.map(([key, name]) => make("tr", { "data-key": key }, make("th", { scope: "row" }, name),
        ...head.map(() => make("td", {}, "–")))))));
  }

  /** @param {Record<"server" | "trip" | "page", Latencies>} latencies */
  show(latencies) {
    // Numbers that change faster than one reads say nothing.
    if (this.#timer !== 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      for (const [key] of rows) {
        const cells = part(this, `[data-key=${key}]`).querySelectorAll("td");
        say(cells[0], latencies[key].count === 0 ? "–" : count(latencies[key].count));
        shares.forEach((share, index) => {
          const time = latencies[key].percentile(share);
          say(cells[index + 1], time === null ? "–" : microseconds(time));
        });
      }
    }, everyMs);
  }
}

customElements.define("latency-table", LatencyTable);

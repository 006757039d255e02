import "../gallery/filter-bar.js";
import { ask, reasonOf, Refusal } from "../api.js";
import { feed } from "../feed.js";
import { counted } from "../figures.js";
import { make, part, say } from "../make.js";
import { addressOf } from "../router.js";
import { filterIn, inUse } from "../gallery/filter.js";

/** How long after news the drawings are counted anew. */
const patienceMs = 1_000;

/** @type {readonly { format: string, name: string, file: string, words: string }[]} */
const formats = [
  { format: "ndjson", name: "Inkling", file: ".ndjson",
    words: "everything there is, a drawing a line; an import of it gives the same drawings" },
  { format: "quickdraw", name: "Quick, Draw!", file: ".ndjson",
    words: "strokes with times, a drawing a line, for programs that read that set; without pressure" },
  { format: "npz", name: "NumPy", file: ".npz", words: "arrays of points and labels, to train with" },
  { format: "png", name: "Pictures", file: ".zip", words: "a PNG a drawing, in a folder a shape" },
];

/** Takes the drawings that match a filter away, in any format, with a card that says what they are. */
export class ExportPanel extends HTMLElement {
  #filters = /** @type {import("../gallery/filter-bar.js").FilterBar} */ (document.createElement("filter-bar"));
  #filter = new URLSearchParams();
  #stop = [() => {}];
  /** @type {number | undefined} */
  #timer;
  #turn = 0;

  connectedCallback() {
    const size = make("select", { name: "size" }, ...["64", "128", "256", "512"].map((side) => (
      make("option", { value: side, selected: side === "128" }, `${side} × ${side}`))));
    size.addEventListener("change", () => this.#link());
    this.replaceChildren(this.#filters, make("p", { class: "matching", role: "status" }),
      make("ul", { class: "formats" }, ...formats.map(({ format, name, file, words }) => make("li",
        { "data-format": format },
        make("div", { class: "words" },
          make("h3", {}, name, " ", make("span", { class: "aside" }, file)), make("p", { class: "aside" }, words)),
        ...(format === "png" ? [make("label", { class: "size" }, "side in pixels", size)] : []),
        make("a", { class: "download", download: true, "aria-label": `download as ${name}` }, "download")))),
      make("p", { class: "card" }, make("a", { download: true }, "Data card"), make("span", { class: "aside" },
        " what is in it and where it comes from, to go with any of them (Markdown)")));
    this.#filters.addEventListener("chosen", (event) => {
      location.hash = addressOf("data", Object.fromEntries(/** @type {CustomEvent<URLSearchParams>} */ (event).detail));
    });
    this.#stop = [feed.watch("drawings", () => this.#soon()), feed.watch("shapes", () => this.#askShapes()),
      feed.onStale(() => this.#count()), () => clearTimeout(this.#timer)];
    this.#askShapes();
  }

  disconnectedCallback() { for (const stop of this.#stop) stop(); }

  /** @param {URLSearchParams} query */
  set query(query) {
    this.#filter = filterIn(query);
    // They leave in the order they came, so that an import keeps it.
    this.#filter.delete("sort");
    this.#filters.filter = this.#filter;
    this.#link();
    this.#count();
  }

  async #askShapes() { this.#filters.shapes = await ask("/api/shapes").catch(() => []); }

  #link() {
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-format]"))) {
      const size = row.querySelector("select")?.value;
      const query = new URLSearchParams(
        [["format", row.dataset.format ?? ""], ...(size ? [["size", size]] : []), ...this.#filter]);
      part(row, ".download").setAttribute("href", `/api/admin/export?${query}`);
    }
    part(this, ".card a").setAttribute("href", `/api/admin/export/card?${this.#filter}`);
  }

  #soon() { this.#timer ??= setTimeout(() => this.#count(), patienceMs); }

  async #count() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const turn = (this.#turn += 1);
    const query = new URLSearchParams(this.#filter);
    query.set("limit", "1");
    try {
      const { total, total_is_exact: isExact } = await ask(`/api/admin/drawings?${query}`);
      if (turn !== this.#turn) return;
      this.#filters.faults = [];
      this.classList.toggle("nothing", total === 0);
      const matches = inUse(this.#filter) > 0 ? (total === 1 ? "matches" : "match") : "in all";
      say(part(this, ".matching"), total === 0 ? "No drawing matches: take a filter away."
        : `${isExact ? "" : "At least "}${counted(total, "drawing")} ${matches}`);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.classList.add("nothing");
      if (error instanceof Refusal && error.status === 422) this.#filters.faults = error.faults;
      say(part(this, ".matching"), reasonOf(error));
    }
  }
}

customElements.define("export-panel", ExportPanel);

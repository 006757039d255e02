import "./batch-report.js";
import { reasonOf } from "../../admin/api.js";
import { make, part, say } from "../../admin/make.js";
import { Batch } from "./batch.js";
import { drawingLines, drawingOf } from "./drawing-text.js";
import { fileSource, textSource } from "./line-source.js";

/** @typedef {import("../app.js").Studio} Studio */

const example = '{"shape":"line","canvas":{"width":400,"height":400},"strokes":[[[60,300],[180,215],[340,90]]]}';
const everyMs = 150;

/** Drawings that were dropped, chosen, pasted or typed: one is laid on the sheet, all are looked at. */
export class FilesPanel extends HTMLElement {
  /** @type {Studio | null} */
  #studio = null;
  #stopping = new AbortController();
  #toldAt = 0;

  connectedCallback() {
    const input = make("input",
      { type: "file", accept: ".ndjson,.jsonl,.json,.txt", "aria-describedby": "files-what" });
    const area = make("textarea",
      { name: "drawing", rows: "5", spellcheck: "false", "aria-describedby": "files-what", placeholder: example });
    const stop = make("button", { type: "button", class: "quiet stop", hidden: true }, "stop");
    this.replaceChildren(make("div", { class: "bring" },
      make("label", { class: "drop" }, input,
        make("span", { class: "words" }, make("strong", {}, "Choose a file"), " or drop it here")),
      make("form", {}, make("label", {}, "or paste drawings, or type one", area), make("div", { class: "go" },
        make("button", { class: "strong" }, "Look at it"),
        this.#act("an example", "example", () => { area.value = example; area.focus(); })))),
    make("p", { class: "aside", id: "files-what" },
      "JSON, or a drawing a line (ndjson): Inkling’s own or Quick, Draw!’s. What has a ",
      make("code", {}, "shape"), ", ", make("code", {}, "word"), " or ", make("code", {}, "label"),
      " is compared with the answer. Nothing is stored."),
    make("div", { class: "under-way", hidden: true }, make("progress", { max: "1", "aria-label": "looked at" }), stop),
    make("p", { class: "fault", role: "alert" }), document.createElement("batch-report"));
    stop.addEventListener("click", () => this.#stopping.abort());
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      // So that the same file can be chosen again.
      input.value = "";
      if (file) this.#takeFile(file);
    });
    part(this, "form").addEventListener("submit", (event) => {
      event.preventDefault();
      if (area.value.trim() === "") {
        return say(part(this, ".fault"), "There is nothing to look at: paste a drawing, or take the example.");
      }
      return this.#takeText(area.value);
    });
    this.#listenForDrops();
    part(this, "batch-report").addEventListener("chosen", (event) => (
      this.#lay(/** @type {CustomEvent} */ (event).detail, true)));
  }

  /** @param {Studio} studio */
  set studio(studio) { this.#studio = studio; }

  #listenForDrops() {
    const zone = part(this, ".drop");
    const over = (/** @type {DragEvent} */ event, /** @type {boolean} */ isOver) => {
      event.preventDefault();
      zone.classList.toggle("is-over", isOver);
    };
    // A file that misses the zone would take the page's place.
    for (const type of ["dragenter", "dragover"]) {
      addEventListener(type, (event) => over(/** @type {DragEvent} */ (event), true));
    }
    addEventListener("dragleave", (event) => { if (event.relatedTarget === null) over(event, false); });
    addEventListener("drop", (event) => {
      over(event, false);
      const { files } = event.dataTransfer ?? { files: [] };
      const text = event.dataTransfer?.getData("text") ?? "";
      if (files[0]) this.#takeFile(files[0]);
      else if (text) this.#takeText(text);
    });
  }

  /** @param {File} file */
  async #takeFile(file) { await this.#take(() => fileSource(file)); }

  /** @param {string} text */
  async #takeText(text) {
    const lines = drawingLines(text);
    if (lines.length === 1) this.#lay(lines[0], false);
    await this.#take(async () => textSource(text));
  }

  /**
   * Lays a drawing on the sheet, where it is looked at like any other.
   * @param {string} text @param {boolean} isAsked whether somebody wants to see it there
   */
  #lay(text, isAsked) {
    const board = this.#studio?.board;
    let raw;
    try { raw = JSON.parse(text); } catch { return; }
    const drawing = drawingOf(raw);
    if (!drawing || !board) return;
    board.desk.lay(drawing);
    if (isAsked) board.surface.focus();
  }

  /** @param {() => Promise<import("./line-source.js").Source>} open */
  async #take(open) {
    const { access } = /** @type {Studio} */ (this.#studio);
    this.#stopping.abort();
    const { signal } = this.#stopping = new AbortController();
    const report = /** @type {import("./batch-report.js").BatchReport} */ (part(this, "batch-report"));
    const batch = new Batch(access, signal);
    report.clear();
    say(part(this, ".fault"), "");
    part(this, ".under-way").hidden = part(this, ".stop").hidden = false;
    batch.onprogress = () => {
      if (signal.aborted) return;
      /** @type {HTMLProgressElement} */ (part(this, "progress")).value = batch.done;
      if (performance.now() - this.#toldAt < everyMs) return;
      this.#toldAt = performance.now();
      report.show(batch, false);
    };
    try {
      await batch.run(await open());
      report.show(batch, true);
    } catch (error) {
      if (this.#stopping.signal !== signal) return;
      if (!signal.aborted) say(part(this, ".fault"), faultOf(error));
      report.show(batch, batch.drawings > 0);
    }
    if (this.#stopping.signal === signal) part(this, ".under-way").hidden = true;
  }

  /** @param {string} words @param {string} name @param {() => void} action */
  #act(words, name, action) {
    const made = make("button", { type: "button", class: `quiet ${name}` }, words);
    made.addEventListener("click", action);
    return made;
  }
}

/** @param {unknown} error */
function faultOf(error) {
  if (error instanceof TypeError) {
    return "The server does not answer, or the file cannot be read any more. "
      + "Nothing was stored; try again in a moment.";
  }
  return reasonOf(error);
}

customElements.define("files-panel", FilesPanel);

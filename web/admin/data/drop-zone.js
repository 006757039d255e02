import { make, part } from "../make.js";
import { uploads } from "./uploads.js";

/** Takes files: dropped on it, or chosen. */
export class DropZone extends HTMLElement {
  connectedCallback() {
    const input = make("input",
      { type: "file", multiple: true, accept: ".ndjson,.jsonl,.json,.txt", "aria-describedby": "import-what" });
    this.replaceChildren(
      make("label", {}, input, make("span", { class: "words" },
        make("strong", {}, "Choose files"), make("span", { class: "or-drop" }, " or drop them here"))),
      make("p", { class: "aside", id: "import-what" }, "A drawing a line: Inkling’s own ndjson, or Quick, Draw!’s, "
        + "raw or simplified. What is there already is not taken twice."));
    input.addEventListener("change", () => {
      uploads.add(input.files ?? []);
      // So that the same file can be chosen again.
      input.value = "";
    });
    for (const type of ["dragenter", "dragover"]) {
      this.addEventListener(type, (event) => this.#over(/** @type {DragEvent} */ (event), true));
    }
    this.addEventListener("dragleave", (event) => (
      this.#over(event, event.relatedTarget instanceof Node && this.contains(event.relatedTarget))));
    this.addEventListener("drop", (event) => {
      this.#over(event, false);
      uploads.add(event.dataTransfer?.files ?? []);
    });
  }

  /** @param {DragEvent} event @param {boolean} isOver */
  #over(event, isOver) {
    event.preventDefault();
    part(this, "label").classList.toggle("is-over", isOver);
  }
}

customElements.define("drop-zone", DropZone);

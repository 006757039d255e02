import "../data/drop-zone.js";
import "../data/export-panel.js";
import "../data/import-list.js";
import "../data/key-form.js";
import "../data/key-list.js";
import { make, part } from "../make.js";

/** Drawings in, drawings out, and the keys with which programs do the same. */
class DataView extends HTMLElement {
  connectedCallback() {
    const section = (/** @type {string} */ name, /** @type {string} */ title, /** @type {Node[]} */ ...content) =>
      make("section", { class: name, "aria-labelledby": `${name}-title` },
        make("h2", { id: `${name}-title` }, title), ...content);
    const element = (/** @type {string} */ name) => document.createElement(name);
    this.replaceChildren(
      section("taking-out", "Take drawings away", element("export-panel")),
      section("bringing-in", "Bring drawings in", element("drop-zone"), element("import-list")),
      section("keys-of-programs", "Keys for programs", element("key-list"), element("key-form")));
    part(this, "key-form").addEventListener("made", () => (
      /** @type {import("../data/key-list.js").KeyList} */ (part(this, "key-list")).load()));
  }

  /** @param {URLSearchParams} query which drawings to take away, in the words of the gallery */
  navigate(query) {
    const panel = /** @type {import("../data/export-panel.js").ExportPanel} */ (part(this, "export-panel"));
    panel.query = query;
  }
}

customElements.define("data-view", DataView);

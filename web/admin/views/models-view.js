import "../models/comparison-panel.js";
import "../models/model-panel.js";
import "../models/version-list.js";
import { ask, reasonOf } from "../api.js";
import { feed } from "../feed.js";
import { make, part, say } from "../make.js";

/** @typedef {import("../api.js").Model} Model */

/** The models: which serves, how good each is, and which of two is better. */
class ModelsView extends HTMLElement {
  #stop = [() => {}];
  /** @type {Model[]} */
  #models = [];
  #query = new URLSearchParams();

  connectedCallback() {
    this.replaceChildren(
      make("section", { class: "versions", "aria-labelledby": "models-title" },
        make("h2", { id: "models-title" }, "Models"),
        make("p", { class: "fault", role: "alert" }), document.createElement("version-list")),
      make("section", { class: "shown", "aria-label": "the chosen version" }, document.createElement("model-panel"),
        document.createElement("comparison-panel")));
    this.#stop = [feed.watch("models", () => this.#refresh()), feed.onStale(() => this.#refresh())];
    this.addEventListener("changed", () => this.#refresh());
  }

  disconnectedCallback() { for (const stop of this.#stop) stop(); }

  /**
   * @param {URLSearchParams} query `model`, else the one that serves; `with` another; `shape` and `guessed`: whose
   *   mistakes
   */
  navigate(query) {
    this.#query = query;
    if (this.#models.length > 0) this.#show();
    else this.#refresh();
  }

  async #refresh() {
    try {
      this.#models = (await ask("/api/admin/models")).models;
      say(part(this, ".versions > .fault"), "");
      this.#show();
    } catch (error) {
      say(part(this, ".versions > .fault"), reasonOf(error));
    }
  }

  #show() {
    const active = this.#models.find((model) => model.active);
    const named = (/** @type {string} */ key) => this.#models.find(({ id, version }) =>
      [version, String(id)].includes(this.#query.get(key) ?? ""));
    const model = named("model") ?? active ?? this.#models[0];
    const other = named("with");
    const list = /** @type {import("../models/version-list.js").VersionList} */ (part(this, "version-list"));
    list.show(this.#models, model?.version ?? "", other?.version);
    const panel = /** @type {import("../models/model-panel.js").ModelPanel} */ (part(this, "model-panel"));
    const comparison = /** @type {import("../models/comparison-panel.js").ComparisonPanel} */ (part(this,
      "comparison-panel"));
    panel.hidden = !model || Boolean(other);
    comparison.hidden = !other;
    if (!model) return;
    if (other) comparison.show(...older(model, other));
    else panel.show(model, this.#models, { shape: this.#query.get("shape"), guessed: this.#query.get("guessed") });
  }
}

/** @param {Model} a @param {Model} b @returns {[Model, Model]} the older one first */
const older = (a, b) => (a.id < b.id ? [a, b] : [b, a]);

customElements.define("models-view", ModelsView);

import "../model-list.js";
import { ask } from "../api.js";
import { feed } from "../feed.js";
import { make, part } from "../make.js";

/** The models: which serves, how good each is, and which is better. */
class ModelsView extends HTMLElement {
  #stop = [() => {}];

  connectedCallback() {
    this.replaceChildren(make("h2", {}, "Models"), document.createElement("model-list"));
    this.#stop = [feed.watch("models", () => this.#refresh()), feed.onStale(() => this.#refresh())];
    this.addEventListener("changed", () => this.#refresh());
  }

  disconnectedCallback() { for (const stop of this.#stop) stop(); }

  navigate() { this.#refresh(); }

  async #refresh() {
    const { models } = await ask("/api/admin/models");
    /** @type {import("../model-list.js").ModelList} */ (part(this, "model-list")).models = models;
  }
}

customElements.define("models-view", ModelsView);

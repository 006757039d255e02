import "../training-form.js";
import "../training-list.js";
import { fetchShapes } from "../../shared/session.js";
import { ask } from "../api.js";
import { feed } from "../feed.js";
import { make, part } from "../make.js";

/** Trainings: asked for, followed, begun again. */
class TrainingView extends HTMLElement {
  #stop = [() => {}];

  connectedCallback() {
    this.replaceChildren(make("h2", {}, "Training"), document.createElement("training-form"), document.createElement("training-list"));
    this.#stop = [feed.watch("training", () => this.#refresh()), feed.onStale(() => this.#refresh())];
    this.addEventListener("changed", () => this.#refresh());
  }

  disconnectedCallback() { for (const stop of this.#stop) stop(); }

  async navigate() {
    this.#refresh();
    /** @type {import("../training-form.js").TrainingForm} */ (part(this, "training-form")).shapes = await fetchShapes();
  }

  async #refresh() {
    const { jobs } = await ask("/api/admin/training?limit=20");
    /** @type {import("../training-list.js").TrainingList} */ (part(this, "training-list")).trainings = jobs;
  }
}

customElements.define("training-view", TrainingView);

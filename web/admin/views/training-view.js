import "../training/training-form.js";
import "../training/training-list.js";
import { ask, reasonOf } from "../api.js";
import { feed } from "../feed.js";
import { button, make, part, say } from "../make.js";

/** @typedef {import("../api.js").Training} Training */

const pageful = 20;

/** Trainings: asked for on the left, followed on the right. */
class TrainingView extends HTMLElement {
  #stop = [() => {}];
  /** @type {Training[]} */
  #trainings = [];
  /** @type {string | null} */
  #cursor = null;
  /** Of those that are asked for: one at a time, and once more where news came meanwhile. */
  #asking = { isUnderWay: false, isOld: false };

  connectedCallback() {
    const list = document.createElement("training-list");
    this.replaceChildren(
      make("section", { class: "asking", "aria-labelledby": "ask-title" },
        make("h2", { id: "ask-title" }, "Train a model"),
        document.createElement("training-form")),
      make("section", { class: "following", "aria-labelledby": "trainings-title" },
        make("h2", { id: "trainings-title" }, "Trainings"),
        make("p", { class: "fault", role: "alert" }), list, button("older ones", "quiet older", () => this.#older())));
    this.#stop = [feed.watch("training", (push) => this.#hear(push)), feed.onStale(() => this.#refresh())];
    this.addEventListener("changed", () => this.#refresh());
  }

  disconnectedCallback() { for (const stop of this.#stop) stop(); }

  /** @param {URLSearchParams} query `job`: the training whose curves to show */
  async navigate(query) {
    await this.#refresh();
    if (query.has("job")) this.#list.open(Number(query.get("job")));
  }

  get #list() { return /** @type {import("../training/training-list.js").TrainingList} */ (part(this,
    "training-list")); }

  /** Progress is shown as it is told; what became of a training is asked for. */
  #hear(/** @type {import("../feed.js").Push} */ { job, status, type, number, ...progress }) {
    const known = this.#trainings.find(({ id }) => id === job);
    if (!known || known.status !== status) return this.#refresh();
    if (progress.step === undefined && progress.phase === undefined) return undefined;
    known.progress = progress;
    return this.#show();
  }

  async #refresh() {
    if (this.#asking.isUnderWay) {
      this.#asking.isOld = true;
      return;
    }
    this.#asking = { isUnderWay: true, isOld: false };
    try {
      const { jobs, next_cursor: cursor } = await ask(`/api/admin/training?limit=${pageful}`);
      const oldest = jobs[jobs.length - 1]?.id ?? 0;
      const older = this.#trainings.filter(({ id }) => id < oldest);
      this.#trainings = [...jobs, ...older];
      if (older.length === 0) this.#cursor = cursor;
      this.#show();
      say(part(this, ".following > .fault"), "");
    } catch (error) {
      say(part(this, ".following > .fault"), reasonOf(error));
    }
    this.#asking.isUnderWay = false;
    if (this.#asking.isOld) await this.#refresh();
  }

  async #older() {
    const { jobs, next_cursor: cursor } = await ask(
      `/api/admin/training?limit=${pageful}&cursor=${encodeURIComponent(this.#cursor ?? "")}`);
    this.#trainings = [...this.#trainings, ...jobs];
    this.#cursor = cursor;
    this.#show();
  }

  #show() {
    this.#list.trainings = this.#trainings;
    part(this, ".older").hidden = this.#cursor === null;
  }
}

customElements.define("training-view", TrainingView);

import "./login-form.js";
import "./model-list.js";
import "./training-form.js";
import "./training-list.js";
import { fetchShapes } from "../shared/session.js";
import { ask, Refusal, reasonOf } from "./api.js";
import { button, part, say } from "./make.js";

/** While a training is under way, and else. */
const [busyMs, idleMs] = [500, 5_000];

/** The page: who is signed in, and news of trainings and models as long as somebody is. */
class Desk {
  #login = /** @type {import("./login-form.js").LoginForm} */ (part(document, "login-form"));
  #form = /** @type {import("./training-form.js").TrainingForm} */ (part(document, "training-form"));
  #trainings = /** @type {import("./training-list.js").TrainingList} */ (part(document, "training-list"));
  #models = /** @type {import("./model-list.js").ModelList} */ (part(document, "model-list"));
  /** @type {number | undefined} */
  #timer;
  #isOpen = false;
  /** Counts the rounds of news: a late answer of an old one is not shown. */
  #round = 0;
  /** Which trainings were over when the models were last asked for, and when that was. */
  #over = "";
  #modelsAt = -Infinity;

  constructor() {
    this.#login.addEventListener("signed-in", (event) => this.#enter(/** @type {CustomEvent} */ (event).detail));
    for (const source of [this.#form, this.#trainings, this.#models]) {
      source.addEventListener("changed", () => {
        this.#modelsAt = -Infinity;
        this.#refresh();
      });
    }
    part(document, ".logout").replaceWith(button("sign out", "quiet logout", () => this.#leave()));
  }

  async open() {
    try {
      this.#enter((await ask("/api/admin/me")).administrator);
    } catch (error) {
      this.#login.open(error instanceof Refusal && error.status === 401 ? "" : reasonOf(error));
    }
  }

  /** @param {import("./api.js").Administrator} administrator */
  async #enter(administrator) {
    this.#isOpen = true;
    this.#modelsAt = -Infinity;
    say(part(document, ".email"), administrator.email);
    this.#show(true);
    this.#refresh();
    this.#form.shapes = await fetchShapes();
  }

  async #leave() {
    try {
      await ask("/api/admin/logout", {});
      this.#close("");
    } catch (error) {
      this.#connection(reasonOf(error));
    }
  }

  /** @param {string} reason */
  #close(reason) {
    this.#isOpen = false;
    this.#round += 1;
    clearTimeout(this.#timer);
    this.#show(false);
    this.#connection("");
    this.#trainings.trainings = [];
    this.#models.models = [];
    this.#login.open(reason);
  }

  /** @param {boolean} isIn */
  #show(isIn) {
    this.#login.hidden = isIn;
    part(document, ".desk").hidden = !isIn;
    part(document, ".who").hidden = !isIn;
  }

  /** Asks for what is new, shows it and sees to the next time. */
  async #refresh() {
    clearTimeout(this.#timer);
    const round = (this.#round += 1);
    let pause = idleMs;
    try {
      /** @type {{ jobs: import("./api.js").Training[] }} */
      const { jobs } = await ask("/api/admin/training?limit=20");
      if (round !== this.#round) return;
      this.#trainings.trainings = jobs;
      if (jobs.some(({ status }) => status === "queued" || status === "running")) pause = busyMs;
      await this.#refreshModels(jobs, round);
      if (round !== this.#round) return;
      this.#connection("");
    } catch (error) {
      if (round !== this.#round) return;
      if (error instanceof Refusal && error.status === 401) {
        return this.#close("You were signed out. Sign in to go on; trainings go on meanwhile.");
      }
      this.#connection(reasonOf(error));
    }
    if (this.#isOpen) this.#timer = setTimeout(() => this.#refresh(), pause);
  }

  /**
   * They change when a training ends, and now and then by somebody else.
   * @param {import("./api.js").Training[]} jobs @param {number} round
   */
  async #refreshModels(jobs, round) {
    const over = jobs.filter(({ finished_at: finished }) => finished).map(({ id }) => id).join();
    if (over === this.#over && performance.now() - this.#modelsAt < idleMs * 0.9) return;
    const { models } = await ask("/api/admin/models");
    if (round !== this.#round) return;
    this.#models.models = models;
    [this.#over, this.#modelsAt] = [over, performance.now()];
  }

  /** @param {string} words */
  #connection(words) { say(part(document, ".connection"), words); }
}

new Desk().open();

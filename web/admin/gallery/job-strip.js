import { ask, reasonOf } from "../api.js";
import { feed } from "../feed.js";
import { count } from "../figures.js";
import { button, make, part, say } from "../make.js";
import { isOver } from "./bulk.js";
import { beingDone } from "./mending.js";

/** Changes to many drawings that are under way, whoever asked for them. */
export class JobStrip extends HTMLElement {
  /** @type {Map<number, HTMLElement>} */
  #rows = new Map();
  /** @type {(() => void)[]} */
  #ends = [];

  connectedCallback() {
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", "Changes under way");
    this.#ends = [feed.watch("jobs", (push) => this.#hear(push)), feed.onStale(() => this.#look())];
    this.hidden = true;
    this.#look();
  }

  disconnectedCallback() { for (const end of this.#ends) end(); }

  async #look() {
    const asked = ["bulk", "undo"].map((kind) => ask(`/api/admin/jobs?kind=${kind}&limit=10`));
    /** @type {{ jobs: import("./bulk.js").Job[] }[]} */
    const answers = await Promise.all(asked).catch(() => []);
    const running = answers.flatMap(({ jobs }) => jobs).filter((job) => !isOver(job));
    for (const id of [...this.#rows.keys()]) if (!running.some((job) => job.id === id)) this.#remove(id);
    for (const job of running) this.#show({ ...job, job: job.id });
  }

  /** @param {any} push */
  #hear(push) {
    if (push.kind !== "bulk" && push.kind !== "undo") return;
    if (isOver(push)) this.#remove(push.job);
    else this.#show(push);
  }

  /**
   * @param {{ job: number, kind: string, done?: number, total?: number,
   *   config?: import("./bulk.js").Job["config"] }} job
   */
  #show({ job, kind, done, total, config }) {
    const row = this.#rows.get(job) ?? this.#begin(job, kind, config);
    const bar = /** @type {HTMLProgressElement} */ (part(row, "progress"));
    if (total) {
      bar.max = total;
      bar.value = done ?? 0;
      say(part(row, ".count"), `${count(done ?? 0)} of ${count(total)}`);
    }
  }

  /** @param {number} job @param {string} kind @param {import("./bulk.js").Job["config"]} config */
  #begin(job, kind, config) {
    /** @type {HTMLElement} */
    const row = make("div", { class: "job", "data-job": String(job) }, make("span", { class: "what" }),
      make("progress", { "aria-label": "how much is done" }), make("span", { class: "count" }),
      button("stop", "quiet stop", () => this.#stop(job, row)),
      make("span", { class: "fault", role: "alert" }));
    this.#rows.set(job, row);
    this.append(row);
    this.hidden = false;
    say(part(row, ".what"), wordsOf(kind, config));
    if (!config && kind === "bulk") {
      ask(`/api/admin/jobs/${job}`).then((known) => say(part(row, ".what"), wordsOf(kind, known.config)), () => {});
    }
    return row;
  }

  /** @param {number} job @param {HTMLElement} row */
  async #stop(job, row) {
    try {
      await ask(`/api/admin/jobs/${job}/cancel`, {});
    } catch (error) {
      say(part(row, ".fault"), reasonOf(error));
    }
  }

  /** @param {number} job */
  #remove(job) {
    this.#rows.get(job)?.remove();
    this.#rows.delete(job);
    this.hidden = this.#rows.size === 0;
  }
}

/**
 * What is being done, as far as it is known.
 * @param {string} kind @param {import("./bulk.js").Job["config"]} config
 */
function wordsOf(kind, config) {
  if (kind === "undo") return "Taking back a change to many drawings";
  if (!config?.action) return "Changing drawings";
  return beingDone({ action: config.action, shape: config.shape }, "drawings");
}

customElements.define("job-strip", JobStrip);

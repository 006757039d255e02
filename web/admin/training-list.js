import { ask, reasonOf } from "./api.js";
import { accuracy, between, count, duration, moment, percent } from "./figures.js";
import { button, make, part, say } from "./make.js";
import { Rows } from "./rows.js";

/** @typedef {import("./api.js").Training} Training */

/** The trainings, newest first. Fires `changed` when one was stopped or begun again. */
export class TrainingList extends HTMLElement {
  /** @type {Rows<Training> | undefined} */
  #rows;

  connectedCallback() {
    const list = make("ol");
    this.#rows = new Rows(list, ({ id }) => this.#row(id), fill);
    this.replaceChildren(make("p", { class: "aside none" }, "No training yet."), list);
  }

  /** @param {Training[]} trainings */
  set trainings(trainings) {
    part(this, ".none").hidden = trainings.length > 0;
    this.#rows?.show(trainings);
  }

  /** @param {number} id */
  #row(id) {
    const row = make("li", { "data-training": String(id) },
      make("p", { class: "head" }, make("strong", {}, `No ${id}`), make("span", { class: "status" })),
      make("p", { class: "what" }),
      make("progress", { "aria-label": `progress of training ${id}` }),
      make("p", { class: "figures" }), make("p", { class: "fault" }),
      make("p", { class: "refusal" }));
    const act = (/** @type {string} */ verb) => async () => {
      try {
        await ask(`/api/admin/training/${id}/${verb}`, {});
        say(part(row, ".refusal"), "");
      } catch (error) {
        // In a place of its own: what is shown of the training is written anew all the time.
        say(part(row, ".refusal"), reasonOf(error));
      }
      this.dispatchEvent(new CustomEvent("changed", { bubbles: true }));
    };
    part(row, ".head").append(button("cancel", "quiet cancel", act("cancel")),
      button("start again", "quiet replay", act("replay")));
    return row;
  }
}

/** @param {HTMLElement} row @param {Training} training */
function fill(row, training) {
  const { status, progress, config } = training;
  const isOpen = status === "queued" || status === "running";
  row.dataset.status = status;
  say(part(row, ".status"), training.cancel_requested && isOpen ? "stopping" : status);
  say(part(row, ".what"), [moment(training.created_at), config.shapes.join(", "),
    config.notes].filter(Boolean).join(" · "));
  part(row, ".cancel").hidden = !isOpen || training.cancel_requested;
  part(row, ".replay").hidden = status !== "failed" && status !== "cancelled";
  const bar = /** @type {HTMLProgressElement} */ (part(row, "progress"));
  bar.hidden = status !== "running";
  if (progress?.steps && progress.step !== undefined) {
    bar.max = progress.steps;
    bar.value = progress.step;
  } else {
    bar.removeAttribute("value");
  }
  say(part(row, ".figures"), figures(training).join(" · "));
  say(part(row, ".fault"), training.error ?? "");
}

/**
 * What there is to know of it now.
 * @param {Training} training
 * @returns {string[]}
 */
function figures({ status, progress, metrics, model, attempts, started_at: started, finished_at: finished }) {
  const took = started && finished ? [`took ${duration(between(started, finished))}`] : [];
  if (status === "queued") return [attempts > 0 ? "waits for a new worker" : "waits for the worker"];
  if (status === "running") return running(progress ?? {});
  if (status !== "succeeded" || !metrics) return took;
  return [accuracy(metrics), `model ${model?.version ?? "discarded"}`, ...took,
    ...(metrics.activate === false ? [`does not serve: ${metrics.reason ?? "not wanted"}`] : [])];
}

/** @param {import("./api.js").Progress} progress */
function running(progress) {
  if (!progress.steps) return [progress.phase ? `${progress.phase} …` : "begins …"];
  const known = [...(progress.phase === "training" ? [] : [`${progress.phase} …`]), `step ${count(progress.step ?? 0)} of ${count(progress.steps)}`];
  if (progress.epochs) known.push(`epoch ${progress.epoch} of ${progress.epochs}`);
  if (progress.loss !== undefined) known.push(`loss ${progress.loss.toFixed(3)}`);
  if (progress.accuracy !== undefined) known.push(`accuracy ${percent(progress.accuracy)}`);
  if (progress.validation_accuracy !== undefined) known.push(`${percent(progress.validation_accuracy)} on drawings set aside`);
  if (progress.images_per_second) known.push(`${count(progress.images_per_second)} images/s`);
  if (progress.eta_s !== undefined) known.push(`${duration(progress.eta_s)} left`);
  return known;
}

customElements.define("training-list", TrainingList);

import "./training-curves.js";
import { ask, reasonOf } from "../api.js";
import { accuracy, between, count, duration, moment, percent } from "../figures.js";
import { button, make, part, say } from "../make.js";
import { addressOf } from "../router.js";
import { Rows } from "../rows.js";

/** @typedef {import("../api.js").Training} Training */
/** @typedef {import("./training-curves.js").TrainingCurves} TrainingCurves */

/** The trainings, newest first. Fires `changed` when one was stopped or begun again. */
export class TrainingList extends HTMLElement {
  /** @type {Rows<Training> | undefined} */
  #rows;

  connectedCallback() {
    const list = make("ol");
    this.#rows = new Rows(list, ({ id }) => this.#row(id), fill);
    this.replaceChildren(make("p", { class: "aside none" },
      "No training yet: start one, the settings are good as they stand."), list);
  }

  /** @param {Training[]} trainings */
  set trainings(trainings) {
    part(this, ".none").hidden = trainings.length > 0;
    this.#rows?.show(trainings);
  }

  /** @param {number} id shows its curves, and goes there */
  open(id) {
    const row = this.#rows?.of(id);
    if (!row) return;
    /** @type {HTMLDetailsElement} */ (part(row, "details")).open = true;
    row.scrollIntoView({ block: "nearest" });
  }

  /** @param {number} id */
  #row(id) {
    const details = make("details", { class: "curves" }, make("summary", {}, "curves"));
    const row = make("li", { "data-training": String(id) },
      make("p", { class: "head" }, make("strong", {}, `No ${id}`), make("span", { class: "status" })),
      make("p", { class: "what" }),
      make("progress", { "aria-label": `progress of training ${id}` }),
      make("p", { class: "figures" }), make("p", { class: "fault" }), make("p", { class: "refusal" }), details);
    details.addEventListener("toggle", () => showCurves(row, details.open));
    const act = (/** @type {string} */ verb, body = {}) => async () => {
      try {
        const again = await ask(`/api/admin/training/${id}/${verb}`, body);
        say(part(row, ".refusal"), again.status === "already_exists"
          ? `Training ${again.id} with these settings is under way already.` : "");
      } catch (error) {
        // In a place of its own: what is shown of the training is written anew all the time.
        say(part(row, ".refusal"), reasonOf(error));
      }
      this.dispatchEvent(new CustomEvent("changed", { bubbles: true }));
    };
    part(row, ".head").append(button("cancel", "quiet cancel", act("cancel")),
      make("span", { class: "again" }, make("span", { class: "aside" }, "Run again with the drawings of"),
        button("then", "quiet then", act("replay", { data: "then" })),
          button("now", "quiet now", act("replay", { data: "now" }))));
    return row;
  }
}

/** @param {HTMLElement} row @param {boolean} isOpen */
async function showCurves(row, isOpen) {
  const details = part(row, "details");
  let curves = /** @type {TrainingCurves | null} */ (details.querySelector("training-curves"));
  if (!isOpen || curves) return;
  curves = /** @type {TrainingCurves} */ (document.createElement("training-curves"));
  details.append(curves);
  await curves.load(Number(row.dataset.training)).catch((error) => {
    curves?.remove();
    say(part(row, ".refusal"), reasonOf(error));
  });
}

/** @param {HTMLElement} row @param {Training} training */
function fill(row, training) {
  const { id, status, progress, config, cancel_requested: isStopping } = training;
  const isOpen = status === "queued" || status === "running";
  const before = row.dataset.status;
  row.dataset.status = status;
  say(part(row, ".status"), isStopping && isOpen ? "stopping" : status);
  say(part(row, ".what"), [moment(training.created_at), config.shapes.join(", "), config.notes].filter(Boolean)
    .join(" · "));
  part(row, ".cancel").hidden = !isOpen || isStopping;
  part(row, ".again").hidden = isOpen;
  const bar = /** @type {HTMLProgressElement} */ (part(row, "progress"));
  bar.hidden = status !== "running";
  if (progress?.steps && progress.step !== undefined) {
    bar.max = progress.steps;
    bar.value = progress.step;
  } else {
    bar.removeAttribute("value");
  }
  showFigures(part(row, ".figures"), training);
  say(part(row, ".fault"), training.error ?? "");
  const details = /** @type {HTMLDetailsElement} */ (part(row, "details"));
  details.hidden = status === "queued";
  if (status === "running" && before !== "running") details.open = true;
  const curves = /** @type {TrainingCurves | null} */ (details.querySelector("training-curves"));
  if (status === "running" && progress) curves?.add(progress);
  // All of its points, once they are all there.
  if (!isOpen && before === "running") curves?.load(id).catch(() => {});
}

/** @param {HTMLElement} place @param {Training} training */
function showFigures(place, training) {
  const { status, model } = training;
  const words = figures(training).join(" · ");
  if (status !== "succeeded" || !model) return say(place, words);
  if (place.dataset.said === words) return undefined;
  place.dataset.said = words;
  return place.replaceChildren(make("a", { href: addressOf("models", { model: model.version }) },
    `model ${model.version}`), ` · ${words}`);
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
  return [accuracy(metrics), ...(model ? [] : ["model discarded"]), ...took,
    ...(metrics.activate === false ? [`does not serve: ${metrics.reason ?? "not wanted"}`] : [])];
}

/** @param {import("../api.js").Progress} progress */
function running(progress) {
  if (!progress.steps) return [progress.phase ? `${progress.phase} …` : "begins …"];
  const known = [...(progress.phase === "training" ? [] : [`${progress.phase} …`]),
    `step ${count(progress.step ?? 0)} of ${count(progress.steps)}`];
  if (progress.epochs) known.push(`epoch ${progress.epoch} of ${progress.epochs}`);
  if (progress.loss !== undefined) known.push(`loss ${progress.loss.toFixed(3)}`);
  if (progress.accuracy !== undefined) known.push(`accuracy ${percent(progress.accuracy)}`);
  if (progress.validation_accuracy !== undefined) known.push(
    `${percent(progress.validation_accuracy)} on drawings set aside`);
  if (progress.images_per_second) known.push(`${count(progress.images_per_second)} images/s`);
  if (progress.eta_s !== undefined) known.push(`${duration(progress.eta_s)} left`);
  return known;
}

customElements.define("training-list", TrainingList);

import { bytes, counted } from "../figures.js";
import { make } from "../make.js";
import { age } from "./age-label.js";

/** @typedef {{ name: string, state: "ok" | "doubt" | "fault" | "off", words: string }} Part */

/**
 * How each part of the server is, in words and with a mark, and when that was told.
 * @param {HTMLElement} list @param {any} health as `GET /health` @param {string} at when it came
 */
export function showHealth(list, health, at) {
  list.replaceChildren(...partsOf(health).map(({ name, state, words }) =>
    make("li", { "data-state": state, "data-part": name },
    make("span", { class: "name" }, name), make("span", { class: "words" }, words), age(at))));
}

/** @param {any} health @returns {Part[]} */
function partsOf({ writer, worker, model, disk, archive }) {
  return [
    { name: "Database", state: writer.status === "ok" ? "ok" : "fault",
      words: writer.detail ?? `saves; ${counted(writer.commits, "commit")}` },
    { name: "Writer's queue", state: writer.status === "ok" ? "ok" : "fault", words: writer.waiting_bytes === 0
      ? "empty" : `${bytes(writer.waiting_bytes)} wait to be saved` },
    { name: "Worker", state: worker.status === "ok" ? "ok" : worker.status === "off" ? "off" : "doubt",
      words: { ok: "ready", off: "off: trainings wait",
        restarting: "starting again" }[/** @type {string} */ (worker.status)] ?? worker.status },
    { name: "Model", state: model.status === "ok" ? "ok" : model.status === "none" ? "doubt" : "fault",
      words: model.detail ?? (model.version ? `${model.version} serves` : "none serves: train one") },
    ...(disk ? [/** @type {Part} */ ({ name: "Disk", state: disk.status === "ok" ? "ok" : "doubt",
      words: `${bytes(disk.free_bytes)} free of ${bytes(disk.bytes)}` })] : []),
    ...(archive ? [/** @type {Part} */ ({ name: "Archive", state: archive.status === "off" ? "off" : "doubt",
      words: archive.status === "off" ? "off: every drawing is in the database" : archive.status })] : []),
  ];
}

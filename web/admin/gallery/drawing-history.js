import { ask, reasonOf } from "../api.js";
import { moment } from "../figures.js";
import { make } from "../make.js";
import { deedOf, differencesOf } from "./change-words.js";

/** Who changed a drawing, and what: the newest first. */
export class DrawingHistory extends HTMLElement {
  #turn = 0;

  /** @param {string} id the drawing's @param {string} stored when it came */
  async show(id, stored) {
    const turn = (this.#turn += 1);
    const rows = await ask(`/api/admin/drawings/${id}/history`)
      .then(({ entries }) => entries.map(rowOf), (error) => [make("li", { class: "fault" }, reasonOf(error))]);
    if (turn !== this.#turn) return;
    this.replaceChildren(make("ol", {}, ...rows,
      make("li", {}, make("span", {}, "drawn"), " ", make("time", { datetime: stored }, moment(stored)))));
  }
}

/** @param {import("./change-words.js").Entry} entry */
function rowOf(entry) {
  const differences = differencesOf(entry).join(", ");
  return make("li", { "data-change": String(entry.id) },
    make("span", {}, make("strong", {}, entry.actor), ` ${deedOf(entry)} it`,
    ...(differences ? [make("span", { class: "aside" }, `: ${differences}`)] : [])), " ",
      make("time", { datetime: entry.at }, moment(entry.at)));
}

customElements.define("drawing-history", DrawingHistory);

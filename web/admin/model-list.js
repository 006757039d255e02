import { ask, reasonOf } from "./api.js";
import { accuracy, count, counted, moment } from "./figures.js";
import { button, confirmed, make, part, say } from "./make.js";
import { showComparison } from "./comparison.js";
import { perClass } from "./per-class.js";
import { Rows } from "./rows.js";

/** @typedef {import("./api.js").Model} Model */

/** The models, newest first. Fires `changed` when another one serves. */
export class ModelList extends HTMLElement {
  /** @type {Rows<Model> | undefined} */
  #rows;
  /**
   * Ids of those to compare, oldest choice first.
   * @type {number[]}
   */
  #chosen = [];

  connectedCallback() {
    const list = make("ol");
    this.#rows = new Rows(list, (model) => this.#row(model), fill);
    const compare = button("Compare the two", "quiet compare", () => this.#compare());
    this.replaceChildren(make("p", { class: "aside none" }, "No model yet: train one."), list,
      make("div", { class: "comparing" }, make("p", { class: "aside" }, "Choose two to compare."), compare),
      make("div", { class: "comparison", "aria-live": "polite" }));
    this.#follow();
  }

  /** @param {Model[]} models */
  set models(models) {
    part(this, ".none").hidden = models.length > 0;
    part(this, ".comparing").hidden = models.length < 2;
    this.#rows?.show(models);
    const ids = new Set(models.map(({ id }) => id));
    this.#chosen = this.#chosen.filter((id) => ids.has(id));
    this.#follow();
  }

  /**
   * All but which one serves is fixed from the start.
   * @param {Model} model
   */
  #row(model) {
    const { id, version, metrics, data, notes } = model;
    const box = make("input", { type: "checkbox", "aria-label": `compare ${version}` });
    box.addEventListener("change", () => this.#choose(id, box.checked));
    const learnt = data.drawings === undefined ? "made-up drawings alone" : `${counted(data.drawings, "drawing")}`;
    const measured = metrics.drawings === undefined ? "" : `measured on ${count(metrics.drawings)}`;
    /** @type {HTMLElement} */
    const row = make("li", { "data-model": version },
      make("p", { class: "head" }, make("label", { class: "choice" }, box, make("strong", {}, version)),
        make("span", { class: "state" }),
        button("let it serve", "quiet activate", () => this.#activate(model, row))),
      make("p", { class: "figures" }, make("b", {}, accuracy(metrics)),
        [measured, `learnt from ${learnt}`, moment(model.created_at)].filter(Boolean).map((text) => ` · ${text}`).join("")),
      make("p", { class: "notes" }, notes), make("p", { class: "fault", role: "alert" }), perClass(model));
    return row;
  }

  /** @param {Model} model @param {HTMLElement} row */
  async #activate({ id, version }, row) {
    const isSure = await confirmed(`Let ${version} serve?`,
      "From now on it judges everybody's drawings, also those that are under way. "
        + "The model that serves now is kept and can serve again.", "Let it serve");
    if (!isSure) return;
    try {
      await ask(`/api/admin/models/${id}/activate`, {});
      say(part(row, ".fault"), "");
    } catch (error) {
      say(part(row, ".fault"), reasonOf(error));
    }
    this.dispatchEvent(new CustomEvent("changed", { bubbles: true }));
  }

  /**
   * A third choice replaces the first.
   * @param {number} id @param {boolean} isChosen
   */
  #choose(id, isChosen) {
    this.#chosen = this.#chosen.filter((other) => other !== id);
    if (isChosen) this.#chosen = [...this.#chosen, id].slice(-2);
    this.#follow();
  }

  #follow() {
    for (const [id, row] of this.#rows?.entries() ?? []) {
      const box = /** @type {HTMLInputElement} */ (part(row, "input"));
      box.checked = this.#chosen.includes(id);
    }
    /** @type {HTMLButtonElement} */ (part(this, ".compare")).disabled = this.#chosen.length !== 2;
  }

  /** The older one is `a`: the difference is then what was gained. */
  async #compare() {
    const place = part(this, ".comparison");
    const [a, b] = [...this.#chosen].sort((x, y) => x - y);
    say(place, "measuring …");
    try {
      const names = [a, b].map((id) => this.#rows?.of(id)?.dataset.model ?? String(id));
      showComparison(place, await ask(`/api/admin/models/compare?a=${a}&b=${b}`), names[0], names[1]);
    } catch (error) {
      place.replaceChildren(make("p", { class: "fault" }, reasonOf(error)));
    }
    this.#follow();
  }
}

/**
 * @param {HTMLElement} row
 * @param {Model} model
 */
function fill(row, { active }) {
  row.classList.toggle("serves", active);
  row.dataset.active = String(active);
  say(part(row, ".state"), active ? "serves" : "");
  part(row, ".activate").hidden = active;
}

customElements.define("model-list", ModelList);

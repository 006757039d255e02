import { accuracy, counted, moment } from "../figures.js";
import { make, part, say } from "../make.js";
import { addressOf } from "../router.js";
import { Rows } from "../rows.js";

/** @typedef {import("../api.js").Model} Model */

/** All versions, newest first: one is looked at, two can be compared. */
export class VersionList extends HTMLElement {
  /** @type {Rows<Model> | undefined} */
  #rows;
  /** The version that is looked at. */
  #shown = "";

  connectedCallback() {
    const list = make("ol");
    this.#rows = new Rows(list, (model) => this.#row(model), (row, model) => this.#fill(row, model));
    this.replaceChildren(make("p", { class: "aside none", hidden: true }, "No model yet: ",
      make("a", { href: addressOf("training") }, "train one"), "."), list);
  }

  /** @param {Model[]} models @param {string} shown @param {string} [other] what it is compared with */
  show(models, shown, other = "") {
    this.#shown = shown;
    part(this, ".none").hidden = models.length > 0;
    this.#rows?.show(models);
    for (const [, row] of this.#rows?.entries() ?? []) {
      const { model: version } = row.dataset;
      const link = part(row, ".version");
      if (version === shown) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
      row.classList.toggle("other", version === other);
      const compare = part(row, ".compare");
      compare.hidden = version === shown;
      compare.setAttribute("href", version === other ? addressOf("models", { model: shown })
        : addressOf("models", { model: this.#shown, with: version }));
      say(compare, version === other ? "compare no more" : "compare");
      compare.setAttribute("aria-label", version === other ? `stop comparing with ${version}`
        : `compare ${shown} with ${version}`);
    }
  }

  /**
   * All but which one serves, and its notes, is fixed from the start.
   * @param {Model} model
   */
  #row({ version, metrics, data, created_at: made }) {
    const learnt = data.drawings === undefined ? "made-up drawings alone" : counted(data.drawings, "drawing");
    return make("li", { "data-model": version },
      make("p", { class: "head" }, make("a", { class: "version", href: addressOf("models", { model: version }) },
        version),
        make("span", { class: "state" }), make("a", { class: "compare" })),
      make("p", { class: "figures" }, make("b", {}, accuracy(metrics))),
      make("p", { class: "aside" }, `${moment(made)} · learnt from ${learnt}`), make("p", { class: "notes" }));
  }

  /** @param {HTMLElement} row @param {Model} model */
  #fill(row, { active, notes }) {
    row.dataset.active = String(active);
    say(part(row, ".state"), active ? "serves" : "");
    say(part(row, ".notes"), notes);
  }
}

customElements.define("version-list", VersionList);

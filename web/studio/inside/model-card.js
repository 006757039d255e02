import { bytes, moment, percent } from "../../admin/figures.js";
import { make } from "../../admin/make.js";
import { byShape, table, wide } from "../../admin/models/tables.js";

/** @typedef {import("../access.js").Access} Access */

/** What is known of the model that serves, and which others may be asked. */
export class ModelCard extends HTMLElement {
  #shown = "";

  /** @param {Access} access */
  show({ info, models }) {
    const key = `${info?.checksum} ${models.map(({ version, active }) => `${version}${active}`).join()}`;
    if (key === this.#shown) return;
    this.#shown = key;
    if (!info) {
      this.replaceChildren(make("p", { class: "aside" }, "No model is known yet; its card appears here."));
      return;
    }
    const { version, classes, input, accuracy, per_class: figures, size_bytes: size, trained_at: trained,
      checksum } = info;
    const facts = [["version", version],
      ["right", accuracy === null ? "not measured" : `${percent(accuracy)} of drawings that it never saw`],
      ["knows", `${classes.filter((name) => name !== "none").join(", ")}; and when it is none of these`],
      ["sees", `${input.width} by ${input.height} pixels`], ["size", bytes(size)],
      ["trained", trained ? moment(trained) : "with the program"], ["checksum", checksum]];
    this.replaceChildren(
      make("dl", {}, ...facts.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)])),
      figures ? wide("figures of each shape", byShape(figures))
        : make("p", { class: "aside" }, "Its classes were not measured."),
      ...(models.length > 1 ? [wide("versions", versions(models))] : []));
  }
}

/** @param {import("../access.js").ModelVersion[]} models */
const versions = (models) => table("Versions; any of them may be asked, also beside the one that serves",
  ["", "right", "classes", "made"], models.map(({ version, active, accuracy, classes, created_at: made }) =>
    [active ? `${version} ● serves` : version, percent(accuracy), String(classes.length), moment(made)]));

customElements.define("model-card", ModelCard);

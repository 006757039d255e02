import { button, make, part, say } from "../make.js";
import { inUse } from "./filter.js";

/** @typedef {{ id: string, name: string, enabled?: boolean }} Shape */
/** @typedef {[string, string][]} Choices values and what they are called */

/** @type {Record<string, { label: string, choices?: Choices, type?: string, isSpecial?: boolean, wide?: boolean }>} */
const fields = {
  shape: { label: "Shape", choices: [["", "any"]] },
  guessed: { label: "Model saw", choices: [["", "anything"], ["none", "none of them"]] },
  disagrees: { label: "Model and shape",
    choices: [["", "agree or not"], ["true", "disagree"], ["false", "agree"]] },
  min_quality: { label: "Quality from", type: "number" },
  max_quality: { label: "to", type: "number" },
  flagged: { label: "Flag", choices: [["", "any"], ["true", "flagged"], ["false", "not flagged"]] },
  deleted: { label: "Trash", choices: [["", "left out"], ["true", "only the trash"], ["any", "shown too"]] },
  status: { label: "Finished", choices: [["", "any"], ["complete", "finished"], ["partial", "left unfinished"]],
    isSpecial: true },
  device: { label: "Drawn with", isSpecial: true,
    choices: [["", "anything"], ["mouse", "mouse"], ["touch", "finger"], ["pen", "pen"],
      ["keyboard", "keyboard"], ["unknown", "not known"]] },
  from: { label: "Stored from", type: "date", isSpecial: true },
  to: { label: "Stored before", type: "date", isSpecial: true },
  user: { label: "Person's id", type: "text", isSpecial: true, wide: true },
  sort: { label: "Order",
    choices: [["", "newest first"], ["oldest", "oldest first"], ["best", "best first"], ["worst", "worst first"]] },
};

const narrow = matchMedia("(max-width: 640px)");

/** All filters and orders of the gallery. Fires `chosen` with the new filter in its `detail`. */
export class FilterBar extends HTMLElement {
  /**
   * What the address has that no field shows.
   * @type {[string, string][]}
   */
  #rest = [];

  connectedCallback() {
    const form = make("form", { "aria-label": "Which drawings" });
    const group = (/** @type {boolean} */ isSpecial) => Object.entries(fields)
      .filter(([name, field]) => Boolean(field.isSpecial) === isSpecial && name !== "sort")
      .map(([name]) => field(name));
    const more = make("details", { class: "more" }, make("summary", {}, "More filters"),
      make("div", { class: "row" }, ...group(true)));
    // On a narrow screen the drawings come first.
    form.append(make("details", { class: "whole", open: !narrow.matches },
      make("summary", {}, "Filters and order"),
      make("div", { class: "row" }, ...group(false), field("sort")), more,
      button("no filters", "quiet none", () => this.#fire(new URLSearchParams()))),
      make("p", { class: "fault", role: "alert" }));
    form.addEventListener("change", () => this.#fire(this.#read()));
    form.addEventListener("submit", (event) => event.preventDefault());
    this.replaceChildren(form);
  }

  /** @param {Shape[]} shapes */
  set shapes(shapes) {
    for (const name of ["shape", "guessed"]) {
      const select = /** @type {HTMLSelectElement} */ (this.#control(name));
      const value = select.value || select.dataset.wanted || "";
      const named = /** @type {Choices} */ (shapes.map((shape) => [shape.id, shape.name]));
      const choices = [...fields[name].choices ?? [], ...named];
      select.replaceChildren(...choices.map(([id, words]) => make("option", { value: id }, words)));
      this.#set(name, value);
    }
  }

  /** @param {URLSearchParams} filter */
  set filter(filter) {
    for (const name of Object.keys(fields)) this.#set(name, filter.get(name) ?? "");
    this.#rest = [...filter].filter(([name]) => !(name in fields));
    part(this, ".none").hidden = inUse(filter) === 0;
    const special = [...filter.keys()].filter((name) => fields[name]?.isSpecial).length;
    say(part(this, ".more > summary"), special > 0 ? `More filters (${special} in use)` : "More filters");
    const used = inUse(filter) > 0 ? ` (${inUse(filter)} in use)` : "";
    say(part(this, ".whole > summary"), `Filters${used} and order`);
    if (special > 0) /** @type {HTMLDetailsElement} */ (part(this, ".more")).open = true;
    this.faults = [];
  }

  /**
   * What the server says is wrong, each at its field.
   * @param {import("../api.js").Fault[]} faults
   */
  set faults(faults) {
    for (const name of Object.keys(fields)) {
      const control = this.#control(name);
      const messages = faults.filter(({ path }) => path === name).map(({ message }) => message);
      control.toggleAttribute("aria-invalid", messages.length > 0);
      if (messages.length > 0) control.setAttribute("aria-invalid", "true");
      say(part(this, `[data-name=${name}] .fault`), messages.join("; "));
    }
    say(part(this, "form > .fault"), faults.filter(({ path }) => !(path in fields))
      .map(({ path, message }) => `${path}: ${message}`).join("; "));
  }

  /** @param {string} name */
  #control(name) { return /** @type {HTMLInputElement | HTMLSelectElement} */ (part(this, `[name=${name}]`)); }

  /** @param {string} name @param {string} value */
  #set(name, value) {
    const control = this.#control(name);
    if (control instanceof HTMLSelectElement) {
      // What the address says stays in it, known or not.
      control.dataset.wanted = value;
      const isOffered = [...control.options].some((option) => option.value === value);
      if (!isOffered) control.append(make("option", { value }, value));
    } else if (control.dataset.type === "date") {
      control.type = value === "" || /^\d{4}-\d\d-\d\d$/.test(value) ? "date" : "text";
    }
    control.value = value;
    control.classList.toggle("in-use", value !== "");
  }

  #read() {
    const told = Object.keys(fields).map((name) =>
      /** @type {[string, string]} */ ([name, this.#control(name).value.trim()]));
    return new URLSearchParams([...told, ...this.#rest].filter(([, value]) => value !== ""));
  }

  /** @param {URLSearchParams} filter */
  #fire(filter) { this.dispatchEvent(new CustomEvent("chosen", { detail: filter })); }
}

/** @param {string} name */
function field(name) {
  const { label, choices, type, wide } = fields[name];
  const id = `filter-${name}`;
  const described = { id, name, "aria-describedby": `${id}-fault` };
  const control = choices
    ? make("select", described, ...choices.map(([value, words]) => make("option", { value }, words)))
    : make("input", { ...described, type: type ?? "text", "data-type": type, autocomplete: "off", spellcheck: "false",
      ...(type === "number"
        && { min: "0", max: "1", step: "0.01", placeholder: name === "min_quality" ? "0" : "1" }) });
  return make("div", { class: wide ? "field wide-field" : "field", "data-name": name },
    make("label", { for: id }, label), control,
    make("p", { class: "fault", id: `${id}-fault` }));
}

customElements.define("filter-bar", FilterBar);

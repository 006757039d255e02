import "../audit/audit-list.js";
import { make } from "../make.js";
import { addressOf } from "../router.js";

const fields = ["actor", "action", "subject", "from", "to"];
const labels = ["Who", "What", "Which", "From", "Before"];
const hints = ["ada@example.org", "drawing.flagged", "an id or a version", "", ""];

/** Who did what when. */
export class AuditView extends HTMLElement {
  #list = /** @type {import("../audit/audit-list.js").AuditList} */ (document.createElement("audit-list"));
  #form = make("form", { class: "audit-filter", "aria-label": "Which entries" });
  #asked = /** @type {string | null} */ (null);

  connectedCallback() {
    this.#form.append(...fields.map(fieldOf), make("p", { class: "fault", id: "audit-fault", role: "alert" }));
    this.#form.addEventListener("change", () => this.#go());
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    this.#list.addEventListener("refused", (event) => this.#mark(/** @type {CustomEvent} */ (event).detail));
    this.replaceChildren(make("h2", {}, "Audit"), this.#form, this.#list);
  }

  /** @param {URLSearchParams} query */
  navigate(query) {
    const filter = new URLSearchParams([...query].filter(([, value]) => value !== ""));
    if (filter.toString() === this.#asked) return;
    this.#asked = filter.toString();
    for (const name of fields) this.#input(name).value = filter.get(name) ?? "";
    this.#mark([]);
    this.#list.open(filter);
  }

  /** @param {string} name */
  #input(name) { return /** @type {HTMLInputElement} */ (this.#form.elements.namedItem(name)); }

  #go() {
    location.hash = addressOf("audit",
      Object.fromEntries(fields.map((name) => [name, this.#input(name).value.trim()])));
  }

  /**
   * What the server says is wrong.
   * @param {import("../api.js").Fault[]} faults
   */
  #mark(faults) {
    for (const name of fields) {
      if (faults.some(({ path }) => path === name)) this.#input(name).setAttribute("aria-invalid", "true");
      else this.#input(name).removeAttribute("aria-invalid");
    }
    const words = faults.map(({ path, message }) =>
      `${labels[fields.indexOf(path)] ?? path}: ${message}`).join("; ");
    /** @type {HTMLElement} */ (this.#form.querySelector(".fault")).textContent = words;
  }
}

/**
 * A field with its label.
 * @param {string} name @param {number} index
 */
function fieldOf(name, index) {
  const id = `audit-${name}`;
  return make("div", { class: "field" }, make("label", { for: id }, labels[index]),
    make("input", { id, name, type: name === "from" || name === "to" ? "date" : "text", placeholder: hints[index],
      autocomplete: "off", spellcheck: "false", "aria-describedby": "audit-fault" }));
}

customElements.define("audit-view", AuditView);

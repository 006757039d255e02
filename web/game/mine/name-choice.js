import { p } from "../languages/panels.js";
import { ask, Refusal } from "./ask.js";
import { button, make } from "./make.js";

const longest = 24;
const roll = "M5 6.500c4.500-1.300 9.500-1.300 14 0 .8 3.600.8 7.400 0 11-4.500 1.300-9.500 1.300-14 0"
  + "-.8-3.600-.8-7.400 0-11M9 9.500h.1M15 9.500h.1M12 12h.1M9 14.500h.1M15 14.500h.1";

/**
 * Whether one is on the board, and under which name: one of six that were made up, or, where that is allowed, one's
 * own. Fires `named`.
 */
export class NameChoice extends HTMLElement {
  /** @type {{ name: string | null, listed: boolean }} */
  #name = { name: null, listed: false };
  #fault = make("p", { class: "fault", role: "alert" });
  #names = make("div", { class: "names", role: "group" });
  #mayType = false;

  /** @param {{ name: string | null, listed: boolean }} name */
  set name(name) {
    this.#name = name;
    this.#show();
  }

  #show() {
    const { name, listed } = this.#name;
    const title = make("h3", {}, p("name.title"));
    if (!listed) {
      this.replaceChildren(title, make("p", { class: "aside" }, p("name.hidden")),
        button(p("name.join"), "strong join", () => this.#offer()), this.#names, this.#fault);
      this.#names.replaceChildren();
      return;
    }
    const own = make("bdi", { class: "own-name" }, name ?? "");
    this.replaceChildren(title, make("p", { class: "shown-as" }, p("name.shown"), " ", own),
      make("div", { class: "acts" }, button(p("name.other"), "quiet other", () => this.#offer()),
        button(p("name.leave"), "quiet leave", () => this.#put({ name, listed: false }))), this.#names, this.#fault);
    this.#names.replaceChildren();
  }

  /** Six names to choose from, and more at another roll. */
  async #offer() {
    this.#fault.textContent = "";
    try {
      const [{ names }, game] = await Promise.all([ask("/api/user/names"), ask("/api/game").catch(() => null)]);
      this.#mayType = game?.typed_names === true;
      const choices = names.map((/** @type {string} */ name) => (
        button(name, "name-tag", () => this.#put({ name, listed: true }))));
      for (const made of choices) made.dir = "auto";
      const again = button(p("name.roll"), "quiet roll", () => this.#offer(), roll);
      const isAgain = this.#names.childElementCount > 0;
      this.#names.setAttribute("aria-label", p("name.choose"));
      this.#names.replaceChildren(make("p", {}, p("name.choose")), ...choices, again,
        ...(this.#mayType ? [this.#field()] : []));
      (isAgain ? again : choices[0])?.focus();
    } catch {
      this.#fault.textContent = p("mine.away");
    }
  }

  #field() {
    const input = make("input",
      { name: "own", type: "text", autocomplete: "off", maxlength: String(longest), dir: "auto" });
    const form = make("form", { novalidate: true },
      make("label", {}, p("name.type"), input), make("button", { class: "quiet" }, p("name.take")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const name = input.value.trim();
      if (name === "") {
        this.#fault.textContent = p("name.blank");
        return input.focus();
      }
      return this.#put({ name, listed: true });
    });
    return form;
  }

  /** @param {{ name: string | null, listed: boolean }} name */
  async #put(name) {
    this.#fault.textContent = "";
    try {
      await ask("/api/user/name", { method: "PUT", body: name });
      this.name = name;
      /** @type {HTMLElement | null} */ (this.querySelector(".other, .join"))?.focus();
      this.dispatchEvent(new CustomEvent("named", { bubbles: true }));
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 0;
      this.#fault.textContent = p(status === 409 ? "name.taken" : status === 422 ? "name.not_allowed" : "mine.away");
    }
  }
}

customElements.define("name-choice", NameChoice);

import { t } from "../languages/language.js";

/** Where a lesson's code is typed. */
export class JoinDialog {
  element = document.createElement("dialog");
  #title = document.createElement("label");
  #input = document.createElement("input");
  #reason = document.createElement("p");
  #join = document.createElement("button");
  #cancel = document.createElement("button");

  /** @param {(text: string) => Promise<string>} join resolves to what is wrong, or to nothing */
  constructor(join) {
    const form = document.createElement("form");
    const choices = document.createElement("div");
    this.element.className = "lesson-join";
    choices.className = "choices";
    this.#title.htmlFor = this.#input.id = "lesson-code";
    this.#input.maxLength = 11;
    this.#input.autocomplete = "off";
    this.#input.spellcheck = false;
    this.#input.setAttribute("autocapitalize", "characters");
    this.#reason.className = "reason";
    this.#reason.setAttribute("role", "alert");
    this.#join.className = "done";
    this.#cancel.className = "quiet";
    this.#cancel.type = "button";
    this.#cancel.addEventListener("click", () => this.element.close());
    choices.append(this.#cancel, this.#join);
    form.append(this.#title, this.#input, this.#reason, choices);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      this.#join.disabled = true;
      const reason = await join(this.#input.value.trim());
      this.#join.disabled = false;
      this.#reason.textContent = reason;
      if (reason) this.#input.select();
      else this.element.close();
    });
    this.element.append(form);
  }

  /** @param {string} [code] @param {string} [reason] */
  open(code = "", reason = "") {
    this.#input.value = code;
    this.#reason.textContent = reason;
    if (!this.element.open) this.element.showModal();
    this.#input.focus();
  }

  translate() {
    this.#title.textContent = t("lesson.title");
    this.#join.textContent = t("lesson.join");
    this.#cancel.textContent = t("lesson.cancel");
    this.element.setAttribute("aria-label", t("lesson.title"));
  }
}

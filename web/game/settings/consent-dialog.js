import { languageChange, t } from "../languages/language.js";
import { button, drawn, make, styled } from "../mine/make.js";

const heart = "M32 52C10 38 8 24 15 17c6-6 14-3 17 4 3-7 11-10 17-4 7 7 5 21-17 35M50 54c3 2 6 1 8-2";

/** Asks, once, whether what is drawn may be kept. Both answers weigh the same. */
export class ConsentDialog extends HTMLElement {
  /** @type {string | null} */
  text = null;
  /** @type {(given: boolean) => void} */
  onanswer = () => {};
  #dialog = make("dialog",
    { class: "consent", "aria-labelledby": "consent-title", "aria-describedby": "consent-text" });
  #translate = () => this.#show();

  /**
   * Puts the question.
   * @param {string | null} text the administrator's own words; null: the page's
   * @returns {Promise<boolean>}
   */
  static async answer(text) {
    await styled("/game/settings/consent.css");
    const asked = /** @type {ConsentDialog} */ (document.createElement("consent-dialog"));
    asked.text = text;
    document.body.append(asked);
    const given = await new Promise((resolve) => { asked.onanswer = resolve; });
    asked.remove();
    return given;
  }

  connectedCallback() {
    this.append(this.#dialog);
    // Neither Escape nor a stray touch is an answer.
    this.#dialog.addEventListener("cancel", (event) => event.preventDefault());
    this.#dialog.addEventListener("keydown", (event) => { if (event.key === "Escape") event.preventDefault(); });
    languageChange.addEventListener("change", this.#translate);
    this.#show();
    this.#dialog.showModal();
    this.#dialog.focus();
  }

  disconnectedCallback() { languageChange.removeEventListener("change", this.#translate); }

  #show() {
    const own = this.text?.trim();
    const lines = own ? own.split(/\n+/) : [t("consent.text"), t("consent.later")];
    const paragraphs = lines.map((line) => make("p", {}, line));
    this.#dialog.tabIndex = -1;
    this.#dialog.replaceChildren(drawn(heart, 64), make("h2", { id: "consent-title" }, t("consent.title")),
      make("div", { id: "consent-text" }, ...paragraphs),
      make("div", { class: "answers" },
        button(t("consent.keep"), "answer keep", () => this.onanswer(true)),
        button(t("consent.play"), "answer play", () => this.onanswer(false))));
  }
}

customElements.define("consent-dialog", ConsentDialog);

import { languageChange, t } from "./languages/language.js";
import { modes, picture } from "./modes.js";

/** @typedef {import("./modes.js").Mode} Mode */

/** The ways to play, as pictures with words, large enough for any finger. Fires `choose` (`detail: Mode`). */
export class ModeChooser extends HTMLElement {
  #dialog = document.createElement("dialog");

  connectedCallback() {
    this.#dialog.className = "modes-dialog";
    this.#dialog.setAttribute("aria-labelledby", "modes-title");
    this.append(this.#dialog);
    this.#dialog.addEventListener("click", (event) => { if (event.target === this.#dialog) this.#dialog.close(); });
    languageChange.addEventListener("change", () => this.#write(this.#current));
  }

  /** @type {Mode} */
  #current = "normal";

  /** @param {Mode} current what is played now */
  open(current) {
    this.#write(current);
    this.#dialog.showModal();
    /** @type {HTMLElement | null} */ (this.#dialog.querySelector("[aria-pressed=true]"))?.focus();
  }

  /** @param {Mode} current */
  #write(current) {
    this.#current = current;
    const title = document.createElement("h2");
    [title.id, title.textContent] = ["modes-title", t("mode.title")];
    const list = document.createElement("ul");
    list.append(...modes.map((mode) => this.#choice(mode)));
    const close = document.createElement("button");
    [close.type, close.className, close.textContent] = ["button", "quiet close", t("mode.close")];
    close.addEventListener("click", () => this.#dialog.close());
    this.#dialog.replaceChildren(title, list, close);
  }

  /** @param {Mode} mode */
  #choice(mode) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    [button.className, button.dataset.mode] = ["choice", mode];
    button.setAttribute("aria-pressed", String(mode === this.#current));
    const [name, about] = [document.createElement("strong"), document.createElement("span")];
    [name.textContent, about.textContent] = [t(`mode.${mode}`), t(`mode.${mode}.about`)];
    button.innerHTML = picture(mode);
    button.append(name, about);
    button.addEventListener("click", () => {
      this.#dialog.close();
      this.dispatchEvent(new CustomEvent("choose", { detail: mode }));
    });
    item.append(button);
    return item;
  }
}

customElements.define("mode-chooser", ModeChooser);

import { languageChange, t } from "../languages/language.js";
import { settings } from "../settings/settings.js";

/**
 * The place on the sheet that keys draw at. It costs nothing until somebody comes to it by keyboard, or draws by
 * switches: then the rest is loaded.
 */
export class SheetKeys extends HTMLElement {
  #name = () => this.setAttribute("aria-label", t("keys.sheet"));
  #follow = () => { if (settings.get("switches") !== "off") this.load(); };
  /** @type {Promise<void> | null} */
  #loading = null;

  connectedCallback() {
    this.tabIndex = 0;
    // A reader hands all keys through: they move the cursor here.
    this.setAttribute("role", "application");
    this.addEventListener("focus", () => this.load(), { once: true });
    languageChange.addEventListener("change", this.#name);
    settings.addEventListener("change", this.#follow);
    this.#name();
    this.#follow();
  }

  disconnectedCallback() {
    languageChange.removeEventListener("change", this.#name);
    settings.removeEventListener("change", this.#follow);
  }

  load() {
    return (this.#loading ??= import("./key-desk.js").then(({ KeyDesk }) => KeyDesk.open(this))
      .catch(() => { this.#loading = null; }));
  }
}

customElements.define("sheet-keys", SheetKeys);

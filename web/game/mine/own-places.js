import { languageChange, t } from "../languages/language.js";
import { consent } from "../settings/consent.js";
import { button, make } from "./make.js";

const medal = "M12 3.500c3.300 0 6 2.600 6 5.800s-2.700 5.900-6 5.900-6-2.700-6-5.900 2.700-5.800 6-5.800"
  + "M8.500 14.500 7 21l5-2.700 5 2.700-1.500-6.500"
  + "M12 6.800l.9 1.700 1.900.3-1.400 1.300.3 1.900-1.700-.9-1.700.9.3-1.900-1.400-1.300 1.900-.3z";
const sliders = "M4 7h9M17.500 7H20M4 17h3M11.500 17H20"
  + "M15.300 4.500c1.400 0 2.300 1 2.300 2.500s-.9 2.500-2.300 2.500S13 8.500 13 7s.9-2.500 2.300-2.500"
  + "M9.300 14.500c1.400 0 2.300 1 2.300 2.500s-.9 2.500-2.300 2.500S7 18.500 7 17s.9-2.500 2.300-2.500";

const noticeMs = 6_000;

/**
 * The ways from the first page: to one's own things and to the settings,
 * and the word on drawings that are not kept.
 */
class OwnPlaces extends HTMLElement {
  #mine = button("", "quiet mine", () => this.#open(async () => (await import("./mine-panel.js")).openMine()), medal);
  #settings = button("", "quiet settings", () => this.#open(async () => (
    await import("../settings/settings-panel.js")).openSettings()), sliders);
  #notKept = button("", "quiet not-kept", () => this.#open(async () => (
    await import("../settings/settings-panel.js")).openSettings("consent")));
  #notice = make("p", { class: "away", role: "status" });
  #timer = 0;
  #show = () => this.#write();

  connectedCallback() {
    this.replaceChildren(this.#notKept, this.#mine, this.#settings, this.#notice);
    languageChange.addEventListener("change", this.#show);
    consent.addEventListener("change", this.#show);
    this.#write();
  }

  disconnectedCallback() {
    languageChange.removeEventListener("change", this.#show);
    consent.removeEventListener("change", this.#show);
  }

  #write() {
    const places = /** @type {const} */ ([
      [this.#mine, "mine"], [this.#settings, "settings"], [this.#notKept, "not_kept"]]);
    for (const [made, name] of places) {
      const word = /** @type {HTMLElement} */ (made.querySelector(".label"));
      word.textContent = t(`places.${name}`);
    }
    this.#notKept.hidden = !consent.isWithheld;
  }

  /** @param {() => Promise<unknown>} open what was never loaded cannot be, without the server */
  async #open(open) {
    clearTimeout(this.#timer);
    this.#notice.textContent = "";
    try { await open(); } catch {
      this.#notice.textContent = t("places.away");
      this.#timer = setTimeout(() => { this.#notice.textContent = ""; }, noticeMs);
    }
  }
}

customElements.define("own-places", OwnPlaces);

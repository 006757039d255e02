import { language, languages, setLanguage, t } from "../languages/language.js";
import { p, panelsChange, panelTexts } from "../languages/panels.js";
import { button, make, styled } from "../mine/make.js";
import { consent } from "./consent.js";
import { settings } from "./settings.js";

/** @typedef {import("./settings.js").Values} Values */

const cross = "M6 6l12 12M18 6 6 18";

/** How one likes to play. Every change holds at once, and is remembered on this device. */
class SettingsPanel extends HTMLElement {
  #dialog = make("dialog", { class: "panel settings-panel", "aria-labelledby": "settings-title" });
  #build = () => this.#show();
  #follow = (/** @type {CustomEvent} */ { detail }) => { if (detail === null) this.#show(); };

  connectedCallback() {
    this.append(this.#dialog);
    this.#dialog.addEventListener("close", () => this.remove());
    panelsChange.addEventListener("change", this.#build);
    consent.addEventListener("change", this.#build);
    settings.addEventListener("change", /** @type {any} */ (this.#follow));
    this.#show();
    this.#dialog.showModal();
  }

  disconnectedCallback() {
    panelsChange.removeEventListener("change", this.#build);
    consent.removeEventListener("change", this.#build);
    settings.removeEventListener("change", /** @type {any} */ (this.#follow));
  }

  /** @param {string} name of a part of it */
  lookAt(name) {
    const part = /** @type {HTMLElement | null} */ (this.querySelector(`[data-part="${name}"]`));
    part?.scrollIntoView({ block: "center" });
    /** @type {HTMLElement | null} */ (part?.querySelector("input, select, button") ?? null)?.focus();
  }

  /** Builds it anew; whatever was being chosen is again. */
  #show() {
    const before = this.contains(document.activeElement)
      ? /** @type {HTMLElement} */ (document.activeElement).getAttribute("name") : null;
    const scroll = this.#dialog.querySelector(".pages")?.scrollTop ?? 0;
    // Whoever sits in a lesson has no door to one.
    const door = /** @type {HTMLButtonElement | null} */ (document.querySelector(".lesson-door"));
    const group = (/** @type {string} */ name, /** @type {HTMLElement[]} */ ...rows) => (
      make("fieldset", {}, make("legend", {}, p(`settings.${name}`)), ...rows));
    /** @type {[value: string, words: string][]} */
    const spoken = languages.map(({ code, name }) => [code, name]);
    const form = make("form", {},
      group("see_hear", this.#choice("language", spoken, language().code, (code) => this.#speak(code)),
        this.#switch("sound"), this.#switch("speech"), this.#select("text", ["normal", "large", "huge"]),
        this.#select("contrast", ["system", "high"]), this.#select("motion", ["system", "less"])),
      group("hands", this.#switch("left_handed"), this.#switch("time_limits"),
        this.#select("switches", ["off", "one", "two"]), this.#pace(),
        make("div", { class: "setting" },
          make("span", { class: "words" }, p("settings.keyboard"), make("small", {}, p("keys.help"))))),
      group("others", this.#way("device", () => dispatchEvent(new Event("hand-over"))),
        ...(door && !door.hidden ? [this.#way("lesson", () => door.click())] : [])),
      ...(consent.asking?.ask ? [group("drawings", this.#consent())] : []));
    form.addEventListener("submit", (event) => event.preventDefault());
    this.#dialog.replaceChildren(
      make("header", {}, make("h2", { id: "settings-title" }, p("settings.title")),
        button(p("close"), "quiet close", () => this.#dialog.close(), cross)),
      make("span"), make("p", { class: "trouble", role: "status" }), make("div", { class: "pages" }, form));
    this.#dialog.querySelector(".pages")?.scrollTo(0, scroll);
    if (before) /** @type {HTMLElement | null} */ (this.#dialog.querySelector(`[name="${before}"]`))?.focus();
  }

  /** @param {string} name @returns {HTMLElement[]} its words, and what they mean where that is not plain */
  #words(name) {
    const more = p(`settings.${name}.more`);
    return [make("span", { class: "words" }, p(`settings.${name}`),
      ...(more === `settings.${name}.more` ? [] : [make("small", {}, more)]))];
  }

  /** @param {"left_handed" | "sound" | "speech" | "time_limits"} name */
  #switch(name) {
    const input = make("input", { type: "checkbox", name, checked: settings.get(name), role: "switch" });
    input.addEventListener("change", () => settings.set(name, input.checked));
    return make("label", { class: "setting" }, ...this.#words(name), input);
  }

  /**
   * @template {"text" | "contrast" | "motion" | "switches"} Name
   * @param {Name} name @param {readonly Values[Name][]} values
   */
  #select(name, values) {
    const worded = values.map((value) => /** @type {[string, string]} */ ([value, p(`settings.${name}.${value}`)]));
    return this.#choice(name, worded, settings.get(name), (value) => {
      settings.set(name, /** @type {Values[Name]} */ (value));
      if (name === "switches") this.#show();
    });
  }

  /**
   * @param {string} name @param {[value: string, words: string][]} values @param {string} chosen
   * @param {(value: string) => void} choose
   */
  #choice(name, values, chosen, choose) {
    const select = make("select", { name },
      ...values.map(([value, words]) => make("option", { value, selected: value === chosen }, words)));
    select.addEventListener("change", () => choose(select.value));
    return make("label", { class: "setting" }, ...this.#words(name), select);
  }

  #pace() {
    const told = (/** @type {number} */ ms) => p("settings.switch_ms.value", { seconds: ms / 1_000 });
    const value = settings.get("switch_ms");
    const input = make("input", { type: "range", name: "switch_ms", min: "600", max: "6000", step: "200",
      value: String(value), "aria-valuetext": told(value) });
    const words = make("small", {}, told(value));
    input.addEventListener("input", () => {
      settings.set("switch_ms", Number(input.value));
      words.textContent = told(Number(input.value));
      input.setAttribute("aria-valuetext", words.textContent);
    });
    return make("label", { class: "setting", hidden: settings.get("switches") !== "one" },
      make("span", { class: "words" }, p("settings.switch_ms"), words), input);
  }

  /** @param {string} name @param {() => void} open another sheet in the place of this one */
  #way(name, open) {
    const opens = button(p(`settings.${name}.open`), `quiet to-${name}`, () => {
      this.#dialog.close();
      open();
    });
    return make("div", { class: "setting" }, ...this.#words(name), opens);
  }

  #consent() {
    const input = make("input", { type: "checkbox", name: "consent", checked: consent.given === true, role: "switch" });
    const text = consent.asking?.text?.trim() || t("consent.text");
    input.addEventListener("change", async () => {
      if (!await consent.set(input.checked)) {
        const trouble = /** @type {HTMLElement} */ (this.#dialog.querySelector(".trouble"));
        trouble.textContent = p("consent.told_later");
      }
    });
    return make("label", { class: "setting", "data-part": "consent" },
      make("span", { class: "words" }, t("consent.keep"), make("small", {}, text),
        make("small", {}, p(consent.given ? "consent.is_kept" : "consent.is_not_kept"))), input);
  }

  /** @param {string} code */
  async #speak(code) {
    if (await setLanguage(code)) return;
    /** @type {HTMLElement} */ (this.#dialog.querySelector(".trouble")).textContent = p("mine.away");
    this.#show();
  }
}

customElements.define("settings-panel", SettingsPanel);

/**
 * Opens the settings.
 * @param {string} [part] what to look at first
 */
export async function openSettings(part) {
  await Promise.all([panelTexts(), styled("/game/settings/panels.css")]);
  const known = /** @type {SettingsPanel | null} */ (document.querySelector("settings-panel"));
  const panel = known ?? /** @type {SettingsPanel} */ (document.createElement("settings-panel"));
  if (!known) document.body.append(panel);
  if (part) panel.lookAt(part);
}

import { say } from "../../shared/page-note.js";
import { t } from "../languages/language.js";
import { pathOf } from "./take.js";

/** @typedef {import("../../shared/ink-desk.js").InkDesk} InkDesk */
/** @typedef {import("../../shared/session.js").Session} Session */

/**
 * Shows the code by which another device goes on with this drawing, as a picture and in letters; and takes one from
 * another device. It is a dialog of its own: `new HandoverPanel(session, desk).open()`.
 */
export class HandoverPanel {
  #dialog = document.createElement("dialog");
  #session;
  #desk;
  #timer = 0;

  /**
   * @param {Session} session
   * @param {InkDesk} desk
   */
  constructor(session, desk) {
    this.#session = session;
    this.#desk = desk;
    this.#dialog.className = "handover";
    this.#dialog.setAttribute("aria-labelledby", "handover-title");
    this.#dialog.addEventListener("close", () => this.#away());
  }

  async open() {
    this.#build();
    document.body.append(this.#dialog);
    this.#dialog.showModal();
    await this.#renew();
  }

  #away() {
    clearTimeout(this.#timer);
    this.#dialog.remove();
  }

  #build() {
    const style = document.createElement("link");
    Object.assign(style, { rel: "stylesheet", href: "/game/handover/handover.css" });
    this.#dialog.replaceChildren(
      style, make("h2", "handover.title", { id: "handover-title" }), make("p", "handover.scan"),
      make("img", "", { className: "code-picture", alt: "", width: 232, height: 232 }),
      make("output", "", { className: "code-letters" }), make("p", "handover.expires", { className: "fine" }),
      this.#entry(), this.#buttons());
  }

  #entry() {
    const form = make("form", "", { className: "entry" });
    const label = make("label", "handover.type");
    const field = make("input", "", {
      name: "code", autocomplete: "off", spellcheck: false, maxLength: 12, required: true,
      pattern: "[A-Za-z \\-]{6,12}",
    });
    field.setAttribute("autocapitalize", "characters");
    label.append(field);
    form.append(label, make("button", "handover.take"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      // As if its picture had been read: the page begins anew as that person.
      this.#desk.putAway();
      location.hash = pathOf(field.value.replaceAll(" ", "")).slice(1);
      location.reload();
    });
    return form;
  }

  #buttons() {
    const row = make("div", "", { className: "row" });
    const again = make("button", "handover.again", { type: "button", className: "quiet" });
    // The focus is not on the field, or a tablet would lay its keyboard over the picture.
    const close = make("button", "handover.close", { type: "button", className: "done", autofocus: true });
    again.addEventListener("click", () => this.#renew());
    close.addEventListener("click", () => this.#dialog.close());
    row.append(again, close);
    return row;
  }

  async #renew() {
    clearTimeout(this.#timer);
    const picture = /** @type {HTMLImageElement} */ (this.#dialog.querySelector("img"));
    const letters = /** @type {HTMLElement} */ (this.#dialog.querySelector("output"));
    try {
      // What waits is on the server when the other device asks for it.
      this.#desk.current?.flush();
      const { code, expires } = await this.#session.handOver();
      picture.src = `/api/qr.svg?path=${encodeURIComponent(pathOf(code))}`;
      picture.alt = t("handover.code");
      letters.textContent = `${code.slice(0, 3)} ${code.slice(3)}`;
      letters.setAttribute("aria-label", [...code].join(" "));
      say("handover", "");
      // By this device's clock only how long it lasts is known, not when: a clock may be years off.
      const lasts = Math.min(Math.max(Date.parse(expires) - Date.now(), 60_000), 300_000);
      this.#timer = setTimeout(() => this.#renew(), lasts - 10_000);
    } catch {
      letters.textContent = t("handover.away");
    }
  }
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name @param {string} key of its text @param {object} [members]
 * @returns {HTMLElementTagNameMap[Name]}
 */
function make(name, key, members = {}) {
  const element = document.createElement(name);
  if (key !== "") element.textContent = t(key);
  return Object.assign(element, members);
}

import { recall, remember } from "../../shared/session.js";

/**
 * How somebody likes to play. Whatever is not chosen follows the system.
 * @typedef {object} Values
 * @property {boolean} left_handed controls and ring lie on the left
 * @property {boolean} sound tones; each has words on the page too
 * @property {boolean} speech what is asked and seen is said aloud
 * @property {boolean} time_limits the quiet time of each drawing
 * @property {"system" | "less"} motion
 * @property {"system" | "high"} contrast
 * @property {"normal" | "large" | "huge"} text
 * @property {"off" | "one" | "two"} switches drawing by switches: one that chooses, or one that steps and one that
 *   chooses
 * @property {number} switch_ms how long each choice stays, 600 … 6000
 */

/** The place in the storage; `early.js` reads it before the page is painted. */
const key = "inkling.settings";

/** @type {Values} */
const usual = { left_handed: false, sound: false, speech: false, time_limits: true, motion: "system",
  contrast: "system", text: "normal", switches: "off", switch_ms: 1_600 };

/** @type {{ [Name in keyof Values]?: readonly Values[Name][] }} */
const choices = { motion: ["system", "less"], contrast: ["system", "high"], text: ["normal", "large", "huge"],
  switches: ["off", "one", "two"] };

/** What was chosen here. Fires `change`, with the setting's name as `detail`. */
class Settings extends EventTarget {
  #values = kept();

  constructor() {
    super();
    this.#apply();
    // Another tab of this device has other settings now.
    addEventListener("storage", (event) => {
      if (event.key !== key && event.key !== null) return;
      this.#values = kept();
      this.#changed(null);
    });
    for (const query of ["(prefers-reduced-motion: reduce)", "(prefers-contrast: more)"]) {
      matchMedia(query).addEventListener("change", () => this.#changed(null));
    }
  }

  /**
   * @template {keyof Values} Name
   * @param {Name} name
   * @returns {Values[Name]}
   */
  get(name) { return this.#values[name]; }

  /**
   * @template {keyof Values} Name
   * @param {Name} name
   * @param {Values[Name]} value one that is not allowed changes nothing
   */
  set(name, value) {
    if (!fits(name, value) || this.#values[name] === value) return;
    this.#values = { ...this.#values, [name]: value };
    remember(key, JSON.stringify(this.#values));
    this.#changed(name);
  }

  /** Whether nothing is to move on its own: chosen here, or in the system. */
  get isStill() { return this.get("motion") === "less" || matchMedia("(prefers-reduced-motion: reduce)").matches; }

  /** @param {keyof Values | null} name nothing when all may be others */
  #changed(name) {
    this.#apply();
    this.dispatchEvent(new CustomEvent("change", { detail: name }));
  }

  #apply() {
    const { left_handed, text } = this.#values;
    const page = document.documentElement.classList;
    page.toggle("less-motion", this.isStill);
    page.toggle("high-contrast", this.get("contrast") === "high" || matchMedia("(prefers-contrast: more)").matches);
    page.toggle("text-large", text === "large");
    page.toggle("text-huge", text === "huge");
    document.body?.classList.toggle("left-handed", left_handed);
  }
}

/** @param {keyof Values} name @param {unknown} value */
function fits(name, value) {
  if (name === "switch_ms") return typeof value === "number" && value >= 600 && value <= 6_000;
  const allowed = choices[name];
  return allowed ? (/** @type {readonly unknown[]} */ (allowed)).includes(value) : typeof value === typeof usual[name];
}

/** @returns {Values} what is kept on this device; what is odd there counts as not chosen */
function kept() {
  const names = /** @type {(keyof Values)[]} */ (Object.keys(usual));
  /** @type {Record<string, unknown>} */
  let known = {};
  try { known = Object(JSON.parse(recall(key) ?? "{}")); } catch { /* of another time */ }
  return /** @type {any} */ (Object.fromEntries(
    names.map((name) => [name, fits(name, known[name]) ? known[name] : usual[name]])));
}

export const settings = new Settings();

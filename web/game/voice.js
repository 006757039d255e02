import { language, languageChange } from "./languages/language.js";
import { settings } from "./settings/settings.js";

/** @typedef {"sure" | "done" | "earned"} Sound */

/** Who listens to a screen reader is not told of hints more often than this. */
const hintEveryMs = 5_000;

/** What is heard, by choice: tones, speech, and what a screen reader says. All of it is on the page in words too. */
export class Voice {
  /** @type {typeof import("./sounds.js") | null} */
  #sounds = null;
  #hintAt = -Infinity;
  #hint = "";
  #hasSpoken = false;

  /** @param {HTMLElement} announcer a polite live region that is not seen */
  constructor(announcer) {
    this.announcer = announcer;
    this.#prepare();
    settings.addEventListener("change", () => this.#prepare());
    languageChange.addEventListener("change", () => this.#hush());
  }

  /**
   * A small tone, after what the pen has to do.
   * @param {Sound} sound
   */
  sound(sound) {
    const sounds = settings.get("sound") ? this.#sounds : null;
    if (sounds) setTimeout(() => sounds.play(sound));
  }

  /**
   * What is asked for; the page's heading is read by itself.
   * @param {string} text
   */
  prompt(text) { this.#speak(text); }

  /**
   * What the model sees now.
   * @param {string} text
   */
  guess(text) {
    this.sound("sure");
    this.announcer.textContent = text;
    this.#speak(text);
  }

  /** @param {string} text */
  hint(text) {
    if (text === this.#hint || performance.now() - this.#hintAt < hintEveryMs) return;
    [this.#hint, this.#hintAt] = [text, performance.now()];
    this.announcer.textContent = text;
  }

  #prepare() {
    if (settings.get("sound") && !this.#sounds) {
      import("./sounds.js").then((sounds) => { this.#sounds = sounds; }, () => { /* it stays quiet */ });
    }
    if (!settings.get("speech")) this.#hush();
  }

  #hush() {
    if (this.#hasSpoken) globalThis.speechSynthesis?.cancel();
    this.#hasSpoken = false;
  }

  /**
   * Only with a voice that this device has: others would ask a server elsewhere.
   * @param {string} text
   */
  #speak(text) {
    const { speechSynthesis } = globalThis;
    if (!settings.get("speech") || !speechSynthesis) return;
    const { code } = language();
    const voice = speechSynthesis.getVoices()
      .find(({ localService, lang }) => localService && lang.toLowerCase().startsWith(code));
    if (!voice) return;
    const utterance = new SpeechSynthesisUtterance(text);
    [utterance.voice, utterance.lang] = [voice, voice.lang];
    speechSynthesis.cancel();
    speechSynthesis.speak(utterance);
    this.#hasSpoken = true;
  }
}

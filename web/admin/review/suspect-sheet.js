import "../gallery/ink-replay.js";
import { ask, reasonOf } from "../api.js";
import { percent, score } from "../figures.js";
import { make, part, say } from "../make.js";
import { age } from "../parts/age-label.js";
import { addressOf } from "../router.js";
import { nameOf, twinOf } from "./suspects.js";

/**
 * @typedef {import("./suspects.js").Suspect} Suspect
 * @typedef {import("./suspects.js").Drawing} Drawing
 * @typedef {import("../gallery/ink-replay.js").InkReplay} InkReplay
 */

/** So many of the model's guesses are shown. */
const guessesShown = 4;

/** One suspect, large: its ink, its twin beside it, why it is here, and what the model sees now. */
export class SuspectSheet extends HTMLElement {
  /** @type {Suspect | null} */
  suspect = null;
  /** What is shown is of this turn. */
  #turn = 0;

  connectedCallback() {
    this.replaceChildren(make("h3", {}),
      make("div", { class: "sheets" }, figure("its-own"), figure("twin")),
      make("p", { class: "fault", role: "alert" }),
      make("div", { class: "why" },
        make("section", {}, make("h4", {}, "Why it is here"), make("ol", { class: "reasons" })),
        make("section", { class: "model" }, make("h4", {}, "What the model sees now"), make("dl", { class: "guesses" }),
          make("p", { class: "aside none" }))));
  }

  /**
   * Shows another one; the same is left as it is.
   * @param {Suspect} suspect
   */
  show(suspect) {
    if (suspect === this.suspect) return;
    const isSame = suspect.drawing.id === this.suspect?.drawing.id;
    this.suspect = suspect;
    this.#head(suspect);
    if (isSame) return;
    const turn = (this.#turn += 1);
    say(part(this, ".fault"), "");
    this.#ink(suspect.drawing, ".its-own", turn);
    this.#analysis(suspect.drawing, turn);
    const twin = twinOf(suspect);
    part(this, ".twin").hidden = !twin;
    this.classList.toggle("has-twin", Boolean(twin));
    if (twin) this.#twin(twin, turn);
  }

  /** Draws it again, and the twin beside it, each at its true speed. */
  play() {
    for (const replay of this.#replays) replay.toggle();
  }

  get #replays() {
    return /** @type {InkReplay[]} */ ([...this.querySelectorAll("figure:not([hidden]) ink-replay")]);
  }

  /** @param {Suspect} suspect */
  #head({ drawing, reasons }) {
    part(this, "h3").replaceChildren(drawing.shape,
      make("span", { class: "aside" }, ` quality ${score(drawing.quality)}`));
    part(this, ".its-own figcaption").replaceChildren(...caption(drawing, "this one"));
    part(this, ".reasons").replaceChildren(...reasons.map(({ kind, detail, score: sure }) => (
      make("li", { "data-kind": kind },
        make("p", { class: "kind" }, make("strong", {}, nameOf(kind)), meter(sure, `${Math.round(100 * sure)} % sure`)),
        make("p", { class: "detail" }, detail)))));
  }

  /** @param {Drawing} drawing @param {string} place @param {number} turn */
  async #ink({ id, shape }, place, turn) {
    const replay = /** @type {InkReplay} */ (part(this, `${place} ink-replay`));
    try {
      const ink = await ask(`/api/drawings/${id}`);
      if (turn === this.#turn) {
        replay.show(ink, place === ".twin" ? `the drawing of a ${shape} that it repeats` : `the drawing of a ${shape}`);
      }
    } catch (error) {
      if (turn === this.#turn) say(part(this, ".fault"), reasonOf(error));
    }
  }

  /** @param {string} id @param {number} turn */
  async #twin(id, turn) {
    part(this, ".twin figcaption").replaceChildren("the one that it repeats");
    try {
      const drawing = await ask(`/api/admin/drawings/${id}`);
      if (turn !== this.#turn) return;
      part(this, ".twin figcaption").replaceChildren(...caption(drawing, drawing.user === this.suspect?.drawing.user
        ? "repeats this one, of the same person" : "repeats this one, of somebody else"));
      await this.#ink(drawing, ".twin", turn);
    } catch (error) {
      if (turn === this.#turn) {
        part(this, ".twin figcaption").replaceChildren(`The one that it repeats cannot be shown: ${reasonOf(error)}`);
      }
    }
  }

  /** @param {Drawing} drawing @param {number} turn */
  async #analysis({ id, shape }, turn) {
    const [list, none] = [part(this, ".guesses"), part(this, ".model .none")];
    list.classList.add("old");
    let words = "";
    let guesses = /** @type {{ shape: string, confidence: number }[]} */ ([]);
    try {
      const { course } = await ask(`/api/admin/drawings/${id}/analysis`);
      guesses = (course[course.length - 1]?.guesses ?? []).slice(0, guessesShown);
      if (guesses.length === 0) words = "There is no model yet that could say.";
    } catch (error) {
      words = reasonOf(error);
    }
    if (turn !== this.#turn) return;
    list.classList.remove("old");
    say(none, words);
    list.replaceChildren(...guesses.flatMap((guess) => [
      make("dt", { class: guess.shape === shape ? "asked" : undefined },
        guess.shape === "none" ? "none of them" : guess.shape,
        ...(guess.shape === shape ? [make("span", { class: "heard" }, ", which was asked for")] : [])),
      make("dd", { class: guess.shape === shape ? "asked" : undefined },
        meter(guess.confidence, percent(guess.confidence)))]));
  }
}

/** @param {string} className */
const figure = (className) => (
  make("figure", { class: className }, document.createElement("ink-replay"), make("figcaption")));

/**
 * Which drawing it is, and the ways to it and to its person's others.
 * @param {Drawing} drawing @param {string} role
 */
function caption({ id, user, shape, device, stored_at: stored }, role) {
  return [make("span", { class: "role" }, role),
    make("span", {}, `${shape}, ${device === "unknown" ? "" : `${device}, `}`, age(stored)),
    make("span", { class: "ways" }, make("a", { href: addressOf("gallery", { drawing: id }) }, "in the gallery"), " ",
      make("a", { href: addressOf("gallery", { user }) }, "all of this person"))];
}

/**
 * A share as a bar with its figure.
 * @param {number} share @param {string} words
 */
function meter(share, words) {
  const bar = make("span", { class: "meter", "aria-hidden": "true" }, make("span"));
  bar.style.setProperty("--share", String(share));
  return make("span", { class: "share" }, bar, make("span", { class: "figure" }, words));
}

customElements.define("suspect-sheet", SuspectSheet);

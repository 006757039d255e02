import { number, t } from "./languages/language.js";
import { inSum } from "./news.js";
import { Replay } from "./replay.js";
import { settings } from "./settings/settings.js";
import * as words from "./words.js";

/** @typedef {import("../shared/ink-link.js").Verdict} Verdict */
/** @typedef {import("../shared/live-drawing.js").LiveDrawing} LiveDrawing */
/** @typedef {import("./reveal.js").Finished} Finished */
/** @typedef {Finished & { quality?: number, news?: import("./news.js").News[] }} Entry */

/** The next drawing begins to draw itself this long after the one before. */
const apartMs = 350;

/** All drawings of a round, side by side: each draws itself again; a touch lets it do so once more. */
export class RoundGallery extends HTMLElement {
  /** @type {Entry[]} */
  #entries = [];
  /** @type {Replay[]} */
  #replays = [];
  #round = "";

  /**
   * Forgets the drawings of another round.
   * @param {string} round
   */
  begin(round) {
    if (round === this.#round) return;
    this.#round = round;
    this.#entries = [];
  }

  /** @param {Finished} finished */
  add(finished) { this.#entries.push({ ...finished }); }

  /**
   * Notes what came of a drawing; nothing of another round.
   * @param {LiveDrawing} drawing
   * @param {Verdict} verdict
   * @returns {Entry | undefined}
   */
  judge({ id }, { quality }) {
    const entry = this.#entries.find(({ drawing }) => drawing.id === id);
    if (entry) entry.quality = quality;
    return entry;
  }

  show() {
    this.#stop();
    this.classList.add("shown");
    const list = document.createElement("ul");
    list.className = "pictures";
    list.append(...this.#entries.map((entry) => this.#tile(entry)));
    list.style.setProperty("--count", String(this.#entries.length));
    const sum = document.createElement("p");
    sum.className = "sum";
    this.replaceChildren(list, sum);
    this.refresh();
    const canvases = this.querySelectorAll("canvas");
    this.#replays = this.#entries.map(({ drawing }, index) => new Replay(canvases[index], drawing.ink));
    this.#replays.forEach((replay, index) => {
      if (settings.isStill) replay.play(true);
      else setTimeout(() => { if (replay.canvas.isConnected) replay.play(false); }, index * apartMs);
    });
  }

  /** Writes the scores that are known by now, and what was reached. */
  refresh() {
    this.querySelectorAll("li").forEach((item, index) => {
      const { shape, quality, seconds } = this.#entries[index];
      const score = quality === undefined ? "" : number(Math.round(quality * 100));
      const name = words.named(shape);
      const caption = score === "" ? name : t("summary.picture", { shape: name, score });
      const time = seconds === null ? [] : [t("reveal.time", { seconds: number(Math.round(seconds * 10) / 10) })];
      const texts = [caption, ...time].map((text) => {
        const span = document.createElement("span");
        span.textContent = text;
        return span;
      });
      item.querySelector(".caption")?.replaceChildren(...texts);
    });
    this.#tellSum();
  }

  hide() {
    if (!this.classList.contains("shown")) return;
    this.#stop();
    this.classList.remove("shown");
    this.replaceChildren();
  }

  #stop() {
    for (const replay of this.#replays) replay.stop();
    this.#replays = [];
  }

  #tellSum() {
    const known = this.#entries.flatMap(({ quality }) => (quality === undefined ? [] : [quality]));
    const average = known.reduce((sum, quality) => sum + quality, 0) / known.length;
    const news = inSum(this.#entries.flatMap((entry) => entry.news ?? []));
    const score = { kind: "average", text: t("summary.average", { score: Math.round(average * 100) }) };
    const texts = [...(known.length > 1 ? [score] : []), ...news].map(({ kind, text }) => {
      const span = document.createElement("span");
      [span.className, span.textContent] = [kind, text];
      return span;
    });
    this.querySelector(".sum")?.replaceChildren(...texts);
  }

  /** @param {Entry} entry */
  #tile({ shape }) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "tile";
    button.setAttribute("aria-label", t("summary.replay", { shape: words.named(shape) }));
    button.append(document.createElement("canvas"));
    const caption = document.createElement("span");
    caption.className = "caption";
    button.addEventListener("click", () => {
      const canvas = button.querySelector("canvas");
      this.#replays.find((replay) => replay.canvas === canvas)?.play(settings.isStill);
    });
    item.append(button, caption);
    return item;
  }
}

customElements.define("round-gallery", RoundGallery);

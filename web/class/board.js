import { button, confirmed, make, part, say } from "../admin/make.js";
import { counted, teams } from "./lesson.js";
import { SeatCard } from "./seat-card.js";

/** @typedef {import("./lesson.js").Lesson} Lesson */

/** The big screen while a lesson is under way. */
export class Board {
  /** @type {Map<number, SeatCard>} */
  #cards = new Map();
  /** @type {Lesson} */
  #lesson;
  #act;
  #freeze;

  /**
   * @param {Lesson} lesson @param {string} address what tablets open
   * @param {import("./lesson.js").Act} act
   */
  constructor(lesson, address, act) {
    this.id = lesson.id;
    this.#lesson = lesson;
    this.#act = act;
    this.#freeze = button("", "strong", () => this.#do("freeze", { frozen: this.#lesson.state !== "frozen" }));
    const path = encodeURIComponent(`/#class=${lesson.code}`);
    this.element = make("section", { class: "board" },
      make("header", {},
        make("img", { class: "qr", src: `/api/qr.svg?path=${path}`, alt: "QR code that joins this lesson" }),
        make("div", { class: "how" },
          make("h1", { class: "code", "aria-label": `Code ${[...lesson.code].join(" ")}` }, lesson.code),
          make("p", { class: "address" }, "Scan, or open ", make("strong", {}, address), " and type the code")),
        make("div", { class: "side" }, make("p", { class: "totals", role: "status" }), make("ol", { class: "teams" })),
        make("div", { class: "controls" }, this.#freeze,
          button("Full screen", "quiet full", () => document.documentElement.requestFullscreen?.()),
          button("End", "quiet end", () => this.#end()))),
      make("ul", { class: "stage", "aria-label": "Shown large" }),
      make("p", { class: "empty" }, "Nobody is here yet. The first tablets appear here as they join."),
      make("ul", { class: "seats", "aria-label": "Seats" }));
    this.take(lesson);
  }

  /** @param {string} word @param {object} [body] */
  #do(word, body = {}) { return this.#act(`/api/admin/lessons/${this.id}/${word}`, body); }

  async #end() {
    const yes = await confirmed("End the lesson?", "Nobody can go on drawing in it. All that was drawn is kept.",
      "End the lesson");
    if (yes) await this.#do("end");
  }

  /** @param {Lesson} lesson */
  take(lesson) {
    this.#lesson = lesson;
    const isFrozen = lesson.state === "frozen";
    this.element.classList.toggle("frozen", isFrozen);
    this.element.classList.toggle("many", lesson.seats.length > 24);
    say(this.#freeze, isFrozen ? "Go on drawing" : "Freeze");
    const here = lesson.seats.filter((seat) => seat.here).length;
    say(part(this.element, ".totals"), `${here} here · ${counted(lesson.totals.done, "drawing")}`
      + (isFrozen ? " · frozen" : ""));
    part(this.element, ".empty").hidden = lesson.seats.length > 0;
    this.#showTeams(lesson);
    for (const seat of lesson.seats) this.#card(seat.seat).take(seat);
    this.#place(lesson.spotlight);
  }

  /** @param {Lesson} lesson */
  #showTeams(lesson) {
    const most = Math.max(1, ...lesson.teams.map(({ done }) => done));
    part(this.element, ".teams").replaceChildren(...lesson.teams.map(({ team, done }) =>
      make("li", { class: `team team-${team}` }, make("span", {}, `${teams[team].sign} ${teams[team].name}`),
        make("meter", { min: "0", max: String(most), value: String(done), "aria-label": teams[team].name }),
        make("strong", {}, String(done)))));
  }

  /** @param {number} number */
  #card(number) {
    const known = this.#cards.get(number);
    if (known) return known;
    const card = new SeatCard(number, () =>
      this.#do("spotlight", { seat: this.#lesson.spotlight === number ? null : number }));
    this.#cards.set(number, card);
    part(this.element, ".seats").append(card.element);
    return card;
  }

  /**
   * Shows one seat large, the others in their order.
   * @param {number | null} spotlight
   */
  #place(spotlight) {
    const [stage, list] = [part(this.element, ".stage"), part(this.element, ".seats")];
    this.element.classList.toggle("lit", spotlight !== null);
    for (const [number, card] of this.#cards) {
      card.shine(number === spotlight);
      if (number === spotlight) {
        if (card.element.parentElement !== stage) stage.replaceChildren(card.element);
      } else if (card.element.parentElement !== list) {
        const next = [...this.#cards].find(([other, { element }]) => other > number && element.parentElement === list);
        list.insertBefore(card.element, next?.[1].element ?? null);
      }
    }
  }

  /** @param {import("./seat-card.js").Sheet[]} sheets */
  takeInk(sheets) {
    for (const sheet of sheets) if (sheet.lesson === this.id) this.#cards.get(sheet.seat)?.takeInk(sheet);
  }
}

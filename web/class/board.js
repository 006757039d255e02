import { button, confirmed, make, part, say } from "../admin/make.js";
import { number } from "../game/languages/language.js";
import { languageChoice } from "./language-choice.js";
import { t } from "./languages/texts.js";
import { drawings, teamName } from "./lesson.js";
import { SeatCard } from "./seat-card.js";

/** @typedef {import("./lesson.js").Lesson} Lesson */

/** The big screen while a lesson is under way. */
export class Board {
  /** @type {Map<number, SeatCard>} */
  #cards = new Map();
  /** @type {Lesson} */
  #lesson;
  #act;
  #address;

  /**
   * @param {Lesson} lesson @param {string} address what tablets open
   * @param {import("./lesson.js").Act} act
   */
  constructor(lesson, address, act) {
    this.id = lesson.id;
    this.#lesson = lesson;
    this.#act = act;
    this.#address = address;
    this.element = make("section", { class: "board" }, make("header"), make("ul", { class: "stage" }),
      make("p", { class: "empty" }), make("ul", { class: "seats" }));
    this.retell();
  }

  /** Writes all texts anew; the ink stays. */
  retell() {
    part(this.element, "header").replaceWith(this.#header());
    part(this.element, ".stage").ariaLabel = t("board.stage");
    part(this.element, ".seats").ariaLabel = t("board.seats");
    say(part(this.element, ".empty"), t("board.empty"));
    this.take(this.#lesson);
  }

  #header() {
    const { code } = this.#lesson;
    const path = encodeURIComponent(`/#class=${code}`);
    const [before, after] = t("board.how").split("{address}");
    return make("header", {},
      make("img", { class: "qr", src: `/api/qr.svg?path=${path}`, alt: t("board.qr") }),
      make("div", { class: "how" },
        make("h1", { class: "code", "aria-label": t("board.code", { letters: [...code].join(" ") }) },
          make("bdi", { dir: "ltr" }, code)),
        make("p", { class: "address" }, before, make("strong", { dir: "ltr" }, this.#address), after)),
      make("div", { class: "side" }, make("p", { class: "totals", role: "status" }), make("ol", { class: "teams" })),
      make("div", { class: "controls" },
        button("", "strong freeze", () => this.#do("freeze", { frozen: this.#lesson.state !== "frozen" })),
        button(t("board.full_screen"), "quiet full", () => document.documentElement.requestFullscreen?.()),
        button(t("board.end"), "quiet end", () => this.#end()), languageChoice()));
  }

  /** @param {string} word @param {object} [body] */
  #do(word, body = {}) { return this.#act(`/api/admin/lessons/${this.id}/${word}`, body); }

  async #end() {
    const yes = await confirmed(t("ask.end"), t("ask.end.text"), t("ask.end.yes"), t("ask.no"));
    if (yes) await this.#do("end");
  }

  /** @param {Lesson} lesson */
  take(lesson) {
    this.#lesson = lesson;
    const isFrozen = lesson.state === "frozen";
    this.element.classList.toggle("frozen", isFrozen);
    this.element.classList.toggle("many", lesson.seats.length > 24);
    say(part(this.element, ".freeze"), t(isFrozen ? "board.go_on" : "board.freeze"));
    const here = t("board.here", { count: lesson.seats.filter((seat) => seat.here).length });
    say(part(this.element, ".totals"), t(isFrozen ? "board.standing_frozen" : "board.standing",
      { here, drawings: drawings(lesson.totals.done) }));
    part(this.element, ".empty").hidden = lesson.seats.length > 0;
    this.#showTeams(lesson);
    for (const seat of lesson.seats) this.#card(seat.seat).take(seat);
    this.#place(lesson.spotlight);
  }

  /** @param {Lesson} lesson */
  #showTeams(lesson) {
    const most = Math.max(1, ...lesson.teams.map(({ done }) => done));
    part(this.element, ".teams").replaceChildren(...lesson.teams.map(({ team, done }) =>
      make("li", { class: `team team-${team}` }, make("span", {}, teamName(team)),
        make("meter", { min: "0", max: String(most), value: String(done), "aria-label": teamName(team) }),
        make("strong", {}, number(done)))));
  }

  /** @param {number} seat */
  #card(seat) {
    const known = this.#cards.get(seat);
    if (known) return known;
    const card = new SeatCard(seat, () =>
      this.#do("spotlight", { seat: this.#lesson.spotlight === seat ? null : seat }));
    this.#cards.set(seat, card);
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
    for (const [seat, card] of this.#cards) {
      card.shine(seat === spotlight);
      if (seat === spotlight) {
        if (card.element.parentElement !== stage) stage.replaceChildren(card.element);
      } else if (card.element.parentElement !== list) {
        const next = [...this.#cards].find(([other, { element }]) => other > seat && element.parentElement === list);
        list.insertBefore(card.element, next?.[1].element ?? null);
      }
    }
  }

  /** @param {import("./seat-card.js").Sheet[]} sheets */
  takeInk(sheets) {
    for (const sheet of sheets) if (sheet.lesson === this.id) this.#cards.get(sheet.seat)?.takeInk(sheet);
  }
}

import { ask } from "../admin/api.js";
import { button, confirmed, make } from "../admin/make.js";
import { number } from "../game/languages/language.js";
import { languageChoice } from "./language-choice.js";
import { t } from "./languages/texts.js";
import { drawings, outOf100, seatName, seats, teamName, when } from "./lesson.js";
import { complain, troubleOf } from "./trouble.js";

/** @typedef {import("./lesson.js").Lesson} Lesson */

/**
 * How a lesson went: to read, to print, to take along, and to remove.
 * @param {Lesson} lesson @param {() => unknown} leave
 * @returns {import("./lesson.js").View}
 */
export function report(lesson, leave) {
  const element = make("section", { class: "report" });
  /** @type {Removed | null} */
  let removed = null;

  function retell() { element.replaceChildren(...(removed ? gone(removed, leave) : all())); }

  function all() {
    const { code, created, ended, name, totals } = lesson;
    const about = t("report.about", { when: when(created, ended), seats: seats(totals.seats), most: 100,
      drawings: drawings(totals.done), score: outOf100(totals.average_quality) });
    return [languageChoice(), make("h1", {}, make("bdi", {}, name ?? t("report.title", { code }))),
      make("p", { class: "when" }, about),
      make("div", { class: "actions" },
        button(t("report.new"), "strong", leave), button(t("report.print"), "quiet", () => print()),
        make("a", { class: "quiet", href: `/api/admin/lessons/${lesson.id}/report?format=csv`, download: "" },
          t("report.csv")),
        button(t("report.remove"), "quiet danger", remove)),
      ...teamTable(lesson), seatTable(lesson)];
  }

  async function remove() {
    try {
      removed = await removeData(lesson);
    } catch (error) {
      return complain(troubleOf(error));
    }
    return removed && retell();
  }

  retell();
  return { element, retell };
}

/** @typedef {{ drawings: number, seats: number }} Removed */

/** @param {Removed} removed @param {() => unknown} leave */
function gone(removed, leave) {
  const words = t("report.gone", { drawings: drawings(removed.drawings), seats: seats(removed.seats) });
  return [languageChoice(), make("h1", {}, t("report.removed")),
    make("p", { role: "status", class: "removed" }, words),
    make("div", { class: "actions" }, button(t("report.new"), "strong", leave))];
}

/** @param {Lesson} lesson */
const teamTable = (lesson) => (lesson.teams.length === 0 ? [] : [table(t("report.teams"),
  [t("report.team"), t("report.seats"), t("report.drawings"), t("report.quality")],
  lesson.teams.map(({ team, seats: count, done, average_quality }) =>
    [teamName(team), number(count), number(done), outOf100(average_quality)]))]);

/** @param {Lesson} lesson */
const seatTable = (lesson) => table(t("report.seats"),
  [t("report.name"), t("report.drawings"), t("report.quality"), t("report.best")],
  lesson.seats.map((seat) =>
    [seatName(seat), number(seat.done), outOf100(seat.average_quality), outOf100(seat.best_quality)]));

/** @param {string} caption @param {string[]} heads @param {string[][]} rows */
function table(caption, heads, rows) {
  return make("table", {}, make("caption", {}, caption),
    make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))),
    make("tbody", {}, ...rows.map(([name, ...cells]) => make("tr", {},
      make("th", { scope: "row" }, name), ...cells.map((cell) => make("td", {}, cell))))));
}

/**
 * Asks first, for it cannot be undone.
 * @param {Lesson} lesson
 * @returns {Promise<Removed | null>} nothing where it was not meant
 */
async function removeData(lesson) {
  const what = { drawings: drawings(lesson.totals.done), seats: seats(lesson.totals.seats) };
  const yes = await confirmed(t("ask.remove"), t("ask.remove.text", what), t("ask.remove.yes"), t("ask.no"));
  if (!yes) return null;
  const removed = { drawings: 0, seats: 0 };
  // Of very many the server removes a part at a time.
  for (let left = 1; left > 0;) {
    const part = await ask(`/api/admin/lessons/${lesson.id}/data`, undefined, { method: "DELETE" });
    removed.drawings += part.drawings;
    removed.seats += part.seats;
    left = part.left;
  }
  return removed;
}

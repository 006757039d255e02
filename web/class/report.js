import { ask, reasonOf } from "../admin/api.js";
import { button, confirmed, make, part } from "../admin/make.js";
import { counted, outOf100, teams } from "./lesson.js";

/** @typedef {import("./lesson.js").Lesson} Lesson */

/**
 * How a lesson went: to read, to print, to take along, and to remove.
 * @param {Lesson} lesson @param {() => unknown} leave
 */
export function report(lesson, leave) {
  const element = make("section", { class: "report" },
    make("h1", {}, lesson.name ?? `Lesson ${lesson.code}`),
    make("p", { class: "when" }, `${time(lesson.created)} to ${time(lesson.ended)} · `
      + `${counted(lesson.totals.seats, "seat")} · ${counted(lesson.totals.done, "drawing")} · `
      + `quality ${outOf100(lesson.totals.average_quality)} of 100`),
    make("div", { class: "actions" },
      button("New lesson", "strong", leave), button("Print", "quiet", () => print()),
      make("a", { class: "quiet", href: `/api/admin/lessons/${lesson.id}/report?format=csv`, download: "" },
        "Download as a table (CSV)"),
      button("Remove all data", "quiet danger", () => remove(lesson, element, leave))),
    ...teamTable(lesson), seatTable(lesson));
  return element;
}

/** @param {string | null} at */
const time = (at) => (at === null ? "" : new Date(at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" }));

/** @param {Lesson} lesson */
const teamTable = (lesson) => (lesson.teams.length === 0 ? [] : [table("Teams",
  ["Team", "Seats", "Drawings", "Quality"], lesson.teams.map(({ team, seats, done, average_quality }) =>
    [`${teams[team].sign} ${teams[team].name}`, seats, done, outOf100(average_quality)]))]);

/** @param {Lesson} lesson */
const seatTable = (lesson) => table("Seats", ["Name", "Drawings", "Quality", "Best"],
  lesson.seats.map((seat) => [`${teams[seat.team].sign} ${seat.name}`.trim(), seat.done,
    outOf100(seat.average_quality), outOf100(seat.best_quality)]));

/** @param {string} caption @param {string[]} heads @param {(string | number)[][]} rows */
function table(caption, heads, rows) {
  return make("table", {}, make("caption", {}, caption),
    make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))),
    make("tbody", {}, ...rows.map(([name, ...cells]) => make("tr", {},
      make("th", { scope: "row" }, String(name)), ...cells.map((cell) => make("td", {}, String(cell)))))));
}

/** @param {Lesson} lesson @param {HTMLElement} element @param {() => unknown} leave */
async function remove(lesson, element, leave) {
  const what = `${counted(lesson.totals.done, "drawing")} and ${counted(lesson.totals.seats, "seat")}`;
  const yes = await confirmed("Remove all data of this lesson?",
    `${what} go for good, with their names and ink. This cannot be undone.`, "Remove for good");
  if (!yes) return;
  try {
    const removed = { drawings: 0, seats: 0 };
    // Of very many the server removes a part at a time.
    for (let left = 1; left > 0;) {
      const part = await ask(`/api/admin/lessons/${lesson.id}/data`, undefined, { method: "DELETE" });
      removed.drawings += part.drawings;
      removed.seats += part.seats;
      left = part.left;
    }
    element.replaceChildren(make("h1", {}, "Removed"), make("p", { role: "status", class: "removed" },
      `${counted(removed.drawings, "drawing")} and ${counted(removed.seats, "seat")} are gone.`),
    button("New lesson", "strong", leave));
  } catch (error) {
    part(document, ".trouble").textContent = reasonOf(error);
  }
}

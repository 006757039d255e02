import { language, number } from "../game/languages/language.js";
import { t } from "./languages/texts.js";

/**
 * @typedef {{ seat: number, code: string, name: string, team: number, here: boolean, joined: string, done: number,
 *   average_quality: number | null, best_quality: number | null, drawing: string | null }} Seat
 * @typedef {{ seats: number, done: number, average_quality: number | null }} Totals
 * @typedef {{ id: number, code: string, name: string | null, state: "open" | "frozen" | "ended",
 *   spotlight: number | null, shapes: string[] | null, created: string, ended: string | null,
 *   removed: string | null, seats: Seat[], teams: (Totals & { team: number })[], totals: Totals }} Lesson
 * @typedef {(path: string, body: object | undefined) => Promise<void>} Act
 */

/**
 * What fills the page; `retell` writes all of it anew, in the language that is spoken by now.
 * @typedef {{ element: HTMLElement, retell: () => void }} View
 */

/** Teams by number: told by a shape and a word, never by colour alone. */
const signs = ["", "●", "■", "▲", "★", "♥", "◆"];

/** @param {number} team */
export const teamName = (team) => `${signs[team]} ${t(`team.${team}`)}`;

/** @param {Pick<Seat, "name" | "team">} seat its name, behind its team's sign if it has one */
export const seatName = ({ name, team }) => (team > 0 ? `${signs[team]} ${name}` : name);

/**
 * A text that may be read the other way round than the one it stands in.
 * @param {string} text
 */
export const apart = (text) => `\u2068${text}\u2069`;

/** @param {number} count */
export const drawings = (count) => t("count.drawings", { count });

/** @param {number} count */
export const seats = (count) => t("count.seats", { count });

/** @param {number | null} quality */
export const outOf100 = (quality) => (quality === null ? "–" : number(Math.round(quality * 100)));

/**
 * A moment, or the time between two, as people write it here.
 * @param {string} from @param {string | null} [to]
 */
export function when(from, to) {
  const { code } = language();
  // The country is the browser's, the digits are those of all other numbers.
  const locale = navigator.languages.find((tag) => tag.toLowerCase().split("-")[0] === code) ?? code;
  const { numberingSystem } = new Intl.NumberFormat(code).resolvedOptions();
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", numberingSystem });
  return to ? format.formatRange(new Date(from), new Date(to)) : format.format(new Date(from));
}

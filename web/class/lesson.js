/**
 * @typedef {{ seat: number, code: string, name: string, team: number, here: boolean, joined: string, done: number,
 *   average_quality: number | null, best_quality: number | null, drawing: string | null }} Seat
 * @typedef {{ seats: number, done: number, average_quality: number | null }} Totals
 * @typedef {{ id: number, code: string, name: string | null, state: "open" | "frozen" | "ended",
 *   spotlight: number | null, shapes: string[] | null, created: string, ended: string | null,
 *   removed: string | null, seats: Seat[], teams: (Totals & { team: number })[], totals: Totals }} Lesson
 * @typedef {(path: string, body: object | undefined) => Promise<void>} Act
 */

/** Teams by number: told by a shape and a word, never by colour alone. */
export const teams = [
  { name: "", sign: "" }, { name: "Circles", sign: "●" }, { name: "Squares", sign: "■" },
  { name: "Triangles", sign: "▲" }, { name: "Stars", sign: "★" }, { name: "Hearts", sign: "♥" },
  { name: "Diamonds", sign: "◆" },
];

/** @param {number} count @param {string} word */
export const counted = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

/** @param {number | null} quality */
export const outOf100 = (quality) => (quality === null ? "–" : String(Math.round(quality * 100)));

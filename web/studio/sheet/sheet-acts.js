import { reasonOf, Refusal } from "../../admin/api.js";
import { percent } from "../../admin/figures.js";
import { make, part } from "../../admin/make.js";
import { called } from "./guess-bars.js";

/** @typedef {import("../app.js").Studio} Studio */

/** @param {number[][]} points @param {boolean} isClosed */
const pathOf = (points, isClosed) => points.map(([x, y], index) =>
  `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("") + (isClosed ? "Z" : "");

/**
 * What can be asked about the ink on the sheet beside what it is: the ideal shape below it, and the rest of it.
 * @param {Studio} studio
 */
export function addActs(studio) {
  const { board } = studio;
  part(board, ".acts").append(
    act("snap to shape", "snap", studio, snap), act("complete", "complete", studio, complete));
}

/**
 * @param {string} words @param {string} name @param {Studio} studio
 * @param {(studio: Studio, drawing: import("./desk.js").Drawing) => Promise<string>} action resolves to what came of it
 */
function act(words, name, studio, action) {
  const made = make("button", { type: "button", class: `quiet ${name}`, disabled: true }, words);
  made.addEventListener("click", async () => {
    const { board } = studio;
    const drawing = board.desk.json;
    if (!drawing) return;
    board.tell("");
    try {
      board.tell(await action(studio, drawing));
    } catch (error) {
      const isMissing = error instanceof Refusal && error.status === 404;
      board.tell(isMissing ? "This server is older than this page: it cannot do that." : reasonOf(error));
    }
  });
  return made;
}

/** @param {Studio} studio @param {import("./desk.js").Drawing} drawing */
async function snap({ access, board }, drawing) {
  const { shape, confidence, residual, ideal } = await access.ask("/api/inference/fit", drawing);
  if (!shape || !ideal) return "It is near to none of the shapes: nothing to snap to.";
  board.sheet.ideal = pathOf(ideal.points, ideal.closed);
  return `${called(shape)}, ${percent(confidence)} sure; on average ${percent(residual)} of its size beside the ideal.`;
}

/** @param {Studio} studio @param {import("./desk.js").Drawing} drawing */
async function complete({ access, board }, drawing) {
  const { shape, match, strokes, seed } = await access.ask("/api/inference/complete", drawing);
  const paths = strokes.map((/** @type {any} */ stroke) => (
    pathOf((stroke.points ?? stroke).map((/** @type {any} */ point) => (
      Array.isArray(point) ? point : [point.x, point.y])), false)));
  if (paths.length === 0) return `It looks whole already: ${called(shape)}.`;
  board.overlay = { path: paths.join(""), canvas: drawing.canvas };
  return `The rest of ${/^[aeiou]/.test(shape) ? "an" : "a"} ${called(shape)}, dashed; `
    + `it matches what is drawn ${percent(match)}, seed ${seed}.`;
}

import { ask, reasonOf } from "../api.js";
import { moment } from "../figures.js";
import { button, make, part, say } from "../make.js";
import { thumb } from "../parts/thumb.js";
import { jobOf } from "../gallery/bulk.js";
import { deedOf, differencesOf, kindOf } from "../gallery/change-words.js";
import { addressOf } from "../router.js";

/** @typedef {import("../gallery/change-words.js").Entry} Entry */

const isUUID = (/** @type {string} */ text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/**
 * One thing that somebody did, and the way to take it back.
 * @param {Entry} entry
 */
export function rowOf(entry) {
  const differences = differencesOf(entry);
  const row = make("tr",
    { "data-entry": String(entry.id), "data-action": entry.action, "data-subject": entry.subject },
    make("td", { class: "when" }, make("time", { datetime: entry.at }, moment(entry.at))),
    make("td", { class: "who" }, make("a", { href: addressOf("audit", { actor: entry.actor }) }, entry.actor)),
    make("td", {}, make("div", { class: "deed" }, ...subjectOf(entry))),
    make("td", { class: "differences" }, make("ul", {}, ...differences.map((one) => make("li", {}, one)))),
    make("td", { class: "take-back" }, ...(entry.undoable ?? isLikelyUndoable(entry) ? [undoOf(entry)] : []),
      make("p", { class: "fault", role: "alert" })));
  return row;
}

/**
 * What has just happened comes without a word on that.
 * @param {Entry} entry
 */
const isLikelyUndoable = ({ action }) => /^(drawings?|shape)\.|^(game\.change|model\.(note|activate)|review\.dismissed)$/
  .test(action);

/** @param {Entry} entry */
function undoOf(entry) {
  /** @type {HTMLButtonElement} */
  const undo = button("Undo", "quiet undo", async () => {
    const fault = part(/** @type {HTMLElement} */ (undo.parentElement), ".fault");
    say(fault, "");
    undo.dataset.undoing = "";
    try {
      const answer = await ask(`/api/admin/audit/${entry.id}/undo`, {});
      if (answer?.status === "queued" && typeof answer.id === "number") await jobOf(async () => answer);
      undo.remove();
    } catch (error) {
      say(fault, reasonOf(error));
    } finally {
      delete undo.dataset.undoing;
    }
  });
  undo.setAttribute("aria-label", `Undo: ${entry.actor} ${deedOf(entry)}`);
  return undo;
}

/**
 * What was done and to what, with the way to that.
 * @param {Entry} entry
 * @returns {(Node | string)[]}
 */
function subjectOf(entry) {
  const { subject } = entry;
  if (kindOf(entry) === "drawing" && isUUID(subject)) {
    const shape = String(entry.after?.shape ?? "drawing");
    return [make("a", { class: "subject", href: addressOf("gallery", { deleted: "any", drawing: subject }),
      "aria-label": `look at the drawing ${subject}` },
      thumb({ id: subject, shape }, 64)), make("span", {}, `${deedOf(entry)} a ${shape}`)];
  }
  return [make("span", {}, deedOf(entry),
    ...(subject && subject !== entry.actor ? [" ", make("strong", {}, subject)] : []))];
}

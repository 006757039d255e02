import { count } from "../figures.js";

/**
 * A row of the audit.
 * @typedef {{ id: number, at: string, actor: string, action: string, subject: string,
 *   before: Record<string, any> | null, after: Record<string, any> | null, undoable?: boolean }} Entry
 */

/** @type {Record<string, string>} */
const verbs = {
  "drawing.flagged": "flagged", "drawing.unflagged": "took the flag from", "drawing.deleted": "deleted",
  "drawing.restored": "restored", "drawing.relabelled": "relabelled", "drawing.undone": "took back a change to",
  "drawings.flagged": "flagged many drawings", "drawings.unflagged": "took the flag from many drawings",
  "drawings.deleted": "deleted many drawings", "drawings.restored": "restored many drawings",
  "drawings.relabelled": "relabelled many drawings", "drawings.undone": "took back a change to many drawings",
  "bulk.cancel": "stopped a change to many", "undo.cancel": "stopped taking back",
  "login": "signed in", "training.start": "started training", "training.replay": "ran again training",
  "training.cancel": "stopped training", "model.activate": "let serve model", "model.delete": "removed model",
  "model.note": "wrote about model", "game.change": "changed the settings of",
  "review.dismissed": "found nothing wrong with", "review.reopened": "asked again about",
  "data.exported": "took drawings away as",
  "key.create": "made API key", "key.revoke": "revoked API key",
};

/**
 * Its kind of thing: "drawing", "model", …
 * @param {{ action: string }} entry
 */
export const kindOf = ({ action }) => action.split(/[._]/)[0];

/**
 * What was done, as a verb: known ones in words, others as the audit has them.
 * @param {Entry} entry
 */
export function deedOf({ action }) {
  const known = verbs[action];
  if (known) return known;
  const [kind, ...rest] = action.split(".");
  return [...rest, kind].join(" ").replaceAll("_", " ");
}

/** What only programs need of it. */
const silent = ["action", "deleted_ms", "job"];

/**
 * Who did it, as a sentence about one drawing.
 * @param {Entry} entry
 */
export function sentenceOf(entry) {
  const differences = differencesOf(entry).join(", ");
  return `${entry.actor} ${deedOf(entry)} it${differences && `: ${differences}`}`;
}

/**
 * What is different after it: "shape heart → circle".
 * @param {Entry} entry
 * @returns {string[]}
 */
export function differencesOf({ before, after }) {
  const [old, now] = [before ?? {}, after ?? {}];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return names.filter((name) => !silent.includes(name)
    && JSON.stringify(old[name]) !== JSON.stringify(now[name])).map((name) => {
    if (before === null || old[name] === undefined) return `${spoken(name)} ${valueOf(now[name])}`;
    return `${spoken(name)} ${valueOf(old[name])} → ${valueOf(now[name])}`;
  });
}

/** @param {string} name */
const spoken = (name) => name.replaceAll("_", " ");

/** @param {unknown} value */
function valueOf(value) {
  if (value === null || value === undefined) return "none";
  if (value === true || value === false) return value ? "yes" : "no";
  if (typeof value === "number") return count(value);
  if (typeof value === "string") return value.includes(" ") ? `“${value}”` : value;
  const text = Array.isArray(value) ? JSON.stringify(value)
    : Object.entries(value).map(([name, one]) =>
      `${spoken(name)} ${typeof one === "string" ? one : JSON.stringify(one)}`).join(", ");
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

/**
 * Why a drawing may be worth a second look; `guess` is what the model takes it for, `other` the
 * drawing that it repeats.
 * @typedef {{ kind: string, detail: string, score: number, guess?: string, other?: string }} Reason
 * @typedef {import("../gallery/drawing.js").Drawing} Drawing
 * @typedef {{ drawing: Drawing, reasons: Reason[], score: number }} Suspect
 * @typedef {{ id?: number, status: string, at: string, drawings: number, done?: number,
 *   phase?: string, error?: string | null }} Scan
 */

/**
 * The kinds of reasons in the words of people.
 * @type {readonly { kind: string, name: string, means: string }[]}
 */
export const kinds = [
  { kind: "disagrees", name: "model disagrees",
    means: "a model that never saw this person takes it for something else" },
  { kind: "scribble", name: "scribbled", means: "much ink, and little of the shape" },
  { kind: "gave_up", name: "given up", means: "ended long before it was done" },
  { kind: "duplicate", name: "copied", means: "the same ink was handed in before" },
  { kind: "outlier", name: "outlier", means: "far worse than they draw otherwise" },
  { kind: "unlike_all", name: "like no shape", means: "the model takes it for none of them" },
];

/** @param {string} kind */
export const nameOf = (kind) => kinds.find((one) => one.kind === kind)?.name ?? kind.replaceAll("_", " ");

/**
 * The drawing that a suspect repeats.
 * @param {Suspect} suspect
 */
export const twinOf = ({ reasons }) => reasons.find(({ other }) => other)?.other;

/**
 * One line that says what is suspected, for lists and for those who hear it.
 * @param {Suspect} suspect
 */
export const inBrief = ({ reasons }) => reasons.map(({ kind }) => nameOf(kind)).join(", ");

import { disagrees } from "./drawing.js";

/** @typedef {import("./drawing.js").Drawing} Drawing */

/** What is in the gallery's address beside the filter, or belongs to the server's pages. */
const others = ["drawing", "cursor", "limit"];

/**
 * The filter and the order in an address, in the words of the API. What the page does not know
 * stays in it: the server says what is wrong with it.
 * @param {URLSearchParams} query
 */
export function filterIn(query) {
  return new URLSearchParams([...query].filter(([name, value]) => !others.includes(name) && value !== "")
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** @type {Record<string, (value: string, drawing: Drawing) => boolean>} */
const tests = {
  shape: (value, { shape }) => shape === value,
  guessed: (value, { guess }) => guess?.shape === value,
  disagrees: (value, drawing) => String(disagrees(drawing)) === value,
  min_quality: (value, { quality }) => quality >= Number(value),
  max_quality: (value, { quality }) => quality <= Number(value),
  flagged: (value, { flagged }) => String(flagged) === value,
  deleted: (value, { deleted_at: deleted }) => value === "any" || String(deleted !== null) === value,
  status: (value, { status }) => status === value,
  user: (value, { user }) => user === value.toLowerCase(),
  device: (value, { device }) => device === value,
  from: (value, { stored_at: stored }) => Date.parse(stored) >= Date.parse(value),
  to: (value, { stored_at: stored }) => Date.parse(stored) < Date.parse(value),
};

/**
 * Whether a drawing belongs to what is shown, as the server would say.
 * @param {URLSearchParams} filter @param {Drawing} drawing
 */
export function matches(filter, drawing) {
  if (!filter.has("deleted") && drawing.deleted_at !== null) return false;
  return [...filter].every(([name, value]) => tests[name]?.(value, drawing) ?? true);
}

/**
 * How many of the filters are in use.
 * @param {URLSearchParams} filter
 */
export const inUse = (filter) => [...filter.keys()].filter((name) => name !== "sort").length;

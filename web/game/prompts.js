import { makeIdentifier } from "../shared/identifier.js";
import { rules } from "./modes.js";

/** @typedef {import("./modes.js").Mode} Mode */
/** @typedef {{ shape: string, hand?: "left" | "right" }} Prompt */
/** @typedef {{ id: string, prompts: Prompt[] }} Prompts what a round asks for */

/** Nobody waits longer for the server's choice: the page can choose too. */
const patienceMs = 1_500;

/**
 * What the server would have drawn next; nothing when it does not say.
 * @param {Mode} mode
 * @param {(shape: string) => boolean} isKnown
 * @returns {Promise<Prompts | null>}
 */
export async function fetchPrompts(mode, isKnown) {
  const path = `/api/user/prompts?count=${rules[mode].prompts}&mode=${mode}`;
  const patience = new AbortController();
  setTimeout(() => patience.abort(), patienceMs);
  try {
    const answer = await fetch(path, { credentials: "same-origin", signal: patience.signal });
    if (!answer.ok) return null;
    const { round, prompts } = await answer.json();
    const known = /** @type {Prompt[]} */ (prompts).filter(({ shape }) => isKnown(shape)).slice(0, rules[mode].prompts);
    return known.length > 0 ? { id: round ?? makeIdentifier(), prompts: known } : null;
  } catch {
    return null;
  }
}

/**
 * The page's own choice: each shape about as often as the others, never one twice in a row.
 * @param {Mode} mode
 * @param {string[]} shapes
 * @param {string | undefined} last the shape before
 * @returns {Prompts}
 */
export function choosePrompts(mode, shapes, last) {
  const count = shapes.length === 0 ? 0 : rules[mode].prompts;
  /** @type {string[]} */
  const chosen = [];
  while (chosen.length < count) {
    const pile = shapes.map((id) => ({ id, rank: Math.random() })).sort((a, b) => a.rank - b.rank);
    const before = chosen[chosen.length - 1] ?? last;
    if (pile.length > 1 && pile[0].id === before) pile.push(...pile.splice(0, 1));
    chosen.push(...pile.map(({ id }) => id));
  }
  return { id: makeIdentifier(), prompts: chosen.slice(0, count).map((shape) => ({ shape })) };
}

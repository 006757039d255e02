/** @typedef {"normal" | "speed" | "one_stroke" | "other_hand" | "eyes_closed" | "fool" | "daily"} Mode */

/**
 * A way to play.
 * @typedef {object} Rules
 * @property {number} prompts how many drawings are a round
 * @property {number} seconds what one drawing may quietly take
 * @property {boolean} hasGhost whether the shape lies on the sheet
 * @property {string} picture an SVG path in a box of 24
 */

/** @type {Record<Mode, Rules>} */
export const rules = {
  normal: { prompts: 6, seconds: 20, hasGhost: true,
    picture: "M5 19l1-4L16.500 4.500a2 2 0 0 1 3 3L9 18zM14 7l3 3" },
  speed: { prompts: 6, seconds: 8, hasGhost: true,
    picture: "M12 5.500a7.500 7.500 0 1 1-.1 0M12 9v4.200l2.800 1.800M9.500 2.500h5" },
  one_stroke: { prompts: 6, seconds: 20, hasGhost: true,
    picture: "M3.500 15c2-8 6-9 6-4s-2 7 1 7 3-11 6-11 1 6 4 6" },
  other_hand: { prompts: 6, seconds: 25, hasGhost: true,
    picture: "M8 12V6.500a1.500 1.500 0 0 1 3 0V11 4.500a1.500 1.500 0 0 1 3 0V11 6.500a1.500 1.500 0 0 1 3 0V14"
      + "c0 4-2 6.500-5.500 6.500S6.500 18 4.500 14c-.8-1.800 1.500-2.800 2.500-1z" },
  eyes_closed: { prompts: 6, seconds: 20, hasGhost: true,
    picture: "M3 10c4.500 6 13.500 6 18 0M5.500 13.500 4 16M12 15v3M18.500 13.500 20 16" },
  fool: { prompts: 6, seconds: 40, hasGhost: false,
    picture: "M3 12c4.500-7 13.500-7 18 0-4.500 7-13.500 7-18 0M12 9a3 3 0 1 1-.1 0M4.500 19.500 19.500 4.500" },
  daily: { prompts: 1, seconds: 30, hasGhost: true,
    picture: "M12 8a4 4 0 1 1-.1 0M12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2"
      + "M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M18.700 5.300l-1.400 1.400M6.700 17.300l-1.400 1.400" },
};

export const modes = /** @type {Mode[]} */ (Object.keys(rules));

/** @param {unknown} name @returns {name is Mode} */
export const isMode = (name) => typeof name === "string" && Object.hasOwn(rules, name);

/**
 * A mode's picture.
 * @param {Mode} mode
 */
export const picture = (mode) => `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${rules[mode].picture}"/></svg>`;

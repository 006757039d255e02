import { pathOf, outlineOf } from "../outlines.js";

/** Lines in a box of 64, drawn as with a pen: the badge of everything that can be earned. */
/** @type {Record<string, string>} */
const lines = {
  pencil: "M20 44l2-9 20-20 7 7-20 20-9 2M38 19l7 7M22 35l7 7",
  stack: "M18 26l14-7 14 7-14 7zM18 32l14 7 14-7M18 38l14 7 14-7",
  gem: "M23 20h18l7 9-16 18-16-18zM16 29h32M23 20l9 27 9-27",
  sparkle: "M32 16c1.500 9 5 13 15 15-10 2-13.500 6-15 16-1.500-10-5-14-15-16 10-2 13.500-6 15-15"
    + "M45 17v7M41.500 20.500h7",
  flame: "M32 15c2 8 12 11 12 21 0 7-5.500 11.500-12 11.500S20 43 20 36c0-5 3-8 4.500-11.500 2 2 3 3.500 3.500 6"
    + " 3-3 4.500-8 4-15.500M32 37c3 2.500 4 4 4 6",
  flames: "M27 18c1.500 6 9 8.500 9 16.500 0 6-4 9.500-9 9.500s-9-3.500-9-9.500c0-4 2.500-6.500 3.500-9"
    + " 1.500 1.500 2.500 3 3 5 2-2.500 2.800-7 2.500-12.500M40 22c1 5 7 7.500 7 14.500 0 5.500-3 8.500-7 9",
  calendar: "M19 21h26v25H19zM19 28h26M25.500 17v7M38.500 17v7M26 37l4 4 8-8",
  pad: "M21 18h22v29H21zM21 24h22M25.500 15v6M32 15v6M38.500 15v6M26 31h12M26 37h8",
  comet: "M41 17c4 0 7 3 7 7s-3 7-7 7-7-3-7-7 3-7 7-7M34 26 17 40M37 30 22 46M36 31l-5 16",
  week: "M19 21h26v25H19zM19 28h26M25.500 17v7M38.500 17v7"
    + "M25 34h.1M32 34h.1M39 34h.1M25 40h.1M32 40h.1M39 40h.1M36 45l3 3 7-8",
  summit: "M15 46l12-19 6 8 4-5 12 16zM27 27v-11l9 3.500-9 3.500",
  rings: "M26 20c6 0 11 5 11 11s-5 11-11 11-11-5-11-11 5-11 11-11M39 24c6 1 10 5 10 10 0 6-5 11-11 11-3 0-6-1-8-3",
  medal: "M32 29c5 0 9 4 9 9s-4 9-9 9-9-4-9-9 4-9 9-9M26 30l-7-14h9l4 9 4-9h9l-7 14"
    + "M32 33.500l1.400 3 3.300.4-2.400 2.200.6 3.300-2.900-1.600-2.900 1.600.6-3.300-2.400-2.200 3.300-.4z",
  jester: "M18 43c0-9-3-14-3-20 4 0 8 3 10 7 1-6 4-11 7-14 3 3 6 8 7 14 2-4 6-7 10-7 0 6-3 11-3 20z"
    + "M18 48h28M15 21v-2M32 14v-1M49 21v-2",
  sunrise: "M18 41c0-8 6-14 14-14s14 6 14 14M13 41h38M19 47h26M32 16v6M17 22l4 4M47 22l-4 4",
  tools: "M19 46l2-7 17-22 5 4-17 22zM36 20l5 4M27 19c-4-3-9-1-10 3l8 8M38 34l10 10c-1 4-6 5-9 2l-8-7",
  sun: "M32 25c4 0 7 3 7 7s-3 7-7 7-7-3-7-7 3-7 7-7M32 15v4M32 45v4M15 32h4M45 32h4"
    + "M20 20l3 3M41 41l3 3M44 20l-3 3M23 41l-3 3",
  moon: "M40 43c-11 2-20-5-20-14 0-6 3.500-11 9-13-2 11 5 20 15 19-1 3.500-2.500 6-4 8M42 18v6M39 21h6",
  compass: "M32 16c9 0 16 7 16 16s-7 16-16 16-16-7-16-16 7-16 16-16M38 26l-3.500 8.500L26 38l3.500-8.500z",
  stairs: "M17 46h8v-8h8v-8h8v-8h6M41 16l6 6-6 6",
  crown: "M18 42l-2-18 9 8 7-13 7 13 9-8-2 18zM19 47h26",
  target: "M32 17c8.500 0 15 6.500 15 15s-6.500 15-15 15-15-6.500-15-15 6.500-15 15-15"
    + "M32 25c4 0 7 3 7 7s-3 7-7 7-7-3-7-7 3-7 7-7M32 32h.1",
  bolt: "M35 15 21 35h10l-3 14 15-21H33z",
  line: "M17 40c4-12 8-14 11-9s-1 11-4 8 3-11 9-9 4 12 9 11 4-8 5-13",
  hand: "M24 47c-4-5-7-9-7-12 0-2 3-2 4 0l3 4V22c0-3 4-3 4 0v9-12c0-3 4-3 4 0v12"
    + "-10c0-3 4-3 4 0v11-7c0-3 4-3 4 0v13c0 5-2 8-4 9z",
  eye: "M16 34c8 9 24 9 32 0M21 39l-3 4M28 42l-1 5M36 42l1 5M43 39l3 4",
  mask: "M17 24c9-5 21-5 30 0 1 13-5 23-15 23S16 37 17 24"
    + "M23 31c2-2 5-2 7 0M34 31c2-2 5-2 7 0M26 39c3 3.500 9 3.500 12 0",
  ring: "M32 18c8 0 14 6 14 14s-6 14-14 14-14-6-14-14 6-14 14-14M26 32l4 5 9-10",
  shapes: "M24 17c4 0 7 3 7 7s-3 7-7 7-7-3-7-7 3-7 7-7M36 18h11v12H36zM24 35l8 12H16z"
    + "M41 47c-7-4-7-9-4.500-10.500 2-1 4 0 4.500 2 .5-2 2.500-3 4.500-2C48 38 48 43 41 47",
  return: "M20 27c4-8 14-11 21-6s8 15 2 21-16 5-20-2M20 18v9h9",
  heart: "M32 46C17 37 16 27 20 22c4-4 10-3 12 3 2-6 8-7 12-3 4 5 3 15-12 24",
};

/** Which picture each has; the rest get a plain one. */
/** @type {Record<string, keyof typeof lines>} */
const pictures = {
  first_drawing: "pencil", ten_drawings: "stack", fifty_drawings: "pad", hundred_drawings: "gem",
  five_hundred_drawings: "crown", streak_of_five: "flame", streak_of_ten: "flames", streak_of_twenty: "comet",
  three_days: "calendar", seven_days: "week", thirty_days: "moon", every_shape: "shapes", fine_shapes: "sparkle",
  nearly_perfect: "target", level_five: "stairs", level_ten: "summit", first_round: "ring", ten_rounds: "rings",
  good_round: "medal", quick_hand: "bolt", one_line: "line", other_hand: "hand", in_the_dark: "eye",
  fooled_the_model: "mask", fooled_often: "jester", first_daily: "sunrise", seven_dailies: "sun", two_tools: "tools",
};

/**
 * What a part of an unknown id says of it: the server may have thought of more since.
 * @type {readonly (readonly [RegExp, keyof typeof lines])[]}
 */
const hints = [[/streak|row/, "flame"], [/day|week/, "calendar"], [/daily|challenge/, "sun"], [/level/, "stairs"],
  [/speed|fast|quick/, "bolt"], [/one_stroke|stroke/, "line"], [/hand/, "hand"], [/eye|blind/, "eye"],
  [/fool|trick/, "mask"], [/round/, "ring"], [/shape|every/, "shapes"], [/mode|explor/, "compass"],
  [/perfect|flawless|master/, "target"], [/wonder|quality|best/, "sparkle"], [/hundred|thousand/, "gem"],
  [/night|owl/, "moon"], [/drawing/, "stack"]];

/** The edge, as a hand draws a circle: not quite closed. */
const edge = "M47 8C30-1 8 9 5 28c-3 20 13 33 29 31 18-2 28-18 24-33C56 17 51 11 45 7";

/**
 * @param {string} id of what is earned
 * @param {number} progress 0 … 1: so much of the edge is in ink, the rest in pencil
 */
export function badge(id, progress) {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", "0 0 64 64");
  picture.setAttribute("aria-hidden", "true");
  picture.setAttribute("class", "badge");
  const add = (/** @type {string} */ name, /** @type {string} */ path, /** @type {string} */ dash = "") => {
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    line.setAttribute("class", name);
    line.setAttribute("d", path);
    line.setAttribute("pathLength", "100");
    if (dash) line.setAttribute("stroke-dasharray", dash);
    picture.append(line);
  };
  add("track", edge);
  if (progress > 0) add("edge", edge, `${(100 * Math.min(1, progress)).toFixed(1)} 100`);
  add("picture", pictureOf(id));
  return picture;
}

/** @param {string} id */
function pictureOf(id) {
  const known = pictures[id] ?? hints.find(([pattern]) => pattern.test(id))?.[1];
  if (known) return lines[known];
  const shape = id.split("_").map((word) => outlineOf({ id: word, name: word })).find(({ length }) => length > 0);
  return shape ? pathOf(shape, 28, 18, 18) : lines.heart;
}

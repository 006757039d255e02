/** @typedef {import("./outlines.js").Outline} Outline */
/** @typedef {{ x: number, y: number }} Place */

const samples = 64;
/** How much of a drawing is its best part. */
const share = 0.25;

/**
 * The stretch of ink that lies nearest to the ideal, and where on the drawing it is; nothing of too little ink.
 * @param {readonly Place[][]} strokes
 * @param {Outline[]} ideal in the same unit
 * @returns {{ stretch: Place[], place: string } | null}
 */
export function bestPart(strokes, ideal) {
  const longest = strokes.reduce((most, stroke) => (stroke.length > most.length ? stroke : most), strokes[0] ?? []);
  if (longest.length < 8) return null;
  const step = Math.max(1, longest.length / samples);
  const count = Math.floor(longest.length / step);
  const points = Array.from({ length: count }, (_, index) => longest[Math.floor(index * step)]);
  const lines = ideal.flatMap((stroke) => stroke.slice(1).map((to, index) => [stroke[index], to]));
  const away = points.map((point) => Math.min(...lines.map(([from, to]) => distance(point, from, to))));
  const width = Math.max(4, Math.round(points.length * share));
  let [best, least] = [0, Infinity];
  for (let start = 0; start + width <= points.length; start += 1) {
    const sum = away.slice(start, start + width).reduce((total, each) => total + each, 0);
    if (sum < least) [best, least] = [start, sum];
  }
  const stretch = points.slice(best, best + width);
  return stretch.length < width ? null : { stretch, place: direction(middleOf(strokes.flat()), middleOf(stretch)) };
}

/**
 * From a point to a piece of a line.
 * @param {Place} point @param {readonly [number, number]} from @param {readonly [number, number]} to
 */
function distance({ x, y }, [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

/**
 * The middle of the box round some places.
 * @param {readonly Place[]} places
 */
function middleOf(places) {
  const side = (/** @type {number[]} */ numbers) =>
    (numbers.reduce((a, b) => Math.min(a, b)) + numbers.reduce((a, b) => Math.max(a, b))) / 2;
  return { x: side(places.map(({ x }) => x)), y: side(places.map(({ y }) => y)) };
}

/**
 * One of eight directions, as the scorer names them.
 * @param {Place} from @param {Place} to
 */
function direction(from, to) {
  const names = ["right", "bottom_right", "bottom", "bottom_left", "left", "top_left", "top", "top_right"];
  const eighth = Math.round(Math.atan2(to.y - from.y, to.x - from.x) / (Math.PI / 4));
  return names[(eighth + 8) % 8];
}

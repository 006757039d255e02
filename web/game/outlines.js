/** @typedef {[number, number][]} Outline points; the shape's box is the unit square */

const pointsToCompare = 100;

/** @type {Record<string, () => Outline[]>} */
const outlines = {
  circle: () => [curve(96, (a) => [0.5 + Math.cos(a) / 2, 0.5 + Math.sin(a) / 2])],
  square: () => [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]],
  triangle: () => [[[0.5, 0.065], [1, 0.935], [0, 0.935], [0.5, 0.065]]],
  heart: () => [curve(96, (a) => [
    0.5 + (16 * Math.sin(a) ** 3) / 32,
    0.47 - (13 * Math.cos(a) - 5 * Math.cos(2 * a) - 2 * Math.cos(3 * a) - Math.cos(4 * a)) / 32,
  ])],
  star: () => [Array.from({ length: 11 }, (_, index) => {
    const angle = (index * Math.PI) / 5 - Math.PI / 2;
    const radius = index % 2 === 0 ? 0.525 : 0.215;
    return [0.5 + radius * Math.cos(angle), 0.525 + radius * Math.sin(angle)];
  })],
  line: () => [[[0, 0.5], [1, 0.5]]],
  rectangle: () => [[[0, 0.2], [1, 0.2], [1, 0.8], [0, 0.8], [0, 0.2]]],
  diamond: () => [[[0.5, 0], [0.9, 0.5], [0.5, 1], [0.1, 0.5], [0.5, 0]]],
  oval: () => [curve(96, (a) => [0.5 + Math.cos(a) / 2, 0.5 + Math.sin(a) / 3])],
  arrow: () => [[[0, 0.5], [1, 0.5]], [[0.7, 0.2], [1, 0.5], [0.7, 0.8]]],
  cross: () => [[[0.5, 0], [0.5, 1]], [[0, 0.5], [1, 0.5]]],
  spiral: () => [Array.from({ length: 121 }, (_, index) => {
    const angle = (index / 120) * 6 * Math.PI;
    const radius = (0.5 * index) / 120;
    return [0.5 + radius * Math.cos(angle), 0.5 + radius * Math.sin(angle)];
  })],
};

/**
 * How a shape should look: strokes in the unit square; none for a shape nobody has drawn for us.
 * @param {import("../shared/session.js").Shape} shape
 * @returns {Outline[]}
 */
export function outlineOf(shape) {
  if (shape.outline) return /** @type {Outline[]} */ (shape.outline);
  return outlines[shape.id]?.() ?? [];
}

/**
 * An outline as an SVG path, scaled and moved.
 * @param {Outline[]} strokes
 * @param {number} size
 * @param {number} left
 * @param {number} top
 */
export function pathOf(strokes, size, left, top) {
  return strokes.map((stroke) => stroke.map(([x, y], index) => {
    const place = `${(left + x * size).toFixed(1)} ${(top + y * size).toFixed(1)}`;
    return `${index === 0 ? "M" : "L"}${place}`;
  }).join("")).join("");
}

/**
 * An outline laid over ink where it fits best: same centre of mass, same spread, turned to where
 * its line and the ink's are nearest to each other.
 * @param {Outline[]} strokes
 * @param {readonly { x: number, y: number }[][]} ink strokes in any unit
 * @returns {Outline[]} in that unit
 */
export function fit(strokes, ink) {
  const ideal = evenly(strokes);
  const drawn = evenly(ink.map((stroke) => stroke.map(({ x, y }) => [x, y])));
  const [from, to] = [spread(ideal), spread(drawn)];
  const size = to.radius / from.radius;
  const place = (/** @type {number} */ angle) => (/** @type {[number, number]} */ [x, y]) => {
    const [dx, dy] = [(x - from.x) * size, (y - from.y) * size];
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    return /** @type {[number, number]} */ ([to.x + dx * cos - dy * sin, to.y + dx * sin + dy * cos]);
  };
  // A line may run in any direction; everything else was meant to stand about upright.
  const isLine = strokes.length === 1 && strokes[0].length === 2;
  const [widest, reluctance] = isLine ? [Math.PI / 2, 0] : [Math.PI / 6, 1];
  const angles = Array.from({ length: 41 }, (_, index) => ((index - 20) / 20) * widest);
  const costs = angles.map((angle) => (
    distance(drawn, ideal.map(place(angle))) * (1 + reluctance * Math.abs(angle))));
  const best = angles[costs.indexOf(Math.min(...costs))];
  return strokes.map((stroke) => stroke.map(place(best)));
}

/**
 * How far, on the average, the points lie from the nearest of others.
 * @param {Outline} points
 * @param {Outline} others
 */
function distance(points, others) {
  const nearest = points.map(([x, y]) => Math.min(...others.map(([a, b]) => (x - a) ** 2 + (y - b) ** 2)));
  return nearest.reduce((sum, square) => sum + Math.sqrt(square), 0) / points.length;
}

/** @param {readonly (readonly [number, number])[]} points */
function spread(points) {
  const mean = (/** @type {0 | 1} */ axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const square = points.reduce((sum, point) => sum + (point[0] - x) ** 2 + (point[1] - y) ** 2, 0);
  return { x, y, radius: Math.sqrt(square / points.length) || 1 };
}

/**
 * Points along all lines, each as much as it is long: where the pen was slow must not weigh more.
 * @param {Outline[]} lines
 */
function evenly(lines) {
  const pieces = lines.flatMap((line) => line.slice(1).map((to, index) => ({ from: line[index], to })));
  /** @type {(piece: { from: number[], to: number[] }) => number} */
  const length = ({ from, to }) => Math.hypot(to[0] - from[0], to[1] - from[1]);
  const gap = pieces.reduce((sum, piece) => sum + length(piece), 0) / pointsToCompare;
  let ahead = 0;
  /** @type {Outline} */
  const points = lines[0].slice(0, 1);
  for (const piece of pieces) {
    const whole = length(piece);
    for (; ahead < whole; ahead += gap) {
      const share = ahead / whole;
      points.push([
        piece.from[0] + (piece.to[0] - piece.from[0]) * share,
        piece.from[1] + (piece.to[1] - piece.from[1]) * share,
      ]);
    }
    ahead -= whole;
  }
  return points;
}

/**
 * @param {number} count
 * @param {(angle: number) => [number, number]} at
 */
function curve(count, at) {
  return Array.from({ length: count + 1 }, (_, index) => at((index / count) * 2 * Math.PI));
}

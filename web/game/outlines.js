/** @typedef {[number, number][]} Outline points; the shape's box is the unit square */

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
  return outlines[shape.name]?.() ?? [];
}

/**
 * An outline as an SVG path, scaled and moved.
 * @param {Outline[]} strokes
 * @param {number} size
 * @param {number} left
 * @param {number} top
 */
export function pathOf(strokes, size, left, top) {
  return strokes.map((stroke) => stroke.map(([x, y], index) => (
    `${index === 0 ? "M" : "L"}${(left + x * size).toFixed(1)} ${(top + y * size).toFixed(1)}`)).join("")).join("");
}

/**
 * Where an outline lies best over ink: same centre of mass, same spread.
 * @param {Outline[]} strokes
 * @param {readonly { x: number, y: number }[]} points in any unit
 * @returns {{ size: number, left: number, top: number }} in that unit
 */
export function fit(strokes, points) {
  const ideal = spread(strokes.flatMap(evenly));
  const drawn = spread(evenly(points.map(({ x, y }) => [x, y])));
  const size = drawn.radius / ideal.radius;
  return { size, left: drawn.x - ideal.x * size, top: drawn.y - ideal.y * size };
}

/** @param {readonly (readonly [number, number])[]} points */
function spread(points) {
  const mean = (/** @type {0 | 1} */ axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const square = points.reduce((sum, point) => sum + (point[0] - x) ** 2 + (point[1] - y) ** 2, 0);
  return { x, y, radius: Math.sqrt(square / points.length) || 1 };
}

/**
 * The same line with points at equal distances, so that corners do not weigh more than sides.
 * @param {[number, number][]} line
 */
function evenly(line) {
  const lengths = line.map((point, index) => (
    index === 0 ? 0 : Math.hypot(point[0] - line[index - 1][0], point[1] - line[index - 1][1])));
  const gap = lengths.reduce((sum, length) => sum + length, 0) / 200;
  /** @type {[number, number][]} */
  const even = line.slice(0, 1);
  for (let index = 1; index < line.length; index += 1) {
    const count = gap > 0 ? Math.round(lengths[index] / gap) : 0;
    for (let part = 1; part <= count; part += 1) {
      const share = part / count;
      even.push([
        line[index - 1][0] + (line[index][0] - line[index - 1][0]) * share,
        line[index - 1][1] + (line[index][1] - line[index - 1][1]) * share,
      ]);
    }
  }
  return even;
}

/**
 * @param {number} count
 * @param {(angle: number) => [number, number]} at
 */
function curve(count, at) {
  return Array.from({ length: count + 1 }, (_, index) => at((index / count) * 2 * Math.PI));
}

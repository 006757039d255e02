/**
 * @typedef {import("../sheet/desk.js").Drawing} Drawing
 * @typedef {import("../sheet/desk.js").Point} Point
 */

const [ownSide, quickSide, quickShare, stepMs] = [400, 256, 2 / 3, 16];

/**
 * The drawings in a text, each as a line of JSON: a drawing, an array of them, `{"drawings":[…]}`, or one a line.
 * @param {string} text
 * @returns {string[]}
 */
export function drawingLines(text) {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  try {
    const whole = JSON.parse(text);
    const list = Array.isArray(whole) && isDrawing(whole[0]) ? whole : Array.isArray(whole?.drawings) ? whole.drawings
      : Array.isArray(whole) ? [{ strokes: whole }] : [whole];
    return list.map((/** @type {unknown} */ one) => JSON.stringify(one));
  } catch {
    return lines;
  }
}

/** @param {unknown} value */
const isDrawing = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * A drawing in any format of the API, ready to be shown; null for what is none.
 * @param {any} raw
 * @returns {Drawing | null}
 */
export function drawingOf(raw) {
  try {
    const drawing = raw.drawing && !raw.strokes ? quick(raw) : own(raw);
    const isSound = drawing.strokes.length > 0 && drawing.strokes.every(({ points }) => points.length > 0
      && points.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)));
    return isSound ? drawing : null;
  } catch {
    return null;
  }
}

/** @param {any} raw @returns {Drawing} */
function own({ canvas, strokes }) {
  let time = -stepMs;
  const pointOf = (/** @type {any} */ point) => {
    const [x, y, pressure, t] = Array.isArray(point)
      ? point.length === 3 ? [point[0], point[1], undefined, point[2]] : point
      : [point.x, point.y, point.pressure, point.timestamp];
    time = t ?? time + stepMs;
    return { x, y, pressure: pressure ?? 0.5, timestamp: time };
  };
  const read = strokes.map((/** @type {any} */ stroke) => ({ points: (stroke.points ?? stroke).map(pointOf) }));
  return fromZero({ canvas: canvas ?? { width: ownSide, height: ownSide }, strokes: read });
}

/** @param {any} raw @returns {Drawing} */
function quick({ canvas, drawing }) {
  let time = -stepMs;
  const strokes = drawing.map((/** @type {number[][]} */ [xs, ys, ts]) => ({ points: xs.map((x, index) => {
    time = ts?.[index] ?? time + stepMs;
    return { x, y: ys[index], pressure: 0.5, timestamp: time };
  }) }));
  return fromZero(canvas ? { canvas, strokes } : placed(strokes));
}

/**
 * Ink that leaves the 256 by 256 of Quick, Draw! is fitted into 400 by 400, as the server does it.
 * @param {{ points: Point[] }[]} strokes
 */
function placed(strokes) {
  const all = strokes.flatMap(({ points }) => points);
  const [left, right] = [Math.min(...all.map(({ x }) => x)), Math.max(...all.map(({ x }) => x))];
  const [top, bottom] = [Math.min(...all.map(({ y }) => y)), Math.max(...all.map(({ y }) => y))];
  if (left >= 0 && top >= 0 && right < quickSide && bottom < quickSide) {
    return { canvas: { width: quickSide, height: quickSide }, strokes };
  }
  const scale = (ownSide * quickShare) / Math.max(right - left, bottom - top, 1);
  return { canvas: { width: ownSide, height: ownSide },
    strokes: strokes.map(({ points }) => ({ points: points.map((point) => ({ ...point,
      x: ownSide / 2 + (point.x - (left + right) / 2) * scale,
      y: ownSide / 2 + (point.y - (top + bottom) / 2) * scale })) })) };
}

/** @param {Drawing} drawing @returns {Drawing} */
function fromZero({ canvas, strokes }) {
  const first = strokes[0]?.points[0]?.timestamp ?? 0;
  return { canvas, strokes: strokes.map(({ points }) => ({ points: points.map((point) =>
    ({ ...point, timestamp: point.timestamp - first })) })) };
}

/**
 * Strokes as `GET /api/drawings/ID` tells them; times in ms since the drawing began.
 * @typedef {{ x: number, y: number, pressure: number, timestamp: number }} Sample
 * @typedef {{ points: Sample[], color: string, width: number }} Stroke
 */

/** Pressures that nobody sees apart are drawn as one, and their line without seams. */
const steps = 24;

/**
 * How thick a line is.
 * @param {number} width @param {number} pressure 0 … 1
 */
const thickness = (width, pressure) => width * (0.4 + (0.6 * Math.round(pressure * steps)) / steps) * 1.5;

/** @param {Sample} a @param {Sample} b */
const middle = (a, b) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/**
 * Draws strokes as they were at a time.
 * @param {CanvasRenderingContext2D} context whose unit is a unit of the canvas
 * @param {Stroke[]} strokes @param {number} time
 * @returns {Sample | null} where the pen is, or was last
 */
export function drawInk(context, strokes, time) {
  context.lineCap = context.lineJoin = "round";
  let last = null;
  for (const { points, color, width } of strokes) {
    const until = points.findIndex(({ timestamp }) => timestamp > time);
    const there = until < 0 ? points : points.slice(0, until);
    if (there.length === 0) break;
    context.strokeStyle = context.fillStyle = color;
    drawStroke(context, there, width);
    last = there[there.length - 1];
  }
  return last;
}

/**
 * Curves through the middles between points; a new path wherever the pressure changes.
 * @param {CanvasRenderingContext2D} context @param {Sample[]} points @param {number} width
 */
function drawStroke(context, points, width) {
  const [first] = points;
  context.beginPath();
  context.arc(first.x, first.y, thickness(width, first.pressure) / 2, 0, 2 * Math.PI);
  context.fill();
  context.lineWidth = 0;
  let place = /** @type {{ x: number, y: number }} */ (first);
  context.beginPath();
  for (let index = 1; index < points.length; index += 1) {
    const [before, point] = [points[index - 1], points[index]];
    const thick = thickness(width, (before.pressure + point.pressure) / 2);
    if (thick !== context.lineWidth || index === 1) {
      if (index > 1) context.stroke();
      context.beginPath();
      context.moveTo(place.x, place.y);
      context.lineWidth = thick;
    }
    place = index === points.length - 1 ? point : middle(before, point);
    context.quadraticCurveTo(before.x, before.y, place.x, place.y);
  }
  if (points.length > 1) context.stroke();
}

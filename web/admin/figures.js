// Numbers with their units, as people read them.

const whole = new Intl.NumberFormat("en");
const clock = new Intl.DateTimeFormat(undefined,
  { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** @param {number} value */
export const count = (value) => whole.format(Math.round(value));

/** @param {number} number @param {string} one @param {string} [many] */
export const counted = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

/**
 * A share 0 … 1 in per cent, or a dash.
 * @param {number | null | undefined} share
 */
export const percent = (share) => (typeof share === "number" ? `${(100 * share).toFixed(1)} %` : "–");

/**
 * A difference of shares in points, with its sign.
 * @param {number} share
 */
export const points = (share) => `${share < 0 ? "−" : "+"}${Math.abs(100 * share).toFixed(1)}`;

/** @param {number} seconds */
export function duration(seconds) {
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/**
 * "58 µs", "2.6 ms"
 * @param {number} time in millionths of a second
 */
export const microseconds = (time) => (time < 1_000 ? `${Math.round(time)} µs` : `${(time / 1_000).toFixed(1)} ms`);

/** @param {string} time RFC 3339 */
export const moment = (time) => clock.format(new Date(time));

/**
 * Seconds from one time to another.
 * @param {string} from @param {string} to
 */
export const between = (from, to) => Math.max(0, (Date.parse(to) - Date.parse(from)) / 1_000);

/**
 * "99.3 % (98.7 to 99.6 %)"
 * @param {import("./api.js").Metrics} metrics
 */
export function accuracy(metrics) {
  if (typeof metrics.accuracy !== "number") return "not measured";
  const { accuracy_low: low, accuracy_high: high } = metrics;
  const interval = typeof low === "number" && typeof high === "number"
    ? ` (${(100 * low).toFixed(1)} to ${percent(high)})` : "";
  return percent(metrics.accuracy) + interval;
}

const units = ["B", "kB", "MB", "GB", "TB"];

/**
 * "3.2 GB"
 * @param {number} size in bytes
 */
export function bytes(size) {
  const power = Math.min(units.length - 1, size < 1_000 ? 0 : Math.floor(Math.log10(size) / 3));
  const value = size / 1_000 ** power;
  return `${power > 0 && value < 100 ? value.toFixed(1) : count(value)} ${units[power]}`;
}

/**
 * A quality or another score 0 … 1, with two decimals.
 * @param {number | null | undefined} value
 */
export const score = (value) => (typeof value === "number" ? value.toFixed(2) : "–");

/**
 * How long ago something was: "now", "12 s ago", "3 min ago", "2 days ago".
 * @param {number} seconds
 */
export function ago(seconds) {
  if (seconds < 3) return "now";
  if (seconds < 60) return `${Math.floor(seconds)} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  return `${counted(Math.floor(seconds / 86_400), "day")} ago`;
}

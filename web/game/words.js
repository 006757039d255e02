/** @type {Record<string, string>} */
const praise = { circle: "round", square: "square", rectangle: "straight", triangle: "pointed", star: "sparkling",
  heart: "lovely", line: "straight", oval: "smooth", spiral: "swirly", arrow: "pointed", diamond: "brilliant" };

/**
 * A shape's name as people say it; what it is called here may have other signs between words.
 * @param {string} shape
 */
export const named = (shape) => shape.replace(/[_-]+/g, " ");

/** @param {string} shape */
export const withArticle = (shape) => `${/^[aeiou]/.test(shape) ? "an" : "a"} ${named(shape)}`;

/** @param {string} shape */
export const prompt = (shape) => `Draw ${withArticle(shape)}`;

/**
 * How it goes, while the pen moves.
 * @param {number} quality 0 … 1
 * @param {number} completeness 0 … 1
 */
export function progress(quality, completeness) {
  if (completeness < 0.6) return "keep going";
  if (quality >= 0.85) return "wonderful";
  if (quality >= 0.7) return "very good";
  if (quality >= 0.5) return "good";
  return "coming along";
}

/**
 * The score in words: true, and never a blame.
 * @param {{ id: string, name: string }} shape
 * @param {number} quality 0 … 1
 */
export function verdict({ id, name }, quality) {
  const word = praise[id] ?? "good";
  if (quality >= 0.92) return `Wonderfully ${word}!`;
  if (quality >= 0.75) return `Very ${word}!`;
  if (quality >= 0.55) return word === "good" ? "Good!" : `Nicely ${word}`;
  if (quality >= 0.35) return `Nearly ${withArticle(name)}`;
  return "A brave start";
}

/**
 * What the model sees; nothing when it says nothing.
 * @param {readonly { shape: string, confidence: number }[]} guesses the surest first
 */
export function guess(guesses) {
  const best = guesses.find(({ shape }) => shape !== "none");
  if (!best) return "";
  const none = guesses.find(({ shape }) => shape === "none")?.confidence ?? 0;
  if (best.confidence < 0.4 && none < 0.4) return "hmm …";
  return best.confidence < 0.75 || none > best.confidence
    ? `perhaps ${withArticle(best.shape)}` : withArticle(best.shape);
}

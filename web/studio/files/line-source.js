import { drawingLines } from "./drawing-text.js";

/** @typedef {{ size: number, pieces: () => AsyncIterable<{ lines: string[], bytes: number }> }} Source */

const pieceBytes = 1 << 20;
/** A file that is one JSON value has to be read whole. */
const largestWhole = 32 << 20;

/**
 * The lines of a text.
 * @param {string} text
 * @returns {Source}
 */
export const textSource = (text) => ({ size: text.length,
  async *pieces() { yield { lines: drawingLines(text), bytes: text.length }; } });

/**
 * The lines of a file, a megabyte at a time, so that it may be larger than the memory.
 * @param {Blob} file
 * @returns {Promise<Source>}
 */
export async function fileSource(file) {
  const head = await file.slice(0, pieceBytes).text();
  if (file.size <= largestWhole && !isByLine(head)) return textSource(await file.text());
  return { size: file.size, pieces: () => piecesOf(file) };
}

/**
 * Whether the first line is a value of its own.
 * @param {string} head
 */
function isByLine(head) {
  const first = head.split("\n").find((line) => line.trim() !== "") ?? "";
  try {
    const value = JSON.parse(first);
    return !Array.isArray(value) && !Array.isArray(value.drawings);
  } catch {
    // A line that is longer than the head, or broken, is told by how it begins.
    return /^\s*\{\s*"/.test(first) && head.trim().length > first.length;
  }
}

/** @param {Blob} file */
async function* piecesOf(file) {
  const decoder = new TextDecoder();
  let rest = "";
  for (let at = 0; at < file.size; at += pieceBytes) {
    const bytes = await file.slice(at, at + pieceBytes).arrayBuffer();
    const isLast = at + pieceBytes >= file.size;
    const lines = (rest + decoder.decode(bytes, { stream: !isLast })).split("\n");
    rest = isLast ? "" : lines.pop() ?? "";
    yield { lines, bytes: bytes.byteLength };
  }
}

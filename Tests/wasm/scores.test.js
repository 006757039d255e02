// The page's scorer says what the server's says, bit for bit: `samples/scores.json`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Ink } from "../../web/shared/ink.js";
import { PageScorer } from "../../web/shared/scorer-wasm.js";
import { buildModules } from "./modules.js";

const vectors = JSON.parse(readFileSync(new URL("../../samples/scores.json", import.meta.url), "utf8"));
const modules = buildModules();
const skip = modules.reason;

/** @type {PageScorer} */
let scorer;
before(async () => {
  if (skip) return;
  const made = await PageScorer.make(readFileSync(modules.scorer));
  assert.ok(made);
  scorer = made;
});
after(() => modules.remove());

/** @param {string} text as `inkling-bench golden-scores` packs it */
function unpack(text) {
  const bytes = [...Buffer.from(text, "base64")].values();
  const ink = new Ink();
  const next = () => {
    for (let value = 0, shift = 0; ; shift += 7) {
      const { value: byte, done } = bytes.next();
      if (done) return -1;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const step = () => {
    const value = next();
    return value & 1 ? -(value >> 1) - 1 : value >> 1;
  };
  let [x, y] = [0, 0];
  for (let count = next(); count >= 0; count = next()) {
    for (let index = 0; index < count; index += 1) {
      [x, y] = [x + step(), y + step()];
      ink.add({ x, y, elapsed: 0, pressure: 128, time: 0, seq: 1 }, index === 0);
    }
  }
  return ink;
}

/** @param {...number} values */
const bits = (...values) => [...new Uint32Array(Float32Array.from(values).buffer)]
  .map((value) => value.toString(16)).join(" ");

/** As in `Ink/Codec/CRC32C.swift`. @param {Uint8Array} bytes */
const crc32c = (bytes) => {
  let sum = -1;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0x82f63b78 : 0);
  }
  return (~sum >>> 0).toString(16);
};

/** @param {any} drawing @param {Ink} ink @param {number} [pieces] in how many parts it is taken in */
function judge({ kind, canvas: [width, height], finished }, ink, pieces = 1) {
  assert.ok(scorer.begin(kind, { width: width / 8, height: height / 8 }, vectors.templates[kind]));
  const whole = ink.points;
  const growing = new Ink();
  for (let piece = 1; piece <= pieces; piece += 1) {
    for (let index = growing.points.length; index < Math.floor(whole.length * piece / pieces); index += 1) {
      growing.add(whole[index], ink.starts.includes(index));
    }
    scorer.take(growing);
    if (piece < pieces) scorer.score(false);
  }
  const { quality, completeness, hints } = scorer.score(finished);
  const ideal = scorer.ideal();
  const places = Float32Array.from(ideal?.points.flat() ?? []);
  return {
    score: bits(quality, completeness),
    hints: hints.map((hint) => `${hint.code} ${hint.place} ${bits(hint.amount ?? 0, hint.x ?? 0, hint.y ?? 0)}`),
    ideal: ideal && [ideal.closed ? "closed" : "open", ideal.points.length,
      crc32c(new Uint8Array(places.buffer))].join(" "),
  };
}

test("a thousand drawings are worth in the page what they are worth at the server", { skip }, () => {
  assert.equal(vectors.drawings.length, 1_000);
  vectors.drawings.forEach((/** @type {any} */ drawing, /** @type {number} */ index) => {
    const { score, hints, ideal } = drawing;
    assert.deepEqual(judge(drawing, unpack(drawing.ink)), { score, hints, ideal }, `drawing ${index}`);
  });
});

test("looked at while it grows, a drawing is worth the same in the end", { skip }, () => {
  for (const drawing of vectors.drawings.slice(0, 200)) {
    const { score, hints, ideal } = drawing;
    assert.deepEqual(judge(drawing, unpack(drawing.ink), 7), { score, hints, ideal });
  }
});

test("after undo it is worth what is left of it", { skip }, () => {
  const [drawing] = vectors.drawings;
  const ink = unpack(drawing.ink);
  const last = ink.points[ink.points.length - 1];
  const expected = judge(drawing, ink);
  for (let step = 0; step < 30; step += 1) ink.add({ ...last, x: last.x + 40 * step }, step === 0);
  scorer.take(ink);
  assert.notDeepEqual(scorer.score(true).quality, expected.score);
  ink.truncate(ink.points.length - 30);
  scorer.take(ink);
  const { quality, completeness } = scorer.score(true);
  assert.equal(bits(quality, completeness), expected.score);
});

test("what is no shape or no template is refused", { skip }, () => {
  const canvas = { width: 400, height: 400 };
  assert.ok(scorer.begin("moon", canvas));
  assert.ok(scorer.begin("moon", canvas, vectors.templates.loop));
  for (const [shape, template] of [["", ""], ["x".repeat(65), ""], ["moon", "not base 64"], ["moon", "AAAA"],
    ["moon", "A".repeat(700)], ["moon", Buffer.alloc(524, 255).toString("base64")]]) {
    assert.equal(scorer.begin(shape, canvas, template), false, `${shape.slice(0, 9)} ${template.slice(0, 9)}`);
  }
});

test("scoring again and again takes no more memory", { skip }, async () => {
  const bytes = readFileSync(modules.scorer);
  const { instance } = await WebAssembly.instantiate(bytes, {});
  const own = new PageScorer(/** @type {any} */ (instance.exports));
  const [drawing] = vectors.drawings;
  const ink = unpack(drawing.ink);
  const look = () => {
    own.begin("moon", { width: 400, height: 400 }, vectors.templates.loop);
    own.take(ink);
    own.score(true);
    own.ideal();
  };
  const { memory } = /** @type {any} */ (instance.exports);
  for (let round = 0; round < 50; round += 1) look();
  const size = memory.buffer.byteLength;
  for (let round = 0; round < 1_000; round += 1) look();
  assert.equal(memory.buffer.byteLength, size);
});

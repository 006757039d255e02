// The page's recognition says what the server's says, bit for bit: `samples/recognition.json`.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { buildModules } from "./modules.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const modelFile = process.env.INKLING_MODEL ?? join(root, "samples/starter.inkmodel");
const vectorsFile = process.env.INKLING_VECTORS ?? join(root, "samples/recognition.json");
const modules = buildModules();
const reason = !existsSync(modelFile) || !existsSync(vectorsFile) ? "no model among the samples" : modules.reason;

/** @type {any} the module's exports */
let page;

before(async () => {
  if (reason) return;
  page = (await WebAssembly.instantiate(readFileSync(modules.recognition), {})).instance.exports;
});
after(() => modules.remove());

/** @param {Uint8Array} bytes @returns {number} */
const load = (bytes) => {
  const place = page.model_buffer(bytes.length);
  new Uint8Array(page.memory.buffer).set(bytes, place);
  return page.model_load();
};

/** As in `Ink/Codec/CRC32C.swift`. @param {Uint8Array} bytes @returns {number} */
const crc32c = (bytes) => {
  let sum = -1;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0x82f63b78 : 0);
  }
  return ~sum >>> 0;
};

test("the vectors belong to the model", { skip: reason }, () => {
  const vectors = JSON.parse(readFileSync(vectorsFile, "utf8"));
  const sum = crc32c(readFileSync(modelFile));
  assert.equal(vectors.model_crc32c, sum, "recognition.json is of another model: run make golden");
});

test("a damaged model is refused", { skip: reason }, () => {
  const bytes = new Uint8Array(readFileSync(modelFile));
  bytes[bytes.length >> 1] ^= 1;
  assert.equal(load(bytes), 0);
  assert.equal(page.classify(1), -1);
});

test("the page says the same as the server, to the bit", { skip: reason }, () => {
  const vectors = JSON.parse(readFileSync(vectorsFile, "utf8"));
  assert.equal(load(new Uint8Array(readFileSync(modelFile))), vectors.labels.length);
  vectors.labels.forEach((label, index) => {
    const bytes = [...label].map((_, position) => page.label_byte(index, position));
    assert.equal(String.fromCharCode(...bytes), label);
    assert.equal(page.label_byte(index, label.length), 0);
  });
  assert.ok(vectors.drawings.length >= 24);
  for (const drawing of vectors.drawings) {
    page.ink_reset();
    for (const stroke of drawing.strokes) {
      page.ink_start_stroke();
      for (let index = 0; index < stroke.length; index += 2) {
        page.ink_append(stroke[index], stroke[index + 1]);
      }
    }
    page.classify(drawing.finished ? 1 : 0);
    const bits = new Int32Array(1);
    vectors.labels.forEach((_, index) => {
      assert.equal(page.logit(index), drawing.logits[index]);
      new Float32Array(bits.buffer)[0] = page.confidence(index);
      assert.equal(bits[0], drawing.confidence_bits[index]);
    });
  }
});

test("looking again and again takes no more memory", { skip: reason }, () => {
  const look = () => {
    page.ink_reset();
    page.ink_start_stroke();
    for (let step = 0; step < 200; step++) {
      page.ink_append(step * 10, (step * step) % 999);
      if (step % 20 === 0) page.classify(0);
    }
    page.classify(1);
  };
  for (let round = 0; round < 20; round++) look();
  const size = page.memory.buffer.byteLength;
  for (let round = 0; round < 500; round++) look();
  assert.equal(page.memory.buffer.byteLength, size);
});

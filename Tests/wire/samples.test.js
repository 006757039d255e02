// The page's own codec against the messages in samples/: the same bytes in both directions.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { decodePoints, encodePoints } from "../../web/shared/wire.js";

/** @param {string} name */
const read = (name) => readFileSync(new URL(`../../samples/messages/${name}`, import.meta.url), "utf8");

for (const name of ["frame-points", "frame-pen-up", "frame-edges"]) {
  test(`${name} is written and read to the bit`, () => {
    const { seq, starts, ends, points } = JSON.parse(read(`${name}.json`));
    const bytes = Buffer.from(read(`${name}.hex`).trim(), "hex");
    assert.deepEqual(Buffer.from(encodePoints({ seq, starts, ends, points })), bytes);
    assert.deepEqual(decodePoints(bytes), { seq, starts, ends, points });
  });
}

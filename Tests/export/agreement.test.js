// Wherever the model runs it says the same of 1,002 made-up drawings, whole and unfinished: the
// server, the module for the page and each one-file recogniser to the bit, onnxruntime to 1e-4.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { Server } from "../shared/server.js";
import {
  answer, compiler, drivers, exportAll, hasSwift, known, model, noPython, root, workFolder,
} from "./exporting.js";

const folder = workFolder();
/** @type {string[]} */
let labels;
/** @type {import("./exporting.js").Known[]} */
let drawings;
/** @type {any} */
let recognizer;

before(async () => {
  exportAll(folder);
  ({ labels, drawings } = known(167));
  recognizer = await import(join(folder, "recognizer.mjs"));
});

/** A float by its bits. @param {number} bits */
const float = (bits) => new Float32Array(new Uint32Array([bits]).buffer)[0];

/** Strokes in units. @param {import("./exporting.js").Known} drawing @returns {number[][][]} */
const inUnits = ({ strokes }) => strokes.map((flat) =>
  flat.flatMap((x, at) => at % 2 ? [] : [[x / 8, flat[at + 1] / 8]]));

/**
 * What is right of a drawing, as the drivers print it: logits, and the guesses with their bits.
 * @param {import("./exporting.js").Known} drawing
 */
function right({ logits, confidence_bits: bits }) {
  const order = labels.map((_, index) => index).sort((a, b) => float(bits[b]) - float(bits[a]));
  return [...logits, ...order.flatMap((index) => [labels[index], bits[index]])].join(" ");
}

/** All drawings as the drivers read them. */
const asLines = () => drawings.map(({ finished, strokes }) =>
  [finished ? 1 : 0, strokes.length, ...strokes.flatMap((flat) => [flat.length / 2, ...flat])]
    .join(" ") + "\n").join("");

/** @param {string} output of a driver */
function assertAllRight(output) {
  const lines = output.trimEnd().split("\n");
  assert.equal(lines.length, drawings.length);
  lines.forEach((line, index) => assert.equal(line, right(drawings[index]), `drawing ${index}`));
}

test("there are a thousand drawings, half of them unfinished, and all shapes among the answers", () => {
  assert.ok(drawings.length >= 1_000);
  const open = drawings.filter(({ finished }) => !finished).length;
  assert.ok(open > 0.4 * drawings.length && open < 0.6 * drawings.length);
  const found = new Set(drawings.map((drawing) => right(drawing).split(" ")[labels.length]));
  assert.deepEqual([...found].sort(), [...labels].sort());
});

test("recognizer.js says the same, to the bit", () => {
  for (const drawing of drawings) {
    const { guesses, logits } = recognizer.recognize(inUnits(drawing), { finished: drawing.finished });
    const bits = new Uint32Array(Float32Array.from(guesses, (guess) => guess.confidence).buffer);
    // A confidence is a float's value exactly, so nothing is lost on the way to its bits.
    guesses.forEach((guess, index) => assert.equal(guess.confidence, float(bits[index])));
    const said = [...logits, ...guesses.flatMap((guess, index) => [guess.shape, bits[index]])];
    assert.equal(said.join(" "), right(drawing));
  }
});

test("recognizer.c says the same, to the bit", { skip: !compiler && "no C compiler" }, () => {
  copyFileSync(join(drivers, "drive.c"), join(folder, "drive.c"));
  const flags = ["-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-O2"];
  execFileSync(compiler, [...flags, join(folder, "drive.c"), "-o", join(folder, "drive-c"), "-lm"]);
  assertAllRight(answer(join(folder, "drive-c"), [], asLines()));
});

test("recognizer.swift says the same, to the bit", { skip: !hasSwift && "no swiftc" }, () => {
  const files = [join(folder, "recognizer.swift"), join(drivers, "main.swift")];
  const flags = ["-O", "-swift-version", "6", "-warnings-as-errors"];
  execFileSync("swiftc", [...flags, ...files, "-o", join(folder, "drive-swift")]);
  assertAllRight(answer(join(folder, "drive-swift"), [], asLines()));
});

test("the page's module says the same, to the bit", { skip: !hasSwift && "no swiftc" }, async () => {
  const file = join(folder, "recognition.wasm");
  execFileSync(join(root, "scripts/wasm"), [file]);
  /** @type {any} */
  const page = (await WebAssembly.instantiate(readFileSync(file), {})).instance.exports;
  const bytes = new Uint8Array(readFileSync(model));
  const place = page.model_buffer(bytes.length);
  new Uint8Array(page.memory.buffer).set(bytes, place);
  assert.equal(page.model_load(), labels.length);
  for (const drawing of drawings) {
    page.ink_reset();
    for (const flat of drawing.strokes) {
      page.ink_start_stroke();
      for (let at = 0; at < flat.length; at += 2) page.ink_append(flat[at], flat[at + 1]);
    }
    page.classify(drawing.finished ? 1 : 0);
    labels.forEach((_, index) => {
      assert.equal(page.logit(index), drawing.logits[index]);
      assert.equal(Math.fround(page.confidence(index)), float(drawing.confidence_bits[index]));
    });
  }
});

test("the server says the same, to the four decimals that it writes", async () => {
  const server = await Server.start({ flags: ["--starter", model] });
  try {
    for (let first = 0; first < drawings.length; first += 100) {
      const some = drawings.slice(first, first + 100);
      const canvas = { width: 900, height: 900 };
      const body = JSON.stringify({
        drawings: some.map((drawing) =>
          ({ strokes: inUnits(drawing), canvas, finished: drawing.finished })),
      });
      const response = await fetch(`${server.url()}api/inference/classify`, { method: "POST", body });
      assert.equal(response.status, 200);
      const { results } = await response.json();
      assert.equal(results.length, some.length);
      results.forEach((result, index) => {
        for (const { shape, confidence } of result.guesses) {
          const exact = float(some[index].confidence_bits[labels.indexOf(shape)]);
          assert.ok(Math.abs(confidence - exact) <= 1e-4, `${shape}: ${confidence}, not ${exact}`);
        }
      });
    }
  } finally {
    await server.stop();
  }
});

test("onnxruntime says the same within 1e-4, on the images of recognizer.js", { skip: noPython }, () => {
  const images = drawings.map((drawing) =>
    Buffer.from(recognizer.recognize(inUnits(drawing)).pixels).toString("base64"));
  const size = Math.sqrt(Buffer.from(images[0], "base64").length);
  const input = JSON.stringify({ size, images, pens: drawings.map(({ finished }) => finished ? 1 : 0) });
  const script = join(drivers, "onnx_look.py");
  const said = JSON.parse(answer("python3", [script, join(folder, "model.onnx")], input));
  assert.equal(said.length, drawings.length);
  said.forEach((confidences, drawing) => confidences.forEach((confidence, index) => {
    const exact = float(drawings[drawing].confidence_bits[index]);
    assert.ok(Math.abs(confidence - exact) < 1e-4, `drawing ${drawing}: ${confidence}, not ${exact}`);
  }));
});

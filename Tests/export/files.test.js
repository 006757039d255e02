// The files that are taken home: small, typed, without warnings, and they know when they are broken.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { program, Server } from "../shared/server.js";
import {
  answer, compiler, drivers, exportAll, hasSwift, model, noPython, workFolder,
} from "./exporting.js";

const folder = workFolder();
before(() => exportAll(folder));

/** A file with one of the numbers changed. @param {string} language @returns {string} its text */
function broken(language) {
  const text = readFileSync(join(folder, `recognizer.${language}`), "utf8");
  // The longest line is of numbers.
  const line = text.split("\n").reduce((a, b) => (b.length > a.length ? b : a));
  const middle = line.length >> 1;
  const other = line[middle] === "A" ? "B" : "A";
  return text.replace(line, line.slice(0, middle) + other + line.slice(middle + 1));
}

test("each file has less than 150 KB", () => {
  for (const language of ["js", "c", "swift"]) {
    const size = statSync(join(folder, `recognizer.${language}`)).size;
    assert.ok(size > 50_000 && size < 150_000, `recognizer.${language} has ${size} bytes`);
  }
});

test("recognizer.js checks itself, and finds a changed number", async () => {
  assert.equal((await import(join(folder, "recognizer.mjs"))).selfCheck(), "ok");
  writeFileSync(join(folder, "broken.mjs"), broken("js"));
  const { selfCheck } = await import(join(folder, "broken.mjs"));
  assert.throws(selfCheck, /instead of|damaged/);
});

test("recognizer.js takes points in any form and refuses what is no ink", async () => {
  const { recognize, labels } = await import(join(folder, "recognizer.mjs"));
  const points = [[10, 80], [45, 10], [90, 80], [10, 80]];
  const { shape, guesses } = recognize([points]);
  assert.equal(shape, "triangle");
  assert.deepEqual(guesses.map((guess) => guess.shape).sort(), labels().sort());
  const objects = points.map(([x, y]) => ({ x, y, pressure: 0.5, t: 3 }));
  assert.deepEqual(recognize([[], objects]).guesses, guesses);
  // Neither size nor place counts.
  const larger = points.map(([x, y]) => [x * 2 + 300, y * 2 + 100, 17]);
  assert.deepEqual(recognize([larger]).guesses, guesses);
  assert.throws(() => recognize([[[1, 2], [NaN, 3]]]), RangeError);
  assert.throws(() => recognize([[[1]]]), RangeError);
  assert.throws(() => recognize(Array(257).fill([[1, 2]])), RangeError);
  assert.throws(() => recognize([Array(20_001).fill([1, 2])]), RangeError);
  // Paper is an answer too, as are a dot and ink beyond every canvas.
  for (const ink of [[], [[[5, 5]]], [[[-1e300, 0], [Infinity, 7]]]]) {
    const sum = recognize(ink).guesses.reduce((all, guess) => all + guess.confidence, 0);
    assert.ok(Math.abs(sum - 1) < 1e-6);
  }
});

const tsc = spawnSync("tsc", ["--version"]).status === 0;
test("recognizer.js has types that hold", { skip: !tsc && "no tsc" }, () => {
  const flags = ["--noEmit", "--allowJs", "--checkJs", "--strict", "--moduleDetection", "force"];
  flags.push("--target", "es2022", "--module", "es2022");
  const result = spawnSync("tsc", [...flags, join(folder, "recognizer.js")], { encoding: "utf8" });
  assert.equal(result.status, 0, result.stdout);
});

test("recognizer.c checks itself, and finds a changed number", { skip: !compiler && "no C compiler" }, () => {
  writeFileSync(join(folder, "broken.c"), broken("c"));
  const flags = ["-std=c99", "-O2", "-DINKLING_SELF_CHECK"];
  for (const name of ["recognizer", "broken"]) {
    const check = join(folder, `check-${name}`);
    execFileSync(compiler, [...flags, join(folder, `${name}.c`), "-o", check, "-lm"]);
    const result = spawnSync(check, { encoding: "utf8" });
    if (name === "broken") assert.notEqual(result.status, 0);
    else assert.deepEqual([result.status, result.stdout], [0, "ok\n"]);
  }
});

test("recognizer.swift checks itself, and finds a changed number", { skip: !hasSwift && "no swiftc" }, () => {
  writeFileSync(join(folder, "broken.swift"), broken("swift"));
  const flags = ["-O", "-parse-as-library", "-D", "INKLING_SELF_CHECK"];
  for (const name of ["recognizer", "broken"]) {
    const check = join(folder, `check-${name}-swift`);
    execFileSync("swiftc", [...flags, join(folder, `${name}.swift`), "-o", check]);
    const result = spawnSync(check, { encoding: "utf8" });
    if (name === "broken") assert.notEqual(result.status, 0);
    else assert.deepEqual([result.status, result.stdout], [0, "ok\n"]);
  }
});

test("the safetensors file holds the numbers of the ONNX file", { skip: noPython }, () => {
  const files = ["safetensors", "onnx"].map((format) => join(folder, `model.${format}`));
  const metadata = JSON.parse(answer("python3", [join(drivers, "safetensors_look.py"), ...files], ""));
  assert.equal(JSON.parse(metadata.labels).at(-1), "none");
  assert.equal(metadata.input_size, "32");
});

test("one request brings each of them", async () => {
  const server = await Server.start({ flags: ["--starter", model] });
  try {
    const address = `${server.url()}api/inference/model/file?format=`;
    for (const format of ["inkling", "onnx", "safetensors", "js", "c", "swift"]) {
      const response = await fetch(address + format);
      assert.equal(response.status, 200);
      const isSource = ["js", "c", "swift"].includes(format);
      const ending = format === "inkling" ? "inkmodel" : format;
      const name = isSource ? `recognizer.${format}` : `inkling-starter.${ending}`;
      assert.equal(response.headers.get("content-disposition"), `attachment; filename="${name}"`);
      const own = isSource ? join(folder, name) : join(folder, `model.${format}`);
      const bytes = Buffer.from(await response.arrayBuffer());
      assert.ok(bytes.equals(readFileSync(format === "inkling" ? model : own)), format);
      const etag = String(response.headers.get("etag"));
      const again = await fetch(address + format, { headers: { "if-none-match": etag } });
      assert.equal(again.status, 304);
    }
    const unknown = await fetch(`${address}coreml`);
    assert.equal(unknown.status, 422);
    assert.match((await unknown.json()).detail, /inkling, onnx, safetensors, js, c, swift/);
  } finally {
    await server.stop();
  }
});

test("a form that there is not, and a place that cannot be written, end with a clear word", () => {
  const run = (/** @type {string[]} */ ...args) =>
    spawnSync(program, ["export-model", "--model", model, ...args], { encoding: "utf8" });
  const unknown = run("--format", "coreml");
  assert.equal(unknown.status, 64);
  assert.match(unknown.stderr, /no format "coreml".*onnx/);
  const nowhere = run("--format", "c", "--output", join(folder, "no/such/place.c"));
  assert.equal(nowhere.status, 73);
  assert.match(nowhere.stderr, /place\.c cannot be written/);
  const piped = run("--format", "js", "--output", "-");
  assert.equal(piped.stdout, readFileSync(join(folder, "recognizer.js"), "utf8"));
});

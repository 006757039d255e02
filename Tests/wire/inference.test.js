// What a drawing is, asked over HTTP, over /ws/classify, while drawing, and on the command line.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { program, Server, temporaryFolder } from "../shared/server.js";
import { frame, opcodes, WebSocketClient } from "./client.js";
import { ask, hasHead, newSession, sendRaw, statusOf } from "./http.js";
import { asArrays, circle, newID, Pen, pointsFrame } from "./pen.js";

const model = process.env.INKLING_MODEL
  ?? new URL("../../samples/starter.inkmodel", import.meta.url).pathname;
const skip = !existsSync(model) && "no model among the samples";
const classify = "/api/inference/classify";

/** @type {Server} */
let server;
before(async () => {
  if (!skip) server = await Server.start({ flags: ["--starter", model, "--no-worker"] });
});
after(async () => {
  if (skip) return;
  assert.equal(server.process.exitCode, null);
  await server.dispose();
});

/** A drawing of one stroke. @param {number} [count] */
const drawing = (count = 60) => ({ strokes: [asArrays(circle(count))], canvas: { width: 400, height: 400 } });

/** The guesses are sorted, hold none, and sum to 1 as they stand. @param {any} answer */
function assertGuesses({ shape, confidence, guesses }) {
  const confidences = guesses.map((/** @type {any} */ guess) => guess.confidence);
  assert.deepEqual([...confidences].sort((a, b) => b - a), confidences);
  assert.equal(confidences.reduce((/** @type {number} */ sum, /** @type {number} */ value) =>
    sum + Math.round(value * 10_000), 0), 10_000);
  assert.ok(guesses.some((/** @type {any} */ guess) => guess.shape === "none"));
  assert.deepEqual([shape, confidence], [guesses[0].shape, guesses[0].confidence]);
}

async function open() {
  const socket = await WebSocketClient.open(server.port, { path: "/ws/classify" });
  const welcome = await socket.waitFor("welcome");
  assert.deepEqual([welcome.protocol, welcome.model], [1, "starter"]);
  return socket;
}

test("a circle is a circle, in every form that a drawing may have", { skip }, async () => {
  const points = circle();
  const arrays = asArrays(points);
  for (const body of [
    drawing(),
    { strokes: [arrays.map(([x, y]) => [x, y])] },
    { strokes: [{ points: arrays.map(([x, y, pressure, timestamp]) => ({ x, y, pressure, timestamp })) }] },
    { drawing: [[arrays.map(([x]) => Math.round(x / 2)), arrays.map(([, y]) => Math.round(y / 2))]] },
  ]) {
    const answer = await ask(server.port, "POST", classify, { body });
    assert.equal(answer.status, 200, answer.body.toString());
    assertGuesses(answer.json());
    assert.equal(answer.json().shape, "circle");
    assert.equal(answer.json().model, "starter");
    assert.ok(answer.json().latency_ms < 100);
  }
});

test("many are answered in their order", { skip }, async () => {
  const line = { strokes: [[[50, 50], [120, 121], [200, 201], [300, 302]]] };
  const drawings = Array.from({ length: 1_000 }, (_, index) => index % 2 ? line : drawing(40));
  const { status, body, json } = await ask(server.port, "POST", classify, { body: { drawings } });
  assert.equal(status, 200, body.toString());
  const { results } = json();
  assert.equal(results.length, 1_000);
  results.forEach((/** @type {any} */ result, /** @type {number} */ index) =>
    assert.equal(result.shape, index % 2 ? "line" : "circle"));
  assertGuesses(results[7]);
});

test("what cannot be classified is refused with a path", { skip }, async () => {
  const far = { strokes: [[[0, 0], [5_000, 0]]] };
  const answer = await ask(server.port, "POST", classify, { body: { drawings: [drawing(), far] } });
  assert.equal(answer.status, 422);
  assert.match(answer.json().errors[0].path, /^drawings\[1\]\.strokes\[0\]\[1\]/);
  for (const [body, status] of /** @type {[any, number][]} */ ([
    ["{", 400], ["[]", 422], [{ strokes: [[[1, 1]]] }, 422], [{ drawings: 7 }, 422],
    [{ drawings: Array(1_001).fill({}) }, 422], [{ ...drawing(), finished: "yes" }, 422],
  ])) {
    assert.equal((await ask(server.port, "POST", classify, { body })).status, status);
  }
  assert.equal((await ask(server.port, "GET", classify)).status, 405);
  const large = `POST ${classify} HTTP/1.1\r\nHost: x\r\nContent-Length: ${(8 << 20) + 1}\r\n\r\n`;
  assert.equal(statusOf(await sendRaw(server.port, large, hasHead)), 413);
});

test("the model says what it is, and comes whole", { skip }, async () => {
  const info = (await ask(server.port, "GET", "/api/inference/model/info")).json();
  assert.equal(info.version, "starter");
  assert.ok(info.classes.includes("circle") && info.classes.includes("none"));
  const file = await ask(server.port, "GET", "/api/inference/model/file");
  assert.equal(file.status, 200);
  assert.equal(info.checksum, `sha256:${createHash("sha256").update(file.body).digest("hex")}`);
  assert.match(String(file.headers["content-disposition"]), /^attachment; filename="inkling-starter/);
  const again = await ask(server.port, "GET", "/api/inference/model/file",
    { headers: { "if-none-match": String(file.headers.etag) } });
  assert.deepEqual([again.status, again.body.length], [304, 0]);
});

test("a key in a header of its own does not hang the request", { skip }, async () => {
  const { status } = await ask(server.port, "POST", classify,
    { headers: { "X-API-Key": "not-needed-on-loopback" }, body: drawing() });
  assert.equal(status, 200);
});

test("points are guessed as they come, also when nobody waits for the answers", { skip }, async () => {
  const socket = await open();
  socket.send({ type: "begin", canvas: { width: 400, height: 400 } });
  await socket.waitFor("begun");
  const points = circle(120);
  for (let seq = 1; seq <= 120; seq += 1) {
    socket.sendBinary(pointsFrame(seq, [points[seq - 1]], { starts: seq === 1, ends: seq === 120 }));
  }
  const guess = await socket.waitFor(({ type, seq }) => type === "guess" && seq === 120);
  assertGuesses(guess);
  assert.equal(guess.shape, "circle");
  assert.equal(guess.points, 120);
  // Newer answers only.
  const numbers = socket.received.filter(({ type }) => type === "guess").map(({ seq }) => seq);
  assert.deepEqual([...numbers].sort((a, b) => a - b), numbers);
  socket.drop();
});

test("undo, another drawing, text points and a style are taken", { skip }, async () => {
  const socket = await open();
  socket.send({ type: "begin" });
  await socket.waitFor("begun");
  socket.send({ type: "style", seq: 1, color: "#ff0000", width: 4 });
  socket.send({ type: "points", seq: 2, starts_stroke: true, ends_stroke: true,
    points: asArrays(circle(60)) });
  assert.equal((await socket.waitFor(({ type, seq }) => type === "guess" && seq === 2)).shape, "circle");
  socket.send({ type: "truncate", seq: 3, points: 0 });
  const empty = await socket.waitFor(({ type, seq }) => type === "guess" && seq === 3);
  assert.deepEqual([empty.shape, empty.guesses], [null, []]);
  socket.send({ type: "reset" });
  await socket.waitFor("begun");
  socket.sendBinary(pointsFrame(1, circle(60).slice(0, 8).map((point, index) =>
    ({ ...point, x: 800 + index * 200, y: 1_600 })), { starts: true, ends: true }));
  assert.equal((await socket.waitFor("guess")).shape, "line");
  socket.drop();
});

test("a stream that breaks the rules is told so", { skip }, async () => {
  const socket = await open();
  socket.sendBinary(pointsFrame(1, circle(3), { starts: true }));
  assert.equal((await socket.waitFor("error")).code, "no_drawing");
  socket.send({ type: "submit", seq: 1 });
  assert.equal((await socket.waitFor("error")).code, "unknown_type");
  socket.send({ type: "begin", canvas: { width: 1, height: 1 } });
  assert.equal((await socket.waitFor("error")).code, "invalid");
  socket.send({ type: "begin" });
  await socket.waitFor("begun");
  socket.sendBinary(pointsFrame(1, [{ x: 30_000, y: 0, elapsed: 0, pressure: 1 }], { starts: true }));
  assert.equal((await socket.waitFor("error")).code, "off_canvas");
  socket.sendBinary(pointsFrame(3, circle(3), { starts: true }));
  assert.equal((await socket.waitFor("error")).seq, 1);
  socket.sendRaw(frame(opcodes.text, "{"));
  assert.equal((await socket.waitFor("error")).code, "malformed");
  assert.equal(await socket.closed, 1007);
});

test("who begins the same drawing again and again is told its ink only so often, and keeps it", { skip }, async () => {
  const socket = await open();
  const drawing = newID();
  socket.send({ type: "begin", drawing });
  await socket.waitFor("begun");
  const points = circle(60);
  socket.sendBinary(pointsFrame(1, points.slice(0, 40), { starts: true }));
  await socket.waitFor("guess");
  for (let count = 0; count < 40; count += 1) socket.send({ type: "begin", drawing });
  assert.equal((await socket.waitFor("error")).code, "rate_limited");
  socket.sendBinary(pointsFrame(2, points.slice(40), { ends: true }));
  assert.equal((await socket.waitFor(({ type, seq }) => type === "guess" && seq === 2)).points, 60);
  const resumed = socket.received.filter(({ type }) => type === "resumed");
  assert.ok(resumed.length >= 20 && resumed.length < 25, `${resumed.length}`);
  socket.drop();
});

test("a flood ends with 1008", { skip }, async () => {
  const socket = await open();
  socket.send({ type: "begin" });
  await socket.waitFor("begun");
  const again = Buffer.concat(Array(2_000).fill(frame(opcodes.binary, pointsFrame(0, []))));
  for (let round = 0; round < 40 && !socket.socket.destroyed; round += 1) socket.sendRaw(again);
  assert.equal(await socket.closed, 1008);
});

test("the longest drawing is guessed without holding anybody up", { skip }, async () => {
  const socket = await open();
  socket.send({ type: "begin", canvas: { width: 3_600, height: 3_600 } });
  await socket.waitFor("begun");
  // A spiral that grows, so that its image changes everywhere with each frame.
  for (let seq = 1; seq <= 40; seq += 1) {
    socket.sendBinary(pointsFrame(seq, Array.from({ length: 500 }, (_, index) => {
      const turn = (seq * 500 + index) / 100;
      return { x: Math.round(14_400 + turn * 60 * Math.cos(turn)),
        y: Math.round(14_400 + turn * 60 * Math.sin(turn)), elapsed: 4, pressure: 128 };
    }), { starts: seq === 1 }));
  }
  assert.equal((await socket.waitFor(({ type, seq }) => type === "guess" && seq === 40)).points, 20_000);
  socket.drop();
});

test("who draws is told guesses, and so is who hands in", { skip }, async () => {
  const pen = await Pen.start(server.port);
  pen.stroke(circle());
  const feedback = await pen.socket.waitFor(({ type, seq }) => type === "feedback" && seq === pen.seq);
  assertGuesses({ shape: "circle", confidence: feedback.guesses[0].confidence, ...feedback });
  assert.equal(typeof feedback.decided, "boolean");
  const submitted = await pen.submitted();
  assert.equal(submitted.guesses[0].shape, "circle");
  pen.socket.drop();

  const token = await newSession(server.port);
  const body = { id: newID(), shape: "circle", ...drawing() };
  const first = await ask(server.port, "POST", "/api/drawings", { token, body });
  assert.equal(first.json().guesses[0].shape, "circle");
  const second = await ask(server.port, "POST", "/api/drawings", { token, body });
  assert.deepEqual([second.status, second.headers["idempotent-replay"]], [200, "true"]);
  assert.deepEqual(second.body, first.body);
});

test("without a model all is refused, and drawing goes on", async () => {
  const bare = await Server.start({ flags: ["--starter", "none", "--no-worker"] });
  try {
    const answer = await ask(bare.port, "POST", classify, { body: drawing() });
    assert.deepEqual([answer.status, answer.json().code], [503, "no_model"]);
    await assert.rejects(WebSocketClient.open(bare.port, { path: "/ws/classify" }),
      (/** @type {any} */ error) => error.status === 503);
    const pen = await Pen.start(bare.port);
    pen.stroke(circle());
    assert.deepEqual((await pen.submitted()).guesses, []);
    pen.socket.drop();
  } finally {
    await bare.dispose();
  }
});

test("the command line says what drawings are", { skip }, () => {
  const folder = temporaryFolder();
  /** @param {string[]} args @param {string} [input] */
  const run = (args, input) => spawnSync(program, ["classify", ...args],
    { input, encoding: "utf8", env: { ...process.env, INKLING_DATA: folder } });
  const line = JSON.stringify({ shape: "circle", ...drawing() });
  const good = run(["-", "--model", model], `${line}\n${line}\n`);
  assert.equal(good.status, 0, good.stderr);
  const answers = good.stdout.trim().split("\n").map((text) => JSON.parse(text));
  assert.deepEqual(answers.map((answer) => [answer.line, answer.shape]), [[1, "circle"], [2, "circle"]]);
  assertGuesses(answers[0]);

  const pretty = join(folder, "pretty.json");
  writeFileSync(pretty, JSON.stringify(drawing(), null, 2));
  assert.equal(JSON.parse(run([pretty, "--model", model]).stdout).shape, "circle");

  const broken = run(["-", "--model", model], `${line}\n{"strokes":7}\n`);
  assert.equal(broken.status, 65);
  assert.match(broken.stderr, /line 2/);
  assert.equal(run([join(folder, "missing"), "--model", model]).status, 66);
  assert.equal(run([pretty, "--model", join(folder, "missing")]).status, 66);
  const onnx = join(folder, "model.onnx");
  writeFileSync(onnx, Buffer.concat([Buffer.from([8, 8, 18, 7]), Buffer.from("inkling"), Buffer.alloc(100)]));
  const foreign = run([pretty, "--model", onnx]);
  assert.equal(foreign.status, 65);
  assert.match(foreign.stderr, /model\.onnx: .*no model/);
});

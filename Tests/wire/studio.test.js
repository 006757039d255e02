// What programs ask of the models besides a drawing's name: why, by which model, thousands at once,
// the ideal behind the ink, and what it resembles.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Administrator } from "./administrator.js";
import { until, WebSocketClient } from "./client.js";
import { ask } from "./http.js";
import { asArrays, circle, pointsFrame } from "./pen.js";
import { madeUp, School, shapes } from "./school.js";

/** @type {School} */
let school;
/** @type {Administrator} */
let ada;
/** The version that was trained here. @type {string} */
let trained;

const canvas = { width: 400, height: 400 };
const round = { canvas, strokes: [asArrays(circle(60))] };

/** @param {string} path @param {unknown} body @param {Record<string, string>} [headers] */
const post = (path, body, headers = {}) => ask(school.server.port, "POST", `/api/inference/${path}`, { body, headers });

/** @param {[number, number][]} corners */
function along(corners) {
  const points = [];
  for (let index = 1; index < corners.length; index += 1) {
    for (let step = 0; step < 20; step += 1) {
      const [from, to] = [corners[index - 1], corners[index]];
      points.push([0, 1].map((axis) => from[axis] + (to[axis] - from[axis]) * step / 20));
    }
  }
  return [...points, corners[corners.length - 1]];
}

before(async () => {
  school = await School.open((await Promise.all(shapes.map((shape) => madeUp(shape, 60)))).join(""));
  ada = await Administrator.again(school.server);
  const job = await school.train({ epochs: 1, activate: false });
  await school.ended(job);
  const { models } = await school.get("models");
  trained = models.find((/** @type {any} */ model) => model.version !== "starter").version;
});
after(() => school.server.dispose());

test("a model of one's choice answers, and those there are have names", async () => {
  const { models } = (await ask(school.server.port, "GET", "/api/inference/models")).json();
  assert.deepEqual(models.map((/** @type {any} */ model) => [model.version, model.active]),
    [[trained, false], ["starter", true]]);
  assert.deepEqual(models[0].classes.slice(-1), ["none"]);
  for (const version of [trained, "starter"]) {
    const answer = await post("classify", { ...round, model: version });
    assert.deepEqual([answer.status, answer.json().model], [200, version]);
    const info = await ask(school.server.port, "GET", `/api/inference/model/info?model=${version}`);
    assert.equal(info.json().version, version);
  }
  const unknown = await post("classify", { ...round, model: "../starter" });
  assert.deepEqual([unknown.status, unknown.json().code], [422, "unknown_model"]);
  assert.equal((await post("classify", { ...round, model: 7 })).json().errors[0].path, "model");
});

test("an answer is explained by what the network saw and by what each stroke is worth", async () => {
  const stray = [[390, 390], [391, 391]];
  const { explanation, confidence } = (await post("classify",
    { ...round, strokes: [...round.strokes, stray], explain: true })).json();
  const pixels = Buffer.from(explanation.input.pixels, "base64");
  assert.equal(pixels.length, explanation.input.size ** 2);
  assert.ok(pixels.some((pixel) => pixel === 127) && pixels.every((pixel) => pixel <= 127));
  assert.ok(explanation.strokes[0].importance > 0.5 && explanation.strokes[0].importance <= confidence);
  assert.equal(explanation.strokes[1].importance, 0, "a stray stroke is dropped");
  assert.equal((await post("classify", round)).json().explanation, undefined);
});

test("thousands are answered line by line, and a broken line harms no other", async () => {
  const lines = (await Promise.all(shapes.map((shape) => madeUp(shape, 400, 5)))).join("").trim().split("\n");
  lines.splice(3, 0, "{", JSON.stringify({ word: "A Circle", drawing: [[[0, 1], [0, 1]]] }),
    JSON.stringify({ strokes: [[[1, 1]]] }));
  const answer = await post("batch", Buffer.from(`${lines.join("\r\n")}\n\n`));
  assert.equal(answer.status, 200);
  assert.equal(answer.headers["content-type"], "application/x-ndjson");
  const answers = answer.body.toString().trim().split("\n").map((line) => JSON.parse(line));
  const { elapsed_ms: elapsed, ...last } = answers.pop();
  assert.deepEqual(last, { done: true, drawings: 2_001, faults: 2, model: "starter" });
  assert.ok(elapsed > 0);
  assert.deepEqual(answers.map(({ index }) => index), answers.map((_, index) => index));
  assert.deepEqual([answers[3].error.code, answers[5].error.code], ["malformed_json", "invalid"]);
  assert.equal(answers[4].expected, "a_circle");
  const told = answers.filter(({ expected }) => shapes.includes(expected));
  const right = told.filter(({ expected, shape }) => expected === shape);
  assert.ok(told.length === 2_000 && right.length > 1_900, `${right.length} of ${told.length}`);
  // The same as asked one by one.
  const single = (await post("classify", JSON.parse(lines[0]))).json();
  assert.deepEqual(answers[0].guesses, single.guesses);
  const other = await post(`batch?model=${trained}`, Buffer.from(lines[0]));
  assert.equal(JSON.parse(other.body.toString().trim().split("\n")[1]).model, trained);
});

test("a batch of more lines than are taken is refused whole", async () => {
  const many = await post("batch", Buffer.alloc(100_002, "\n"));
  assert.deepEqual([many.status, many.json().code], [422, "invalid"]);
});

test("ink is snapped to its ideal, with the figures of the shape", async () => {
  const fitted = (await post("fit", round)).json();
  assert.equal(fitted.shape, "circle");
  assert.equal(fitted.geometry.kind, "circle");
  const box = round.strokes[0].map(([x]) => x);
  assert.ok(Math.abs(fitted.geometry.radius * 2 - (Math.max(...box) - Math.min(...box))) < 4);
  assert.ok(fitted.residual >= 0 && fitted.residual < 0.02, `residual ${fitted.residual}`);

  const square = (await post("fit", { canvas, shape: "square",
    strokes: [along([[100, 100], [300, 105], [300, 300], [100, 300], [100, 100]])] })).json();
  assert.deepEqual([square.shape, square.confidence, square.geometry.kind, square.geometry.corners.length],
    ["square", null, "polygon", 4]);
  const line = (await post("fit", { canvas, shape: "line", strokes: [along([[10, 20], [310, 22]])] })).json();
  assert.equal(line.geometry.kind, "line");
  const ends = [line.geometry.from[0], line.geometry.to[0]].sort((a, b) => a - b);
  assert.ok(Math.abs(ends[0] - 10) < 2 && Math.abs(ends[1] - 310) < 2, String(ends));
  const heart = (await post("fit", { ...round, shape: "heart" })).json();
  assert.equal(heart.geometry.kind, "outline");
  assert.ok(heart.residual > fitted.residual * 2, "a circle is a poor heart");

  const none = (await post("fit", { canvas,
    strokes: [along([[10, 10], [390, 30], [20, 50], [380, 200], [30, 90], [370, 390], [10, 300]])] })).json();
  if (none.shape === null) assert.deepEqual([none.ideal, none.geometry, none.residual], [null, null, null]);
  assert.equal((await post("fit", { ...round, shape: "dodecahedron" })).json().code, "unknown_shape");
  assert.equal((await post("fit", { canvas, strokes: [[[1, 1]]] })).status, 422);
});

test("what it resembles is shown to administrators alone", async () => {
  assert.equal((await post("nearest", round)).status, 401);
  const { drawings, searched } = (await ada.ask("POST", "/api/inference/nearest", { ...round, count: 5 })).json();
  assert.equal(drawings.length, 5);
  assert.ok(searched > 200 && searched < 300, `${searched}: a tenth is set aside`);
  assert.equal(drawings[0].shape, "circle");
  const near = drawings.map((/** @type {any} */ drawing) => drawing.similarity);
  assert.deepEqual([...near].sort((a, b) => b - a), near);
  assert.ok(near[0] <= 1 && near[0] > 0.5);
  const itself = (await ada.ask("GET", `/api/drawings/${drawings[0].id}`)).json();
  assert.equal(itself.shape, "circle");
  const again = (await ada.ask("POST", "/api/inference/nearest", { ...itself, count: 1 })).json().drawings[0];
  assert.ok(again.similarity > 0.999 && again.id === drawings[0].id, "nothing is nearer than itself");
  assert.equal((await ada.ask("POST", "/api/inference/nearest", { ...round, count: 25 })).status, 422);
});

/** @param {Record<string, unknown>} [begin] @param {string} [path] */
async function stream(begin = {}, path = "/ws/classify") {
  const socket = await WebSocketClient.open(school.server.port, { path });
  await socket.waitFor("welcome");
  socket.send({ type: "begin", canvas, ...begin });
  return socket;
}

test("two models look at the same ink, each on a stream of its own", async () => {
  const sockets = await Promise.all([stream({ model: trained }), stream({ model: "starter" }), stream()]);
  for (const socket of sockets) {
    // Before the model was read from its file: nothing is lost.
    socket.sendBinary(pointsFrame(1, circle(60), { starts: true, ends: true }));
  }
  const guesses = await Promise.all(sockets.map((socket) => socket.waitFor("guess")));
  assert.deepEqual(guesses.map(({ model }) => model), [trained, "starter", "starter"]);
  assert.deepEqual(guesses[1].guesses, guesses[2].guesses);
  assert.deepEqual(guesses[0].guesses, (await post("classify", { ...round, model: trained })).json().guesses);
  // The one that was named stays; the one that was not follows what serves.
  await school.post(`models/${trained}/activate`);
  assert.equal((await sockets[2].waitFor("model")).version, trained);
  for (const socket of sockets) socket.send({ type: "truncate", seq: 2, points: 40 });
  const later = await Promise.all(sockets.map((socket) => (
    socket.waitFor(({ type, seq }) => type === "guess" && seq === 2))));
  assert.deepEqual(later.map(({ model }) => model), [trained, "starter", trained]);
  await school.post("models/starter/activate");
  const refused = await stream({ model: "v0" });
  assert.deepEqual([(await refused.waitFor("error")).code], ["unknown_model"]);
  refused.send({ type: "begin" });
  await refused.waitFor("begun");
  for (const socket of [...sockets, refused]) socket.drop();
});

/** @param {Record<string, unknown>} body */
async function newKey(body) {
  const made = await ada.ask("POST", "/api/admin/keys", body);
  assert.equal(made.status, 201, made.body.toString());
  return made.json();
}

/** @param {number} id */
const usageOf = async (id) =>
  (await ada.ask("GET", "/api/admin/keys")).json().keys.find((/** @type {any} */ key) => key.id === id).usage;

test("a key has its own pace, and what it was used for is counted", async () => {
  const { id, key, per_second: pace } = await newKey({ name: "slow", scopes: ["classify"], per_second: 5 });
  assert.equal(pace, 5);
  const headers = { authorization: `Bearer ${key}` };
  const many = { drawings: Array(4).fill(round) };
  assert.equal((await post("classify", many, headers)).status, 200);
  const refused = await post("classify", many, headers);
  assert.deepEqual([refused.status, refused.headers["retry-after"]], [429, "1"]);
  assert.deepEqual(await usageOf(id), { requests: 2, drawings: 5, refused: 1 });
  const unknown = await post("classify", round, { authorization: `Bearer inkling_${"a".repeat(43)}` });
  assert.equal(unknown.json().code, "key_unknown");
  for (const wrong of [0, 1.5, "9", 1e6]) {
    const answer = await ada.ask("POST", "/api/admin/keys", { name: "a", scopes: ["classify"], per_second: wrong });
    assert.equal(answer.json().errors[0].path, "per_second");
  }
});

test("a batch counts its own lines, and ends when its key is revoked", async () => {
  const line = `${JSON.stringify(round)}\n`;
  const quick = await newKey({ name: "quick", scopes: ["classify"] });
  assert.equal((await post("batch", Buffer.from(line.repeat(7)), { "x-api-key": quick.key })).status, 200);
  assert.deepEqual(await usageOf(quick.id), { requests: 1, drawings: 7, refused: 0 });
  const slow = await newKey({ name: "slow batch", scopes: ["classify"], per_second: 2 });
  const going = post("batch", Buffer.from(line.repeat(500)), { "x-api-key": slow.key });
  await until(async () => (await usageOf(slow.id)).drawings > 1);
  await ada.ask("DELETE", `/api/admin/keys/${slow.id}`);
  const answers = (await going).body.toString().trim().split("\n").map((text) => JSON.parse(text));
  assert.equal(answers.pop().error.code, "key_revoked");
  assert.ok(answers.length < 60, `${answers.length} answers at two a second`);
});

test("keys that nobody has do not hold up those who ask from the same machine", async () => {
  const { key } = await newKey({ name: "good", scopes: ["classify"] });
  const wrong = { "x-api-key": `inkling_${"b".repeat(43)}` };
  let refused = 0;
  while (refused === 0) {
    const answers = await Promise.all(Array.from({ length: 100 }, () => post("classify", round, wrong)));
    refused = answers.filter(({ status }) => status === 429).length;
  }
  assert.equal((await post("classify", round)).status, 200);
  const keyless = await post("classify", { drawings: Array(1_000).fill(round) });
  assert.equal(keyless.status, 200, "20,000 a second without a key");
  await until(async () => (await post("classify", round, { "x-api-key": key })).status === 200);
});

test("a key without the scope is refused, also on a stream", async () => {
  const { id, key } = await newKey({ name: "hands in", scopes: ["submit"] });
  assert.deepEqual([(await post("classify", round, { "x-api-key": key })).json().code], ["key_scope"]);
  const socket = await WebSocketClient.open(school.server.port, { path: `/ws/classify?key=${key}` });
  assert.equal((await socket.waitFor("error")).code, "key_scope");
  assert.equal((await usageOf(id)).refused, 2);
});

test("a key that is revoked in mid-stream ends the stream, and no other", async () => {
  const one = await newKey({ name: "one", scopes: ["classify"] });
  const two = await newKey({ name: "two", scopes: ["classify"] });
  const going = await stream({}, `/ws/classify?key=${one.key}`);
  const staying = await stream({}, `/ws/classify?key=${two.key}`);
  for (const socket of [going, staying]) {
    socket.sendBinary(pointsFrame(1, circle(30), { starts: true }));
    await socket.waitFor("guess");
  }
  await ada.ask("DELETE", `/api/admin/keys/${one.id}`);
  const told = await going.waitFor("error");
  assert.deepEqual([told.code, told.fatal], ["key_revoked", true]);
  await going.closed;
  assert.equal(going.code, 1008);
  staying.sendBinary(pointsFrame(2, circle(30), { ends: true }));
  await staying.waitFor(({ type, seq }) => type === "guess" && seq === 2);
  assert.ok((await usageOf(two.id)).drawings >= 2);
  staying.drop();
});

test("a model whose file was damaged is not asked, and says so", async () => {
  await school.server.kill();
  const file = join(school.server.data, "models", `${trained}.ink`);
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(file, bytes);
  await school.server.start();
  for (const path of ["classify", `batch?model=${trained}`]) {
    const answer = await post(path, { ...round, model: trained });
    assert.deepEqual([answer.status, answer.json().code], [409, "model_damaged"]);
  }
  const socket = await stream({ model: trained });
  assert.equal((await socket.waitFor("error")).code, "model_damaged");
  socket.send({ type: "begin" });
  await socket.waitFor("begun");
  socket.drop();
  assert.equal((await post("classify", round)).json().model, "starter");
});

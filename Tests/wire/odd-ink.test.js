// Whatever programs may send to the models: a clear answer to each, and nobody else is disturbed.
import assert from "node:assert/strict";
import { connect } from "node:net";
import { gunzipSync } from "node:zlib";
import { after, before, test } from "node:test";
import { Server } from "../shared/server.js";
import { frame, opcodes, until, WebSocketClient } from "./client.js";
import { ask } from "./http.js";
import { circle, pointsFrame } from "./pen.js";

/** @type {Server} */
let server;
before(async () => { server = await Server.start({ flags: ["--no-worker"] }); });
after(() => server.dispose());

const canvas = { width: 400, height: 400 };
/** @param {string} path @param {unknown} body */
const post = (path, body) => ask(server.port, "POST", `/api/inference/${path}`, { body });
/** @param {number} count */
const row = (count) => Array.from({ length: count }, (_, index) => [index % 400, (index * 7) % 400]);

test("ink of one point, of too many, of too many strokes, of no numbers", async () => {
  const routes = ["classify", "fit", "complete", "classify-many"];
  for (const route of routes) {
    const send = (/** @type {any} */ ink) => (
      route === "classify-many" ? post("classify", { drawings: [ink] }) : post(route, { ...ink, shape: "circle" }));
    for (const [strokes, path] of /** @type {[any, RegExp][]} */ ([
      [[[[1, 1]]], /strokes/], [[row(20_001)], /strokes/], [row(300).map((point) => [point, point]), /strokes/],
      [[[[1, 1], [null, 2]]], /strokes\[0\]\[1\]/], [[[["1", 1], [2, 2]]], /strokes\[0\]\[0\]/], ["ink", /strokes/],
    ])) {
      const answer = await send({ canvas, strokes });
      assert.equal(answer.status, 422, `${route}: ${JSON.stringify(strokes).slice(0, 60)}`);
      assert.match(answer.json().errors[0].path, path);
    }
    assert.equal((await send({ canvas, strokes: [row(20_000)] })).status, 200, `${route} takes 20,000 points`);
    const nan = await post(route.split("-")[0], Buffer.from('{"strokes":[[[1,NaN],[2,2]]]}'));
    assert.deepEqual([nan.status, nan.json().code], [400, "malformed_json"]);
  }
});

test("a stream refuses the same, and goes on", async () => {
  const socket = await WebSocketClient.open(server.port, { path: "/ws/classify" });
  await socket.waitFor("welcome");
  socket.send({ type: "begin", canvas });
  await socket.waitFor("begun");
  const points = circle(500);
  for (let seq = 1; seq <= 40; seq += 1) socket.sendBinary(pointsFrame(seq, points, { starts: seq === 1 }));
  assert.equal((await socket.waitFor(({ type, points: count }) => type === "guess" && count === 20_000)).seq, 40);
  socket.sendBinary(pointsFrame(41, points.slice(0, 1)));
  assert.equal((await socket.waitFor("error")).code, "too_many_points");
  socket.send({ type: "truncate", seq: 41, points: 0 });
  for (let seq = 42; seq < 42 + 256; seq += 1) {
    socket.sendBinary(pointsFrame(seq, points.slice(0, 2), { starts: true, ends: true }));
  }
  socket.sendBinary(pointsFrame(298, points.slice(0, 2), { starts: true, ends: true }));
  assert.equal((await socket.waitFor("error")).code, "too_many_strokes");
  socket.send({ type: "reset" });
  await socket.waitFor("begun");
  socket.sendBinary(pointsFrame(1, circle(60), { starts: true, ends: true }));
  const last = await socket.waitFor(({ type, seq, points: count }) => type === "guess" && seq === 1 && count === 60);
  assert.equal(last.shape, "circle");
  socket.drop();
});

test("who never reads is not waited for, and others are answered", async () => {
  const lines = JSON.stringify({ canvas, strokes: [row(60)] }) + "\n";
  const body = lines.repeat(25_000);
  // What is cut off in mid-write is no fault of the test.
  const raw = () => connect(server.port, "127.0.0.1").on("error", () => {});
  const sleeper = raw();
  sleeper.pause();
  sleeper.write(`POST /api/inference/batch HTTP/1.1\r\nHost: x\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`);
  sleeper.write(body);
  const deaf = raw();
  deaf.write("GET /ws/classify HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    + "Sec-WebSocket-Key: bm90IGEgc2VjcmV0IGtleQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
  deaf.pause();
  deaf.write(frame(opcodes.text, '{"type":"begin"}'));
  for (let seq = 1; seq <= 5_000; seq += 1) {
    deaf.write(frame(opcodes.binary, pointsFrame(seq, circle(2), { starts: seq === 1 })));
  }
  for (let turn = 0; turn < 20; turn += 1) {
    assert.equal((await post("classify", { canvas, strokes: [row(60)] })).status, 200);
  }
  const socket = await WebSocketClient.open(server.port, { path: "/ws/classify" });
  await socket.waitFor("welcome");
  socket.send({ type: "begin", canvas });
  socket.sendBinary(pointsFrame(1, circle(60), { starts: true, ends: true }));
  await socket.waitFor("guess");
  for (const gone of [sleeper, deaf]) gone.destroy();
  socket.drop();
  // The thread that wrote to nobody is free again.
  await until(async () => (await post("batch", Buffer.from(lines))).status === 200);
});

test("a model's file travels packed to whoever takes that, and is the same", async () => {
  const path = "/api/inference/model/file";
  const plain = await ask(server.port, "GET", path);
  const packed = await ask(server.port, "GET", path, { headers: { "accept-encoding": "gzip" } });
  assert.equal(packed.headers["content-encoding"], "gzip");
  assert.ok(packed.body.length < plain.body.length * 0.9, `${packed.body.length} of ${plain.body.length} bytes`);
  assert.ok(gunzipSync(packed.body).equals(plain.body));
  assert.notEqual(packed.headers.etag, plain.headers.etag);
  for (const { headers } of [plain, packed]) {
    const known = await ask(server.port, "GET", path, { headers: { "if-none-match": String(headers.etag) } });
    assert.equal(known.status, 304);
  }
});

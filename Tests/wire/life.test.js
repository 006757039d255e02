import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Server } from "../shared/server.js";
import { ask } from "./http.js";
import { asArrays, asWirePoints, circle, Pen } from "./pen.js";

/** @type {Server} */
let server;
before(async () => { server = await Server.start(); });
after(() => server.dispose());

/** @param {Pen} pen @returns {Promise<any>} the drawing as the server keeps it */
async function stored(pen) {
  const answer = await ask(server.port, "GET", `/api/drawings/${pen.id}`, { token: pen.token });
  assert.equal(answer.status, 200, answer.body.toString());
  return answer.json();
}

test("a drawing sent in binary is stored bit for bit", async () => {
  const pen = await Pen.start(server.port);
  const [first, second] = [circle(60), circle(30)];
  second[0].elapsed = 400;
  pen.stroke(first);
  pen.stroke(second);
  const told = await pen.submitted();
  assert.equal(told.drawing, pen.id);
  assert.ok(told.quality >= 0 && told.quality <= 1);
  assert.ok(Array.isArray(told.hints) && Array.isArray(told.guesses));
  assert.equal(told.stats.drawings, 1);
  const drawing = await stored(pen);
  assert.deepEqual(asWirePoints(drawing.strokes), [first, second]);
  assert.deepEqual(drawing.canvas, { width: 400, height: 400 });
  assert.equal(drawing.device, "pen");
  assert.equal(drawing.shape, "circle");
  assert.equal(drawing.status, "complete");
  pen.socket.drop();
});

test("a drawing sent as JSON gives the same as one sent in binary", async () => {
  const points = circle(80);
  const binary = await Pen.start(server.port);
  binary.stroke(points, 25);
  const one = await binary.submitted();
  const json = await Pen.start(server.port);
  let clock = 0;
  for (let at = 0; at < points.length; at += 25) {
    const piece = points.slice(at, at + 25);
    json.operation({ type: "points", points: asArrays(piece, clock), starts_stroke: at === 0,
      ends_stroke: at + 25 >= points.length });
    clock += piece.reduce((sum, { elapsed }) => sum + elapsed, 0);
  }
  const other = await json.submitted();
  assert.deepEqual([other.quality, other.hints], [one.quality, one.hints]);
  assert.deepEqual(asWirePoints((await stored(json)).strokes), [points]);
  assert.deepEqual((await stored(json)).strokes, (await stored(binary)).strokes);
  binary.socket.drop();
  json.socket.drop();
});

test("the widest values of a binary frame survive", async () => {
  const pen = await Pen.start(server.port);
  const points = [
    { x: -320, y: -320, elapsed: 0, pressure: 0 },
    { x: 3_520, y: 3_520, elapsed: 65_535, pressure: 255 },
    { x: -320, y: 3_520, elapsed: 0, pressure: 1 },
  ];
  pen.points(points, { starts: true, ends: true });
  await pen.submitted();
  assert.deepEqual(asWirePoints((await stored(pen)).strokes), [points]);
  pen.socket.drop();
});

test("a stroke goes on over frames until one starts the next", async () => {
  const pen = await Pen.start(server.port);
  const [a, b, c] = [circle(5), circle(4), circle(3)].map((points) =>
    points.map((point) => ({ ...point, elapsed: 10 })));
  a[0].elapsed = 0;
  pen.points(a, { starts: true });
  pen.points(b);
  pen.points([], { ends: true });
  pen.points(c, { starts: true });
  await pen.submitted();
  assert.deepEqual(asWirePoints((await stored(pen)).strokes), [[...a, ...b], c]);
  pen.socket.drop();
});

test("a style holds for the strokes that follow", async () => {
  const pen = await Pen.start(server.port);
  pen.stroke(circle(10));
  pen.operation({ type: "style", color: "#1A2b3c", width: 7.5 });
  pen.stroke(circle(10));
  pen.stroke(circle(10));
  await pen.submitted();
  const { strokes } = await stored(pen);
  assert.notEqual(strokes[0].color, "#1a2b3c");
  for (const stroke of strokes.slice(1)) {
    assert.deepEqual([stroke.color, stroke.width], ["#1a2b3c", 7.5]);
  }
  pen.socket.drop();
});

test("truncate takes the last points back, and all of them", async () => {
  const pen = await Pen.start(server.port);
  const kept = circle(12).slice(0, 7);
  pen.stroke(circle(50));
  pen.operation({ type: "truncate", points: 0 });
  await pen.socket.waitFor((message) => message.type === "feedback" && message.points === 0);
  pen.stroke(circle(12), 4);
  pen.stroke(circle(9));
  pen.operation({ type: "truncate", points: 7 });
  await pen.socket.waitFor((message) => message.type === "feedback" && message.points === 7);
  await pen.submitted();
  assert.deepEqual(asWirePoints((await stored(pen)).strokes), [kept]);
  pen.socket.drop();
});

test("a truncate beyond the ink is refused and changes nothing", async () => {
  const pen = await Pen.start(server.port);
  pen.stroke(circle(10));
  for (const points of [11, -1, 1.5, "3", undefined]) {
    pen.socket.send({ type: "truncate", seq: pen.seq + 1, points });
    assert.equal((await pen.socket.waitFor("error")).code, "invalid");
  }
  await pen.submitted();
  assert.equal((await stored(pen)).strokes[0].points.length, 10);
  pen.socket.drop();
});

test("feedback comes at most 30 times a second, and saved reaches the last operation", async () => {
  const pen = await Pen.start(server.port);
  const started = Date.now();
  pen.points(circle(2), { starts: true });
  for (let count = 0; count < 600; count += 1) {
    pen.points([{ ...circle(300)[count % 300], elapsed: 3 }]);
    if (count % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await pen.saved();
  const seconds = (Date.now() - started) / 1_000;
  const feedback = pen.socket.received.filter(({ type }) => type === "feedback");
  assert.ok(feedback.length <= 30 * (seconds + 1) + 2, `${feedback.length} in ${seconds} s`);
  assert.ok(feedback.length >= 5, `${feedback.length} in ${seconds} s`);
  let last = { seq: 0, saved: 0 };
  for (const message of feedback) {
    assert.equal(message.drawing, pen.id);
    assert.ok(message.seq >= last.seq && message.saved >= last.saved && message.saved <= message.seq);
    assert.ok(message.quality >= 0 && message.quality <= 1);
    for (const hint of message.hints) assert.ok(hint.code && hint.message);
    assert.ok(Array.isArray(message.guesses));
    last = /** @type {any} */ (message);
  }
  pen.socket.drop();
});

test("one connection draws one drawing after the other", async () => {
  const pen = await Pen.start(server.port);
  for (let count = 1; count <= 5; count += 1) {
    const next = count === 1 ? pen : new Pen(pen.socket);
    if (next !== pen) {
      next.begin({ shape: "line" });
      await pen.socket.waitFor("begun");
    }
    next.stroke(circle(20));
    const told = await next.submitted();
    assert.deepEqual([told.drawing, told.stats.drawings], [next.id, count]);
  }
  pen.socket.drop();
});

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Server } from "../shared/server.js";
import { WebSocketClient } from "./client.js";
import { ask } from "./http.js";
import { asArrays, asWirePoints, circle, Pen, pointsFrame } from "./pen.js";

/** @type {Server} */
let server;
before(async () => { server = await Server.start({ flags: ["--threads", "2"] }); });
after(() => server.dispose());

/** @param {string | undefined} token */
async function open(token) {
  const socket = await WebSocketClient.open(server.port, { path: `/ws/drawing?token=${token}` });
  return { socket, welcome: await socket.waitFor("welcome") };
}

/** @param {Pen} pen @returns {Promise<import("./pen.js").WirePoint[][]>} */
async function storedPoints(pen) {
  const answer = await ask(server.port, "GET", `/api/drawings/${pen.id}`, { token: pen.token });
  assert.equal(answer.status, 200, answer.body.toString());
  return asWirePoints(answer.json().strokes);
}

/** Asserts that a `resumed` holds these points. @param {any} resumed @param {any[]} points */
function assertInk(resumed, points) {
  assert.equal(resumed.points, points.length);
  const wanted = asArrays(points);
  const got = resumed.strokes.flat();
  assert.equal(got.length, wanted.length);
  got.forEach((/** @type {number[]} */ [x, y, pressure, t], /** @type {number} */ index) => {
    assert.deepEqual([x, y, t], [wanted[index][0], wanted[index][1], wanted[index][3]]);
    assert.ok(Math.abs(pressure - wanted[index][2]) < 0.002);
  });
}

test("after a drop the welcome names the open drawing, and it goes on where it was", async () => {
  const pen = await Pen.start(server.port);
  pen.stroke(circle(40).slice(0, 30), 10);
  await pen.saved();
  await pen.socket.drop();
  let { socket, welcome } = await open(pen.token);
  while (welcome.open === null) {
    // The server may not have noticed the drop yet.
    socket.drop();
    ({ socket, welcome } = await open(pen.token));
  }
  assert.deepEqual(welcome.open, { drawing: pen.id, shape: "circle", seq: pen.seq });
  socket.send({ type: "resume", drawing: pen.id });
  const resumed = await socket.waitFor("resumed");
  assert.equal(resumed.seq, pen.seq);
  assertInk(resumed, circle(40).slice(0, 30));
  pen.socket = socket;
  pen.stroke(circle(40).slice(30));
  await pen.submitted();
  assert.equal((await storedPoints(pen)).flat().length, 40);
  socket.drop();
});

test("operations sent again are applied once", async () => {
  const pen = await Pen.start(server.port);
  const points = circle(40);
  const frames = [0, 1, 2, 3].map((index) =>
    pointsFrame(index + 1, points.slice(index * 10, index * 10 + 10), { starts: index === 0 }));
  for (const count of [1, 2, 3, 4, 4, 4]) frames.slice(0, count).forEach((one) => pen.socket.sendBinary(one));
  pen.socket.send({ type: "points", seq: 2, points: [[1, 1, 0.5, 1]] });
  pen.socket.send({ type: "truncate", seq: 3, points: 0 });
  pen.seq = 4;
  await pen.submitted();
  assert.deepEqual(await storedPoints(pen), [points]);
  pen.socket.drop();
});

test("a gap is answered with the operation that is expected", async () => {
  const pen = await Pen.start(server.port);
  pen.points(circle(10), { starts: true });
  for (const frame of [3, 4, 5]) pen.socket.sendBinary(pointsFrame(frame, circle(10)));
  const error = await pen.socket.waitFor("error");
  assert.deepEqual([error.code, error.seq, error.fatal], ["gap", 2, false]);
  pen.points(circle(10), { ends: true });
  pen.socket.send({ type: "submit", seq: 4 });
  assert.equal((await pen.socket.waitFor("error")).seq, 3);
  await pen.submitted();
  assert.equal((await storedPoints(pen)).flat().length, 20);
  pen.socket.drop();
});

test("an operation numbered 0, or not numbered, is refused", async () => {
  const pen = await Pen.start(server.port);
  for (const seq of [0, -1, 1.5, "1", null, 4_294_967_296]) {
    pen.socket.send({ type: "points", seq, starts_stroke: true, points: [[1, 1, 0.5, 0]] });
    assert.equal((await pen.socket.waitFor("error")).type, "error");
  }
  pen.socket.sendBinary(pointsFrame(0, circle(2), { starts: true }));
  assert.equal((await pen.socket.waitFor("error")).code, "gap");
  pen.stroke(circle(3));
  await pen.submitted();
  pen.socket.drop();
});

test("begin sent again is a resume", async () => {
  const pen = await Pen.start(server.port);
  pen.points(circle(10), { starts: true });
  pen.begin();
  const resumed = await pen.socket.waitFor("resumed");
  assert.deepEqual([resumed.drawing, resumed.seq], [pen.id, 1]);
  assertInk(resumed, circle(10));
  pen.points(circle(10), { ends: true });
  await pen.submitted();
  pen.socket.drop();
});

test("a second connection takes the drawing over and the first is told", async () => {
  const pen = await Pen.start(server.port);
  pen.points(circle(10), { starts: true });
  await pen.saved();
  for (let count = 0; count < 6; count += 1) {
    const { socket } = await open(pen.token);
    socket.send({ type: "resume", drawing: pen.id });
    const resumed = await socket.waitFor("resumed");
    assertInk(resumed, circle(10));
    const error = await pen.socket.waitFor("error");
    assert.deepEqual([error.code, error.fatal], ["taken_over", true]);
    await pen.socket.closed;
    pen.socket = socket;
  }
  await pen.submitted();
  pen.socket.drop();
});

test("a drawing taken over in full flight loses no operation that was answered", async () => {
  const pen = await Pen.start(server.port);
  const points = circle(400);
  for (let at = 0; at < 200; at += 2) pen.points(points.slice(at, at + 2), { starts: at === 0 });
  const { socket } = await open(pen.token);
  socket.send({ type: "resume", drawing: pen.id });
  const { seq } = await socket.waitFor("resumed");
  const told = pen.socket.received.reduce((most, { saved, type, seq: at }) =>
    Math.max(most, type === "saved" ? at : saved ?? 0), 0);
  assert.ok(seq >= told, `${seq} after ${told} were saved`);
  [pen.socket, pen.seq] = [socket, seq];
  for (let at = seq * 2; at < 400; at += 2) pen.points(points.slice(at, at + 2), { starts: at === 0 });
  await pen.submitted();
  assert.deepEqual(await storedPoints(pen), [points]);
  socket.drop();
});

test("somebody else's drawing is refused, open and submitted", async () => {
  const pen = await Pen.start(server.port);
  pen.stroke(circle(10));
  await pen.saved();
  const other = await WebSocketClient.open(server.port);
  await other.waitFor("welcome");
  const tryAll = async () => {
    for (const type of ["resume", "begin", "discard"]) {
      other.send({ type, drawing: pen.id, shape: "circle", canvas: { width: 400, height: 400 } });
      const answer = await other.waitFor(({ type: got }) => got === "error" || got === "discarded");
      assert.equal(answer.code, "not_yours", `${type} was answered ${JSON.stringify(answer)}`);
    }
  };
  await tryAll();
  await pen.submitted();
  await tryAll();
  assert.equal((await storedPoints(pen)).flat().length, 10);
  for (const socket of [other, pen.socket]) socket.drop();
});

test("submit sent again, and resume after it, are answered submitted", async () => {
  const pen = await Pen.start(server.port);
  pen.stroke(circle(30));
  const first = await pen.submitted();
  pen.socket.send({ type: "resume", drawing: pen.id });
  const again = await pen.socket.waitFor("submitted");
  assert.deepEqual([again.drawing, again.quality], [pen.id, first.quality]);
  pen.begin();
  assert.equal((await pen.socket.waitFor("submitted")).drawing, pen.id);
  const { socket, welcome } = await open(pen.token);
  assert.equal(welcome.open, null);
  socket.send({ type: "resume", drawing: pen.id });
  const later = await socket.waitFor("submitted");
  assert.deepEqual([later.drawing, later.stats.drawings], [pen.id, 1]);
  for (const one of [socket, pen.socket]) one.drop();
});

test("two submits in one breath store one drawing", async () => {
  const pen = await Pen.start(server.port);
  pen.stroke(circle(30));
  pen.submit();
  for (const seq of [pen.seq, pen.seq]) pen.socket.send({ type: "submit", seq });
  await pen.socket.waitFor("submitted");
  const stats = await ask(server.port, "GET", "/api/user/stats", { token: pen.token });
  assert.equal(stats.json().drawings, 1);
  pen.socket.drop();
});

test("a submit without ink is refused", async () => {
  const pen = await Pen.start(server.port);
  pen.submit();
  assert.equal((await pen.socket.waitFor("error")).code, "too_few_points");
  pen.seq -= 1;
  pen.points(circle(1), { starts: true });
  pen.submit();
  assert.equal((await pen.socket.waitFor("error")).code, "too_few_points");
  pen.socket.drop();
});

test("a discarded drawing is gone, open or left", async () => {
  const pen = await Pen.start(server.port);
  pen.stroke(circle(10));
  await pen.saved();
  pen.socket.send({ type: "discard", drawing: pen.id });
  await pen.socket.waitFor("discarded");
  pen.socket.send({ type: "resume", drawing: pen.id });
  assert.equal((await pen.socket.waitFor("error")).code, "unknown_drawing");
  const answer = await ask(server.port, "GET", `/api/drawings/${pen.id}`, { token: pen.token });
  assert.equal(answer.status, 404);
  await pen.socket.drop();
  const { socket, welcome } = await open(pen.token);
  assert.equal(welcome.open, null);
  socket.drop();
});

test("a submitted drawing cannot be discarded", async () => {
  const pen = await Pen.start(server.port);
  pen.stroke(circle(10));
  await pen.submitted();
  pen.socket.send({ type: "discard", drawing: pen.id });
  const answer = await pen.socket.waitFor(({ type }) => type !== "saved" && type !== "feedback");
  assert.notEqual(answer.type, "discarded", "it is told as gone and is still there");
  assert.equal((await storedPoints(pen)).length, 1);
  pen.socket.drop();
});

test("operations without a drawing, and unknown drawings, are errors that end nothing", async () => {
  const { socket } = await open("").catch(() => ({ socket: null }));
  assert.ok(socket);
  for (const message of [
    { type: "points", seq: 1, points: [] }, { type: "style", seq: 1, color: "#000000", width: 3 },
    { type: "truncate", seq: 1, points: 0 }, { type: "submit", seq: 1 }]) {
    socket.send(message);
    assert.equal((await socket.waitFor("error")).code, "no_drawing", message.type);
  }
  socket.sendBinary(pointsFrame(1, circle(2), { starts: true }));
  assert.equal((await socket.waitFor("error")).code, "no_drawing");
  socket.send({ type: "resume", drawing: "018bcfe5-6800-7ec9-a84a-8322fdf9cfb4" });
  assert.equal((await socket.waitFor("error")).code, "unknown_drawing");
  socket.drop();
});

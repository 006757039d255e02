import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Server } from "../shared/server.js";
import { Refused, WebSocketClient } from "./client.js";
import { ask, newSession } from "./http.js";
import { circle, Pen, pointsFrame } from "./pen.js";

/** @type {Server} */
let server;
before(async () => { server = await Server.start(); });
after(() => server.dispose());

const goodBegin = { type: "begin", drawing: "018bcfe5-6800-7ec9-a84a-8322fdf9cfb4", shape: "circle",
  canvas: { width: 400, height: 400 }, device: "mouse" };
/** What makes it wrong, and the code of the answer. @type {[object, string][]} */
const wrongBegins = [
  [{ drawing: undefined }, "invalid"], [{ drawing: "1" }, "invalid"], [{ drawing: 7 }, "invalid"],
  [{ shape: "dodecahedron" }, "unknown_shape"], [{ shape: undefined }, "unknown_shape"],
  [{ canvas: undefined }, "invalid"], [{ canvas: { width: 15, height: 400 } }, "invalid"],
  [{ canvas: { width: 400, height: 3_601 } }, "invalid"],
  [{ canvas: { width: "400", height: 400 } }, "invalid"], [{ device: "brain" }, "invalid"]];

/** @param {{ path?: string, headers?: Record<string, string> }} options @returns {Promise<number>} */
async function refusedStatus(options) {
  try {
    (await WebSocketClient.open(server.port, options)).drop();
    return 101;
  } catch (error) {
    if (error instanceof Refused) return error.status;
    throw error;
  }
}

test("welcome comes first, with everything a client needs", async () => {
  const socket = await WebSocketClient.open(server.port);
  socket.send({ type: "nonsense" });
  const welcome = await socket.waitFor("welcome");
  assert.equal(socket.received[0], welcome);
  assert.equal(welcome.protocol, 1);
  assert.match(welcome.session, /^[0-9a-f]{8,}$/);
  assert.ok(welcome.token.length >= 20);
  assert.match(welcome.user.id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  assert.equal(welcome.open, null);
  assert.ok(welcome.pace.interval_ms >= 16 && welcome.pace.interval_ms <= 250);
  const { points, strokes, points_per_frame, frame_bytes } = welcome.limits;
  assert.deepEqual([points, strokes, points_per_frame, frame_bytes], [20_000, 256, 512, 65_536]);
  socket.drop();
});

test("without a session each connection is a new person", async () => {
  const sockets = await Promise.all([1, 2].map(() => WebSocketClient.open(server.port)));
  const [one, other] = await Promise.all(sockets.map((socket) => socket.waitFor("welcome")));
  assert.notEqual(one.user.id, other.user.id);
  assert.notEqual(one.token, other.token);
  for (const socket of sockets) socket.drop();
});

test("a token and a cookie are the same person, over HTTP and WebSocket", async () => {
  const made = await ask(server.port, "POST", "/api/session", { body: { name: "Ada" } });
  const { user, token } = made.json();
  for (const options of [{ path: `/ws/drawing?token=${token}` },
    { headers: { Cookie: `other=1; inkling_session=${token}` } }]) {
    const socket = await WebSocketClient.open(server.port, options);
    const welcome = await socket.waitFor("welcome");
    assert.deepEqual(welcome.user, user);
    socket.drop();
  }
});

test("a socket's own token asks for its drawings over HTTP", async () => {
  const pen = await Pen.start(server.port);
  pen.stroke(circle(20));
  await pen.submitted();
  const answer = await ask(server.port, "GET", "/api/user/drawings", { token: pen.token });
  assert.deepEqual(answer.json().drawings.map((/** @type {any} */ { id }) => id), [pen.id]);
  pen.socket.drop();
});

test("an unknown token is told so and the connection ends", async () => {
  for (const token of ["x", "x".repeat(43), "%ff%fe", "x".repeat(1_000), "x".repeat(3_000)]) {
    const socket = await WebSocketClient.open(server.port, { path: `/ws/drawing?token=${token}` });
    const error = await socket.waitFor("error");
    assert.deepEqual([error.code, error.fatal], ["session_unknown", true]);
    assert.equal(await socket.closed, 1008);
  }
});

test("a page of another origin gets no socket", async () => {
  const host = `127.0.0.1:${server.port}`;
  for (const origin of ["http://evil.example", "null", `http://127.0.0.1:${server.port + 1}`,
    `http://evil.${host}`, `http://${host}.evil.example`, `ftp://${host}`]) {
    assert.equal(await refusedStatus({ headers: { Origin: origin } }), 403, origin);
  }
  assert.equal(await refusedStatus({ headers: { Origin: `http://${host}` } }), 101);
});

test("an unknown path gets no socket", async () => {
  for (const path of ["/", "/ws", "/ws/", "/ws/drawings", "/ws/drawing/", "/api/shapes"]) {
    assert.equal(await refusedStatus({ path }), 404, path);
  }
});

test("begin with a wrong member says which", async () => {
  const pen = await Pen.start(server.port);
  for (const [change, code] of wrongBegins) {
    pen.socket.send({ ...goodBegin, ...change });
    const error = await pen.socket.waitFor("error");
    assert.deepEqual([error.code, error.fatal], [code, false], JSON.stringify(change));
  }
  pen.socket.drop();
});

test("what follows a refused begin does not reach the drawing before, which can be resumed", async () => {
  for (const [change] of wrongBegins) {
    const pen = await Pen.start(server.port);
    pen.points(circle(10), { starts: true });
    pen.socket.send({ ...goodBegin, ...change });
    pen.socket.sendBinary(pointsFrame(2, circle(3)));
    await pen.socket.waitFor("error");
    assert.equal((await pen.socket.waitFor("error")).code, "no_drawing", JSON.stringify(change));
    pen.socket.send({ type: "resume", drawing: pen.id });
    const resumed = await pen.socket.waitFor("resumed");
    assert.deepEqual([resumed.seq, resumed.points], [1, 10]);
    pen.socket.drop();
  }
});

test("points off the canvas, NaN and falling times are refused and the drawing lives", async () => {
  const pen = await Pen.start(server.port);
  for (const points of [[[441, 10, 0.5, 0]], [[10, -41, 0.5, 0]], [[1e9, 1, 0.5, 0]],
    [[1, 1, 1.1, 0]], [[1, 1, -0.1, 0]], [[1, 1, 0.5, -1]], [[1, 1, 0.5]], [1, 2], "no", null,
    [[1, 1, 0.5, 10], [1, 1, 0.5, 9]], [[null, 1, 0.5, 0]], [["1", 1, 0.5, 0]],
    Array.from({ length: 513 }, () => [1, 1, 0.5, 0])]) {
    pen.socket.send({ type: "points", seq: 1, starts_stroke: true, points });
    const error = await pen.socket.waitFor("error");
    assert.ok(["invalid", "off_canvas"].includes(error.code), JSON.stringify([points, error]));
    assert.equal(error.fatal, false);
  }
  pen.points([{ x: 32_767, y: -32_768, elapsed: 0, pressure: 0 }], { starts: true });
  assert.equal((await pen.socket.waitFor("error")).code, "off_canvas");
  pen.seq = 0;
  pen.stroke(circle(20));
  await pen.submitted();
  pen.socket.drop();
});

test("the 20,001st point and the 257th stroke are refused and the drawing can be submitted", async () => {
  const pen = await Pen.start(server.port);
  const dot = { x: 800, y: 800, elapsed: 1, pressure: 9 };
  for (let count = 0; count < 255; count += 1) pen.points([dot], { starts: true, ends: true });
  pen.points([dot], { starts: true });
  pen.points([dot], { starts: true });
  assert.equal((await pen.socket.waitFor("error")).code, "too_many_strokes");
  pen.seq -= 1;
  for (let left = 20_000 - 256; left > 0; left -= 512) {
    pen.points(Array.from({ length: Math.min(512, left) }, () => dot));
  }
  pen.points([dot]);
  assert.equal((await pen.socket.waitFor("error")).code, "too_many_points");
  pen.seq -= 1;
  await pen.submitted();
  const { strokes } = (await ask(server.port, "GET", `/api/drawings/${pen.id}`, { token: pen.token })).json();
  assert.equal(strokes.length, 256);
  assert.equal(strokes.at(-1).points.length, 20_000 - 255);
  pen.socket.drop();
});

test("a session made over HTTP does not begin with an open drawing", async () => {
  const token = await newSession(server.port);
  const socket = await WebSocketClient.open(server.port, { path: `/ws/drawing?token=${token}` });
  assert.equal((await socket.waitFor("welcome")).open, null);
  socket.drop();
});

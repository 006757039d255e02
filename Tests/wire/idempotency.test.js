import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Server } from "../shared/server.js";
import { ask, newSession } from "./http.js";
import { circle, newID, Pen } from "./pen.js";

/** @type {Server} */
let server;
before(async () => { server = await Server.start(); });
after(() => server.dispose());

const xy = circle(20).map(({ x, y }) => [x / 8, y / 8]);
/** @param {object} [more] */
const drawing = (more) => ({ shape: "circle", canvas: { width: 400, height: 400 }, strokes: [xy], ...more });

/** @param {string} token @param {object} body @param {string} [key] */
const send = (token, body, key) => ask(server.port, "POST", "/api/drawings",
  { token, body, headers: key === undefined ? {} : { "x-idempotency-key": key } });

/** @param {string} token @returns {Promise<number>} */
const count = async (token) =>
  (await ask(server.port, "GET", "/api/user/stats", { token })).json().drawings;

test("the same key and body is answered the same, 200, and stored once", async () => {
  const token = await newSession(server.port);
  const first = await send(token, drawing(), "a-key");
  assert.deepEqual([first.status, first.headers["idempotent-replay"]], [201, undefined]);
  for (let round = 0; round < 3; round += 1) {
    const again = await send(token, drawing(), "a-key");
    assert.deepEqual([again.status, again.headers["idempotent-replay"]], [200, "true"]);
    assert.deepEqual(again.json(), first.json());
  }
  assert.equal(await count(token), 1);
});

test("the same key with another body is 409 and stores nothing", async () => {
  const token = await newSession(server.port);
  await send(token, drawing(), "a-key");
  const other = await send(token, drawing({ shape: "line" }), "a-key");
  assert.equal(other.status, 409);
  assert.equal(other.headers["content-type"], "application/problem+json");
  assert.equal(await count(token), 1);
});

test("a key belongs to one person", async () => {
  const [one, other] = [await newSession(server.port), await newSession(server.port)];
  const answers = [await send(one, drawing(), "a-key"), await send(other, drawing(), "a-key")];
  assert.deepEqual(answers.map(({ status }) => status), [201, 201]);
  assert.notEqual(answers[0].json().id, answers[1].json().id);
});

test("without a key the drawing's own id is one", async () => {
  const token = await newSession(server.port);
  const body = drawing({ id: newID() });
  const first = await send(token, body);
  assert.deepEqual([first.status, first.json().id], [201, body.id]);
  const again = await send(token, body);
  assert.deepEqual([again.status, again.headers["idempotent-replay"]], [200, "true"]);
  assert.deepEqual(again.json(), first.json());
  assert.equal((await send(token, { ...body, shape: "line" })).status, 409);
  assert.equal(await count(token), 1);
});

test("neither key nor id: each is a drawing of its own", async () => {
  const token = await newSession(server.port);
  assert.equal((await send(token, drawing())).status, 201);
  assert.equal((await send(token, drawing())).status, 201);
  assert.equal(await count(token), 2);
});

test("an id that somebody else used is a conflict that tells nothing", async () => {
  const [one, other] = [await newSession(server.port), await newSession(server.port)];
  const body = drawing({ id: newID() });
  assert.equal((await send(one, body)).status, 201);
  const theirs = await send(other, body);
  assert.ok([403, 409].includes(theirs.status), String(theirs.status));
  assert.equal(theirs.headers["idempotent-replay"], undefined);
  assert.equal(await count(other), 0);
});

test("an id that was drawn live is not stored again over HTTP", async () => {
  const pen = await Pen.start(server.port);
  pen.stroke(circle(30));
  await pen.submitted();
  const answer = await send(String(pen.token), drawing({ id: pen.id }));
  assert.equal(answer.status, 409);
  assert.equal(await count(String(pen.token)), 1);
  pen.socket.drop();
});

test("ten equal requests at once store one drawing", async () => {
  const token = await newSession(server.port);
  const body = drawing({ id: newID() });
  for (const key of ["raced", undefined]) {
    const answers = await Promise.all(Array.from({ length: 10 }, () =>
      send(token, key ? drawing() : body, key)));
    const statuses = answers.map(({ status }) => status).sort();
    assert.deepEqual(statuses, [...Array(9).fill(200), 201], key);
    assert.equal(new Set(answers.map(({ body: bytes }) => bytes.toString())).size, 1);
  }
  assert.equal(await count(token), 2);
});

test("a refused drawing does not use its key up", async () => {
  const token = await newSession(server.port);
  assert.equal((await send(token, drawing({ strokes: [] }), "a-key")).status, 422);
  assert.equal((await send(token, drawing(), "a-key")).status, 201);
});

test("a key has 1 to 128 characters", async () => {
  const token = await newSession(server.port);
  assert.equal((await send(token, drawing(), "k".repeat(128))).status, 201);
  assert.equal((await send(token, drawing(), "k".repeat(129))).status, 422);
});

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { inkling } from "../shared/command.js";
import { Server } from "../shared/server.js";
import { WebSocketClient } from "../wire/client.js";
import { ask } from "../wire/http.js";
import { asWirePoints, circle, Pen } from "../wire/pen.js";

const server = new Server({ flags: ["--threads", "2"] });
await server.start();
after(() => server.dispose());

/** The newest operation that a pen was told to be durable. @param {Pen} pen */
const toldSaved = (pen) => Math.max(0, ...pen.socket.received.map((message) =>
  message.type === "saved" ? message.seq : message.saved ?? 0));

/** Connects a pen anew and resumes. @param {Pen} pen */
async function resume(pen) {
  pen.socket = await WebSocketClient.open(server.port, { path: `/ws/drawing?token=${pen.token}` });
  const welcome = await pen.socket.waitFor("welcome");
  pen.socket.send({ type: "resume", drawing: pen.id });
  const answer = await pen.socket.waitFor(({ type }) => type === "resumed" || type === "submitted" || type === "error");
  return { welcome, answer };
}

/** Asserts that a drawing is stored with these strokes. @param {Pen} pen @param {any[]} strokes */
async function assertStored(pen, strokes) {
  const answer = await ask(server.port, "GET", `/api/drawings/${pen.id}`, { token: pen.token });
  assert.equal(answer.status, 200, answer.body.toString());
  assert.deepEqual(asWirePoints(answer.json().strokes), strokes);
}

for (const how of /** @type {const} */ (["stop", "kill"])) {
  test(`${how === "stop" ? "SIGTERM" : "kill -9"} in mid-stroke loses nothing that was saved`, async () => {
    const points = circle(300);
    const pens = await Promise.all(Array.from({ length: 15 }, () => Pen.start(server.port)));
    for (let at = 0; at < 150; at += 3) {
      for (const pen of pens) pen.points(points.slice(at, at + 3), { starts: at === 0 });
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
    const ended = await server[how]();
    if (how === "stop") assert.equal(ended, 0);
    await Promise.all(pens.map(({ socket }) => socket.closed));
    await server.start();
    for (const pen of pens) {
      const saved = toldSaved(pen);
      assert.ok(saved > 0);
      const { answer } = await resume(pen);
      assert.equal(answer.type, "resumed");
      assert.ok(answer.seq >= saved, `${answer.seq} is known, ${saved} were saved`);
      assert.equal(answer.points, answer.seq * 3);
      pen.seq = answer.seq;
      for (let at = pen.seq * 3; at < 300; at += 3) pen.points(points.slice(at, at + 3));
      await pen.submitted();
      await assertStored(pen, [points]);
      pen.socket.drop();
    }
  });
}

test("kill -9 right after submitted keeps the drawing", async () => {
  for (let round = 0; round < 5; round += 1) {
    const pens = await Promise.all(Array.from({ length: 8 }, () => Pen.start(server.port)));
    for (const pen of pens) pen.stroke(circle(40 + round));
    await Promise.race(pens.map((pen) => pen.submitted()));
    await server.kill();
    await Promise.all(pens.map(({ socket }) => socket.closed));
    await server.start();
    const told = pens.filter(({ socket }) => socket.received.some(({ type }) => type === "submitted"));
    assert.ok(told.length > 0);
    for (const pen of told) {
      await assertStored(pen, [circle(40 + round)]);
      const { welcome, answer } = await resume(pen);
      assert.equal(welcome.open, null);
      assert.equal(answer.type, "submitted");
      assert.equal(answer.stats.drawings, 1);
      pen.socket.drop();
    }
  }
});

test("a drawing handed in over HTTP survives kill -9 once it is answered 201", async () => {
  const made = (await ask(server.port, "POST", "/api/session", { body: {} })).json();
  const body = { shape: "circle", canvas: { width: 400, height: 400 },
    strokes: [circle(30).map(({ x, y }) => [x / 8, y / 8])] };
  const sent = await ask(server.port, "POST", "/api/drawings",
    { token: made.token, body, headers: { "x-idempotency-key": "one" } });
  assert.equal(sent.status, 201);
  await server.kill();
  await server.start();
  const kept = await ask(server.port, "GET", `/api/drawings/${sent.json().id}`, { token: made.token });
  assert.equal(kept.status, 200);
  const again = await ask(server.port, "POST", "/api/drawings",
    { token: made.token, body, headers: { "x-idempotency-key": "one" } });
  assert.deepEqual([again.status, again.headers["idempotent-replay"]], [200, "true"]);
  assert.deepEqual(again.json(), sent.json());
});

test("a partial drawing left alone is resumed after two restarts, styles, undo and all", async () => {
  const pen = await Pen.start(server.port);
  pen.stroke(circle(30));
  pen.operation({ type: "style", color: "#00ff7f", width: 9 });
  pen.stroke(circle(20));
  pen.operation({ type: "truncate", points: 45 });
  await pen.saved();
  await pen.socket.drop();
  for (const how of /** @type {const} */ (["kill", "stop", "kill"])) {
    await server[how]();
    await server.start();
    const { welcome, answer } = await resume(pen);
    assert.deepEqual(welcome.open, { drawing: pen.id, shape: "circle", seq: pen.seq });
    assert.deepEqual([answer.type, answer.seq, answer.points], ["resumed", pen.seq, 45]);
    await pen.socket.drop();
  }
  await resume(pen);
  pen.stroke(circle(5));
  await pen.submitted();
  await assertStored(pen, [circle(30), circle(15).map((_, index) => circle(20)[index]), circle(5)]);
  const { strokes } = (await ask(server.port, "GET", `/api/drawings/${pen.id}`, { token: pen.token })).json();
  assert.deepEqual(strokes.map((/** @type {any} */ { color }) => color).slice(1), ["#00ff7f", "#00ff7f"]);
  pen.socket.drop();
});

test("a discarded drawing does not come back after kill -9", async () => {
  const pen = await Pen.start(server.port);
  pen.stroke(circle(30));
  await pen.saved();
  pen.socket.send({ type: "discard", drawing: pen.id });
  await pen.socket.waitFor("discarded");
  // Wait for something later on the same loop to be durable.
  const next = new Pen(pen.socket);
  next.begin();
  await pen.socket.waitFor("begun");
  next.stroke(circle(4));
  await next.saved();
  await server.kill();
  await server.start();
  const { answer } = await resume(pen);
  assert.deepEqual([answer.type, answer.code], ["error", "unknown_drawing"]);
  pen.socket.drop();
});

test("after all of it the data folder is sound", async () => {
  await server.kill();
  const verified = await inkling(["verify", "--data", server.data]);
  assert.equal(verified.code, 0, verified.out + verified.err);
  await server.start();
});

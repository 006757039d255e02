import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Server } from "../shared/server.js";
import { WebSocketClient } from "./client.js";
import { ask, newSession } from "./http.js";
import { asWirePoints, circle, newID, Pen } from "./pen.js";

/** @type {Server} */
let server;
before(async () => { server = await Server.start({ flags: ["--threads", "3"] }); });
after(() => server.dispose());

/** @param {string | undefined} token */
async function open(token) {
  const socket = await WebSocketClient.open(server.port, { path: `/ws/drawing?token=${token}` });
  await socket.waitFor("welcome");
  return socket;
}

/** @param {import("./client.js").Message} message */
const isAnswer = ({ type, code }) => ["begun", "resumed", "submitted"].includes(type)
  || (type === "error" && code !== "taken_over");

/** How many drawings a person has handed in. @param {string} token @returns {Promise<number>} */
const count = async (token) =>
  (await ask(server.port, "GET", "/api/user/stats", { token })).json().drawings;

test("of many connections that begin the same drawing at once one draws in the end", async () => {
  for (let round = 0; round < 10; round += 1) {
    const token = await newSession(server.port);
    const id = newID();
    const pens = await Promise.all(Array.from({ length: 6 }, async () => new Pen(await open(token), id)));
    for (const pen of pens) pen.begin();
    // Who was overtaken is told so and closed; who was answered last has the drawing.
    await Promise.all(pens.map((pen) => pen.socket.waitFor(isAnswer).catch(() => undefined)));
    const last = new Pen(await open(token), id);
    last.begin();
    const { type, seq, code } = await last.socket.waitFor(isAnswer);
    // Without a point in it the drawing may have been forgotten when its connection lost it.
    assert.ok(type === "resumed" || type === "begun", code);
    last.seq = seq ?? 0;
    last.stroke(circle(30));
    await last.submitted();
    assert.equal(await count(token), 1);
    for (const pen of [...pens, last]) pen.socket.drop();
  }
});

test("a drawing that is fought over loses no point and doubles none", async () => {
  for (let round = 0; round < 6; round += 1) {
    const pen = await Pen.start(server.port);
    const points = circle(300);
    pen.points(points.slice(0, 3), { starts: true });
    const sockets = [pen.socket];
    for (let turn = 0; turn < 8; turn += 1) {
      for (let at = pen.seq * 3; at < Math.min(300, (turn + 1) * 33); at += 3) pen.points(points.slice(at, at + 3));
      const socket = await open(pen.token);
      socket.send({ type: "resume", drawing: pen.id });
      const answer = await socket.waitFor(isAnswer);
      assert.equal(answer.type, "resumed", JSON.stringify(answer));
      assert.equal(answer.points, answer.seq * 3);
      [pen.socket, pen.seq] = [socket, answer.seq];
      sockets.push(socket);
    }
    for (let at = pen.seq * 3; at < 300; at += 3) pen.points(points.slice(at, at + 3));
    await pen.submitted();
    const kept = await ask(server.port, "GET", `/api/drawings/${pen.id}`, { token: pen.token });
    assert.deepEqual(asWirePoints(kept.json().strokes), [points]);
    for (const socket of sockets) socket.drop();
  }
});

test("a resume elsewhere in the moment of submit hears submitted or goes on", async () => {
  for (let round = 0; round < 25; round += 1) {
    const pen = await Pen.start(server.port);
    pen.stroke(circle(40));
    const other = await open(pen.token);
    if (round % 2) other.send({ type: "resume", drawing: pen.id });
    pen.submit();
    if (round % 2 === 0) other.send({ type: "resume", drawing: pen.id });
    const answer = await other.waitFor(isAnswer);
    const isUnknown = answer.code === "unknown_drawing";
    if (isUnknown) {
      // It came before the first point, and a drawing without ink is not kept.
      assert.ok(!pen.socket.received.some(({ type, saved }) => type === "saved" || saved > 0));
      other.send({ type: "begin", drawing: pen.id, shape: "circle", canvas: { width: 400, height: 400 } });
      await other.waitFor("begun");
    }
    if (isUnknown || answer.type === "resumed") {
      const taken = new Pen(other, pen.id);
      taken.seq = answer.seq ?? 0;
      for (let at = answer.seq ?? 0; at < 2; at += 1) {
        taken.points(circle(40).slice(at * 20, at * 20 + 20), { starts: at === 0, ends: at === 1 });
      }
      await taken.submitted();
    } else {
      assert.equal(answer.type, "submitted", JSON.stringify(answer));
    }
    assert.equal(await count(String(pen.token)), 1);
    for (const socket of [other, pen.socket]) socket.drop();
  }
});

test("the same drawing over HTTP and WebSocket at once is stored once", async () => {
  for (let round = 0; round < 10; round += 1) {
    const pen = await Pen.start(server.port);
    pen.stroke(circle(30));
    const body = { id: pen.id, shape: "circle", canvas: { width: 400, height: 400 },
      strokes: [circle(30).map(({ x, y }) => [x / 8, y / 8])] };
    const sent = ask(server.port, "POST", "/api/drawings", { token: pen.token, body });
    pen.submit();
    const told = await pen.socket.waitFor(({ type }) => type === "submitted" || type === "error");
    const { status } = await sent;
    assert.ok([201, 409].includes(status), String(status));
    assert.ok(told.type === "submitted" || status === 201, JSON.stringify(told));
    assert.equal(await count(String(pen.token)), 1);
    const kept = await ask(server.port, "GET", `/api/drawings/${pen.id}`, { token: pen.token });
    assert.equal(kept.json().strokes[0].points.length, 30);
    pen.socket.drop();
  }
});

test("begins without end are held back, and the connection lives on", async () => {
  const socket = await WebSocketClient.open(server.port);
  await socket.waitFor("welcome");
  const pens = Array.from({ length: 400 }, () => new Pen(socket));
  for (const pen of pens) pen.begin();
  const answers = [];
  for (const _ of pens) answers.push(await socket.waitFor(isAnswer));
  assert.ok(answers.some(({ code }) => code === "rate_limited"));
  assert.ok(answers.filter(({ type }) => type === "begun").length >= 50);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  const pen = new Pen(socket);
  pen.begin();
  await socket.waitFor(({ type, drawing }) => type === "begun" && drawing === pen.id);
  pen.stroke(circle(20));
  await pen.submitted();
  socket.drop();
});

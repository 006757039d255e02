import assert from "node:assert/strict";
import { test } from "node:test";
import { Server } from "../shared/server.js";
import { Refused, WebSocketClient } from "./client.js";
import { ask } from "./http.js";
import { circle, Pen } from "./pen.js";

const crowd = 1_000;

/**
 * Opens many connections at once.
 * @param {number} port
 * @returns {Promise<{ open: WebSocketClient[], refused: number[], milliseconds: number }>}
 */
async function openMany(port) {
  const started = Date.now();
  const open = /** @type {WebSocketClient[]} */ ([]);
  const refused = /** @type {number[]} */ ([]);
  await Promise.all(Array.from({ length: crowd }, async () => {
    try {
      open.push(await WebSocketClient.open(port));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refused.push(error.status);
    }
  }));
  return { open, refused, milliseconds: Date.now() - started };
}

test("a thousand connections of one address within a second are all welcomed", { timeout: 60_000 }, async (context) => {
  const server = await Server.start();
  context.after(() => server.dispose());
  const { open, refused, milliseconds } = await openMany(server.port);
  context.diagnostic(`${open.length} opened in ${milliseconds} ms`);
  assert.deepEqual([open.length, refused.length], [crowd, 0]);
  const welcomes = await Promise.all(open.map((socket) => socket.waitFor("welcome")));
  assert.equal(new Set(welcomes.map(({ user }) => user.id)).size, crowd);

  // All of them draw, and the server is there for one more.
  const pens = open.map((socket) => new Pen(socket));
  for (const pen of pens) {
    pen.begin();
    pen.stroke(circle(20), 10);
    pen.submit();
  }
  const told = await Promise.all(pens.map((pen) => pen.socket.waitFor("submitted")));
  assert.deepEqual(told.map(({ drawing }) => drawing), pens.map(({ id }) => id));
  const late = await Pen.start(server.port);
  late.stroke(circle(10));
  await late.submitted();
  for (const { socket } of [...pens, late]) socket.drop();
});

test("with --opens-per-second most of them are refused with 429, and the others live on",
  { timeout: 60_000 }, async (context) => {
  const server = await Server.start({ flags: ["--opens-per-second", "50"] });
  context.after(() => server.dispose());
  const before = await Pen.start(server.port);
  before.points(circle(20), { starts: true });
  const { open, refused, milliseconds } = await openMany(server.port);
  context.diagnostic(`${open.length} opened, ${refused.length} refused in ${milliseconds} ms`);
  const allowed = 50 * (milliseconds / 1_000 + 3);
  assert.ok(open.length <= allowed, `${open.length} of at most ${allowed}`);
  assert.ok(open.length >= 10, `${open.length} opened`);
  assert.deepEqual([...new Set(refused)], [429]);
  await Promise.all(open.map((socket) => socket.waitFor("welcome")));

  before.points(circle(20), { ends: true });
  await before.submitted();
  assert.equal((await ask(server.port, "GET", "/health")).status, 200);
  for (const socket of open) socket.drop();
  // Whoever waits gets in again.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const later = await Pen.start(server.port);
  later.stroke(circle(10));
  await later.submitted();
  for (const { socket } of [before, later]) socket.drop();
});

test("a refused connection is told why and when to come again", async (context) => {
  const server = await Server.start({ flags: ["--opens-per-second", "1"] });
  context.after(() => server.dispose());
  let head = "";
  for (let count = 0; count < 10 && !head; count += 1) {
    await WebSocketClient.open(server.port).then((socket) => socket.drop(),
      (error) => { head = error.head ?? String(error); });
  }
  assert.match(head, /^HTTP\/1\.1 429/);
  assert.match(head, /retry-after: \d+/i);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { Server } from "../shared/server.js";
import { WebSocketClient } from "./client.js";
import { ask } from "./http.js";
import { circle, Pen } from "./pen.js";

for (const signal of /** @type {NodeJS.Signals[]} */ (["SIGTERM", "SIGINT"])) {
  test(`${signal} closes with 1001, exits 0 within 5 s and loses nothing`, async (context) => {
    const server = await Server.start({ flags: ["--threads", "2"] });
    context.after(() => server.dispose());
    const pens = await Promise.all(Array.from({ length: 20 }, () => Pen.start(server.port)));
    const done = await Pen.start(server.port);
    done.stroke(circle(50));
    await done.submitted();
    for (let at = 0; at < 100; at += 5) {
      for (const pen of pens) pen.points(circle(100).slice(at, at + 5), { starts: at === 0 });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const started = Date.now();
    server.process.kill(signal);
    assert.equal(await server.ended, 0, server.log);
    assert.ok(Date.now() - started < 5_000, `${Date.now() - started} ms`);
    for (const pen of [...pens, done]) assert.equal(await pen.socket.closed, 1001);

    await server.start();
    for (const pen of pens) {
      const saved = Math.max(0, ...pen.socket.received.map((message) =>
        message.type === "saved" ? message.seq : message.saved ?? 0));
      const socket = await WebSocketClient.open(server.port, { path: `/ws/drawing?token=${pen.token}` });
      const welcome = await socket.waitFor("welcome");
      if (saved > 0) assert.equal(welcome.open?.drawing, pen.id);
      socket.send({ type: "resume", drawing: pen.id });
      const { seq, points } = await socket.waitFor("resumed");
      assert.ok(seq >= saved, `${seq} after ${saved} were saved`);
      assert.equal(points, seq * 5);
      [pen.socket, pen.seq] = [socket, seq];
      pen.points(circle(10), { ends: true });
      assert.equal((await pen.submitted()).drawing, pen.id);
      socket.drop();
    }
    const kept = await ask(server.port, "GET", `/api/drawings/${done.id}`, { token: done.token });
    assert.equal(kept.json().strokes[0].points.length, 50);
  });
}

test("SIGTERM does not wait for clients that do nothing or never read", async (context) => {
  const server = await Server.start();
  context.after(() => server.dispose());
  const pen = await Pen.start(server.port);
  pen.socket.socket.pause();
  for (let count = 0; count < 500; count += 1) pen.points(circle(100), { starts: count === 0 });
  const halfOpen = await Promise.all([1, 2, 3].map(() => WebSocketClient.open(server.port)));
  for (const socket of halfOpen) socket.socket.pause();
  const started = Date.now();
  assert.equal(await server.stop(), 0, server.log);
  assert.ok(Date.now() - started < 5_500, `${Date.now() - started} ms`);
  for (const { socket } of [pen.socket, ...halfOpen]) socket.destroy();
});

test("a drawing that is submitted in the server's last moment is stored or can be sent again", async (context) => {
  const server = await Server.start();
  context.after(() => server.dispose());
  const pens = await Promise.all(Array.from({ length: 10 }, () => Pen.start(server.port)));
  for (const pen of pens) pen.stroke(circle(40));
  for (const pen of pens) pen.submit();
  assert.equal(await server.stop(), 0, server.log);
  await server.start();
  for (const pen of pens) {
    const socket = await WebSocketClient.open(server.port, { path: `/ws/drawing?token=${pen.token}` });
    await socket.waitFor("welcome");
    const isTold = pen.socket.received.some(({ type }) => type === "submitted");
    pen.socket = socket;
    pen.begin();
    const answer = await socket.waitFor(({ type }) => ["begun", "resumed", "submitted"].includes(type));
    if (isTold) assert.equal(answer.type, "submitted");
    if (answer.type !== "submitted") {
      pen.seq = 0;
      pen.stroke(circle(40));
      await pen.submitted();
    }
    const kept = await ask(server.port, "GET", `/api/drawings/${pen.id}`, { token: pen.token });
    assert.equal(kept.json().strokes[0].points.length, 40);
    socket.drop();
  }
});

test("SIGTERM in the moment of ready ends it in order", async () => {
  for (let round = 0; round < 10; round += 1) {
    const server = await Server.start();
    assert.equal(await server.stop(), 0, `${server.process.signalCode} ${server.log}`);
    await server.dispose();
  }
});

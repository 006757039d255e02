// Many streams share one loop: whoever asks without pause does not keep the others waiting.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Server } from "../shared/server.js";
import { WebSocketClient } from "./client.js";
import { circle, pointsFrame } from "./pen.js";

const canvas = { width: 400, height: 400 };
const greedy = 40;
const looks = 50;

/** @type {Server} */
let server;
before(async () => { server = await Server.start({ flags: ["--no-worker", "--threads", "1"] }); });
after(() => server.dispose());

async function stream() {
  const socket = await WebSocketClient.open(server.port, { path: "/ws/classify" });
  socket.send({ type: "begin", canvas });
  await socket.waitFor("begun");
  return { socket, seq: 0 };
}

/** Goes on with the ink by one point. @param {{ socket: WebSocketClient, seq: number }} one */
function add(one) {
  one.seq += 1;
  const { x, y } = circle(200)[one.seq % 200];
  one.socket.sendBinary(pointsFrame(one.seq, [{ x, y, elapsed: 8, pressure: 128 }], { starts: one.seq === 1 }));
}

test("a stream that asks now and then is answered each time while forty ask without a pause", async () => {
  const all = await Promise.all(Array.from({ length: greedy }, stream));
  const modest = await stream();
  let isOver = false;
  const flood = (async () => {
    // No more ink than a drawing holds.
    while (!isOver && all[0].seq < 15_000) {
      for (const one of all) for (let count = 0; count < 5; count += 1) add(one);
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  for (let look = 0; look < looks; look += 1) {
    add(modest);
    const { seq } = modest;
    await modest.socket.waitFor((message) => message.type === "guess" && message.seq === seq);
  }
  const wasFlooded = all[0].seq;
  isOver = true;
  await flood;
  assert.ok(wasFlooded > looks * 5, `${wasFlooded} points of each stream in ${looks} looks`);
  // Of what was sent without a pause the newest is what counts, and nobody is left out.
  for (const one of all) {
    await one.socket.waitFor((message) => message.type === "guess" && message.seq === one.seq);
  }
  const told = all.map(({ socket }) => socket.received.filter(({ type }) => type === "guess").length);
  const mean = told.reduce((sum, count) => sum + count, 0) / greedy;
  assert.ok(told.every((count) => count > mean / 4 && count < mean * 4), told.join());
  for (const { socket } of [...all, modest]) socket.drop();
});

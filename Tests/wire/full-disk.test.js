import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { inkling } from "../shared/command.js";
import { Server, temporaryFolder } from "../shared/server.js";
import { until, WebSocketClient } from "./client.js";
import { ask } from "./http.js";
import { asWirePoints, circle, Pen } from "./pen.js";

/** Fills a folder's file system to the last byte. @param {string} folder */
function fill(folder) {
  const file = join(folder, "ballast");
  let size = 1 << 20;
  for (let count = 0; size >= 512; count += 1) {
    try {
      writeFileSync(`${file}-${count}`, Buffer.alloc(size));
    } catch {
      size >>= 1;
    }
  }
}

test("on a full disk the server lives, tells nothing false, and makes up for it later",
  { timeout: 90_000 }, async (context) => {
  const disk = temporaryFolder();
  if (process.getuid?.() !== 0
    || spawnSync("mount", ["-t", "tmpfs", "-o", "size=24m", "inkling", disk]).status !== 0) {
    rmSync(disk, { recursive: true });
    return context.skip("needs root and the right to mount");
  }
  const ballast = join(disk, "ballast");
  const server = new Server({ data: join(disk, "data") });
  context.after(async () => {
    await server.kill();
    spawnSync("umount", ["-l", disk]);
    rmSync(disk, { recursive: true, force: true });
  });
  await server.start();
  mkdirSync(ballast);

  const pens = await Promise.all(Array.from({ length: 8 }, () => Pen.start(server.port)));
  const points = circle(400);
  for (const pen of pens) {
    pen.points(points.slice(0, 100), { starts: true });
    await pen.saved();
  }
  fill(ballast);

  // Draw on until the store has no byte left; the first commits may still fit its open pages.
  let at = 100;
  let isFailing = false;
  for (; at < 380 && !isFailing; at += 1) {
    for (const pen of pens) pen.points([points[at]]);
    await new Promise((resolve) => setTimeout(resolve, 10));
    isFailing = (await ask(server.port, "GET", "/health")).status === 503;
  }
  assert.ok(isFailing, "health never said that the disk is full");
  const health = await ask(server.port, "GET", "/health");
  assert.match(health.json().writer?.detail ?? "", /disk is full/i);
  assert.equal((await ask(server.port, "GET", "/health/live")).status, 200);
  assert.equal((await ask(server.port, "GET", "/")).status, 200);

  // What is drawn now is answered, but not called saved.
  for (const pen of pens) pen.points([points[at]]);
  const told = pens.map(({ seq }) => seq);
  for (const pen of pens) {
    await pen.socket.waitFor(({ type, seq }) => type === "feedback" && seq === pen.seq);
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
  for (const [index, pen] of pens.entries()) {
    for (const { type, seq, saved } of pen.socket.received) {
      assert.ok((type === "saved" ? seq : saved ?? 0) < told[index], "saved was told on a full disk");
      assert.notEqual(type, "submitted");
    }
  }
  // What still fits into the file is taken, and then really kept; soon nothing large does.
  /** @type {string[]} */
  const taken = [];
  let refused;
  for (let count = 0; count < 400 && refused?.status !== 503; count += 1) {
    refused = await ask(server.port, "POST", "/api/drawings", { token: pens[0].token, body: {
      shape: "line", canvas: { width: 400, height: 400 },
      strokes: [Array.from({ length: 2_000 }, (_, index) =>
        [200 + 190 * Math.sin(index * index + count), 200 + 190 * Math.cos(index * 7), index])] } });
    if (refused.status === 201) taken.push(refused.json().id);
  }
  assert.equal(refused?.status, 503, refused?.body.toString());
  assert.ok(refused.headers["retry-after"]);
  // A submit is taken. It waits, unless it is so small that it fits into what the file has already:
  // what is kept is looked at below.
  pens[0].submit();
  await new Promise((resolve) => setTimeout(resolve, 300));

  rmSync(ballast, { recursive: true });
  await pens[0].socket.waitFor("submitted");
  for (const pen of pens.slice(1)) await pen.saved();
  await until(async () => (await ask(server.port, "GET", "/health")).status === 200);
  for (const pen of pens.slice(1)) await pen.submitted();

  // And it is true: the next start finds all of it.
  await server.kill();
  await server.start();
  const wanted = points.slice(0, at + 1);
  for (const pen of pens) {
    const kept = await ask(server.port, "GET", `/api/drawings/${pen.id}`, { token: pen.token });
    assert.equal(kept.status, 200);
    assert.deepEqual(asWirePoints(kept.json().strokes), [wanted]);
  }
  for (const id of taken) {
    const kept = await ask(server.port, "GET", `/api/drawings/${id}`, { token: pens[0].token });
    assert.equal(kept.status, 200);
  }
  const socket = await WebSocketClient.open(server.port);
  await socket.waitFor("welcome");
  socket.drop();
  await server.stop();
  const verified = await inkling(["verify", "--data", server.data]);
  assert.equal(verified.code, 0, verified.err);
});

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Server } from "../shared/server.js";
import { Administrator } from "./administrator.js";
import { Refused, WebSocketClient, until } from "./client.js";
import { ask, newSession } from "./http.js";
import { Pen, circle } from "./pen.js";

/** @type {Server} */
let server;
/** @type {Administrator} */
let ada;
/** @type {string} */
let token;

const everything = ["stats", "training", "drawings", "models", "live", "health", "jobs", "shapes",
  "review", "audit"];

before(async () => {
  server = await Server.start({ flags: ["--no-worker"] });
  ada = await Administrator.signIn(server);
  token = await newSession(server.port);
});
after(() => server.dispose());

/** A drawing that is stored. @returns {Promise<string>} its id */
async function draw() {
  const answer = await ask(server.port, "POST", "/api/drawings", { token, body: {
    shape: "line", canvas: { width: 400, height: 400 }, device: "mouse",
    strokes: [[[20, 20], [200, 201], [380, 380]]] } });
  assert.equal(answer.status, 201, answer.body.toString());
  return answer.json().id;
}

test("a drawing that is submitted comes at once, and the figures with it", async () => {
  const socket = await ada.watch(["drawings", "stats"]);
  assert.equal((await socket.waitFor("subscribed")).missed, "none");
  const { stats } = await socket.waitFor("stats");
  const sum = (/** @type {any} */ { shapes }) =>
    shapes.reduce((/** @type {number} */ all, /** @type {any} */ { drawings }) => all + drawings, 0);
  const id = await draw();
  const { event, drawing } = await socket.waitFor("drawing");
  assert.deepEqual([event, drawing.id, drawing.shape, drawing.device], ["submitted", id, "line", "mouse"]);
  await socket.waitFor(({ type, stats: newer }) => type === "stats" && sum(newer) === sum(stats) + 1);
  const asked = (await ada.ask("GET", "/api/admin/stats")).json();
  assert.equal(asked.devices.mouse, sum(stats) + 1);
  assert.equal(asked.drawings_today, sum(stats) + 1);
  assert.ok(asked.storage.disk_free_bytes > 0 && asked.storage.disk_bytes > asked.storage.disk_free_bytes);
  socket.drop();
});

test("what one administrator mends appears with the other, in the audit too", async () => {
  const id = await draw();
  const socket = await ada.watch(["drawings", "audit"]);
  await socket.waitFor("subscribed");
  await ada.ask("POST", `/api/admin/drawings/${id}/flag`, { flagged: true, reason: "<b>no</b>" });
  const flagged = await socket.waitFor(({ event }) => event === "flagged");
  assert.deepEqual([flagged.drawing.id, flagged.drawing.flagged, flagged.drawing.flag_reason],
    [id, true, "<b>no</b>"]);
  const { audit, number } = await socket.waitFor("audit");
  assert.deepEqual([audit.actor, audit.action, audit.subject], ["ada@example.org", "drawing.flagged", id]);
  assert.notEqual(number, flagged.number);
  socket.drop();
});

test("whoever was away is told what they missed, in order and once", async () => {
  const [first, second] = [await draw(), await draw()];
  const socket = await ada.watch(["drawings"]);
  const { number } = await socket.waitFor("subscribed");
  socket.drop();
  for (const id of [first, second]) await ada.ask("DELETE", `/api/admin/drawings/${id}`);
  await ada.ask("POST", `/api/admin/drawings/${first}/restore`);
  const again = await ada.watch(["drawings"], number);
  assert.equal((await again.waitFor("subscribed")).missed, "replayed");
  const missed = [];
  for (let count = 0; count < 3; count += 1) missed.push(await again.waitFor("drawing"));
  assert.deepEqual(missed.map(({ event, drawing }) => [event, drawing.id]),
    [["deleted", first], ["deleted", second], ["restored", first]]);
  // As they are now, not as they were.
  assert.deepEqual(missed.map(({ drawing }) => drawing.deleted_at !== null), [false, true, false]);
  assert.ok(missed[0].number < missed[1].number && missed[1].number < missed[2].number);
  const newest = missed[2].number;
  again.drop();
  const third = await ada.watch(["drawings"], newest);
  assert.equal((await third.waitFor("subscribed")).missed,
    newest === third.received.at(-1)?.number ? "none" : "replayed");
  third.drop();
});

test("an event of the future is named, and all is to be asked for anew", async () => {
  const socket = await ada.watch(["drawings"], 1_000_000);
  const error = await socket.waitFor("error");
  assert.deepEqual([error.code, error.fatal], ["event_unknown", false]);
  assert.equal((await socket.waitFor("subscribed")).missed, "stale");
  socket.drop();
});

test("ink is shown as it is drawn, undone and submitted", async () => {
  const socket = await ada.watch(["live"]);
  await socket.waitFor("subscribed");
  // Loops look twice a second or so whether somebody watches.
  await new Promise((resolve) => setTimeout(resolve, 400));
  const pen = await Pen.start(server.port);
  const points = circle(60);
  /** The newest that is known of the sheet. @type {any} */
  let sheet;
  /** @type {number[]} */
  let shown = [];
  /** @param {(sheet: any, points: number) => boolean} holds */
  const shows = async (holds) => {
    for (;;) {
      const { sheets } = await socket.waitFor("live");
      const found = sheets.find((/** @type {any} */ { drawing }) => drawing === pen.id);
      if (!found) continue;
      sheet = found;
      shown = [...shown.slice(0, found.from * 3), ...found.points];
      if (holds(sheet, shown.length / 3)) return;
    }
  };
  pen.points(points.slice(0, 30), { starts: true });
  await shows((_, count) => count >= 20);
  assert.deepEqual([sheet.shape, sheet.canvas, sheet.device, sheet.ended],
    ["circle", { width: 400, height: 400 }, "pen", false]);
  assert.deepEqual(shown.slice(0, 3), [320, 200, 1], "whole units; the first starts a stroke");
  const before = shown.length;
  pen.points(points.slice(30));
  await shows((_, count) => count * 3 > before);
  assert.ok(sheet.from > 0, "what was shown before is not sent again");
  pen.operation({ type: "truncate", points: 0 });
  await shows((_, count) => count === 0);
  pen.stroke(points);
  await shows((_, count) => count > 40);
  pen.submit();
  await shows(({ ended }) => ended === "submitted");
  assert.ok(sheet.quality > 0.5);
  socket.drop();
  pen.socket.drop();
});

test("whoever comes later sees the ink whole", async () => {
  const first = await ada.watch(["live"]);
  await first.waitFor("subscribed");
  await new Promise((resolve) => setTimeout(resolve, 400));
  const pen = await Pen.start(server.port);
  pen.points(circle(60).slice(0, 40), { starts: true });
  await first.waitFor(({ sheets }) => sheets?.some((/** @type {any} */ one) => one.drawing === pen.id));
  const second = await ada.watch(["live"]);
  const { sheets } = await second.waitFor("live");
  const sheet = sheets.find((/** @type {any} */ one) => one.drawing === pen.id);
  assert.equal(sheet.from, 0);
  assert.ok(sheet.points.length > 60);
  for (const socket of [first, second, pen.socket]) socket.drop();
});

test("nobody without a session comes in, and a session that has ended is shown out", async () => {
  /** @param {Record<string, string>} headers */
  const open = (headers) => WebSocketClient.open(server.port, { path: "/ws/admin", headers });
  for (const headers of [{}, { Cookie: "inkling_admin=short" }, { Authorization: `Bearer ${token}` }]) {
    await assert.rejects(open(headers), (error) => error instanceof Refused && error.status === 401);
  }
  await assert.rejects(open({ Cookie: ada.cookie, Origin: "http://evil.example" }),
    (error) => error instanceof Refused && error.status === 403);
  // What might be a session is looked up first; nothing is told before that.
  for (const cookie of ["a".repeat(43), token]) {
    const forged = await open({ Cookie: `inkling_admin=${cookie}` });
    assert.equal((await forged.waitFor("error")).code, "signed_out");
    assert.equal(await forged.closed, 1008);
    assert.deepEqual(forged.received.map(({ type }) => type), ["error"]);
  }

  const other = await Administrator.again(server);
  const socket = await other.watch(everything);
  await socket.waitFor("subscribed");
  await other.ask("POST", "/api/admin/logout");
  assert.equal((await socket.waitFor("error")).code, "signed_out");
  assert.equal(await socket.closed, 1008);
});

test("what makes no sense is said, and does no harm", async () => {
  const socket = await ada.watch(everything);
  await socket.waitFor("subscribed");
  for (const [message, code] of [
    [{ type: "subscribe", topics: ["weather"] }, "invalid"], [{ type: "subscribe" }, "invalid"],
    [{ type: "subscribe", topics: [], since: "x" }, "invalid"],
    [{ type: "subscribe", topics: [], since: -1 }, "invalid"], [{ type: "dance" }, "unknown_type"],
  ]) {
    socket.send(/** @type {object} */ (message));
    assert.equal((await socket.waitFor("error")).code, code, JSON.stringify(message));
  }
  socket.send({ type: "subscribe", topics: ["health"] });
  assert.deepEqual((await socket.waitFor("subscribed")).topics, ["health"]);
  assert.ok((await socket.waitFor("health")).writer.status, "ok");
  socket.sendRaw(Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0x7b]));
  assert.equal(await socket.closed, 1007);
});

test("one who does not read is told the newest when they read again", async () => {
  const socket = await ada.watch(["drawings", "audit", "stats"]);
  await socket.waitFor("subscribed");
  const id = await draw();
  socket.socket.pause();
  // More than the sockets' buffers and the entries that are kept hold.
  const agents = Array.from({ length: 8 }, async (_, index) => {
    for (let count = 0; count < 300; count += 1) {
      const answer = await ada.ask("POST", `/api/admin/drawings/${id}/flag`,
        { flagged: true, reason: `${"x".repeat(180)} ${index} ${count}` });
      assert.equal(answer.status, 200);
    }
  });
  await Promise.all(agents);
  await ada.ask("POST", `/api/admin/drawings/${id}/flag`, { flagged: true, reason: "the last" });
  socket.socket.resume();
  await until(() => socket.received.some(({ type, drawing }) =>
    type === "stale" || (type === "drawing" && drawing.flag_reason === "the last")));
  const last = await draw();
  await socket.waitFor(({ type, drawing }) => type === "drawing" && drawing.id === last);
  socket.drop();
});

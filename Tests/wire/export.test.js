import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { inkling } from "../shared/command.js";
import { Server, temporaryFolder } from "../shared/server.js";
import { Administrator, email } from "./administrator.js";
import { readArray, unzip } from "./archive.js";
import { until } from "./client.js";
import { hasHead, sendRaw } from "./http.js";

const shapes = ["circle", "heart"];
/** Of each shape. */
const count = 4_000;
const work = mkdtempSync(join(tmpdir(), "inkling-export-"));
/** @type {Server} */
let server;
/** @type {Administrator} */
let ada;
/** The drawings as the server exports them. @type {any[]} */
let drawings;

/** @param {string} query */
const get = (query) => ada.ask("GET", `/api/admin/export${query}`);
/** @param {Buffer | string} text */
const lines = (text) => text.toString().trimEnd().split("\n").map((line) => JSON.parse(line));
/** Resident memory of the server, in MB. */
const memory = () => {
  const status = readFileSync(`/proc/${server.process.pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024;
};

before(async () => {
  const data = temporaryFolder();
  const made = await Promise.all(shapes.map((shape) =>
    inkling(["synthesize", "--shape", shape, "--count", String(count), "--seed", "7"])));
  const source = join(work, "made.ndjson");
  writeFileSync(source, made.map(({ out }) => out).join(""));
  const imported = await inkling(["import", source, "--data", data]);
  assert.equal(imported.code, 0, imported.err);
  server = await Server.start({ data, flags: ["--no-worker"] });
  ada = await Administrator.signIn(server);
  drawings = lines((await get("")).body);
});
after(async () => {
  await server.dispose();
  rmSync(work, { recursive: true });
});

test("every drawing comes once, whole, in the order in which they were stored", async () => {
  const answer = await get("?format=ndjson");
  assert.equal(answer.status, 200);
  assert.equal(answer.headers["transfer-encoding"], "chunked");
  assert.match(answer.headers["content-disposition"] ?? "", /^attachment; filename="inkling-[\d-]+\.ndjson"$/);
  const all = lines(answer.body);
  assert.equal(new Set(all.map(({ id }) => id)).size, 2 * count);
  assert.deepEqual(all.map(({ stored_at }) => stored_at), all.map(({ stored_at }) => stored_at).sort());
  for (const drawing of [all[0], all[count], all[2 * count - 1]]) {
    const shown = (await ada.ask("GET", `/api/drawings/${drawing.id}`)).json();
    assert.deepEqual({ ...drawing, user_agent: undefined }, { ...shown, user_agent: undefined });
  }
});

test("the gallery's filters and orders count, and what makes no sense is refused by name", async () => {
  const hearts = lines((await get("?shape=heart&min_quality=0.8&sort=best")).body);
  const expected = drawings.filter(({ shape, quality }) => shape === "heart" && quality >= 0.8);
  assert.deepEqual(hearts.map(({ id }) => id).sort(), expected.map(({ id }) => id).sort());
  const permilles = hearts.map(({ quality }) => Math.floor(quality * 1_000));
  assert.ok(permilles.every((value, index) => index === 0 || value <= permilles[index - 1] + 1));
  assert.equal((await get("?flagged=true")).body.length, 0);
  for (const [query, path] of [["?format=csv", "format"], ["?limit=5", "limit"], ["?cursor=x", "cursor"],
    ["?shape=nothing", "shape"], ["?format=png&size=9", "size"], ["?colour=red", "colour"]]) {
    const answer = await get(query);
    assert.deepEqual([answer.status, answer.json().errors[0].path], [422, path], query);
  }
  assert.equal((await get("/nothing")).status, 404);
  const head = await ada.ask("HEAD", "/api/admin/export");
  assert.deepEqual([head.status, head.body.length], [200, 0]);
  const taken = async () => (await ada.ask("GET", "/api/admin/audit?action=data.exported")).json().entries;
  const before = (await taken()).length;
  assert.equal((await get("?format=quickdraw&shape=heart")).status, 200);
  const rows = await taken();
  assert.equal(rows.length, before + 1, "who takes drawings away is known; who only asks how is not");
  assert.deepEqual([rows[0].actor, rows[0].subject, rows[0].after, rows[0].undoable],
    [email, "quickdraw", { filter: "shape=heart" }, false]);
  const nobody = await sendRaw(server.port, "GET /api/admin/export HTTP/1.1\r\nHost: x\r\n\r\n", hasHead);
  assert.match(nobody, /^HTTP\/1\.1 401 /);
});

test("Quick, Draw!'s form keeps the places and the times", async () => {
  const quick = lines((await get("?format=quickdraw&shape=circle")).body);
  const circles = drawings.filter(({ shape }) => shape === "circle");
  assert.equal(quick.length, circles.length);
  for (const [index, drawing] of circles.entries()) {
    assert.equal(quick[index].word, "circle");
    assert.equal(quick[index].key_id, drawing.id);
    assert.match(quick[index].timestamp, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} UTC$/);
    assert.deepEqual(quick[index].drawing, drawing.strokes.map((/** @type {any} */ { points }) =>
      ["x", "y", "timestamp"].map((name) => points.map((/** @type {any} */ point) => point[name]))));
  }
});

test("pictures come in a ZIP file, those that the gallery shows", async () => {
  const { body } = await get("?format=png&shape=heart&size=64&max_quality=0.7");
  const chosen = drawings.filter(({ shape, quality }) => shape === "heart" && quality <= 0.7);
  assert.ok(chosen.length > 10);
  const files = unzip(body);
  assert.equal(files.size, chosen.length + 2);
  const first = chosen[0];
  const picture = await ada.ask("GET", `/api/drawings/${first.id}/preview.png?size=64`);
  assert.ok(files.get(`heart/${first.id}.png`)?.equals(picture.body));
  const rows = files.get("drawings.csv")?.toString().trimEnd().split("\n") ?? [];
  assert.equal(rows.length, chosen.length + 1);
  assert.ok(rows[1].startsWith(`heart/${first.id}.png,${first.id},heart,`), rows[1]);
  assert.match(files.get("README.md")?.toString() ?? "", new RegExp(`^${chosen.length} drawings`, "m"));
});

test("NumPy's arrays hold the ink point for point", async () => {
  const { body } = await get("?format=npz&min_quality=0.89995");
  const chosen = drawings.filter(({ quality }) => quality >= 0.9);
  const files = unzip(body);
  const array = (/** @type {string} */ name) => readArray(/** @type {Buffer} */ (files.get(`${name}.npy`)));
  const names = array("shapes").data.toString("latin1").match(/.{64}/gs)?.map((name) => name.replace(/\0+$/, ""));
  assert.deepEqual(array("images").shape, [chosen.length, 32, 32]);
  assert.ok(array("images").data.includes(255));
  const [labels, ids, offsets, points] = ["labels", "ids", "offsets", "points"].map(array);
  assert.deepEqual(offsets.shape, [chosen.length + 1]);
  assert.deepEqual([points.type, points.shape[1]], ["<f4", 5]);
  for (const [index, drawing] of chosen.entries()) {
    assert.equal(ids.data.toString("latin1", index * 36, index * 36 + 36), drawing.id);
    assert.equal(names?.[labels.data.readUInt16LE(index * 2)], drawing.shape);
    let row = Number(offsets.data.readBigInt64LE(index * 8));
    for (const stroke of drawing.strokes) {
      for (const [place, { x, y, pressure, timestamp }] of stroke.points.entries()) {
        const [a, b, c, d, e] = [0, 4, 8, 12, 16].map((column) => points.data.readFloatLE(row * 20 + column));
        assert.deepEqual([a, b, Math.round(c * 255), d, e],
          [x, y, Math.round(pressure * 255), timestamp, place === 0 ? 1 : 0]);
        row += 1;
      }
    }
    assert.equal(row, Number(offsets.data.readBigInt64LE(index * 8 + 8)));
  }
});

test("the card counts what the export holds", async () => {
  const answer = await get("/card?shape=circle");
  assert.match(answer.headers["content-type"] ?? "", /^text\/markdown/);
  const card = answer.body.toString();
  assert.match(card, new RegExp(`^${count} drawings, made 20`, "m"));
  assert.match(card, new RegExp(`^\\| circle \\| ${count} \\|`, "m"));
  assert.doesNotMatch(card, /^\| heart /m);
  assert.match(card, /^## Consent and licence$/m);
});

test("the command writes the same bytes", async () => {
  for (const [format, query] of [["ndjson", ""], ["quickdraw", "&device=pen"], ["npz", "&shape=heart"]]) {
    const flags = query.split("&").slice(1).flatMap((pair) => [`--${pair.split("=")[0]}`, pair.split("=")[1]]);
    const written = await inkling(["export", "--data", server.data, "--format", format, ...flags]);
    assert.equal(written.code, 0, written.err);
    const { body } = await get(`?format=${format}&status=complete${query}`);
    const whole = format === "npz"
      ? [written.bytes, body].map((bytes) => [...unzip(bytes)].filter(([name]) => name.endsWith(".npy")))
      : [written.bytes, body];
    assert.deepEqual(whole[0], whole[1], format);
  }
  const wrong = await inkling(["export", "--data", server.data, "--shape", "nothing", "--device", "quill"]);
  assert.equal(wrong.code, 64);
  assert.match(wrong.err, /shape: no such shape; device: one of/);
});

/** A client that asks and reads no more than the head. @returns {Promise<import("node:net").Socket>} */
const stalled = () => new Promise((resolve, reject) => {
  const socket = connect(server.port, "127.0.0.1");
  socket.once("error", reject);
  socket.once("data", () => {
    socket.pause();
    resolve(socket);
  });
  socket.write(`GET /api/admin/export HTTP/1.1\r\nHost: x\r\nCookie: ${ada.cookie}\r\n\r\n`);
});

test("clients that do not read cost little memory, and room for others once they go", async () => {
  const size = (await get("")).body.length / (1 << 20);
  const before = memory();
  const sockets = await Promise.all([1, 2, 3, 4].map(stalled));
  await new Promise((resolve) => setTimeout(resolve, 500));
  const grown = memory() - before;
  assert.ok(size > 20, `${size} MB were to be too much to be kept for each`);
  assert.ok(grown < size, `${grown} MB more for four exports of ${size} MB`);
  // The pool's threads are free.
  assert.equal((await ada.ask("GET", "/api/admin/stats")).status, 200);
  const fifth = await get("");
  assert.deepEqual([fifth.status, fifth.json().code, fifth.headers["retry-after"]], [503, "overloaded", "10"]);
  for (const socket of sockets) socket.destroy();
  await until(async () => (await get("?shape=heart")).status === 200);
});

test("who reads slowly gets everything in the end", async () => {
  const whole = (await get("?shape=circle")).body;
  const socket = connect(server.port, "127.0.0.1");
  socket.write("GET /api/admin/export?shape=circle HTTP/1.0\r\nHost: x\r\n"
    + `Cookie: ${ada.cookie}\r\n\r\n`);
  const pieces = [];
  for await (const piece of socket) {
    pieces.push(piece);
    if (pieces.length % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  // HTTP/1.0 has no chunks: the end is the connection's.
  const text = Buffer.concat(pieces);
  const head = text.indexOf("\r\n\r\n");
  assert.doesNotMatch(text.toString("latin1", 0, head), /transfer-encoding/i);
  assert.ok(text.subarray(head + 4).equals(whole));
});

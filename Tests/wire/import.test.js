import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { inkling } from "../shared/command.js";
import { Server } from "../shared/server.js";
import { Administrator } from "./administrator.js";
import { until } from "./client.js";
import { ask, newSession } from "./http.js";
import { newID } from "./pen.js";

/** @type {Server} */
let server;
/** @type {Administrator} */
let ada;
/** Lines of made-up drawings. @type {string[]} */
let made;

before(async () => {
  server = await Server.start({ flags: ["--no-worker"] });
  ada = await Administrator.signIn(server);
  const ended = await Promise.all(["circle", "triangle"].map((shape) =>
    inkling(["synthesize", "--shape", shape, "--count", "6000", "--seed", "11"])));
  made = ended.flatMap(({ out }) => out.trimEnd().split("\n"));
});
after(() => server.dispose());

/** @param {Administrator} who @param {string} name @param {Buffer} file */
const begin = async (who, name, file) => {
  const answer = await who.ask("POST", "/api/admin/imports", { name, size: file.length });
  assert.equal(answer.status, 201, answer.body.toString());
  return answer.json();
};
/** @param {Administrator} who @param {number} id @param {Buffer} file @param {number} offset @param {number} [bytes] */
const put = (who, id, file, offset, bytes = 4 << 20) =>
  who.ask("PUT", `/api/admin/imports/${id}/data?offset=${offset}`, file.subarray(offset, offset + bytes));
/** @param {Administrator} who @param {number} id */
const finish = (who, id) => who.ask("POST", `/api/admin/imports/${id}/finish`);
/** @param {Administrator} who @param {number} id */
const show = async (who, id) => (await who.ask("GET", `/api/admin/imports/${id}`)).json();

/**
 * Brings a whole file in.
 * @param {Administrator} who @param {string} name @param {Buffer} file @param {number} [bytes]
 */
async function bring(who, name, file, bytes) {
  let { id, received } = await begin(who, name, file);
  while (received < file.length) {
    const answer = await put(who, id, file, received, bytes);
    assert.equal(answer.status, 200, answer.body.toString());
    received = answer.json().received;
  }
  const answer = await finish(who, id);
  assert.equal(answer.status, 200, answer.body.toString());
  return answer.json();
}
/** @param {any} row */
const counts = ({ imported, known, refused }) => [imported, known, refused];
/** @param {string[]} lines */
const text = (lines) => Buffer.from(`${lines.join("\n")}\n`);
/** @param {Administrator} who */
const exported = async (who, query = "") =>
  (await who.ask("GET", `/api/admin/export${query}`)).body.toString().trimEnd().split("\n")
    .map((line) => JSON.parse(line));

/** A drawing of a few points, as a program writes it. @param {number} index */
const short = (index) => JSON.stringify({ id: newID(), shape: "line", canvas: { width: 400, height: 400 },
  strokes: [{ points: Array.from({ length: 8 }, (_, step) => (
    { x: 40 + step * 40, y: 20 + (index * 7 + step * (index % 40)) % 350, timestamp: step * 20 })) }] });

test("the good lines go in, the bad ones are told by number, and a second time adds nothing", async () => {
  // Every hundredth line is one of five kinds of bad.
  const lines = Array.from({ length: 100_000 }, (_, index) => short(index));
  const first = JSON.parse(lines[0]);
  const bad = ["no JSON", JSON.stringify({ ...first, shape: "octopus" }), JSON.stringify({ ...first, strokes: [] }),
    lines[0].slice(0, 100), JSON.stringify({ ...first, id: "x" })];
  const expected = [];
  for (let index = 99; index < lines.length; index += 100) {
    lines[index] = bad[expected.length % bad.length];
    expected.push(index + 1);
  }
  const row = await bring(ada, "mixed.ndjson", text(lines));
  assert.deepEqual(counts(row), [lines.length - expected.length, 0, expected.length]);
  assert.deepEqual([row.status, row.lines], ["done", lines.length]);
  assert.deepEqual(row.refusals.map((/** @type {any} */ { line }) => line), expected);
  assert.match(row.refusals[1].reason, /octopus/);
  assert.match(row.refusals[2].reason, /^strokes: a drawing has 1 to 256 strokes/);
  const report = await ada.ask("GET", `/api/admin/imports/${row.id}/report`);
  assert.match(report.headers["content-type"] ?? "", /^text\/csv/);
  const rows = report.body.toString().trimEnd().split("\r\n");
  assert.equal(rows[0], "line,reason");
  assert.deepEqual(rows.slice(1).map((line) => Number(line.split(",")[0])), expected);

  const again = await bring(ada, "mixed again.ndjson", text(lines));
  assert.deepEqual(counts(again), [0, lines.length - expected.length, expected.length]);
  const { total } = (await ada.ask("GET", "/api/admin/drawings?limit=1")).json();
  assert.equal(total, lines.length - expected.length);
  const { imports } = (await ada.ask("GET", "/api/admin/imports?limit=2")).json();
  assert.deepEqual(imports.map((/** @type {any} */ { name }) => name), ["mixed again.ndjson", "mixed.ndjson"]);
});

test("pages are told how far it is, and the audit that it was", async () => {
  const socket = await ada.watch(["jobs", "audit", "drawings"]);
  await socket.waitFor("subscribed");
  const row = await bring(ada, "told.ndjson", text([made[0], "{}"]));
  const last = await socket.waitFor((/** @type {any} */ message) => (
    message.type === "job" && message.status === "done"));
  assert.deepEqual([last.job, last.kind, last.done, last.total], [row.id, "import", row.size, row.size]);
  const { audit } = await socket.waitFor("audit");
  assert.deepEqual([audit.actor, audit.action, audit.subject], ["ada@example.org", "import.done", "told.ndjson"]);
  socket.close();
});

test("what breaks off goes on where it was, also after the server was killed", async () => {
  const other = await Server.start({ flags: ["--no-worker"] });
  try {
    const eva = await Administrator.signIn(other);
    const file = text(made.slice(0, 3_000));
    const { id } = await begin(eva, "broken.ndjson", file);
    // In the middle of a line.
    const part = await put(eva, id, file, 0, 1_000_001);
    assert.equal(part.json().received, 1_000_001);
    assert.equal(part.json().imported, file.subarray(0, 1_000_001).toString().split("\n").length - 1);

    // The connection is lost in the middle of a part: nothing of it counts.
    const socket = connect(other.port, "127.0.0.1");
    socket.on("error", () => {});
    socket.write(`PUT /api/admin/imports/${id}/data?offset=1000001 HTTP/1.1\r\nHost: x\r\nCookie: ${eva.cookie}\r\n`
      + "Content-Length: 1000000\r\n\r\n");
    await new Promise((resolve) => socket.write(file.subarray(1_000_001, 1_300_000), () => resolve(undefined)));
    socket.destroy();
    const wrong = await put(eva, id, file, 1_300_000);
    assert.deepEqual([wrong.status, wrong.json().code, wrong.json().received], [409, "wrong_offset", 1_000_001]);
    const early = await finish(eva, id);
    assert.deepEqual([early.status, early.json().code, early.json().received], [409, "incomplete", 1_000_001]);

    // The server dies while a part is being stored: what had its place noted is there.
    const cut = put(eva, id, file, 1_000_001).catch(() => undefined);
    await until(async () => (await show(eva, id)).received > 1_000_001);
    await other.kill();
    await cut;
    await other.start();
    const back = await Administrator.again(other);
    let { received } = await show(back, id);
    assert.ok(received > 1_000_001 && received <= file.length, `${received}`);
    while (received < file.length) received = (await put(back, id, file, received)).json().received;
    const row = (await finish(back, id)).json();
    assert.deepEqual([row.status, ...counts(row), row.lines], ["done", 3_000, 0, 0, 3_000]);
    assert.equal((await exported(back)).length, 3_000);
    const late = await put(back, id, file, 0);
    assert.deepEqual([late.status, late.json().code], [409, "finished"]);
    assert.deepEqual((await finish(back, id)).json(), row);
    const verified = await inkling(["verify", "--data", other.data]);
    assert.equal(verified.code, 0, verified.err);
  } finally {
    await other.dispose();
  }
});

test("parts of any size give the same, and a line that is too long costs only itself", async () => {
  const other = await Server.start({ flags: ["--no-worker"] });
  try {
    const eva = await Administrator.signIn(other);
    const lines = [made[0], "", made[1], `"${"x".repeat(9 << 20)}"`, made[2]];
    // No newline at the end.
    const file = Buffer.from(lines.join("\n"));
    const whole = await bring(eva, "long.ndjson", file);
    assert.deepEqual([...counts(whole), whole.lines], [3, 0, 1, 5]);
    assert.equal(whole.refusals[0].line, 4);
    assert.match(whole.refusals[0].reason, /at most 4194304 bytes/);
    const short = Buffer.from([...lines.slice(0, 3), made[2]].join("\n"));
    const bytewise = await bring(eva, "small.ndjson", short, 777);
    assert.deepEqual([...counts(bytewise), bytewise.lines], [0, 3, 0, 4]);
    const nothing = await bring(eva, "nothing.ndjson", Buffer.from("a\nb"));
    assert.deepEqual([nothing.status, nothing.refused], ["failed", 2]);
    const empty = await bring(eva, "empty.ndjson", Buffer.alloc(0));
    assert.deepEqual([empty.status, empty.lines], ["done", 0]);
  } finally {
    await other.dispose();
  }
});

test("what cannot be is refused by name", async () => {
  const nameless = await ada.ask("POST", "/api/admin/imports", { name: " ", size: -1 });
  assert.deepEqual([nameless.status, nameless.json().errors.map((/** @type {any} */ { path }) => path)],
    [422, ["name", "size"]]);
  const { id } = await begin(ada, "x", Buffer.alloc(10));
  assert.equal((await put(ada, id, Buffer.alloc(11), 0)).json().code, "too_long");
  const placeless = await ada.ask("PUT", `/api/admin/imports/${id}/data`, Buffer.alloc(1));
  assert.equal(placeless.json().errors[0].path, "offset");
  const large = await put(ada, id, Buffer.alloc((4 << 20) + 1), 0, 5 << 20).catch(() => ({ status: 413 }));
  assert.equal(large.status, 413);
  assert.equal((await ada.ask("GET", "/api/admin/imports/999999")).status, 404);
  assert.equal((await ask(server.port, "GET", "/api/admin/imports")).status, 401);
});

test("exported and imported again it is the same, and at home nothing new", async () => {
  // Drawn by people, one of them flagged, one unfinished.
  const source = await Server.start({ flags: ["--no-worker"] });
  const target = await Server.start({ flags: ["--no-worker"] });
  try {
    const [here, there] = [await Administrator.signIn(source), await Administrator.signIn(target)];
    const ids = [];
    for (const person of [1, 2]) {
      const token = await newSession(source.port);
      for (const line of made.slice(person * 10, person * 10 + 10)) {
        const { shape, canvas, strokes } = JSON.parse(line);
        const answer = await ask(source.port, "POST", "/api/drawings",
          { token, body: { shape, canvas, strokes, device: "pen" } });
        assert.equal(answer.status, 201);
        ids.push(answer.json().id);
      }
    }
    await here.ask("POST", `/api/admin/drawings/${ids[3]}/flag`, { flagged: true, reason: "a \"dog\"" });
    await bring(here, "unnamed", text(made.slice(100, 120)));
    const before = await exported(here);
    assert.equal(before.length, 40);
    const file = text(before.map((drawing) => JSON.stringify(drawing)));
    assert.deepEqual(counts(await bring(there, "copy", file)), [40, 0, 0]);
    const after = await exported(there);
    // When it was stored and what a model saw in it belong to each server.
    const kept = (/** @type {any[]} */ drawings) => drawings.map((drawing) => ({ ...drawing, stored_at: 0, guess: 0 }));
    assert.deepEqual(kept(after), kept(before));
    assert.equal(new Set(before.map(({ user }) => user)).size, 3);
    assert.deepEqual(counts(await bring(here, "home", file)), [0, 40, 0]);
    // Quick, Draw!'s form loses pressure and styles, and nothing else.
    const quick = (await here.ask("GET", "/api/admin/export?format=quickdraw")).body;
    assert.deepEqual(counts(await bring(here, "quick", quick)), [0, 40, 0]);
    const third = await Server.start({ flags: ["--no-worker"] });
    try {
      const far = await Administrator.signIn(third);
      assert.deepEqual(counts(await bring(far, "quick", quick)), [40, 0, 0]);
      assert.ok((await far.ask("GET", "/api/admin/export?format=quickdraw&user=" + before[0].user)).body.length > 0);
      const inks = (/** @type {any[]} */ drawings) => drawings.map(({ id, user, canvas, strokes }) => ({
        id, user, canvas, points: strokes.map((/** @type {any} */ { points }) => (
          points.map((/** @type {any} */ { x, y, timestamp }) => [x, y, timestamp]))) }));
      assert.deepEqual(inks(await exported(far)), inks(before));
    } finally {
      await third.dispose();
    }
  } finally {
    await Promise.all([source.dispose(), target.dispose()]);
  }
});

test("an import does not hold up those who draw", async () => {
  const token = await newSession(server.port);
  const { shape, canvas, strokes } = JSON.parse(made[0]);
  let isDone = false;
  const bringing = bring(ada, "large", text(made.map((line) => line.replace(/"id":"[^"]*",/, "")
    .replace(/"timestamp":0/, "\"timestamp\":1")))).finally(() => { isDone = true; });
  const times = [];
  while (!isDone) {
    const start = performance.now();
    const answer = await ask(server.port, "POST", "/api/drawings", { token, body: { shape, canvas, strokes } });
    times.push(performance.now() - start);
    assert.equal(answer.status, 201);
  }
  await bringing;
  times.sort((a, b) => a - b);
  const middle = times[Math.floor(times.length / 2)];
  assert.ok(middle < 100, `half took longer than ${middle} ms`);
});

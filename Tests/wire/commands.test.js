import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { inkling } from "../shared/command.js";
import { Server, temporaryFolder } from "../shared/server.js";
import { ask, newSession } from "./http.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
/** @type {string} */
let work;
before(() => { work = temporaryFolder(); });
after(() => rmSync(work, { recursive: true, force: true }));

/** A file in the work folder. @param {string} name @param {string} text */
function file(name, text) {
  writeFileSync(join(work, name), text);
  return join(work, name);
}
/** @param {string} name */
const data = (name) => ["--data", join(work, name)];

/** The numbers of `3 stored, 1 known already, 0 refused`. @param {string} out */
const counts = (out) => /(\d+) stored, (\d+) known already, (\d+) refused/.exec(out)?.slice(1).map(Number);

/** What is drawn in a line of ndjson, whatever its id. @param {string} line */
function ink(line) {
  const { shape, canvas, strokes } = JSON.parse(line);
  return JSON.stringify([shape, canvas, strokes]);
}

/** @param {string} shape @param {number} count @param {number} [seed] */
const synthesize = async (shape, count, seed = 7) => (await inkling(
  ["synthesize", "--shape", shape, "--count", String(count), "--seed", String(seed)])).out;

test("synthesize gives the same bytes for the same seed, others for another", async () => {
  for (const shape of ["line", "circle", "square", "triangle", "heart", "scribble"]) {
    const [one, again, other] = [
      await synthesize(shape, 20), await synthesize(shape, 20), await synthesize(shape, 20, 8)];
    assert.equal(one, again);
    assert.notEqual(one, other);
    const lines = one.trimEnd().split("\n");
    assert.equal(lines.length, 20);
    for (const line of lines) {
      const { strokes, canvas } = JSON.parse(line);
      const points = strokes.flatMap((/** @type {any} */ { points: list }) => list);
      assert.ok(points.length >= 2);
      for (const { x, y } of points) assert.ok(x >= 0 && x <= canvas.width && y >= 0 && y <= canvas.height);
    }
  }
  assert.ok((await synthesize("circle", 20)).startsWith(await synthesize("circle", 3)));
});

test("import and export give back what was drawn, and a second import adds nothing", async () => {
  const source = file("made.ndjson", await synthesize("circle", 30) + await synthesize("heart", 30));
  const first = await inkling(["import", source, ...data("made")]);
  assert.deepEqual([first.code, counts(first.out)], [0, [60, 0, 0]], first.err);
  const again = await inkling(["import", source, source, ...data("made")]);
  assert.deepEqual([again.code, counts(again.out)], [0, [0, 120, 0]], again.err);
  const exported = await inkling(["export", ...data("made"), "--format", "ndjson"]);
  const lines = exported.out.trimEnd().split("\n");
  assert.deepEqual(lines.map(ink).sort(), readFileSync(source, "utf8").trimEnd().split("\n").map(ink).sort());

  // Export, import elsewhere, export: the same ink again.
  await inkling(["import", file("exported.ndjson", exported.out), ...data("copy")]);
  const copied = await inkling(["export", ...data("copy")]);
  assert.deepEqual(copied.out.trimEnd().split("\n").map(ink).sort(), lines.map(ink).sort());
  const hearts = await inkling(["export", ...data("made"), "--shape", "heart"]);
  assert.equal(hearts.out.trimEnd().split("\n").length, 30);
});

test("every known format is imported", async () => {
  const formats = [
    { shape: "circle", canvas: { width: 400, height: 400 }, strokes: [{ points: [{ x: 1, y: 2 }, { x: 3, y: 4 }] }] },
    { shape: "line", canvas: { width: 400, height: 400 }, strokes: [[[1, 2], [3, 4, 5], [5, 6, 0.5, 7]]] },
    { word: "circle", drawing: [[[0, 255], [0, 255]]] },
    { word: "square", key_id: "1", drawing: [[[0, 700.5], [0, 900], [0, 20]], [[5, 6], [7, 8], [30, 40]]] },
    { source: "x", user: "u", label: "triangle", strokes: [[[-10, 5, null], [20, 9, null], [30, 3, null]]] },
    { source: "x", user: "u", label: "line", strokes: [[[-10, 5, 0], [20, 9, 12], [30, 3, 11]]] }];
  const source = file("formats.ndjson", `\n${formats.map((one) => JSON.stringify(one)).join("\n\n")}\n`);
  const ended = await inkling(["import", source, ...data("formats")]);
  assert.deepEqual(counts(ended.out), [6, 0, 0], ended.err);
  const input = JSON.stringify(formats[0]);
  const piped = await inkling(["import", "-", ...data("piped")], { input });
  assert.deepEqual(counts(piped.out), [1, 0, 0], "a last line without its end, from standard input");
});

test("Quick, Draw!'s own files are imported, where they are at hand", async (context) => {
  const source = join(root, "../shared/data/quickdraw-raw-format.ndjson");
  if (!existsSync(source)) return context.skip("no data of real people here");
  const ended = await inkling(["import", source, ...data("raw")]);
  const [stored, , refused] = counts(ended.out) ?? [];
  assert.ok(stored > 50, ended.out);
  const lines = readFileSync(source, "utf8").trimEnd().split("\n").length;
  assert.equal(stored + refused, lines);
  const again = await inkling(["import", source, ...data("raw")]);
  assert.deepEqual(counts(again.out), [0, stored, refused]);
  const exported = (await inkling(["export", ...data("raw")])).out.trimEnd().split("\n");
  assert.equal(exported.length, stored);
  const verified = await inkling(["verify", ...data("raw")]);
  assert.equal(verified.code, 0, verified.err);
});

test("a missing file exits 66, a damaged one 65, naming file and line", async () => {
  const missing = await inkling(["import", join(work, "nowhere.ndjson"), ...data("none")]);
  assert.equal(missing.code, 66);
  assert.match(missing.err, /nowhere\.ndjson/);
  const good = (await synthesize("circle", 1)).trimEnd();
  for (const [name, text, line] of /** @type {[string, string, number][]} */ ([
    ["junk", "junk\n", 1], ["cut", `\n\n${good.slice(0, 200)}`, 3], ["binary", "\u0000\u0001\ufffd\n", 1],
    ["empty-drawing", "{\"shape\":\"circle\",\"canvas\":{\"width\":400,\"height\":400},\"strokes\":[]}\n", 1]])) {
    const ended = await inkling(["import", file(`${name}.ndjson`, text), ...data("none")]);
    assert.match(ended.err, new RegExp(`${name}\\.ndjson, line ${line}:`));
    assert.equal(ended.code, 65, `${name}: ${ended.err}`);
  }
  const mixed = await inkling(["import", file("mixed.ndjson", `${good}\njunk\n${good}\n`), ...data("mixed")]);
  assert.match(mixed.err, /mixed\.ndjson, line 2:/);
  assert.deepEqual(counts(mixed.out), [1, 1, 1]);
});

test("import refuses a folder in use and goes through its server instead", async (context) => {
  const server = await Server.start();
  context.after(() => server.dispose());
  const source = file("through.ndjson", await synthesize("square", 15));
  const refused = await inkling(["import", source, "--data", server.data]);
  assert.equal(refused.code, 69);
  const through = () => inkling(["import", source, "--server", `http://127.0.0.1:${server.port}`]);
  assert.deepEqual(counts((await through()).out), [15, 0, 0]);
  const exported = await inkling(["export", "--data", server.data]);
  assert.deepEqual(exported.out.trimEnd().split("\n").map(ink).sort(),
    readFileSync(source, "utf8").trimEnd().split("\n").map(ink).sort());
  const nobody = await inkling(["import", source, "--server", "http://127.0.0.1:1"]);
  assert.notEqual(nobody.code, 0);
});

test("verify is content with a good folder, also while its server runs", async (context) => {
  const server = await Server.start();
  context.after(() => server.dispose());
  const token = await newSession(server.port);
  for (const line of (await synthesize("triangle", 10)).trimEnd().split("\n")) {
    assert.equal((await ask(server.port, "POST", "/api/drawings", { token, body: line })).status, 201);
  }
  for (let round = 0; round < 2; round += 1) {
    const verified = await inkling(["verify", "--data", server.data]);
    assert.equal(verified.code, 0, verified.err);
    assert.match(verified.out, /^10 drawings, .* 0 faults/);
    await server.stop();
  }
});

test("verify names the drawing whose strokes were changed by one bit, and exits 65", async (context) => {
  const script = `
import sqlite3, sys, uuid
base = sqlite3.connect(sys.argv[1])
row, data, public = base.execute("SELECT s.drawing_id, s.data, d.public_id FROM stroke_data s "
  "JOIN drawing d ON d.id = s.drawing_id LIMIT 1 OFFSET 3").fetchone()
data = bytearray(data); data[int(len(data) * float(sys.argv[2]))] ^= int(sys.argv[3])
base.execute("UPDATE stroke_data SET data = ? WHERE drawing_id = ?", (bytes(data), row)); base.commit()
print(uuid.UUID(bytes=public))`;
  const source = file("bits.ndjson", await synthesize("heart", 8));
  for (const [place, bit] of [["0", "1"], ["0.3", "16"], ["0.5", "128"], ["0.99", "1"]]) {
    const folder = `bits-${place}`;
    await inkling(["import", source, ...data(folder)]);
    let id = "";
    try {
      id = execFileSync("python3", ["-c", script, join(work, folder, "inkling.db"), place, bit]).toString().trim();
    } catch {
      return context.skip("no python3 with sqlite3");
    }
    const verified = await inkling(["verify", ...data(folder)]);
    assert.equal(verified.code, 65, `${place} ${bit}: ${verified.out}`);
    assert.ok(verified.err.includes(id), verified.err);
    assert.match(verified.out, /^8 drawings, .* 1 faults/);
  }
});

test("verify and export of a folder without data exit 66", async () => {
  for (const command of ["verify", "export"]) {
    const ended = await inkling([command, ...data(`nothing-${command}`)]);
    assert.equal(ended.code, 66);
    assert.match(ended.err, /--data/);
    assert.ok(!existsSync(join(work, `nothing-${command}`)), "a folder was made");
  }
});

test("an administrator's password comes from standard input and is kept hashed", async () => {
  const password = "correct horse battery";
  const made = await inkling(["admin", "create", "ada@example.org", ...data("admin")], { input: `${password}\n` });
  assert.equal(made.code, 0, made.err);
  const bytes = ["inkling.db", "inkling.db-wal"].map((name) => join(work, "admin", name))
    .filter(existsSync).map((path) => readFileSync(path));
  assert.ok(bytes.some((one) => one.includes("ada@example.org")));
  for (const one of bytes) {
    assert.ok(!one.includes(password));
    assert.ok(!one.includes(createHash("sha256").update(password).digest()));
  }
  const again = await inkling(["admin", "create", "ada@example.org", ...data("admin")], { input: `${password}\n` });
  assert.notEqual(again.code, 0);
  assert.match(again.err, /already/);
  for (const input of ["short\n", "", "\n", `${"x".repeat(257)}\n`]) {
    const refused = await inkling(["admin", "create", "bob@example.org", ...data("admin")], { input });
    assert.equal(refused.code, 64, JSON.stringify(input));
    assert.match(refused.err, /10 to 256/);
  }
});

test("an administrator can be made while the server runs", async (context) => {
  const server = await Server.start();
  context.after(() => server.dispose());
  const made = await inkling(["admin", "create", "ada@example.org", "--data", server.data],
    { input: "correct horse\n" });
  assert.equal(made.code, 0, made.err);
  assert.equal((await ask(server.port, "GET", "/health")).status, 200);
});

test("doctor is content with a good folder and says what to do about a bad one", async (context) => {
  const good = await inkling(["doctor", ...data("doctor-new"), "--port", "0"]);
  assert.equal(good.code, 0, good.out);
  const server = await Server.start();
  context.after(() => server.dispose());
  const busy = await inkling(["doctor", "--data", server.data, "--port", String(server.port)]);
  assert.match(busy.out, /FAULT port .*--port/);
  assert.match(busy.out, /ok +store: a server works on it/);
  const broken = join(work, "doctor-broken");
  await inkling(["import", file("one.ndjson", await synthesize("line", 1)), "--data", broken]);
  for (const name of ["inkling.db-wal", "inkling.db-shm"]) rmSync(join(broken, name), { force: true });
  writeFileSync(join(broken, "inkling.db"), "no database at all ".repeat(500));
  const bad = await inkling(["doctor", "--data", broken, "--port", "0"]);
  assert.notEqual(bad.code, 0);
  assert.match(bad.out, /FAULT store: .*(verify|restore)/);
});

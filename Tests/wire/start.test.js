import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { inkling } from "../shared/command.js";
import { Server, temporaryFolder } from "../shared/server.js";
import { ask } from "./http.js";

/** @type {string} */
let work;
before(() => { work = temporaryFolder(); });
after(() => rmSync(work, { recursive: true, force: true }));

/**
 * The command must end with a code and one line that a person can act on.
 * @param {string[]} args @param {number} code @param {RegExp} says
 */
async function assertRefused(args, code, says) {
  const ended = await inkling(args, { seconds: 20 });
  const lines = ended.err.trimEnd().split("\n");
  assert.equal(ended.code, code, `${args.join(" ")}: ${ended.signal} ${ended.err}`);
  assert.equal(lines.length, 1, ended.err);
  assert.match(lines[0], /^inkling: .+/);
  assert.match(lines[0], says);
  assert.doesNotMatch(lines[0], /SQLITE_|NSCocoa|Error Domain|Fatal error/);
}

test("bad usage exits 64 with one line that says what to type", async () => {
  for (const [args, says] of /** @type {[string[], RegExp][]} */ ([
    [["serve", "--port", "x"], /--port/], [["serve", "--port", "99999"], /port/i],
    [["serve", "--port", "-1"], /port/i], [["serve", "--bogus"], /--bogus/], [["serve", "extra"], /extra/],
    [["serve", "--threads", "0"], /--threads/], [["serve", "--log-format", "xml"], /json or text/],
    [["serve", "--tls-cert", "x.pem"], /--tls-key/], [["frobnicate"], /frobnicate/],
    [["synthesize", "--shape", "dodecagon"], /circle/], [["synthesize"], /--shape/],
    [["synthesize", "--shape", "circle", "--count", "0"], /count/i], [["import"], /files/],
    [["export", "--data", ".", "--format", "xls"], /ndjson/], [["replay", "x", "--url", "nonsense"], /ws:/],
    [["admin", "create", "no-address", "--data", work], /@/]])) {
    await assertRefused(args, 64, says);
  }
});

test("environment variables are read, checked, and the command line wins", async () => {
  const bad = await inkling(["serve"], { env: { INKLING_PORT: "x", INKLING_DATA: work } });
  assert.equal(bad.code, 64);
  assert.match(bad.err, /INKLING_PORT/);
  const server = new Server();
  process.env.INKLING_PORT = "1";
  await server.start().finally(() => { delete process.env.INKLING_PORT; });
  assert.ok(server.port > 1);
  await server.dispose();
});

test("ready is one line on standard output, logs are JSON on standard error", async (context) => {
  const server = await Server.start();
  context.after(() => server.dispose());
  assert.equal((await ask(server.port, "GET", "/health/ready")).status, 200);
  await server.stop();
  const lines = server.log.trim().split("\n");
  assert.ok(lines.length > 0);
  for (const line of lines) {
    const { time, level, message } = JSON.parse(line);
    assert.ok(time && level && message);
  }
});

test("a second server on the same data folder is refused, and the first goes on", async (context) => {
  const server = await Server.start();
  context.after(() => server.dispose());
  await assertRefused(["serve", "--port", "0", "--data", server.data], 69, /data folder .* stop it first|another/i);
  assert.equal((await ask(server.port, "GET", "/health")).status, 200);
});

test("a data folder is free again as soon as its server was killed", async (context) => {
  const server = await Server.start();
  context.after(() => server.dispose());
  for (let round = 0; round < 3; round += 1) {
    await server.kill();
    await server.start();
  }
});

test("a taken port is refused, also when this very program holds it", async (context) => {
  const server = await Server.start();
  const other = createServer();
  await new Promise((resolve) => other.listen(0, "127.0.0.1", () => resolve(undefined)));
  context.after(async () => {
    other.close();
    await server.dispose();
  });
  const address = /** @type {import("node:net").AddressInfo} */ (other.address());
  for (const port of [server.port, address.port]) {
    await assertRefused(["serve", "--port", String(port), "--data", join(work, "port")], 69, /--port/);
  }
  assert.equal((await ask(server.port, "GET", "/health")).status, 200);
});

test("an address that is not this machine's is refused", async () => {
  for (const host of ["192.0.2.1", "no.such.host.invalid"]) {
    await assertRefused(["serve", "--host", host, "--port", "0", "--data", join(work, "host")], 69, /address/);
  }
});

test("a data folder that cannot be written is refused with what to do", async (context) => {
  const folder = join(work, "read-only");
  mkdirSync(folder);
  if (process.getuid?.() === 0) {
    // Root may write anywhere but on a read-only file system.
    if (spawnSync("mount", ["-t", "tmpfs", "-o", "ro,size=64k", "inkling", folder]).status !== 0) {
      return context.skip("root, and not allowed to mount");
    }
    context.after(() => spawnSync("umount", [folder]));
  } else {
    chmodSync(folder, 0o500);
    context.after(() => chmodSync(folder, 0o700));
  }
  await assertRefused(["serve", "--port", "0", "--data", folder], 73, /--data/);
  await assertRefused(["serve", "--port", "0", "--data", join(folder, "below")], 73, /--data/);
});

test("a file where the data folder should be is refused", async () => {
  const file = join(work, "file");
  writeFileSync(file, "x");
  await assertRefused(["serve", "--port", "0", "--data", file], 73, /--data/);
  await assertRefused(["serve", "--port", "0", "--data", join(file, "below")], 73, /--data/);
});

/** Runs SQL on a database file; false where no tool for it is at hand. @param {string} file @param {string} sql */
export function sqlite(file, sql) {
  for (const [tool, args] of /** @type {[string, string[]][]} */ ([
    ["sqlite3", [file, sql]],
    ["python3", ["-c", "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()",
      file, sql]]])) {
    try {
      execFileSync(tool, args, { stdio: "ignore" });
      return true;
    } catch { /* the next tool */ }
  }
  return false;
}

test("the data folder of a newer version is refused and left as it is", async (context) => {
  const server = await Server.start();
  context.after(() => server.dispose());
  await server.stop();
  const file = join(server.data, "inkling.db");
  if (!sqlite(file, "INSERT INTO grdb_migrations (identifier) VALUES ('9999_future')")) {
    return context.skip("neither sqlite3 nor python3");
  }
  await assertRefused(["serve", "--port", "0", "--data", server.data], 65, /newer .*9999_future/);
  await assertRefused(["export", "--data", server.data], 65, /newer/);
  sqlite(file, "DELETE FROM grdb_migrations WHERE identifier = '9999_future'");
  await server.start();
});

test("a database that is none is refused with what to do, and not overwritten", async () => {
  for (const name of ["inkling.db", "ink.db"]) {
    const folder = join(work, `damaged-${name}`);
    mkdirSync(folder);
    writeFileSync(join(folder, name), "this is no database, and long enough to be looked at twice".repeat(100));
    await assertRefused(["serve", "--port", "0", "--data", folder], 65, /damaged|not a database/);
    assert.ok(existsSync(join(folder, name)));
  }
});

test("pages that are not there are refused with what to do", async () => {
  await assertRefused(["serve", "--port", "0", "--data", join(work, "web"), "--web", work], 66, /--web/);
});

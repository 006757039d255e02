import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { inkling } from "../shared/command.js";
import { Server, temporaryFolder } from "../shared/server.js";

/** @type {string} */
let work;
before(() => { work = temporaryFolder(); });
after(() => rmSync(work, { recursive: true, force: true }));

test("a running server is backed up, restored and verified, drawing for drawing", async (context) => {
  const server = await Server.start();
  context.after(() => server.dispose());
  const made = await inkling(["synthesize", "--shape", "heart", "--count", "20", "--seed", "3"]);
  const source = join(work, "hearts.ndjson");
  writeFileSync(source, made.out);
  await inkling(["import", source, "--server", `http://127.0.0.1:${server.port}`]);
  const backup = join(work, "backup");
  const saved = await inkling(["backup", backup, "--data", server.data]);
  assert.equal(saved.code, 0, saved.err);
  assert.match(saved.out, /^20 drawings/);
  const taken = await inkling(["restore", backup, "--data", server.data, "--overwrite"]);
  assert.equal(taken.code, 69, "the folder is in use");
  const data = join(work, "data");
  const restored = await inkling(["restore", backup, "--data", data]);
  assert.equal(restored.code, 0, restored.err);
  assert.equal((await inkling(["verify", "--data", data])).code, 0);
  const [here, there] = await Promise.all(
    [data, server.data].map((folder) => inkling(["export", "--data", folder])));
  assert.equal(here.out, there.out);
  const again = await inkling(["restore", backup, "--data", data]);
  assert.equal(again.code, 73, "there is something already");
});

test("a damaged backup exits 65 and restores nothing", async () => {
  const made = await inkling(["synthesize", "--shape", "line", "--count", "3", "--seed", "1"]);
  writeFileSync(join(work, "lines.ndjson"), made.out);
  await inkling(["import", join(work, "lines.ndjson"), "--data", join(work, "lines")]);
  const backup = join(work, "damaged");
  await inkling(["backup", backup, "--data", join(work, "lines")]);
  const bytes = readFileSync(join(backup, "inkling.db"));
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(join(backup, "inkling.db"), bytes);
  const ended = await inkling(["restore", backup, "--data", join(work, "nothing")]);
  assert.equal(ended.code, 65);
  assert.match(ended.err, /inkling\.db is not what was saved/);
  assert.ok(!existsSync(join(work, "nothing", "inkling.db")));
  assert.equal((await inkling(["restore", join(work, "nowhere"), "--data", join(work, "x")])).code, 66);
  assert.equal((await inkling(["backup", join(work, "y"), "--data", join(work, "nowhere")])).code, 66);
});

// The programs of the studio, run as they stand against a real server.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { snippets } from "../../web/studio/snippets/all.js";
import { Server, temporaryFolder } from "../shared/server.js";
import { Administrator } from "./administrator.js";

/** @type {Server} */
let server;
/** @type {string} */
let folder;
let key = "";
const node = Number(process.versions.node.split(".")[0]);
/** Where scripts/install puts what Python streams with, if the system has it not. */
const environment = { ...process.env,
  PYTHONPATH: new URL("../../.build-tests/websockets", import.meta.url).pathname };

before(async () => {
  server = await Server.start({ flags: ["--no-worker"] });
  folder = temporaryFolder();
  const ada = await Administrator.signIn(server);
  const made = await ada.ask("POST", "/api/admin/keys", { name: "robot", scopes: ["classify"] });
  assert.equal(made.status, 201, made.body.toString());
  key = made.json().key;
});
after(async () => {
  await server?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a command to its end. @param {string} command @returns {Promise<{ code: number | null, said: string }>} */
function shell(command) {
  return new Promise((resolve) => {
    const child = spawn("sh", ["-c", command], { cwd: folder, env: environment, stdio: ["ignore", "pipe", "pipe"] });
    const late = setTimeout(() => child.kill("SIGKILL"), 120_000);
    let said = "";
    for (const pipe of [child.stdout, child.stderr]) pipe.setEncoding("utf8").on("data", (text) => { said += text; });
    child.once("close", (code) => {
      clearTimeout(late);
      resolve({ code, said });
    });
  });
}

/** @param {string} command */
function works(command) {
  try {
    execFileSync("sh", ["-c", command], { env: environment, stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** What a program needs that is not here; the rest has to run. @type {Record<string, () => string | false>} */
const missing = {
  "javascript-stream": () => node < 20 && "this Node has no WebSocket",
  "python-stream": () => !works("python3 -c 'import websockets'") && "no package websockets",
  "python-ask": () => !works("python3 --version") && "no Python",
  curl: () => !works("curl --version") && "no curl",
  "swift-ask": () => !works("swiftc --version") && "no Swift compiler",
  "c-offline": () => !works("curl --version && cc --version") && "no C compiler",
};
/** What this Node wants to hear before it has what a newer one has. */
const flags = node >= 22 ? "" : "--experimental-websocket ";

for (const { id, file, text, run } of snippets) {
  test(`${id} runs as it stands, with a key and without`, { skip: missing[id]?.() }, async () => {
    for (const shown of ["", key]) {
      const way = { address: `http://127.0.0.1:${server.port}`, key: shown };
      if (file) writeFileSync(join(folder, file), text(way));
      const command = file ? run(way).replace("node guess", `node ${flags}guess`) : text(way);
      const { code, said } = await shell(command);
      assert.equal(code, 0, said);
      assert.match(said, /circle/, said);
      const program = file ? text(way) + run(way) : text(way);
      assert.equal(shown !== "" && program.includes(shown), shown !== "", "the key is filled in");
      if (!id.endsWith("stream")) continue;
      const lines = said.trim().split("\n").filter((line) => / points: /.test(line));
      assert.ok(lines.length >= 6, said);
      assert.match(lines[lines.length - 1], /^48 points: circle [\d.]+ ?%, decided$/);
    }
  });
}

test("what the server refuses is told in its words", { skip: missing["python-ask"]() }, async () => {
  const way = { address: `http://127.0.0.1:${server.port}`, key: "" };
  const find = (/** @type {string} */ id) => snippets.find((one) => one.id === id);
  writeFileSync(join(folder, "ask.py"), find("python-ask")?.text(way).replace("[[320,200]", '[["x",200]') ?? "");
  const { code, said } = await shell("python3 ask.py");
  assert.notEqual(code, 0);
  assert.match(said, /number/);
});

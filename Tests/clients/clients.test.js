// The clients in samples/clients against the real server, behind a network that fails: each of them runs
// the same program (program.mjs, program.py, swift-program) and has to get the same answers.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { createInterface } from "node:readline";
import { Server } from "../shared/server.js";
import { Administrator } from "../wire/administrator.js";
import { ask } from "../wire/http.js";
import { Proxy } from "./proxy.js";

const here = new URL(".", import.meta.url).pathname;
const root = new URL("../../", import.meta.url).pathname;
const python = process.env.INKLING_PYTHON ?? "python3";
/** Where scripts/install puts what Python streams with. */
const fetched = { ...process.env, PYTHONPATH: `${root}.build-tests/websockets` };
const canvas = { width: 400, height: 400 };
const second = { strokes: [[[40, 60], [120, 121], [200, 201], [300, 302]]], canvas };

/** A triangle of three strokes, drawn as people draw: at a walk, trembling a little. */
const strokes = [[[200, 60], [80, 320]], [[80, 322], [330, 318]], [[331, 320], [202, 61]]].map(
  ([[fromX, fromY], [toX, toY]], index) => Array.from({ length: 40 }, (_, step) => {
    const share = step / 39;
    return [fromX + (toX - fromX) * share + Math.sin(step * 1.7) / 3,
      fromY + (toY - fromY) * share + Math.cos(step) / 3, 0.3 + (step % 10) / 20, index * 900 + step * 16];
  }));
/** In the middle of each stroke: a lost connection, a server that begins anew, a dead network. */
const cuts = [20, 60, 95];

/** @type {Server} */
let server;
/** @type {string} */
let key;

before(async () => {
  server = await Server.start({ flags: ["--no-worker"] });
  const ada = await Administrator.signIn(server);
  const made = await ada.ask("POST", "/api/admin/keys", { name: "clients", scopes: ["classify", "generate"] });
  assert.equal(made.status, 201, made.body.toString());
  key = made.json().key;
});
after(() => server.dispose());

/** @param {any} drawing @returns {Promise<any>} */
const classified = async (drawing) =>
  (await ask(server.port, "POST", "/api/inference/classify", { body: drawing })).json();

/**
 * Runs a client's program; what it tells by step.
 * @param {string} command @param {string[]} args @param {{ streams?: boolean, env?: NodeJS.ProcessEnv }} [options]
 */
async function run(command, args, { streams = true, env } = {}) {
  const proxy = await Proxy.open(() => server.port);
  proxy.refuse(1);
  const child = spawn(command, args, { env, stdio: ["pipe", "pipe", "pipe"] });
  const late = setTimeout(() => child.kill("SIGKILL"), 90_000);
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text) => { complaints += text; });
  const ended = new Promise((resolve) => { child.once("close", resolve); });
  child.stdin.end(JSON.stringify({ address: proxy.address, key, wrongKey: `inkling_${"x".repeat(43)}`,
    strokes, canvas, second, cuts, streams }));
  /** @type {Record<string, any>} */
  const told = {};
  const faults = [
    () => { proxy.refuse(1); proxy.cut(); },
    async () => { await server.stop(); await server.start(); },
    () => proxy.freeze(),
  ];
  for await (const line of createInterface(child.stdout)) {
    const { step, ...rest } = JSON.parse(line);
    told[step] = rest;
    if (step === "cut") await faults.shift()?.();
  }
  const code = await ended;
  clearTimeout(late);
  proxy.close();
  assert.equal(code, 0, complaints);
  return { told, proxy };
}

/** @param {Record<string, any>} told */
async function assertAnswers(told) {
  const whole = await classified({ strokes, canvas });
  const line = await classified(second);
  assert.equal(whole.shape, "triangle");
  assert.deepEqual(told.classify.value.guesses, whole.guesses, JSON.stringify(told.classify));
  assert.deepEqual(told.many.value.results.map((/** @type {any} */ one) => one.guesses), [whole.guesses, line.guesses]);
  const { code, status, message, errors } = told.invalid.error;
  assert.deepEqual([code, status], ["invalid", 422]);
  // As the client writes points.
  assert.match(errors[0].path, /^strokes\[0\](\[1\]\[0\]|\.points\[1\]\.x)$/);
  assert.match(message, /9000/);
  const [first, faulty, last, ...rest] = told.batch.value;
  assert.deepEqual([first.index, first.guesses, last.index, last.guesses, rest],
    [0, whole.guesses, 2, line.guesses, []]);
  assert.deepEqual([faulty.index, faulty.error.code], [1, "invalid"]);
  assert.deepEqual([told.fit.value.shape, told.fit.value.geometry.kind], ["line", "line"]);
  assert.ok(told.fit.value.residual < 0.02);
  assert.ok(told.models.value.some((/** @type {any} */ one) => one.version === "starter" && one.active));
  assert.equal(`sha256:${createHash("sha256").update(Buffer.from(told.file.value, "base64")).digest("hex")}`,
    told.info.value.checksum ?? told.info.value.sha256);
  const wrong = told.wrong_key.error;
  assert.deepEqual([wrong.code, wrong.status], ["key_unknown", 401]);
  await assertMadeUp(told);
}

/** @param {Record<string, any>} told */
async function assertMadeUp({ generate, complete }) {
  const { drawings, seed } = generate.value ?? {};
  assert.deepEqual([seed, drawings?.length], [7, 2], JSON.stringify(generate));
  for (const drawing of drawings) assert.equal((await classified(drawing)).shape, "circle");
  assert.ok(complete.value?.strokes[0].points.length > 0, JSON.stringify(complete));
}

/** @param {Record<string, any>} told @param {Proxy} proxy */
async function assertStream(told, proxy) {
  const whole = await classified({ strokes, canvas });
  assert.equal(told.wrong_key_stream.error?.code, "key_unknown");
  assert.deepEqual([told.settled.value?.points, told.settled.value?.guesses], [120, whole.guesses],
    JSON.stringify(told.settled));
  assert.deepEqual(told.undone.value.guesses, (await classified({ strokes: strokes.slice(0, 2), canvas })).guesses);
  assert.deepEqual(told.again.value.guesses, (await classified(second)).guesses);
  assert.equal(told.closed.error.code, "closed");
  // After the lost connection the server still has the ink; begun anew, it has not.
  const count = (/** @type {string} */ type) => proxy.said.split(`"type":"${type}"`).length - 1;
  assert.ok(count("resumed") >= 1, proxy.said);
  assert.ok(count("begun") >= 3, `${count("begun")}`);
  // What was refused with Retry-After came again a second later.
  assert.ok(proxy.arrivals[1] - proxy.arrivals[0] >= 990, `${proxy.arrivals}`);
}

test("JavaScript", async () => {
  const { told, proxy } = await run(process.execPath, [`${here}program.mjs`]);
  await assertAnswers(told);
  await assertStream(told, proxy);
});

const version = spawnSync(python, ["-c", "import sys; print(sys.version_info >= (3, 9))"], { encoding: "utf8" });
const noPython = version.stdout?.trim() !== "True" && "no Python 3.9 or newer";
const noWebSockets = noPython
  || spawnSync(python, ["-c", "import websockets"], { env: fetched }).status !== 0 && "Python without websockets";

test("Python", { skip: noWebSockets }, async () => {
  const { told, proxy } = await run(python, [`${here}program.py`], { env: fetched });
  await assertAnswers(told);
  await assertStream(told, proxy);
});

test("Python without websockets asks over HTTP", { skip: noPython }, async () => {
  const { told } = await run(python, ["-S", `${here}program.py`], { streams: false });
  await assertAnswers(told);
});

const scratch = `${root}.build-tests/client-swift`;
const noSwift = spawnSync("swift", ["--version"]).status !== 0 && "no Swift";

test("Swift", { skip: noSwift }, async () => {
  const built = spawnSync("swift", ["build", "-c", "release", "--package-path", `${here}swift-program`,
    "--scratch-path", scratch], { encoding: "utf8" });
  assert.equal(built.status, 0, built.stdout + built.stderr);
  assert.doesNotMatch(built.stdout + built.stderr, /warning:/);
  const { told, proxy } = await run(`${scratch}/release/ClientProgram`, []);
  await assertAnswers(told);
  await assertStream(told, proxy);
});

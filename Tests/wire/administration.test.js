import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { rmSync } from "node:fs";
import { inkling } from "../shared/command.js";
import { Server, temporaryFolder } from "../shared/server.js";
import { until } from "./client.js";
import { ask, newSession } from "./http.js";

const [email, password] = ["ada@example.org", "correct horse"];
/** @type {Server} */
let server;
/** @type {string} */
let cookie;

/** @param {number} port @param {unknown} [body] */
const login = (port, body = { email, password }) => ask(port, "POST", "/api/admin/login", { body });
/** @param {import("./http.js").Answer} answer */
const cookieOf = (answer) => (answer.headers["set-cookie"]?.[0] ?? "").split(";")[0];
/** @param {string} method @param {string} path @param {unknown} [body] */
const admin = (method, path, body) =>
  ask(server.port, method, path, { headers: { cookie }, body: method === "POST" ? body ?? {} : undefined });

before(async () => {
  server = await Server.start({ flags: ["--no-worker"] });
  const made = await inkling(["admin", "create", email, "--data", server.data], { input: `${password}\n` });
  assert.equal(made.code, 0, made.err);
  cookie = cookieOf(await login(server.port));
});
after(() => server.dispose());

test("an administrator signs in and out; nobody else gets in", async () => {
  const answer = await login(server.port);
  assert.equal(answer.status, 200);
  assert.equal(answer.json().administrator.email, email);
  const set = answer.headers["set-cookie"]?.[0] ?? "";
  for (const part of ["inkling_admin=", "HttpOnly", "SameSite=Strict", "Max-Age=43200", "Path=/"]) {
    assert.ok(set.includes(part), set);
  }
  const headers = { cookie: cookieOf(answer) };
  assert.equal((await ask(server.port, "GET", "/api/admin/me", { headers })).json().administrator.email, email);
  const foreign = await ask(server.port, "POST", "/api/admin/training/start",
    { headers: { ...headers, origin: "http://evil.example" }, body: {} });
  assert.deepEqual([foreign.status, foreign.json().code], [403, "foreign_origin"]);
  assert.equal((await ask(server.port, "POST", "/api/admin/logout", { headers, body: {} })).status, 204);
  assert.equal((await ask(server.port, "GET", "/api/admin/me", { headers })).status, 401);

  const token = await newSession(server.port);
  for (const [method, path] of [["GET", "/api/admin/me"], ["GET", "/api/admin/training"],
    ["POST", "/api/admin/training/start"], ["GET", "/api/admin/models"], ["POST", "/api/admin/models/1/activate"]]) {
    for (const options of [{}, { token }, { headers: { cookie: `inkling_admin=${token}` } }]) {
      const refused = await ask(server.port, method, path, { ...options, body: method === "POST" ? {} : undefined });
      assert.deepEqual([refused.status, refused.json().code], [401, "no_administrator"], path);
    }
  }
});

test("equal settings are one training; a wrong one is told where", async () => {
  const first = await admin("POST", "/api/admin/training/start", { config: { epochs: 3, notes: "a" } });
  assert.deepEqual([first.status, first.json().status], [202, "queued"]);
  const { id } = first.json();
  const same = await admin("POST", "/api/admin/training/start", { config: { notes: "a", epochs: 3, seed: 1 } });
  assert.deepEqual([same.status, same.json()], [200, { id, status: "already_exists" }]);
  const job = (await admin("GET", `/api/admin/training/${id}`)).json();
  assert.equal(job.config.epochs, 3);
  assert.equal(job.config.batch_size, 64);
  assert.deepEqual(job.config.shapes.sort(), ["circle", "heart", "line", "square", "triangle"]);
  assert.deepEqual([job.status, job.progress, job.model, job.error], ["queued", null, null, null]);
  const wrong = await admin("POST", "/api/admin/training/start",
    { config: { epochs: 0, shapes: ["cube"], colour: 1 } });
  assert.equal(wrong.status, 422);
  assert.deepEqual(wrong.json().errors.map((/** @type {any} */ { path }) => path).sort(),
    ["config.colour", "config.epochs", "config.shapes[0]"]);
  for (const body of [[], { confg: {} }, { config: 3 }, "null"]) {
    assert.equal((await admin("POST", "/api/admin/training/start", body)).status, 422, JSON.stringify(body));
  }
  assert.equal((await admin("POST", "/api/admin/training/start", "{")).status, 400);

  assert.equal((await admin("POST", `/api/admin/training/${id}/replay`)).status, 409);
  assert.equal((await admin("POST", `/api/admin/training/${id}/cancel`)).json().status, "cancelled");
  const again = await admin("POST", `/api/admin/training/${id}/replay`);
  assert.equal(again.status, 202);
  const list = (await admin("GET", "/api/admin/training")).json();
  assert.deepEqual(list.jobs.map((/** @type {any} */ one) => [one.id, one.status]),
    [[again.json().id, "queued"], [id, "cancelled"]]);
  for (const path of ["training/999", "models/999", "models/nowhere"]) {
    assert.equal((await admin("GET", `/api/admin/${path}`)).status, 404, path);
  }
  assert.equal((await admin("POST", "/api/admin/models/999/activate")).status, 404);
  assert.equal((await admin("GET", "/api/admin/training/x")).status, 422);
  assert.equal((await admin("GET", "/api/admin/models/compare")).status, 422);
});

test("who guesses passwords is made to wait, and learns nothing from the time", async (context) => {
  const other = await Server.start({ flags: ["--no-worker"] });
  context.after(() => other.dispose());
  await inkling(["admin", "create", email, "--data", other.data], { input: `${password}\n` });
  for (const body of [{}, { email }, { email: 1, password }, []]) {
    assert.equal((await login(other.port, body)).status, 422);
  }
  const times = /** @type {Record<string, number[]>} */ ({ [email]: [], "nobody@example.org": [] });
  for (let round = 0; round < 5; round += 1) {
    for (const address of Object.keys(times)) {
      const asked = performance.now();
      const answer = await login(other.port, { email: address, password: "wrong horse" });
      assert.deepEqual([answer.status, answer.json().code], [401, "wrong_login"]);
      times[address].push(performance.now() - asked);
    }
  }
  const [known, unknown] = Object.values(times).map((list) => Math.min(...list));
  assert.ok(known / unknown < 1.5 && unknown / known < 1.5, `${known} and ${unknown} ms`);
  const refused = await login(other.port);
  assert.equal(refused.status, 429);
  assert.ok(Number(refused.headers["retry-after"]) > 0);
});

test("a server keeps a worker that ends with it, however it ends", async (context) => {
  const busy = await Server.start();
  context.after(() => busy.dispose());
  const health = async () => (await ask(busy.port, "GET", "/health")).json();
  await until(async () => (await health()).worker.status === "ok");
  await inkling(["admin", "create", email, "--data", busy.data], { input: `${password}\n` });
  const headers = { cookie: cookieOf(await login(busy.port)) };
  // Its worker is ready once it has taken the first.
  for (const seed of [1, 2]) {
    const started = await ask(busy.port, "POST", "/api/admin/training/start", { headers, body: { config: { seed } } });
    const { id } = started.json();
    const job = async () => (await ask(busy.port, "GET", `/api/admin/training/${id}`, { headers })).json();
    await until(async () => (await job()).started_at !== null);
    const { created_at: created, started_at: begun } = await job();
    if (seed === 2) assert.ok(Date.parse(begun) - Date.parse(created) < 250, `${created}, ${begun}`);
    await ask(busy.port, "POST", `/api/admin/training/${id}/cancel`, { headers, body: {} });
    await until(async () => !["queued", "running"].includes((await job()).status));
  }
  assert.equal((await health()).worker.starts, 1);
  // `kill` waits until nobody holds the program's output any more: its worker has ended too.
  const killed = performance.now();
  await busy.kill();
  assert.ok(performance.now() - killed < 2_000);
});

test("worker and train say what is wrong with what they are given", async (context) => {
  const work = temporaryFolder();
  context.after(() => rmSync(work, { recursive: true, force: true }));
  for (const command of ["worker", "train"]) {
    const missing = await inkling([command, "--data", work]);
    assert.equal(missing.code, 66, missing.err);
    assert.match(missing.err, /--data/);
  }
  const wrong = await inkling(["train", "--data", server.data, "--epochs", "0"]);
  assert.equal(wrong.code, 64, wrong.err);
  assert.match(wrong.err, /epochs/);
});

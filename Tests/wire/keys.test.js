import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Server } from "../shared/server.js";
import { Administrator } from "./administrator.js";
import { until, WebSocketClient } from "./client.js";
import { ask, newSession } from "./http.js";

/** @type {Server} */
let server;
/** @type {Administrator} */
let ada;

before(async () => {
  server = await Server.start({ flags: ["--no-worker"] });
  ada = await Administrator.signIn(server);
});
after(() => server.dispose());

/** @param {string} name @param {string[]} scopes @returns {Promise<{ id: number, key: string, scopes: string[] }>} */
async function make(name, scopes) {
  const made = await ada.ask("POST", "/api/admin/keys", { name, scopes });
  assert.equal(made.status, 201, made.body.toString());
  return made.json();
}

/**
 * @param {string} key @param {string} method @param {string} path @param {unknown} [body]
 * @param {Record<string, string>} [headers]
 */
const by = (key, method, path, body, headers = {}) =>
  ask(server.port, method, path, { token: key, body: body ?? (method === "POST" ? {} : undefined), headers });

const list = async () => (await ada.ask("GET", "/api/admin/keys")).json().keys;
const circle = { shape: "circle", canvas: { width: 400, height: 400 },
  strokes: [Array.from({ length: 40 }, (_, step) =>
    [200 + 120 * Math.cos(step / 39 * 2 * Math.PI), 200 + 120 * Math.sin(step / 39 * 2 * Math.PI)])] };

test("a key is shown once, kept as a hash, and named in what it does", async () => {
  const wrong = await ada.ask("POST", "/api/admin/keys", { name: " ", scopes: ["admin", "root"] });
  assert.equal(wrong.status, 422);
  assert.deepEqual(wrong.json().errors.map((/** @type {any} */ { path }) => path), ["name", "scopes[1]"]);
  for (const scopes of [undefined, [], "admin"]) {
    assert.equal((await ada.ask("POST", "/api/admin/keys", { name: "a", scopes })).status, 422);
  }
  const name = "<b>nightly</b> \"robot\"";
  const { id, key, scopes } = await make(name, ["admin", "classify", "admin"]);
  assert.deepEqual(scopes, ["classify", "admin"]);
  assert.match(key, /^inkling_[\w-]{43}$/);
  assert.ok(!JSON.stringify(await list()).includes(key));
  for (const file of readdirSync(server.data).filter((file) => /\.db/.test(file))) {
    assert.ok(!readFileSync(join(server.data, file)).includes(key), file);
  }

  const watching = await ada.watch(["audit"]);
  await watching.waitFor("subscribed");
  const me = await by(key, "GET", "/api/admin/me");
  assert.deepEqual([me.status, me.json().administrator.email, me.json().expires_at],
    [200, `key ${id} (${name})`, null]);
  const added = await by(key, "POST", "/api/admin/administrators",
    { email: "cy@example.org", password: "long enough" });
  assert.equal(added.status, 201);
  const { audit } = await watching.waitFor("audit");
  assert.deepEqual([audit.actor, audit.action, audit.subject],
    [`key ${id} (${name})`, "administrator.create", "cy@example.org"]);
  watching.close();
  const byHeader = await ask(server.port, "GET", "/api/admin/me", { headers: { "x-api-key": key } });
  assert.equal(byHeader.status, 200);
  const password = await by(key, "POST", "/api/admin/password", { current: "long enough", new: "long enough too" });
  assert.deepEqual([password.status, password.json().code], [403, "session_needed"]);
  await until(async () => (await list()).find((/** @type {any} */ one) => one.id === id).last_used_at !== null);
});

test("with a key as without one, a foreign page changes nothing", async () => {
  const { key } = await make("robot", ["admin", "submit"]);
  const headers = { origin: "http://evil.example" };
  for (const [method, path] of [["POST", "/api/admin/keys"], ["DELETE", "/api/admin/keys/1"], ["POST", "/api/drawings"],
    ["POST", "/api/admin/administrators"], ["POST", "/api/admin/training/start"]]) {
    const refused = await by(key, method, path, undefined, headers);
    assert.deepEqual([refused.status, refused.json().code], [403, "foreign_origin"], path);
  }
  const own = { origin: `http://127.0.0.1:${server.port}` };
  assert.equal((await by(key, "POST", "/api/admin/keys", { name: "b", scopes: ["classify"] }, own)).status, 201);
});

test("a key opens what its scopes say, until it is revoked", async () => {
  const classify = await make("asks", ["classify"]);
  const refused = await by(classify.key, "GET", "/api/admin/stats");
  assert.deepEqual([refused.status, refused.json().code], [403, "key_scope"]);
  assert.equal((await by(classify.key, "POST", "/api/drawings", circle)).json().code, "key_scope");
  // In an address a key would end up in logs.
  const admin = await make("robot", ["admin"]);
  assert.equal((await ask(server.port, "GET", `/api/admin/me?key=${admin.key}`)).status, 401);
  const watching = await WebSocketClient.open(server.port,
    { path: "/ws/admin", headers: { Authorization: `Bearer ${admin.key}` } });
  assert.equal((await watching.waitFor("welcome")).administrator.email, `key ${admin.id} (robot)`);

  assert.equal((await ada.ask("DELETE", `/api/admin/keys/${admin.id}`)).status, 204);
  const after = await by(admin.key, "GET", "/api/admin/me");
  assert.deepEqual([after.status, after.json().code], [401, "no_administrator"]);
  assert.equal((await watching.waitFor("error")).code, "signed_out");
  const { revoked_at: revoked } = (await list()).find((/** @type {any} */ one) => one.id === admin.id);
  assert.ok(Date.parse(revoked) > 0);
  assert.equal((await ada.ask("DELETE", `/api/admin/keys/${admin.id}`)).status, 204, "it is so already");
  assert.equal((await ada.ask("DELETE", "/api/admin/keys/999")).status, 404);
});

test("keys of every scope have a pace, and are counted", async () => {
  const paced = async (/** @type {string} */ scope) => {
    const made = await ada.ask("POST", "/api/admin/keys", { name: scope, scopes: [scope], per_second: 5 });
    return made.json();
  };
  for (const [scope, method, path] of [["submit", "GET", "/api/user/drawings"], ["admin", "GET", "/api/admin/me"]]) {
    const { id, key } = await paced(scope);
    const answers = await Promise.all(Array.from({ length: 40 }, () => by(key, method, path)));
    const refused = answers.filter(({ status }) => status === 429);
    assert.ok(refused.length > 20, `${scope}: ${answers.map(({ status }) => status)}`);
    assert.ok(refused.length <= 35, "as many as it may at once");
    assert.deepEqual([refused[0].json().code, refused[0].headers["retry-after"]], ["too_many_requests", "1"]);
    const { usage } = (await list()).find((/** @type {any} */ each) => each.id === id);
    assert.deepEqual(usage, { requests: 40, drawings: 0, refused: refused.length });
  }
});

test("a program hands in drawings under the name of its key", async () => {
  const { key } = await make("robot arm", ["submit"]);
  const stored = await by(key, "POST", "/api/drawings", circle);
  assert.equal(stored.status, 201, stored.body.toString());
  const { id } = stored.json();
  assert.equal((await by(key, "GET", `/api/drawings/${id}`)).json().id, id);
  assert.equal((await by(key, "GET", "/api/user/drawings")).json().drawings.length, 1);
  const stranger = await newSession(server.port);
  assert.equal((await ask(server.port, "GET", `/api/drawings/${id}`, { token: stranger })).status, 404);
  assert.equal((await by(key, "GET", "/api/admin/stats")).status, 403);
  const { user } = (await ada.ask("GET", `/api/admin/drawings/${id}`)).json();
  assert.match(user, /^[0-9a-f-]{36}$/);
});

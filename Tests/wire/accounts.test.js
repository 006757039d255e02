import assert from "node:assert/strict";
import { Agent } from "node:http";
import { test } from "node:test";
import { Server } from "../shared/server.js";
import { Administrator, email, password } from "./administrator.js";
import { until } from "./client.js";
import { ask } from "./http.js";

const bea = { email: "bea@example.org", password: "battery staple" };

/** Asks as another machine of this network would. @param {string} address */
const from = (address) => ({ agent: new Agent({ localAddress: address }) });
/** @param {Server} server @param {{ email: string, password: string }} body @param {any} [options] */
const login = (server, body, options = {}) =>
  ask(server.port, "POST", "/api/admin/login", { body, ...options });
/** @param {import("./http.js").Answer} answer */
const cookies = (answer) => (answer.headers["set-cookie"] ?? []).map((cookie) => cookie.split(";")[0]);
/** @param {Server} server @param {string} cookie */
const me = async (server, cookie) => (await ask(server.port, "GET", "/api/admin/me", { headers: { cookie } })).status;
/** @param {import("./http.js").Answer} answer */
const faults = (answer) => answer.json().errors.map((/** @type {any} */ { path }) => path).sort();

/** @param {import("node:test").TestContext} context */
async function started(context) {
  const server = await Server.start({ flags: ["--no-worker"] });
  context.after(() => server.dispose());
  return server;
}

test("the first administrator comes in by a link that is good once", async (context) => {
  const server = await started(context);
  const link = /Set up the first administrator: (http:\/\/127\.0\.0\.1:\d+)\/admin#\/setup\?token=([\w-]{43})/;
  await until(() => link.test(server.said) && link.test(server.log));
  const [, origin, token] = link.exec(server.said) ?? [];
  assert.equal(origin, `http://127.0.0.1:${server.port}`);
  assert.match(server.said, /^inkling is ready at /, "the ready line comes first");
  const needed = async () => (await ask(server.port, "GET", "/api/admin/setup")).json().needed;
  assert.equal(await needed(), true);

  /** @param {unknown} body @param {any} [options] */
  const setUp = (body, options = {}) => ask(server.port, "POST", "/api/admin/setup", { body, ...options });
  const right = { token, email, password };
  assert.deepEqual(faults(await setUp({ email, password })), ["token"]);
  const wrong = await setUp({ ...right, token: `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}` });
  assert.deepEqual([wrong.status, wrong.json().code], [403, "wrong_token"]);
  assert.deepEqual(faults(await setUp({ token, email: "ada", password: "short" })), ["email", "password"]);
  const foreign = await setUp(right, { headers: { origin: "http://evil.example" } });
  assert.deepEqual([foreign.status, foreign.json().code], [403, "foreign_origin"]);
  const tries = [];
  for (let count = 0; count < 15; count += 1) tries.push(await setUp({ ...right, token: "guess" }, from("127.0.0.7")));
  assert.equal(tries.at(-1)?.status, 429);
  assert.ok(Number(tries.at(-1)?.headers["retry-after"]) > 0);
  assert.equal(await needed(), true, "nothing of that has used the link up");

  const addresses = ["127.0.0.11", "127.0.0.12", "127.0.0.13", "127.0.0.14"];
  const raced = await Promise.all(addresses.map((address, index) =>
    setUp({ ...right, email: `a${index}@example.org` }, from(address))));
  assert.deepEqual(raced.map(({ status }) => status).sort(), [201, 410, 410, 410]);
  const winner = raced.find(({ status }) => status === 201);
  assert.ok(winner);
  const [session] = cookies(winner);
  assert.equal(await me(server, session), 200, "whoever set it up is signed in");
  const all = (await ask(server.port, "GET", "/api/admin/administrators", { headers: { cookie: session } })).json();
  assert.deepEqual(all.administrators.map((/** @type {any} */ one) => one.email), [winner.json().administrator.email]);
  assert.equal(await needed(), false);
  const late = await setUp(right);
  assert.deepEqual([late.status, late.json().code], [410, "is_set_up"]);

  await server.stop();
  server.log = "";
  await server.start();
  assert.doesNotMatch(server.said + server.log, /setup/);
  assert.equal(await me(server, session), 200);
});

test("accounts are added, closed and opened again; somebody always stays", async (context) => {
  const server = await started(context);
  const ada = await Administrator.signIn(server);
  assert.deepEqual(faults(await ada.ask("POST", "/api/admin/administrators", { email: "no", password: "x" })),
    ["email", "password"]);
  const added = await ada.ask("POST", "/api/admin/administrators", bea);
  assert.deepEqual([added.status, added.json().email, added.json().disabled_at], [201, bea.email, null]);
  const again = await ada.ask("POST", "/api/admin/administrators", { ...bea, email: "BEA@example.org" });
  assert.deepEqual([again.status, again.json().code], [409, "conflict"]);

  const [session] = cookies(await login(server, bea));
  assert.equal(await me(server, session), 200);
  const own = (await ada.ask("GET", "/api/admin/me")).json().administrator.id;
  assert.equal((await ada.ask("POST", `/api/admin/administrators/${own}/disable`)).status, 409);
  const path = `/api/admin/administrators/${added.json().id}`;
  const closed = await ada.ask("POST", `${path}/disable`);
  assert.equal(closed.status, 200);
  assert.ok(Date.parse(closed.json().disabled_at) > 0);
  assert.equal(await me(server, session), 401, "at once");
  const refused = await login(server, bea);
  assert.deepEqual([refused.status, refused.json().code], [401, "wrong_login"]);

  // A program is nobody's self, and still cannot close the last account.
  const { key } = (await ada.ask("POST", "/api/admin/keys", { name: "robot", scopes: ["admin"] })).json();
  const last = await ask(server.port, "POST", `/api/admin/administrators/${own}/disable`, { token: key, body: {} });
  assert.deepEqual([last.status, last.json().code], [409, "conflict"]);

  assert.equal((await ada.ask("POST", `${path}/enable`)).json().disabled_at, null);
  assert.equal(await me(server, session), 401, "the session has ended for good");
  assert.equal((await login(server, bea)).status, 200);
  assert.equal((await ada.ask("POST", "/api/admin/administrators/999/disable")).status, 404);
  assert.equal((await ada.ask("POST", "/api/admin/administrators/x/disable")).status, 422);
});

test("another password ends the other sessions; guessing at it is slowed", async (context) => {
  const server = await started(context);
  const ada = await Administrator.signIn(server);
  const other = await Administrator.again(server);
  const next = "another horse";
  /** @param {unknown} body */
  const change = (body) => ada.ask("POST", "/api/admin/password", body);
  assert.deepEqual(faults(await change({ new: "short" })), ["current", "new"]);
  const wrong = await change({ current: "wrong horse", new: next });
  assert.deepEqual([wrong.status, wrong.json().code], [403, "wrong_password"]);
  assert.equal(await me(server, other.cookie), 200, "nothing has changed yet");
  const changed = await change({ current: password, new: next });
  assert.equal(changed.status, 204, changed.body.toString());
  assert.deepEqual([await me(server, ada.cookie), await me(server, other.cookie)], [200, 401]);
  assert.equal((await login(server, { email, password })).status, 401);
  assert.equal((await login(server, { email, password: next })).status, 200);

  const statuses = [];
  for (let count = 0; count < 12; count += 1) {
    statuses.push((await change({ current: "wrong horse", new: next })).status);
  }
  assert.equal(statuses.at(-1), 429);
  assert.equal(await me(server, ada.cookie), 200);
});

test("a thousand wrong passwords disturb nobody who is known", async (context) => {
  const server = await started(context);
  await Administrator.signIn(server);
  const [session, device] = cookies(await login(server, { email, password }));
  assert.match(device, /^inkling_admin_device=/);
  let refused = 0;
  for (let round = 0; round < 50; round += 1) {
    const tries = Array.from({ length: 20 }, () => login(server, { email, password: "wrong horse" }));
    const answers = await Promise.all(tries);
    for (const { status, headers } of answers) {
      assert.ok(status === 401 || status === 429, `${status}`);
      if (status === 429) {
        refused += 1;
        assert.ok(Number(headers["retry-after"]) > 0);
      }
    }
    assert.equal(await me(server, session), 200);
  }
  assert.ok(refused > 980, `${refused} of 1,000 were refused`);
  // However long that took: this address has none left.
  const useUp = async () => {
    while ((await login(server, { email, password: "wrong horse" })).status !== 429);
  };
  await useUp();
  assert.equal((await login(server, { email, password })).status, 429, "this address has tried too often");
  const known = await login(server, { email, password }, { headers: { cookie: device } });
  assert.equal(known.status, 200, "but not this browser");
  const forged = `${device.slice(0, -4)}AAA=`;
  await useUp();
  assert.equal((await login(server, { email, password }, { headers: { cookie: forged } })).status, 429);
});

// From one device to another: a code, five minutes, once.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Server } from "../shared/server.js";
import { WebSocketClient } from "./client.js";
import { ask, newSession } from "./http.js";
import { circle, Pen } from "./pen.js";

/** @type {Server} */
let server;
before(async () => { server = await Server.start({ flags: ["--no-worker"] }); });
after(async () => {
  assert.ok(!/[?&"]code/.test(server.log), "no code stands in the log");
  await server.dispose();
});

/** @param {string} token */
const offer = async (token) => {
  const answer = await ask(server.port, "POST", "/api/session/handover", { token, headers: { "content-length": 0 } });
  assert.equal(answer.status, 201, answer.body.toString());
  return answer.json();
};
/** @param {unknown} body @param {Record<string, string>} [headers] */
const take = (body, headers) => ask(server.port, "POST", "/api/session/take", { body, headers });

test("whoever has the code goes on as the same person, in a session of their own", async () => {
  const token = await newSession(server.port);
  const { code, expires } = await offer(token);
  assert.match(code, /^[BCDFGHJKMNPQRTVWXY]{6}$/);
  const left = Date.parse(expires) - Date.now();
  assert.ok(left > 290_000 && left <= 300_000, `${left} ms`);
  const answer = await take({ code: ` ${code.slice(0, 3).toLowerCase()}-${code.slice(3)} ` });
  assert.equal(answer.status, 201);
  const taken = answer.json();
  assert.notEqual(taken.token, token);
  assert.equal(taken.open, null);
  assert.match(String(answer.headers["set-cookie"]),
    new RegExp(`^inkling_session=${taken.token}; .*HttpOnly; SameSite=Strict`));
  const [mine, theirs] = await Promise.all([token, taken.token].map(async (one) =>
    (await ask(server.port, "GET", "/api/user/stats", { token: one })).json()));
  assert.deepEqual(theirs, mine);
  await assertUsed(code);
});

/** @param {string} code */
async function assertUsed(code) {
  const answer = await take({ code });
  assert.deepEqual([answer.status, answer.json().code], [404, "no_code"]);
}

test("a drawing that is still on the first device goes on at the second", async () => {
  const pen = await Pen.start(server.port, { token: await newSession(server.port) });
  pen.stroke(circle(40));
  await pen.saved();
  const { code } = await offer(pen.token);
  const { token, open } = (await take({ code })).json();
  assert.deepEqual(open, { drawing: pen.id, shape: "circle" });
  const second = await WebSocketClient.open(server.port, { path: `/ws/drawing?token=${token}` });
  await second.waitFor("welcome");
  second.send({ type: "resume", drawing: pen.id });
  assert.equal((await second.waitFor("resumed")).points, 40);
  assert.equal((await pen.socket.waitFor("error")).code, "taken_over");
  await second.close();
});

test("a newer code makes the one before void", async () => {
  const token = await newSession(server.port);
  const before = await offer(token);
  const { code } = await offer(token);
  await assertUsed(before.code);
  assert.equal((await take({ code })).status, 201);
});

test("of ten who take one code at once, one gets it", async () => {
  const { code } = await offer(await newSession(server.port));
  const answers = await Promise.all(Array.from({ length: 10 }, () => take({ code })));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, ...new Array(9).fill(404)]);
});

test("without a session there is nothing to hand over; another server's page may not take", async () => {
  const none = await ask(server.port, "POST", "/api/session/handover", { headers: { "content-length": 0 } });
  assert.deepEqual([none.status, none.json().code], [401, "no_session"]);
  const { code } = await offer(await newSession(server.port));
  const foreign = await take({ code }, { origin: "http://evil.example" });
  assert.deepEqual([foreign.status, foreign.json().code], [403, "foreign_origin"]);
  assert.equal((await take({ code })).status, 201, "and it did not use the code up");
});

test("what is no code is told so, and whoever asks for one after another waits", async () => {
  const other = await Server.start({ flags: ["--no-worker"] });
  try {
    const token = await newSession(other.port);
    const takeThere = (/** @type {unknown} */ body) => ask(other.port, "POST", "/api/session/take", { body });
    for (const [body, status] of /** @type {[unknown, number][]} */ ([["{", 400], [[], 422], [{}, 422],
      [{ code: 7 }, 422], [{ code: null }, 422], [{ code: "" }, 404], [{ code: "AAAAAA" }, 404],
      [{ code: "B".repeat(900) }, 404], [{ code: "BBBBB\u0000" }, 404], [{ code: "ＢＢＢＢＢＢ" }, 404],
      [{ code: "' OR 1" }, 404], ["x".repeat(2_000), 413]])) {
      assert.equal((await takeThere(body)).status, status, JSON.stringify(body).slice(0, 40));
    }
    const asked = [];
    for (let turn = 0; turn < 12; turn += 1) {
      asked.push(await ask(other.port, "POST", "/api/session/handover", { token, headers: { "content-length": 0 } }));
    }
    assert.equal(asked[0].status, 201);
    assert.equal(asked[11].status, 429);
    assert.ok(Number(asked[11].headers["retry-after"]) > 0);
  } finally {
    await other.dispose();
  }
});

test("whoever guesses is stopped after some twenty, and the true code is safe from them", async () => {
  const other = await Server.start({ flags: ["--no-worker"] });
  try {
    const token = await newSession(other.port);
    const { code } = (await ask(other.port, "POST", "/api/session/handover",
      { token, headers: { "content-length": 0 } })).json();
    const statuses = [];
    for (let guess = 0; guess < 40; guess += 1) {
      const answer = await ask(other.port, "POST", "/api/session/take", { body: { code: guessed(guess) } });
      statuses.push(answer.status);
    }
    assert.ok(statuses.slice(0, 20).every((status) => status === 404));
    assert.equal(statuses[39], 429);
    // The guesser waits, even with the true one.
    assert.equal((await ask(other.port, "POST", "/api/session/take", { body: { code } })).status, 429);
  } finally {
    await other.dispose();
  }
});

/** @param {number} number */
const guessed = (number) => `BBBB${"BCDFGHJKMNPQRTVWXY"[number % 18]}${"BCDFGHJKMNPQRTVWXY"[Math.floor(number / 18)]}`;

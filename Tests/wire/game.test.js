// The game's server: what a drawing is good for, what is kept, what goes, what is asked next.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Server } from "../shared/server.js";
import { Administrator } from "./administrator.js";
import { WebSocketClient } from "./client.js";
import { ask } from "./http.js";
import { asArrays, circle, newID, Pen } from "./pen.js";

/** @type {Server} */
let server;
/** @type {Administrator} */
let ada;
before(async () => {
  server = await Server.start({ flags: ["--no-worker", "--threads", "2"] });
  ada = await Administrator.signIn(server);
});
after(() => server.dispose());

/** @param {boolean} [consent] */
const session = async (consent, port = server.port) =>
  (await ask(port, "POST", "/api/session", { body: { consent } })).json().token;

/** @param {string} token @param {string} path */
const get = async (token, path, port = server.port) => {
  const answer = await ask(port, "GET", path, { token });
  assert.equal(answer.status, 200, `${path}: ${answer.body}`);
  return answer.json();
};

const drawing = (more = {}) => ({ id: newID(), shape: "circle", canvas: { width: 400, height: 400 },
  strokes: [asArrays(circle())], device: "pen", ...more });

/** @param {string} token @param {any} body */
const submit = (token, body) => ask(server.port, "POST", "/api/drawings", { token, body });

/** @param {string} token @param {any} [play] draws a circle over the WebSocket */
async function drawLive(token, play, port = server.port) {
  const socket = await WebSocketClient.open(port, { path: `/ws/drawing?token=${token}` });
  await socket.waitFor("welcome");
  const pen = new Pen(socket);
  socket.send({ type: "begin", drawing: pen.id, shape: "circle", canvas: { width: 400, height: 400 },
    device: "touch", play });
  await socket.waitFor("begun");
  pen.stroke(circle());
  return pen;
}

/** What a file of the store holds; it may be in use. @param {string} file @param {string} sql @returns {any[][]} */
const rowsOf = (file, sql) => JSON.parse(execFileSync("python3", ["-c", `
import json, sqlite3, sys
base = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True, timeout=5)
print(json.dumps(base.execute(sys.argv[2]).fetchall()))`, file, sql], { encoding: "utf8" }));

/** The problem's paths. @param {import("./http.js").Answer} answer @param {number} [status] */
function faults(answer, status = 422) {
  assert.equal(answer.status, status, answer.body.toString());
  return (answer.json().errors ?? []).map((/** @type {any} */ { path }) => path);
}

test("a drawing tells what it was good for, whichever way it came", async () => {
  const token = await session(true);
  const first = (await submit(token, drawing())).json();
  assert.equal(first.kept, true);
  assert.deepEqual(first.stats.earned.includes("first_drawing"), true);
  assert.deepEqual([first.stats.days, first.stats.best_days, first.stats.best], [1, 1, true]);
  assert.equal(first.stats.level.shape, "circle");
  assert.equal(first.stats.level.is_new, true);
  const pen = await drawLive(token, { mode: "speed" });
  const second = await pen.submitted();
  assert.equal(second.kept, true);
  assert.equal(second.stats.drawings, 2);
  assert.ok(second.stats.earned.includes("two_tools"), second.stats.earned);
  pen.socket.drop();
  const state = await get(token, "/api/user/game");
  assert.equal(state.drawings, 2);
  assert.ok(state.achievements.length >= 20);
  assert.equal(new Set(state.achievements.map((/** @type {any} */ { id }) => id)).size, state.achievements.length);
  const earned = state.achievements.filter((/** @type {any} */ one) => one.earned !== null);
  assert.deepEqual(earned.map((/** @type {any} */ { id }) => id).sort(),
    [...first.stats.earned, ...second.stats.earned].sort());
  for (const { id, progress, goal } of state.achievements) assert.ok(progress <= goal, id);
  assert.deepEqual(state.levels.map((/** @type {any} */ { shape }) => shape).length, 5);
  assert.deepEqual(state.bests.map((/** @type {any} */ { shape }) => shape), ["circle"]);
  assert.equal(state.consent, true);
  const listed = (await get(token, "/api/user/drawings")).drawings;
  assert.deepEqual(listed.map((/** @type {any} */ { mode }) => mode), ["speed", undefined]);
});

test("the same drawing again earns nothing more, and is told the same", async () => {
  const token = await session(true);
  const body = drawing({ play: { mode: "normal", round: newID(), place: 1 } });
  const answers = await Promise.all(Array.from({ length: 8 }, () => submit(token, body)));
  assert.equal(answers.filter(({ status }) => status === 201).length, 1);
  for (const answer of answers) {
    assert.deepEqual(answer.json().stats.earned, answers[0].json().stats.earned);
    assert.equal(answer.json().stats.drawings, 1);
  }
  assert.equal((await get(token, "/api/user/game")).drawings, 1);
});

test("a whole round counts once", async () => {
  const token = await session(true);
  const { round, prompts } = await get(token, "/api/user/prompts?count=6");
  assert.equal(prompts.length, 6);
  const earned = [];
  for (const [index] of prompts.entries()) {
    const answer = await submit(token, drawing({ play: { mode: "normal", round, place: index + 1 } }));
    earned.push(answer.json().stats.earned);
  }
  assert.ok(earned[5].includes("first_round"), earned[5]);
  assert.ok(!earned.slice(0, 5).flat().includes("first_round"));
});

for (const [name, play, path] of /** @type {[string, any, string][]} */ ([
  ["an unknown mode", { mode: "cheat" }, "play.mode"],
  ["no mode", {}, "play.mode"],
  ["a text", "speed", "play"],
  ["a list", [], "play"],
  ["a round that is no UUID", { mode: "speed", round: "../../etc", place: 1 }, "play.round"],
  ["a place of 7", { mode: "speed", round: newID(), place: 7 }, "play.place"],
  ["a place of 1.5", { mode: "speed", round: newID(), place: 1.5 }, "play.place"],
  ["a round without a place", { mode: "speed", round: newID() }, "play.place"],
  ["a place without a round", { mode: "speed", place: 3 }, "play.round"],
])) {
  test(`${name} is refused, with its path`, async () => {
    const token = await session(true);
    assert.deepEqual(faults(await submit(token, drawing({ play }))), [path]);
    const socket = await WebSocketClient.open(server.port, { path: `/ws/drawing?token=${token}` });
    await socket.waitFor("welcome");
    socket.send({ type: "begin", drawing: newID(), shape: "circle", canvas: { width: 400, height: 400 }, play });
    const { code, message, fatal } = await socket.waitFor("error");
    assert.equal(code, "invalid");
    assert.ok(message.startsWith(`${path}:`), message);
    assert.equal(fatal, false);
    socket.drop();
  });
}

test("prompts: six of a round, none twice in a row; the day's is everybody's; odd questions are refused", async () => {
  const [one, other] = [await session(true), await session()];
  let last = "";
  for (let call = 0; call < 30; call += 1) {
    const { prompts, mode } = await get(one, "/api/user/prompts?count=6&mode=other_hand");
    assert.equal(mode, "other_hand");
    for (const { shape, hand } of prompts) {
      assert.notEqual(shape, last);
      assert.equal(hand, "other");
      last = shape;
    }
  }
  const daily = await get(one, "/api/user/prompts?mode=daily");
  assert.deepEqual(await get(other, "/api/user/prompts?mode=daily"), daily);
  assert.match(daily.date, /^\d{4}-\d\d-\d\d$/);
  const { shape } = daily.prompts[0];
  assert.equal((await get(one, "/api/user/game")).daily.done, false);
  const body = drawing({ shape, play: { mode: "daily" } });
  const { quality } = (await submit(one, body)).json();
  assert.deepEqual((await get(one, "/api/user/game")).daily,
    { date: daily.date, shape, done: true, quality, drawing: body.id });
  for (const query of ["count=0", "count=25", "count=a", "count=-1"]) {
    assert.deepEqual(faults(await ask(server.port, "GET", `/api/user/prompts?${query}`, { token: one })), ["count"]);
  }
  assert.deepEqual(faults(await ask(server.port, "GET", "/api/user/prompts?mode=x", { token: one })), ["mode"]);
  assert.equal((await ask(server.port, "GET", "/api/user/prompts")).status, 401);
});

test("without consent a drawing is judged and answered, and nothing of it is kept", async () => {
  const token = await session(false);
  const body = drawing();
  const answer = await submit(token, body);
  assert.equal(answer.status, 200);
  const { kept, quality, stats } = answer.json();
  assert.equal(kept, false);
  assert.ok(quality > 0.3);
  assert.deepEqual([stats.drawings, stats.streak, stats.earned, stats.level, stats.best], [0, 0, [], null, false]);
  assert.equal((await submit(token, body)).json().kept, false);
  const pen = await drawLive(token, { mode: "normal" });
  const live = await pen.submitted();
  assert.deepEqual([live.kept, live.stats.drawings], [false, 0]);
  for (const id of [body.id, pen.id]) {
    assert.equal((await ask(server.port, "GET", `/api/drawings/${id}`, { token })).status, 404);
    assert.equal((await ada.ask("GET", `/api/drawings/${id}`)).status, 404);
  }
  let state = await get(token, "/api/user/game");
  assert.deepEqual([state.consent, state.drawings], [false, 0]);
  assert.ok(state.achievements.every((/** @type {any} */ { earned }) => earned === null));

  // Given in the middle of a drawing on an open connection: what is finished from then on is kept.
  const second = new Pen(pen.socket);
  second.begin();
  await pen.socket.waitFor("begun");
  second.stroke(circle());
  const given = await ask(server.port, "PUT", "/api/user/consent", { token, body: { given: true } });
  assert.deepEqual(given.json(), { given: true });
  assert.equal((await second.submitted()).kept, true);
  await ask(server.port, "PUT", "/api/user/consent", { token, body: { given: false } });
  assert.equal((await submit(token, drawing())).json().kept, false);
  state = await get(token, "/api/user/game");
  assert.deepEqual([state.consent, state.drawings], [false, 1]);
  for (const given of [1, "yes", null, {}]) {
    const answer = await ask(server.port, "PUT", "/api/user/consent", { token, body: { given } });
    assert.deepEqual(faults(answer), ["given"]);
  }
  assert.deepEqual(faults(await ask(server.port, "POST", "/api/session", { body: { consent: "no" } })), ["consent"]);
  pen.socket.drop();
});

test("how it is played survives kill -9 and a resume; what was not to be kept does not come back", async () => {
  const own = await Server.start({ flags: ["--no-worker"] });
  try {
    const [kept, thrown] = [await session(true, own.port), await session(false, own.port)];
    const round = newID();
    const open = await drawLive(kept, { mode: "eyes_closed", round, place: 2 }, own.port);
    await open.saved();
    const done = await drawLive(thrown, { mode: "normal" }, own.port);
    assert.equal((await done.submitted()).kept, false);
    const underWay = await drawLive(thrown, { mode: "normal" }, own.port);
    await underWay.saved();
    underWay.submit();
    const deleted = await drawLive(kept, { mode: "speed" }, own.port);
    await deleted.submitted();
    assert.equal((await ask(own.port, "DELETE", `/api/drawings/${deleted.id}`, { token: kept })).status, 204);
    await own.kill();
    await own.start();
    const socket = await WebSocketClient.open(own.port, { path: `/ws/drawing?token=${kept}` });
    assert.equal((await socket.waitFor("welcome")).open.drawing, open.id);
    socket.send({ type: "resume", drawing: open.id });
    await socket.waitFor("resumed");
    open.socket = socket;
    assert.equal((await open.submitted()).kept, true);
    const listed = (await get(kept, "/api/user/drawings", own.port)).drawings;
    assert.deepEqual(listed.map((/** @type {any} */ { id, mode }) => [id, mode]), [[open.id, "eyes_closed"]]);
    assert.equal((await get(kept, "/api/user/game", own.port)).drawings, 1);
    assert.deepEqual((await get(thrown, "/api/user/drawings", own.port)).drawings, []);
    socket.drop();
    await own.stop();
    assert.deepEqual(rowsOf(join(own.data, "inkling.db"), "SELECT mode, hex(round), place FROM play"),
      [[4, round.replaceAll("-", "").toUpperCase(), 2]]);
  } finally {
    await own.dispose();
  }
});

test("one's own drawings go for good, one or all, and the figures follow", async () => {
  const token = await session(true);
  const bodies = [drawing(), drawing({ shape: "line" }), drawing()];
  for (const body of bodies) await submit(token, body);
  const stranger = await session(true);
  const remove = (/** @type {string} */ path, by = token) => ask(server.port, "DELETE", path, { token: by });
  assert.equal((await remove(`/api/drawings/${bodies[0].id}`, stranger)).status, 404);
  const gone = await remove(`/api/drawings/${bodies[0].id}`);
  assert.deepEqual([gone.status, gone.body.length], [204, 0]);
  assert.equal((await remove(`/api/drawings/${bodies[0].id}`)).status, 404);
  assert.equal((await remove("/api/drawings/1")).status, 422);
  assert.equal((await remove(`/api/drawings/${bodies[0].id}`, "")).status, 401);
  assert.equal((await ada.ask("GET", `/api/drawings/${bodies[0].id}`)).status, 404);
  let state = await get(token, "/api/user/game");
  assert.equal(state.drawings, 2);
  assert.deepEqual(state.bests.map((/** @type {any} */ { drawing }) => drawing).sort(),
    [bodies[1].id, bodies[2].id].sort());
  // Sent again it stays away.
  assert.equal((await submit(token, bodies[0])).json().kept, false);
  assert.deepEqual((await remove("/api/user/drawings")).json(), { deleted: 2 });
  assert.deepEqual((await remove("/api/user/drawings")).json(), { deleted: 0 });
  state = await get(token, "/api/user/game");
  assert.deepEqual([state.drawings, state.streak, state.bests, state.rank], [0, 0, [], null]);
  assert.notEqual(state.achievements.find((/** @type {any} */ { id }) => id === "first_drawing").earned, null);
  assert.deepEqual((await get(token, "/api/user/stats")).by_shape, {});
});

test("names are made up; typed ones wait for the administrator's word", async () => {
  const [token, other] = [await session(true), await session(true)];
  const put = (/** @type {any} */ body, by = token) => ask(server.port, "PUT", "/api/user/name", { token: by, body });
  const { names } = await get(token, "/api/user/names");
  assert.equal(new Set(names).size, 6);
  for (const name of names) assert.match(name, /^[A-Z][a-z]+ [A-Z][a-z]+$/);
  assert.deepEqual(faults(await put({ listed: true })), ["listed"]);
  assert.deepEqual((await put({ name: names[0], listed: true })).json(), { name: names[0], listed: true });
  assert.equal((await put({ name: names[0], listed: true }, other)).json().code, "taken");
  assert.equal((await put({ name: names[0] }, other)).status, 409);
  assert.deepEqual((await put({ listed: false })).json(), { name: names[0], listed: false });
  assert.deepEqual(faults(await put({ name: "Robert" })), ["name"]);
  assert.deepEqual(faults(await put({})), ["name"]);
  assert.deepEqual(faults(await put([])), ["name"]);
  assert.deepEqual(faults(await put({ name: 7, listed: "yes" })).sort(), ["listed", "name"]);

  const set = await ada.ask("PATCH", "/api/admin/game", { typed_names: true });
  assert.equal(set.json().typed_names, true);
  const hostile = ["", "   ", "\u00a0\u2003", "<b>x</b>", "a&b", "say \"x\"", "a\u0000b", "a\nb", "\u202egnirts",
    "a\u200bb", "x".repeat(25), `a${"\u0301".repeat(60)}`, "!!!", "{{name}}", "`id`"];
  for (const name of hostile) assert.deepEqual(faults(await put({ name })), ["name"], JSON.stringify(name));
  assert.deepEqual((await put({ name: "  Zoë 3B ", listed: true })).json(), { name: "Zoë 3B", listed: true });
  assert.equal((await put({ name: "Zoë 3b" }, other)).status, 409);
  await submit(token, drawing());
  const shown = async () => (await get(other, "/api/leaderboard")).places
    .map((/** @type {any} */ { name }) => name).includes("Zoë 3B");
  assert.equal(await shown(), true);
  // Typed names that are not allowed any more are shown to nobody.
  await ada.ask("PATCH", "/api/admin/game", { typed_names: false });
  assert.equal(await shown(), false);
  assert.deepEqual((await put({ name: null })).json(), { name: null, listed: false });
});

test("the leaderboard has who is listed, equal scores at one place", async () => {
  const people = [];
  for (const count of [7, 2, 2, 4]) {
    const token = await session(true);
    const { names: [name] } = await get(token, "/api/user/names");
    const listed = count !== 4;
    await ask(server.port, "PUT", "/api/user/name", { token, body: { name, listed } });
    for (let at = 0; at < count; at += 1) await submit(token, drawing());
    people.push({ token, name, count });
  }
  const { places, me, by } = await get(people[1].token, "/api/leaderboard");
  assert.equal(by, "drawings");
  const of = (/** @type {string} */ name) => places.find((/** @type {any} */ one) => one.name === name);
  assert.deepEqual(people.map(({ name }) => of(name)?.score), [7, 2, 2, undefined]);
  assert.equal(of(people[1].name).place, of(people[2].name).place);
  assert.deepEqual(me, { place: of(people[1].name).place, score: 2 });
  assert.deepEqual(places.filter((/** @type {any} */ one) => one.me).map((/** @type {any} */ one) => one.name),
    [people[1].name]);
  assert.equal((await get(people[3].token, "/api/leaderboard")).me, null);
  const top = await get(people[2].token, "/api/leaderboard?limit=1&by=quality");
  assert.equal(top.places.length, 1);
  for (const order of ["streak", "levels"]) {
    const { places } = await get(people[0].token, `/api/leaderboard?by=${order}`);
    const scores = places.map((/** @type {any} */ { score }) => score);
    assert.deepEqual(scores, [...scores].sort((a, b) => b - a));
  }
  const [hearts] = people;
  await submit(hearts.token, drawing({ shape: "heart" }));
  const { bests } = await get(hearts.token, "/api/user/game");
  const best = bests.find((/** @type {any} */ { shape }) => shape === "heart").quality;
  const board = await get(people[1].token, "/api/leaderboard?by=quality&shape=heart");
  assert.equal(board.shape, "heart");
  const place = board.places.find((/** @type {any} */ { name }) => name === hearts.name);
  assert.ok(place && Math.abs(place.score - best) < 1e-3, `${place?.score}, not ${best}`);
  assert.ok(board.places.every((/** @type {any} */ { name }) => name !== people[1].name), "she drew none");
  assert.equal((await get(hearts.token, "/api/leaderboard?shape=heart")).me.score, 1);
  for (const [query, path] of [["by=luck", "by"], ["limit=0", "limit"], ["limit=101", "limit"],
    ["shape=octopus", "shape"], ["by=streak&shape=heart", "by"]]) {
    const answer = await ask(server.port, "GET", `/api/leaderboard?${query}`, { token: people[0].token });
    assert.deepEqual(faults(answer), [path]);
  }
});

test("settings are everybody's to read and an administrator's to change, with a row of the audit", async () => {
  const before = (await ask(server.port, "GET", "/api/game")).json();
  assert.deepEqual(before, { consent: { ask: true, text: null, version: 1 }, typed_names: false, time_limits: true });
  assert.equal((await ask(server.port, "PATCH", "/api/admin/game", { body: { time_limits: false } })).status, 401);
  const text = "May we keep what you draw?\nAsk your teacher.";
  const changed = await ada.ask("PATCH", "/api/admin/game", { consent: { text }, time_limits: false });
  const expected = { consent: { ask: true, text, version: 2 }, typed_names: false, time_limits: false };
  assert.deepEqual(changed.json(), expected);
  assert.deepEqual((await ask(server.port, "GET", "/api/game")).json(), expected);
  const { entries } = (await ada.ask("GET", "/api/admin/audit?action=game")).json();
  assert.deepEqual([entries[0].action, entries[0].before, entries[0].after].slice(0, 1), ["game.change"]);
  const count = entries.length;
  await ada.ask("PATCH", "/api/admin/game", expected);
  assert.equal((await ada.ask("GET", "/api/admin/audit?action=game")).json().entries.length, count);
  for (const [body, path] of /** @type {[any, string][]} */ ([
    [{ typed_names: "yes" }, "typed_names"], [{ time_limits: null }, "time_limits"], [{ consent: [] }, "consent"],
    [{ consent: { ask: 1 } }, "consent.ask"], [{ consent: { text: "" } }, "consent.text"],
    [{ consent: { text: "   " } }, "consent.text"], [{ consent: { text: "x".repeat(2001) } }, "consent.text"],
    [{ consent: { text: "a\u0007" } }, "consent.text"], [{ consent: { words: "a" } }, "consent.words"],
    [{ colour: "red" }, "colour"],
  ])) assert.deepEqual(faults(await ada.ask("PATCH", "/api/admin/game", body)), [path]);
  const back = await ada.ask("PATCH", "/api/admin/game", { consent: { text: null }, time_limits: true });
  assert.deepEqual(back.json().consent, { ask: true, text: null, version: 3 });
  const [newest, older] = (await ada.ask("GET", "/api/admin/audit?action=game")).json().entries;
  assert.deepEqual([newest.undoable, older.undoable], [true, false]);
  assert.equal((await ada.ask("POST", `/api/admin/audit/${older.id}/undo`)).status, 409);
  const undone = await ada.ask("POST", `/api/admin/audit/${newest.id}/undo`);
  assert.ok(undone.json().change > newest.id);
  // A text that was asked before is asked again: whoever has answered in between answered another one.
  assert.deepEqual((await ask(server.port, "GET", "/api/game")).json(),
    { ...expected, consent: { ask: true, text, version: 4 } });
  assert.equal((await ada.ask("POST", `/api/admin/audit/${undone.json().change}/undo`)).status, 200);
  assert.equal((await ask(server.port, "GET", "/api/game")).json().consent.text, null);
});

test("what was thrown away has left the log once nobody needs it", { timeout: 90_000 }, async () => {
  const own = await Server.start({ flags: ["--no-worker"] });
  try {
    const token = await session(false, own.port);
    const pen = await drawLive(token, { mode: "normal" }, own.port);
    await pen.submitted();
    pen.socket.drop();
    // The log keeps its last half minute; ids stand in it as they are.
    const id = Buffer.from(pen.id.replaceAll("-", ""), "hex").swap64();
    const inLog = () => rowsOf(join(own.data, "ink.db"),
      `SELECT count(*) FROM ink WHERE instr(data, x'${id.toString("hex")}')`)[0][0] > 0;
    const end = Date.now() + 60_000;
    while (inLog() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 1_000));
    assert.equal(inLog(), false);
    await own.stop();
    const main = readFileSync(join(own.data, "inkling.db"));
    assert.equal(main.includes(Buffer.from(pen.id.replaceAll("-", ""), "hex")), false);
  } finally {
    await own.dispose();
  }
});

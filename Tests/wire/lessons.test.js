import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Server } from "../shared/server.js";
import { Administrator } from "./administrator.js";
import { until, WebSocketClient } from "./client.js";
import { ask, newSession } from "./http.js";
import { circle, Pen } from "./pen.js";

/** @type {Server} */
let server;
/** @type {Administrator} */
let teacher;
before(async () => {
  server = await Server.start();
  teacher = await Administrator.signIn(server);
});
after(() => server?.dispose());

const path = "/api/admin/lessons";
const begin = async (body = {}) => {
  const answer = await teacher.ask("POST", path, body);
  assert.equal(answer.status, 201, answer.body.toString());
  return answer.json();
};
const join = (token, code, seat) => ask(server.port, "POST", "/api/lessons/join", { token, body: { code, seat } });
const open = (token) => WebSocketClient.open(server.port, { path: `/ws/drawing?token=${token}` });
const show = async (id) => (await teacher.ask("GET", `${path}/${id}`)).json();

/** Draws a circle over a person's connection. */
async function draw(token) {
  const pen = await Pen.start(server.port, { token });
  pen.stroke(circle());
  const answer = await pen.submitted();
  await pen.socket.close();
  return answer.drawing;
}

test("a lesson from beginning to end, as seats and the big screen are told of it", async () => {
  const lesson = await begin({ name: "Shapes", teams: 2, shapes: ["circle", "heart"] });
  assert.match(lesson.code, /^[BCDFHJKMNPRTVWXY]{5}$/);
  assert.deepEqual([lesson.state, lesson.seats, lesson.teams.length], ["open", [], 2]);
  const screen = await teacher.watch(["lesson"]);
  const [ada, bo] = [await newSession(server.port), await newSession(server.port)];
  const socket = await open(ada);
  await socket.waitFor("welcome");
  const first = (await join(ada, lesson.code.toLowerCase())).json();
  const told = await socket.waitFor("lesson");
  assert.deepEqual([told.code, told.state, told.seat, told.name, told.team, told.done, told.spotlight],
    [lesson.code, "open", 1, first.name, 1, 0, false]);
  assert.match(first.name, /^[A-Z][a-z]+ [A-Z][a-z]+$/);
  const second = (await join(bo, lesson.code)).json();
  assert.deepEqual([second.seat, second.team], [2, 2]);
  assert.equal((await join(bo, lesson.code)).json().seat, 2);
  await screen.waitFor((message) => message.type === "lesson" && message.lesson.seats.length === 2);

  const prompts = (await ask(server.port, "GET", "/api/user/prompts?count=12", { token: ada })).json().prompts;
  assert.deepEqual([...new Set(prompts.map(({ shape }) => shape))].sort(), ["circle", "heart"]);

  const pen = await Pen.start(server.port, { token: bo });
  pen.stroke(circle());
  const ink = await screen.waitFor(({ type, sheets }) =>
    type === "lesson_live" && sheets.some(({ seat }) => seat === 2));
  assert.deepEqual([ink.sheets[0].lesson, ink.sheets[0].drawing], [lesson.id, pen.id]);

  assert.equal((await teacher.ask("POST", `${path}/${lesson.id}/freeze`, { frozen: true })).json().state, "frozen");
  assert.equal((await socket.waitFor("lesson")).state, "frozen");
  // What is under way is finished all the same.
  await pen.submitted();
  await pen.socket.waitFor(({ type, done }) => type === "lesson" && done === 1);
  await teacher.ask("POST", `${path}/${lesson.id}/freeze`, { frozen: false });
  await socket.waitFor(({ type, state }) => type === "lesson" && state === "open");

  await teacher.ask("POST", `${path}/${lesson.id}/spotlight`, { seat: 1 });
  assert.equal((await socket.waitFor("lesson")).spotlight, true);
  const ended = (await teacher.ask("POST", `${path}/${lesson.id}/end`)).json();
  assert.equal(ended.state, "ended");
  await socket.waitFor(({ type, state }) => type === "lesson" && state === "ended");
  await screen.waitFor(({ type, lesson: one }) => type === "lesson" && one.state === "ended");
  await draw(ada);

  const report = (await teacher.ask("GET", `${path}/${lesson.id}/report`)).json();
  assert.deepEqual(report.seats.map(({ done }) => done), [0, 1]);
  assert.deepEqual(report.teams.map(({ done }) => done), [0, 1]);
  const csv = await teacher.ask("GET", `${path}/${lesson.id}/report?format=csv`);
  assert.match(csv.headers["content-type"], /^text\/csv/);
  assert.equal(csv.body.toString().trim().split("\r\n").length, 3);
  for (const word of ["freeze", "spotlight"]) {
    const body = word === "freeze" ? { frozen: true } : { seat: null };
    assert.equal((await teacher.ask("POST", `${path}/${lesson.id}/${word}`, body)).status, 410);
  }
  for (const one of [socket, screen, pen.socket]) await one.close();
});

test("lessons, seats and progress are there after kill -9, and a drawing counts once", async () => {
  const lesson = await begin();
  const token = await newSession(server.port);
  const place = (await join(token, lesson.code)).json();
  const id = await draw(token);
  await teacher.ask("POST", `${path}/${lesson.id}/freeze`, { frozen: true });
  await server.kill();
  await server.start();
  const socket = await open(token);
  const told = await socket.waitFor("lesson");
  assert.deepEqual([told.name, told.seat, told.done, told.state], [place.name, place.seat, 1, "frozen"]);
  socket.send({ type: "resume", drawing: id });
  await socket.waitFor("submitted");
  assert.equal((await show(lesson.id)).totals.done, 1);
  await socket.close();
});

test("a seat is left and taken again, also from another device by its own code", async () => {
  const lesson = await begin();
  const [old, fresh] = [await newSession(server.port), await newSession(server.port)];
  const place = (await join(old, lesson.code)).json();
  await draw(old);
  const socket = await open(old);
  await socket.waitFor("lesson");
  assert.equal((await ask(server.port, "POST", "/api/lessons/leave", { token: old, body: {} })).status, 204);
  await socket.waitFor(({ type, state }) => type === "lesson" && state === "left");
  await draw(old);
  assert.deepEqual((await show(lesson.id)).seats.map(({ here, done }) => [here, done]), [[false, 1]]);
  assert.equal((await join(old, lesson.code)).json().done, 1);
  assert.equal((await join(fresh, lesson.code, "BBBBB")).status, 404);
  const again = (await join(fresh, lesson.code, place.seat_code)).json();
  assert.deepEqual([again.seat, again.name, again.done], [place.seat, place.name, 1]);
  await draw(fresh);
  await draw(old);
  assert.equal((await show(lesson.id)).totals.done, 2);
  // Nobody sits in two lessons.
  const other = await begin();
  await join(fresh, other.code);
  await draw(fresh);
  assert.deepEqual([(await show(lesson.id)).totals.done, (await show(other.id)).totals.done], [2, 1]);
  await socket.close();
});

test("a drawing without consent counts, and is not kept; a whole drawing counts as well", async () => {
  const lesson = await begin();
  const token = (await ask(server.port, "POST", "/api/session", { body: { consent: false } })).json().token;
  await join(token, lesson.code);
  await draw(token);
  assert.deepEqual((await ask(server.port, "GET", "/api/user/drawings", { token })).json().drawings, []);
  const [seat] = (await show(lesson.id)).seats;
  assert.deepEqual([seat.done, seat.drawing, seat.average_quality], [1, null, null]);
  const program = await newSession(server.port);
  await join(program, lesson.code);
  const body = { shape: "line", canvas: { width: 400, height: 400 }, device: "pen",
    strokes: [[[20, 20, 0.5, 0], [380, 380, 0.5, 400]]] };
  assert.equal((await ask(server.port, "POST", "/api/drawings", { token: program, body })).status, 201);
  assert.equal((await show(lesson.id)).totals.done, 2);
});

test("all of a lesson's data goes: drawings, seats, names; what was drawn elsewhere stays", async () => {
  const lesson = await begin({ name: "Gone" });
  const token = await newSession(server.port);
  const before = await draw(token);
  await join(token, lesson.code);
  const drawn = await draw(token);
  const removed = await teacher.ask("DELETE", `${path}/${lesson.id}/data`);
  assert.deepEqual(removed.json(), { drawings: 1, seats: 1, left: 0 });
  const again = await teacher.ask("DELETE", `${path}/${lesson.id}/data`);
  assert.deepEqual(again.json(), { drawings: 0, seats: 0, left: 0 });
  assert.equal((await ask(server.port, "GET", `/api/drawings/${drawn}`, { token })).status, 404);
  assert.equal((await ask(server.port, "GET", `/api/drawings/${before}`, { token })).status, 200);
  assert.equal((await ask(server.port, "GET", "/api/user/stats", { token })).json().drawings, 1);
  const after = await show(lesson.id);
  assert.deepEqual([after.seats, after.name, after.state], [[], null, "ended"]);
  const audit = (await teacher.ask("GET", "/api/admin/audit")).json();
  assert.ok(JSON.stringify(audit).includes("lesson.remove"));
  assert.equal((await join(token, lesson.code)).status, 410);
});

test("what was begun and not finished goes with the lesson, and what comes a little late counts", async () => {
  const lesson = await begin();
  const [here, gone, late] = await Promise.all([1, 2, 3].map(() => newSession(server.port)));
  for (const token of [here, gone, late]) await join(token, lesson.code);
  const pens = [];
  for (const token of [here, gone, late]) {
    const pen = await Pen.start(server.port, { token });
    pen.stroke(circle());
    await pen.saved();
    pens.push(pen);
  }
  pens[1].socket.drop();
  await teacher.ask("POST", `${path}/${lesson.id}/end`);
  await pens[2].submitted();
  assert.deepEqual((await show(lesson.id)).seats.map(({ done }) => done), [0, 0, 1]);
  // Begun after the end it counts for nobody, but goes with the lesson, until its person leaves it.
  await draw(late);
  await ask(server.port, "POST", "/api/lessons/leave", { token: late, body: {} });
  await draw(late);
  assert.equal((await show(lesson.id)).totals.done, 1);
  const removed = await teacher.ask("DELETE", `${path}/${lesson.id}/data`);
  assert.deepEqual(removed.json(), { drawings: 2, seats: 3, left: 0 });
  const answer = await pens[0].submitted();
  assert.equal(answer.kept, false);
  assert.equal((await ask(server.port, "GET", `/api/drawings/${answer.drawing}`, { token: here })).status, 404);
  const socket = await open(gone);
  await socket.waitFor("welcome");
  socket.send({ type: "resume", drawing: pens[1].id });
  const { seq } = await socket.waitFor("resumed");
  socket.send({ type: "submit", seq: seq + 1 });
  assert.equal((await socket.waitFor("submitted")).kept, false);
  assert.equal((await ask(server.port, "GET", "/api/user/stats", { token: late })).json().drawings, 1);
});

test("what is wrong is refused, with a reason", async () => {
  const token = await newSession(server.port);
  for (const body of [{ teams: 7 }, { teams: -1 }, { teams: "2" }, { name: " " }, { name: "a\u0000" },
    { name: "x".repeat(81) }, { name: 5 }, { shapes: [] }, { shapes: ["none such"] }, { shapes: "circle" },
    { shapes: [1] }, []]) {
    assert.equal((await teacher.ask("POST", path, body)).status, 422, JSON.stringify(body));
  }
  const marked = await begin({ name: "<script>alert(1)</script>" });
  assert.equal(marked.name, "<script>alert(1)</script>");
  for (const [method, word, body] of [["POST", "/freeze", { frozen: 1 }], ["POST", "/spotlight", { seat: 9 }],
    ["POST", "/spotlight", {}], ["GET", "/report?format=xml"]]) {
    assert.equal((await teacher.ask(method, `${path}/${marked.id}${word}`, body)).status, 422, word);
  }
  for (const id of ["0", "999999", "x", "-1", "9".repeat(30)]) {
    assert.equal((await teacher.ask("GET", `${path}/${id}`)).status, 404, id);
    assert.equal((await teacher.ask("DELETE", `${path}/${id}/data`)).status, 404, id);
  }
  for (const [method, word] of [["POST", ""], ["GET", ""], ["GET", `/${marked.id}`], ["POST", `/${marked.id}/freeze`],
    ["POST", `/${marked.id}/spotlight`], ["POST", `/${marked.id}/end`], ["GET", `/${marked.id}/report`],
    ["DELETE", `/${marked.id}/data`]]) {
    const answer = await ask(server.port, method, path + word, { token, body: method === "POST" ? {} : undefined });
    assert.equal(answer.status, 401, `${method} ${word}`);
  }
  for (const body of [{}, { code: 5 }, { code: "x".repeat(65) }, { code: marked.code, seat: 5 },
    { code: marked.code, seat: "no" }]) {
    const answer = await ask(server.port, "POST", "/api/lessons/join", { token, body });
    assert.equal(answer.status, 422, JSON.stringify(body));
  }
  assert.equal((await ask(server.port, "POST", "/api/lessons/join", { body: { code: marked.code } })).status, 401);
  assert.equal((await ask(server.port, "POST", "/api/lessons/leave", { body: {} })).status, 401);
  assert.equal((await join(token, "<b>")).json().code, "no_lesson");
});

test("a lesson has a limit of seats, each with a name of its own", async () => {
  const lesson = await begin({ teams: 6 });
  const people = await Promise.all(Array.from({ length: 61 }, () => newSession(server.port)));
  const answers = await Promise.all(people.map((token) => join(token, lesson.code)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 60);
  assert.equal(answers.find(({ status }) => status !== 200).json().code, "lesson_full");
  const { seats, teams } = await show(lesson.id);
  assert.equal(new Set(seats.map(({ name }) => name)).size, 60);
  assert.deepEqual(teams.map((team) => team.seats), [10, 10, 10, 10, 10, 10]);
});

test("whoever guesses codes has to wait", async () => {
  const token = await newSession(server.port);
  const lesson = await begin();
  let refused;
  for (let guess = 0; guess < 80 && !refused; guess += 1) {
    const answer = await join(token, "BBBBB");
    if (answer.status === 429) refused = answer;
    else assert.equal(answer.status, 404);
  }
  assert.ok(Number(refused?.headers["retry-after"]) > 0);
  assert.equal((await join(token, lesson.code)).status, 429);
  await until(async () => (await join(token, lesson.code)).status === 200);
});

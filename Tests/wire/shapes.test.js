import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Server } from "../shared/server.js";
import { Administrator } from "./administrator.js";
import { until, WebSocketClient } from "./client.js";
import { ask, newSession } from "./http.js";
import { circle, Pen } from "./pen.js";

/** @typedef {[number, number][]} Path */

/** @type {Server} */
let server;
/** @type {Administrator} */
let ada;

before(async () => {
  server = await Server.start({ flags: ["--no-worker"] });
  ada = await Administrator.signIn(server);
});
after(() => server.dispose());

const canvas = { width: 400, height: 400 };
/** @param {Path} corners @returns {Path} a point every few units */
const along = (corners) => corners.slice(1).flatMap(([x, y], index) => {
  const [a, b] = corners[index];
  return Array.from({ length: 12 }, (_, step) => (
    /** @type {[number, number]} */ ([a + (x - a) * step / 12, b + (y - b) * step / 12])));
}).concat([corners[corners.length - 1]]);
/** @param {number} [shake] */
const lightning = (shake = 0) => along([[240, 60], [130 + shake, 220], [220, 200 + shake], [150, 350 - shake]]);
const ring = Array.from({ length: 50 }, (_, step) => {
  const angle = step / 49 * 2 * Math.PI;
  return /** @type {[number, number]} */ ([200 + 120 * Math.cos(angle), 200 + 120 * Math.sin(angle)]);
});
/** @param {Path} path */
const ink = (path) => ({ canvas, strokes: [path] });

/** @param {unknown} body */
const add = (body) => ada.ask("POST", "/api/admin/shapes", body);
/** @param {string} key @param {unknown} body */
const change = (key, body) => ada.ask("PATCH", `/api/admin/shapes/${key}`, body);
/** @returns {Promise<any[]>} */
const playable = async () => (await ask(server.port, "GET", "/api/shapes")).json();
/** @param {string} key */
const listed = async (key) => (await ada.ask("GET", "/api/admin/shapes")).json()
  .find((/** @type {any} */ shape) => shape.id === key);
/** @param {string} token @param {string} shape @param {Path} path */
const draw = async (token, shape, path) => {
  const answer = await ask(server.port, "POST", "/api/drawings", { token, body: { shape, ...ink(path) } });
  assert.equal(answer.status, 201, answer.body.toString());
  return answer.json();
};

test("a new shape can be drawn at once, and is scored by its likeness to the examples", async () => {
  const token = await newSession(server.port);
  // An open connection knows it too: nothing is started anew.
  const pen = new Pen(await WebSocketClient.open(server.port, { path: "/ws/drawing" }));
  await pen.socket.waitFor("welcome");
  const watching = await ada.watch(["shapes", "audit"]);
  await watching.waitFor("subscribed");
  const made = await add({ name: "Lightning bolt", description: "Down, across, and down.", difficulty: 2,
    examples: [0, 6, -5, 9].map((shake) => ink(lightning(shake))) });
  assert.equal(made.status, 201, made.body.toString());
  const { outline, change: row, ...shape } = made.json();
  assert.ok(row > 0);
  assert.deepEqual(shape, { id: "lightning-bolt", name: "Lightning bolt",
    description: "Down, across, and down.", difficulty: 2, enabled: true, order: null, drawings: 0, examples: 4,
    scored_by: "examples", trainable: false, missing: 20 });
  assert.equal((await watching.waitFor("shape")).shape, "lightning-bolt");
  const { audit } = await watching.waitFor("audit");
  assert.deepEqual([audit.action, audit.subject, audit.before, audit.after.name],
    ["shape.create", "lightning-bolt", null, "Lightning bolt"]);
  watching.close();

  const told = (await playable()).find(({ id }) => id === "lightning-bolt");
  assert.deepEqual(told.outline, outline);
  assert.equal(outline.length, 1);
  assert.ok(outline[0].length > 10 && outline[0].length <= 256);
  const places = outline.flat(2);
  assert.ok(Math.min(...places) === 0 && Math.max(...places) === 1, "it fills the unit square");
  const others = (await playable()).filter(({ id }) => id !== "lightning-bolt");
  assert.ok(others.every(({ outline }) => outline === undefined));

  const good = await draw(token, "lightning-bolt", lightning(4));
  const bad = await draw(token, "lightning-bolt", ring);
  assert.ok(good.quality > 0.8 && bad.quality < 0.4, `${good.quality} and ${bad.quality}`);
  pen.begin({ shape: "lightning-bolt" });
  await pen.socket.waitFor("begun");
  pen.socket.close();
});

test("the model sees a shape by its examples before anybody has drawn it", async () => {
  await add({ name: "house", examples: [0, 8].map((shake) => ink(along([
    [100, 340], [100, 180], [200, 80 + shake], [300, 180], [300, 340], [100, 340], [300, 180], [100, 180],
    [300, 340]]))) });
  await until(async () => {
    const seen = await ask(server.port, "POST", "/api/inference/classify", { body: ink(along(
      [[110, 330], [110, 180], [200, 90], [300, 185], [300, 330], [110, 330], [300, 180], [110, 180], [300, 330]])) });
    return seen.json().shape === "house";
  }, 5_000);
});

test("keys are made of names; markup is just text", async () => {
  /** @param {unknown} body */
  const key = async (body) => (await add(body)).json().id;
  assert.equal(await key({ name: "Étoile filante!" }), "etoile-filante");
  assert.equal(await key({ name: "étoile  filante" }), "etoile-filante-2");
  assert.equal(await key({ name: "none" }), "shape");
  assert.equal(await key({ name: "★" }), "shape-2");
  assert.equal(await key({ name: "Circle" }), "circle-2");
  assert.equal(await key({ name: "a tree", id: "tree_1" }), "tree_1");
  const taken = await add({ name: "b", id: "tree_1" });
  assert.deepEqual([taken.status, taken.json().code], [409, "conflict"]);
  const name = "<img src=x onerror=alert(1)>";
  assert.equal(await key({ name, description: "\"</script>" }), "img-src-x-onerror-alert-1");
  assert.equal((await playable()).find(({ id }) => id === "img-src-x-onerror-alert-1").name, name);
  const renamed = await change("tree_1", { name: "An oak" });
  assert.deepEqual([renamed.json().id, renamed.json().name], ["tree_1", "An oak"]);
  const raced = await Promise.all(Array.from({ length: 6 }, () => key({ name: "cloud" })));
  assert.deepEqual(raced.sort(), ["cloud", "cloud-2", "cloud-3", "cloud-4", "cloud-5", "cloud-6"]);
});

test("what cannot be taken is named, and changes nothing", async () => {
  const before = await playable();
  /** @param {import("./http.js").Answer} answer */
  const paths = (answer) => [answer.status, ...answer.json().errors.map((/** @type {any} */ { path }) => path).sort()];
  assert.deepEqual(paths(await add({})), [422, "name"]);
  const wrong = { name: "x".repeat(65), difficulty: 6, enabled: 1, order: -1, colour: "red", id: "none" };
  assert.deepEqual(paths(await add(wrong)),
    [422, "colour", "difficulty", "enabled", "id", "name", "order"]);
  assert.deepEqual(paths(await add({ name: "a", examples: [ink(lightning()), { canvas, strokes: [[[1, 1], [1, 1]]] },
    { canvas, strokes: [[[1, 1], ["x", 2]]] }] })).slice(0, 2), [422, "examples[1]"]);
  assert.deepEqual(paths(await add({ name: "a", examples: Array(21).fill(ink(ring)) })), [422, "examples"]);
  assert.equal((await add([])).status, 422);
  assert.equal((await add("{")).status, 400);
  assert.equal((await change("nothing", { name: "a" })).status, 404);
  assert.deepEqual(paths(await change("circle", { examples_add: [ink(ring)] })), [422, "examples_add"]);
  assert.deepEqual(paths(await change("circle", { id: "disc" })), [422, "id"]);
  assert.deepEqual(await playable(), before);
});

test("a shape is changed, ordered, retired and brought back", async () => {
  const token = await newSession(server.port);
  await add({ name: "wave", difficulty: 5 });
  assert.equal((await listed("wave")).scored_by, "neatness");
  await change("wave", { order: 0 });
  assert.equal((await playable())[0].id, "wave");
  const back = await change("wave", { order: null });
  assert.equal(back.json().order, null);
  assert.notEqual((await playable())[0].id, "wave");

  const many = Array.from({ length: 12 }, (_, index) => ink(lightning(index)));
  assert.equal((await change("wave", { examples_add: many })).json().examples, 12);
  assert.equal((await change("wave", { examples_add: many })).json().examples, 12, "each once");
  const over = await change("wave", { examples_add: many.map((_, index) => ink(lightning(-1 - index))) });
  assert.deepEqual([over.status, over.json().code, (await listed("wave")).examples], [409, "conflict", 12]);
  assert.ok((await draw(token, "wave", lightning(3))).quality > 0.8);
  assert.equal((await change("wave", { examples: [ink(ring)] })).json().examples, 1);
  assert.ok((await draw(token, "wave", lightning(3))).quality < 0.5, "by the new example");
  assert.equal((await listed("wave")).drawings, 2);

  const pen = await Pen.start(server.port, { shape: "wave" });
  assert.equal((await change("wave", { enabled: false })).json().enabled, false);
  const refused = await ask(server.port, "POST", "/api/drawings", { token, body: { shape: "wave", ...ink(ring) } });
  assert.deepEqual([refused.status, refused.json().code], [422, "unknown_shape"]);
  assert.equal((await playable()).find((shape) => shape.id === "wave").enabled, false);
  pen.stroke(circle());
  assert.equal((await pen.submitted()).drawing, pen.id, "what was begun is finished");
  pen.socket.close();
  assert.equal((await change("wave", { enabled: true })).json().enabled, true);
  assert.equal((await draw(token, "wave", ring)).shape, "wave");

  await server.stop();
  await server.start();
  const kept = await listed("wave");
  assert.deepEqual([kept.examples, kept.drawings, kept.scored_by, kept.enabled], [1, 4, "examples", true]);
});

test("each change of a shape can be taken back, unless somebody was there since", async () => {
  const made = (await add({ name: "spring", description: "a coil", examples: [ink(ring)] })).json();
  const state = async () => {
    const { change, ...shape } = await listed("spring");
    return shape;
  };
  const before = await state();
  const changed = await change("spring",
    { name: "Coil", difficulty: 1, order: 3, examples: [ink(lightning()), ink(lightning(5))] });
  const { change: row } = changed.json();
  assert.equal((await change("spring", { name: "Coil" })).json().change, null, "it is so already");
  const early = await ada.ask("POST", `/api/admin/audit/${made.change}/undo`);
  assert.deepEqual([early.status, early.json().code], [409, "cannot_undo"]);
  const undone = await ada.ask("POST", `/api/admin/audit/${row}/undo`);
  assert.equal(undone.status, 200, undone.body.toString());
  assert.deepEqual(await state(), before);
  assert.deepEqual((await playable()).find(({ id }) => id === "spring").outline, before.outline, "the game too");
  assert.equal((await ada.ask("POST", `/api/admin/audit/${row}/undo`)).status, 409);
  const again = await ada.ask("POST", `/api/admin/audit/${undone.json().change}/undo`);
  assert.deepEqual([again.json().name, again.json().examples, again.json().order], ["Coil", 2, 3]);
  const { entries } = (await ada.ask("GET", "/api/admin/audit?subject=spring")).json();
  assert.deepEqual(entries.map((/** @type {any} */ { action, undoable }) => [action, undoable]),
    [["shape.undone", true], ["shape.undone", false], ["shape.change", true], ["shape.create", false]]);

  const wrong = (await add({ name: "a mistake" })).json();
  assert.equal((await ada.ask("POST", `/api/admin/audit/${wrong.change}/undo`)).json().enabled, false, "retired");
});

test("how many drawings a training still needs is counted", async () => {
  const token = await newSession(server.port);
  await add({ name: "zigzag", examples: [ink(lightning())] });
  const ids = [];
  for (let index = 0; index < 20; index += 1) ids.push((await draw(token, "zigzag", lightning(index / 2))).id);
  assert.deepEqual([(await listed("zigzag")).missing, (await listed("zigzag")).trainable], [0, true]);
  await ada.ask("POST", `/api/admin/drawings/${ids[0]}/flag`, { flagged: true });
  await ada.ask("DELETE", `/api/admin/drawings/${ids[1]}`);
  const { drawings, missing, trainable } = await listed("zigzag");
  assert.deepEqual([drawings, missing, trainable], [19, 2, false]);
});

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Server } from "../shared/server.js";
import { ask, newSession } from "./http.js";

/** @type {Server} */
let server;
let token = "";
before(async () => {
  server = await Server.start();
  token = await newSession(server.port);
});
after(() => server.dispose());

const canvas = { width: 400, height: 400 };
const good = { shape: "circle", canvas, strokes: [[[10, 10], [20, 20], [30, 10]]] };

/** @param {unknown} body @param {Record<string, string>} [headers] */
const send = (body, headers) => ask(server.port, "POST", "/api/drawings", { token, body, headers });

/** A 422 whose first fault has this path. @param {object} body @param {string} path */
async function assertFault(body, path) {
  const answer = await send(body);
  const text = answer.body.toString();
  assert.equal(answer.status, 422, `${path}: ${text}`);
  assert.equal(answer.headers["content-type"], "application/problem+json");
  const problem = answer.json();
  for (const name of ["type", "title", "status", "detail", "code", "request_id"]) assert.ok(name in problem, name);
  assert.equal(problem.status, 422);
  assert.equal(problem.request_id, answer.headers["x-request-id"]);
  assert.equal(problem.errors[0].path, path, text);
  assert.ok(problem.errors.every((/** @type {any} */ { message }) => message.length > 5));
}

test("each fault of a drawing is told with its path", async () => {
  /** @param {any} point @param {string} path */
  const point = (point, path) => assertFault({ ...good, strokes: [[[1, 1], point]] }, `strokes[0][1]${path}`);
  await point([441, 1], "[0]");
  await point([1, -41], "[1]");
  await point([1e300, 1], "[0]");
  await point([1, "1"], "[1]");
  await point([1, null], "[1]");
  await point([1], "");
  await point([1, 1, 0.5, 1, 9], "");
  await point([1, 1, 1.01, 5], "[2]");
  await point([1, 1, -0.01, 5], "[2]");
  await point([1, 1, 0.5, -5], "[3]");
  await point({ x: 1 }, ".y");
  await point({ x: 1, y: 1, pressure: 2 }, ".pressure");
  await assertFault({ ...good, strokes: [{ points: [{ x: 1, y: 1 }, { x: 1, y: 900 }] }] },
    "strokes[0].points[1].y");
  await assertFault({ ...good, strokes: [[[1, 1, 50], [2, 2, 40]]] }, "strokes[0][1][2]");
  await assertFault({ ...good, strokes: [[[1, 1, 5], [2, 2, 1_700_000_000_000]]] }, "strokes[0][1][2]");
  await assertFault({ ...good, strokes: [{ points: good.strokes[0], color: "red" }] }, "strokes[0].color");
  await assertFault({ ...good, strokes: [{ points: good.strokes[0], width: 0 }] }, "strokes[0].width");
  await assertFault({ ...good, canvas: { width: 15, height: 400 } }, "canvas.width");
  await assertFault({ ...good, canvas: { width: 400, height: 3_601 } }, "canvas.height");
  await assertFault({ ...good, device: "brain" }, "device");
  await assertFault({ ...good, id: "1" }, "id");
  await assertFault({ ...good, shape: undefined }, "shape");
  await assertFault({ ...good, shape: "dodecahedron" }, "shape");
});

test("empty and one-point drawings are refused", async () => {
  for (const strokes of [undefined, null, "x", [], {}]) await assertFault({ ...good, strokes }, "strokes");
  await assertFault({ ...good, strokes: [[[1, 1]]] }, "strokes");
  await assertFault({ ...good, strokes: [[]] }, "strokes[0]");
  await assertFault({ ...good, strokes: [{ points: [] }] }, "strokes[0].points");
  await assertFault({}, "canvas");
});

test("two points are a drawing, three faults are three faults", async () => {
  assert.equal((await send({ ...good, strokes: [[[1, 1], [2, 2]]] })).status, 201);
  const answer = await send({ ...good, canvas: { width: 1, height: 1 }, device: "brain", id: "1" });
  const paths = answer.json().errors.map((/** @type {any} */ { path }) => path).sort();
  assert.deepEqual(paths, ["canvas.height", "canvas.width", "device", "id"]);
});

test("20,000 points are taken, one more is refused", async () => {
  const points = Array.from({ length: 20_000 }, (_, index) => [index % 400, 7]);
  assert.equal((await send({ ...good, strokes: [points] })).status, 201);
  await assertFault({ ...good, strokes: [[...points, [1, 1]]] }, "strokes");
});

test("256 strokes are taken, one more is refused", async () => {
  const strokes = Array.from({ length: 256 }, () => [[1, 1], [2, 2]]);
  assert.equal((await send({ ...good, strokes })).status, 201);
  await assertFault({ ...good, strokes: [...strokes, [[1, 1], [2, 2]]] }, "strokes");
});

test("a thousand faults are told as the first few", async () => {
  const answer = await send({ ...good, strokes: [Array.from({ length: 5_000 }, () => ["x", "y"])] });
  assert.equal(answer.status, 422);
  const { errors } = answer.json();
  assert.ok(errors.length >= 10 && errors.length <= 100, String(errors.length));
});

test("malformed JSON is 400 with the byte where it ends to be JSON", async () => {
  for (const [text, offset] of /** @type {[string | Buffer, number][]} */ ([
    ["{\"shape\":}", 9], ["{", 1], ["", 0], ["[1,]", 3], ["{\"shape\":NaN}", 9],
    ["{\"a\":Infinity}", 5], ["{\"a\":-Infinity}", 6], ["{\"a\":1} x", 8], ["nul", 3],
    [Buffer.from([0x22, 0xff, 0x22]), 1], ["{\"a\":01}", 6]])) {
    const answer = await send(text);
    assert.equal(answer.status, 400, `${text}: ${answer.body}`);
    const problem = answer.json();
    assert.equal(problem.code, "malformed_json");
    assert.match(problem.detail, new RegExp(`byte ${offset}\\b`), `${text}: ${problem.detail}`);
  }
});

test("numbers beyond a double, deep nesting and repeated members are refused", async () => {
  for (const text of ["{\"strokes\":[[[1e999,1],[1,1]]]}", "[".repeat(100_000), `{"a":${"9".repeat(600)}}`]) {
    assert.equal((await send(text)).status, 400, text.slice(0, 40));
  }
});

test("well-formed JSON that is no object is 422, never 500", async () => {
  for (const text of ["[]", "7", "null", "\"x\"", "true", "[[[]]]"]) {
    assert.equal((await send(text)).status, 422, text);
  }
});

test("an id in the path that is none is refused, whatever it holds", async () => {
  for (const id of ["1", "x".repeat(36), "%00", "018bcfe5-6800-7ec9-a84a-8322fdf9cfbg", "%ff"]) {
    const answer = await ask(server.port, "GET", `/api/drawings/${id}`, { token });
    assert.ok([400, 404, 422].includes(answer.status), `${id}: ${answer.status}`);
  }
});

test("a page of another origin may change nothing", async () => {
  for (const [origin, status] of /** @type {[string, number][]} */ ([
    ["http://evil.example", 403], ["null", 403], [`http://127.0.0.1:${server.port}`, 201]])) {
    assert.equal((await send(good, { origin })).status, status, origin);
  }
});

test("a name that is long in another way is refused without a word of the database", async () => {
  for (const name of ["👨‍👩‍👧‍👦".repeat(10), "A\u0000da", "\u0007"]) {
    const answer = await ask(server.port, "POST", "/api/session", { body: { name } });
    assert.equal(answer.status, 422);
    assert.doesNotMatch(answer.body.toString(), /SQL|constraint|CHECK/i);
  }
});

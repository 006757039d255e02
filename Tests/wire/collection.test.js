import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { Server } from "../shared/server.js";
import { ask, newSession } from "./http.js";
import { circle, newID, Pen } from "./pen.js";

/** @type {Server} */
let server;
let token = "";
before(async () => {
  server = await Server.start();
  token = await newSession(server.port);
});
after(() => server.dispose());

/** @param {string} method @param {string} path @param {object} [options] */
const call = (method, path, options = {}) => ask(server.port, method, path, { token, ...options });

const xy = circle(40).map(({ x, y }) => [x / 8, y / 8]);
const canvas = { width: 400, height: 400 };

/** Sends a drawing that must be taken, and gets it back. @param {object} body */
async function roundTrip(body) {
  const sent = await call("POST", "/api/drawings", { body });
  assert.equal(sent.status, 201, sent.body.toString());
  const { id, shape, quality, hints, guesses, stats } = sent.json();
  assert.ok(quality >= 0 && quality <= 1 && Array.isArray(hints) && Array.isArray(guesses));
  assert.ok(stats.drawings >= 1 && shape);
  const kept = await call("GET", `/api/drawings/${id}`);
  assert.equal(kept.status, 200);
  assert.equal(kept.headers["content-type"], "application/json");
  return kept.json();
}

test("a session is made with and without a name, and its cookie works", async () => {
  for (const [body, name] of /** @type {[any, string | undefined][]} */ ([
    [undefined, undefined], [{}, undefined], [{ name: null }, undefined], [{ name: " Ada " }, "Ada"],
    [{ name: "Zoë 👩‍🎨" }, "Zoë 👩‍🎨"]])) {
    const made = await ask(server.port, "POST", "/api/session",
      body === undefined ? { headers: { "content-length": 0 } } : { body });
    assert.equal(made.status, 201, made.body.toString());
    const { user, token: own } = made.json();
    assert.match(user.id, /^[0-9a-f-]{36}$/);
    assert.equal(user.name, name);
    const cookie = made.headers["set-cookie"]?.[0] ?? "";
    assert.match(cookie, new RegExp(`^inkling_session=${own};`));
    for (const word of ["HttpOnly", "SameSite=Strict", "Path=/"]) assert.ok(cookie.includes(word));
    const stats = await ask(server.port, "GET", "/api/user/stats",
      { headers: { cookie: cookie.split(";")[0] } });
    assert.equal(stats.status, 200);
  }
});

test("a name that is none is refused with its path", async () => {
  for (const name of ["", "   ", "x".repeat(41), 7, [], {}, true]) {
    const answer = await ask(server.port, "POST", "/api/session", { body: { name } });
    assert.equal(answer.status, 422, JSON.stringify(name));
    assert.equal(answer.json().errors[0].path, "name");
  }
  const answer = await ask(server.port, "POST", "/api/session", { body: "[]" });
  assert.ok([201, 422].includes(answer.status));
});

test("without a session nothing of a person is shown or taken", async () => {
  for (const [method, path] of [["GET", "/api/user/stats"], ["GET", "/api/user/drawings"],
    ["POST", "/api/drawings"], ["GET", `/api/drawings/${newID()}`]]) {
    for (const headers of [{}, { authorization: "Bearer nonsense" }, { cookie: "inkling_session=x" },
      { authorization: `Basic ${token}` }]) {
      const answer = await ask(server.port, method, path,
        { headers, body: method === "POST" ? {} : undefined });
      assert.equal(answer.status, 401, `${method} ${path} ${JSON.stringify(headers)}`);
    }
  }
});

test("the five shapes are listed", async () => {
  const shapes = (await ask(server.port, "GET", "/api/shapes")).json();
  assert.deepEqual(shapes.map((/** @type {any} */ { id }) => id).sort(),
    ["circle", "heart", "line", "square", "triangle"]);
  for (const { name, description, difficulty, enabled } of shapes) {
    assert.ok(name && description && difficulty >= 1 && difficulty <= 5 && enabled === true);
  }
});

test("every format of a drawing is taken and comes back as it was", async () => {
  const objects = xy.map(([x, y], index) => ({ x, y, pressure: 0.5, timestamp: index * 10 }));
  const whole = await roundTrip({ id: newID(), shape: "circle", canvas, device: "mouse",
    user_agent: "test", strokes: [{ points: objects, color: "#102030", width: 4 }], duration_ms: 390 });
  assert.deepEqual([whole.device, whole.user_agent, whole.duration_ms], ["mouse", "test", 390]);
  assert.deepEqual([whole.strokes[0].color, whole.strokes[0].width], ["#102030", 4]);
  const epoch = 1_700_000_000_000;
  for (const strokes of [
    [{ points: xy }], [xy], [xy.map(([x, y], index) => [x, y, index * 10])],
    [xy.map(([x, y], index) => [x, y, 0.5, index * 10])],
    [{ points: objects.map((one) => ({ ...one, timestamp: one.timestamp + epoch })) }],
    [xy.map(([x, y], index) => [x, y, 0.5, epoch + index * 10])],
    [objects.map(({ x, y }) => ({ x, y }))]]) {
    const { strokes: [kept] } = await roundTrip({ shape: "circle", canvas, strokes });
    assert.deepEqual(kept.points.map((/** @type {any} */ { x, y }) => [x, y]), xy);
    const times = kept.points.map((/** @type {any} */ { timestamp }) => timestamp);
    assert.equal(times[0], 0);
    assert.ok(times.at(-1) === 390 || times.at(-1) === 39 * 16, String(times.at(-1)));
  }
});

test("Quick, Draw!'s simplified and raw forms are taken", async () => {
  const xs = [0, 100, 255, 255, 0];
  const ys = [0, 50, 60, 255, 255];
  const simplified = await roundTrip({ word: "circle", drawing: [[xs, ys]] });
  assert.deepEqual(simplified.strokes[0].points.map((/** @type {any} */ { x, y }) => [x, y]),
    xs.map((x, index) => [x, ys[index]]));
  const raw = await roundTrip({ word: "circle", key_id: "1", countrycode: "US", recognized: true,
    drawing: [[xs.map((x) => x * 3.7), ys.map((y) => y * 3.7), [0, 20, 40, 80, 100]], [[1, 9], [1, 9], [200, 220]]] });
  assert.equal(raw.strokes.length, 2);
  assert.equal(raw.strokes[0].points.at(-1).timestamp, 100);
  assert.equal(raw.duration_ms, 220);
});

test("a preview comes in every size, with an ETag that saves sending it again", async () => {
  const { id } = await roundTrip({ shape: "circle", canvas, strokes: [xy] });
  const tags = new Set();
  for (const size of [64, 128, 300, 512]) {
    const answer = await call("GET", `/api/drawings/${id}/preview.png?size=${size}`);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers["content-type"], "image/png");
    assert.deepEqual([...answer.body.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
    assert.deepEqual([answer.body.readUInt32BE(16), answer.body.readUInt32BE(20)], [size, size]);
    const etag = String(answer.headers.etag);
    assert.match(etag, /^"[^"]+"$/);
    tags.add(etag);
    const known = await call("GET", `/api/drawings/${id}/preview.png?size=${size}`,
      { headers: { "if-none-match": etag } });
    assert.deepEqual([known.status, known.body.length, known.headers.etag], [304, 0, etag]);
    const other = await call("GET", `/api/drawings/${id}/preview.png?size=${size}`,
      { headers: { "if-none-match": `"x"` } });
    assert.equal(other.status, 200);
  }
  assert.equal(tags.size, 4);
  assert.equal((await call("GET", `/api/drawings/${id}/preview.png`)).status, 200);
  for (const size of ["63", "513", "0", "-1", "x", "", "1e9", "64.5"]) {
    assert.equal((await call("GET", `/api/drawings/${id}/preview.png?size=${size}`)).status, 422, size);
  }
});

test("If-None-Match may list several tags, weak ones and the star", async () => {
  const { id } = await roundTrip({ shape: "circle", canvas, strokes: [xy] });
  const path = `/api/drawings/${id}/preview.png`;
  const etag = (await call("GET", path)).headers.etag;
  for (const value of [`"x", ${etag}`, `W/${etag}`, "*"]) {
    const answer = await call("GET", path, { headers: { "if-none-match": value } });
    assert.equal(answer.status, 304, value);
  }
});

test("a drawing comes as SVG", async () => {
  const { id } = await roundTrip({ shape: "circle", canvas, strokes: [xy] });
  const answer = await call("GET", `/api/drawings/${id}/drawing.svg`);
  assert.equal(answer.headers["content-type"], "image/svg+xml");
  const text = (answer.headers["content-encoding"] === "gzip" ? gunzipSync(answer.body) : answer.body).toString();
  assert.match(text, /^(<\?xml[^>]*>\s*)?<svg [\s\S]*<\/svg>\s*$/);
  assert.match(text, /viewBox="0 0 400 400"/);
});

test("one's own drawings come in pages, newest first, each once", async () => {
  const own = await newSession(server.port);
  const ids = /** @type {string[]} */ ([]);
  for (let count = 0; count < 7; count += 1) {
    const sent = await ask(server.port, "POST", "/api/drawings",
      { token: own, body: { shape: "line", canvas, strokes: [[[count, 0], [300, 300]]] } });
    ids.unshift(sent.json().id);
  }
  for (const limit of [1, 2, 3, 7, 8]) {
    const seen = /** @type {string[]} */ ([]);
    let cursor = "";
    for (let page = 0; page < 20; page += 1) {
      const answer = await ask(server.port, "GET",
        `/api/user/drawings?limit=${limit}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`, { token: own });
      assert.equal(answer.status, 200);
      const { drawings, next_cursor } = answer.json();
      assert.ok(drawings.length <= limit);
      for (const drawing of drawings) {
        seen.push(drawing.id);
        assert.match(drawing.stored_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
        assert.deepEqual([drawing.shape, drawing.points, drawing.status], ["line", 2, "complete"]);
      }
      if (next_cursor === null) break;
      cursor = next_cursor;
    }
    assert.deepEqual(seen, ids, `limit ${limit}`);
  }
  for (const query of ["limit=0", "limit=201", "limit=x", "cursor=x", "cursor=-1"]) {
    assert.equal((await ask(server.port, "GET", `/api/user/drawings?${query}`, { token: own })).status, 422, query);
  }
});

test("statistics count what was drawn, over HTTP and WebSocket alike", async () => {
  const pen = await Pen.start(server.port);
  const empty = await ask(server.port, "GET", "/api/user/stats", { token: pen.token });
  assert.deepEqual([empty.json().drawings, empty.json().achievements], [0, []]);
  pen.stroke(circle(60));
  await pen.submitted();
  await ask(server.port, "POST", "/api/drawings",
    { token: pen.token, body: { shape: "line", canvas, strokes: [[[10, 10], [300, 300]]] } });
  const stats = (await ask(server.port, "GET", "/api/user/stats", { token: pen.token })).json();
  assert.equal(stats.drawings, 2);
  assert.deepEqual(Object.keys(stats.by_shape).sort(), ["circle", "line"]);
  assert.equal(stats.by_shape.circle.drawings, 1);
  assert.ok(stats.average_quality > 0 && stats.average_quality <= 1);
  assert.ok(stats.achievements.includes("first_drawing"));
  for (const name of ["streak", "best_streak", "rank"]) assert.ok(name in stats, name);
  pen.socket.drop();
});

test("somebody else's drawing looks like none", async () => {
  const { id } = await roundTrip({ shape: "circle", canvas, strokes: [xy] });
  const other = await newSession(server.port);
  for (const part of ["", "/preview.png", "/drawing.svg"]) {
    const theirs = await ask(server.port, "GET", `/api/drawings/${id}${part}`, { token: other });
    const none = await ask(server.port, "GET", `/api/drawings/${newID()}${part}`, { token: other });
    assert.deepEqual([theirs.status, none.status], [404, 404]);
    assert.equal(theirs.json().detail, none.json().detail);
  }
});

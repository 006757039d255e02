import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { inkling } from "../shared/command.js";
import { Server } from "../shared/server.js";
import { ask, newSession } from "./http.js";

const [email, password] = ["ada@example.org", "correct horse"];
/** @type {Server} */
let server;
/** @type {string} */
let cookie;
/** @type {string} */
let token;
/** The drawings' ids, oldest first. @type {string[]} */
const ids = [];

/** @param {string} method @param {string} path @param {unknown} [body] */
const admin = (method, path, body) =>
  ask(server.port, method, path, { headers: { cookie }, body: method === "POST" ? body ?? {} : undefined });
/** @param {string} [query] */
const page = async (query = "") => {
  const answer = await admin("GET", `/api/admin/drawings${query}`);
  assert.equal(answer.status, 200, answer.body.toString());
  return answer.json();
};
/** @param {{ drawings: { id: string }[] }} page */
const idsOf = ({ drawings }) => drawings.map(({ id }) => id);

/** A line, or a shaky circle. @param {number} index */
const strokes = (index) => index % 2 === 0
  ? [[[20, 20], [200, 200 + index], [380, 380]]]
  : [Array.from({ length: 60 }, (_, step) => {
    const [turn, radius] = [step / 59 * 2 * Math.PI, 120 + index * 4 * Math.sin(step)];
    return [200 + radius * Math.cos(turn), 200 + radius * Math.sin(turn)];
  })];

before(async () => {
  server = await Server.start({ flags: ["--no-worker"] });
  const made = await inkling(["admin", "create", email, "--data", server.data], { input: `${password}\n` });
  assert.equal(made.code, 0, made.err);
  const login = await ask(server.port, "POST", "/api/admin/login", { body: { email, password } });
  cookie = (login.headers["set-cookie"]?.[0] ?? "").split(";")[0];
  token = await newSession(server.port);
  for (let index = 0; index < 10; index += 1) {
    const answer = await ask(server.port, "POST", "/api/drawings", { token, body: {
      shape: index % 2 === 0 ? "line" : "circle", canvas: { width: 400, height: 400 },
      device: index < 5 ? "mouse" : "pen", strokes: strokes(index) } });
    assert.equal(answer.status, 201, answer.body.toString());
    ids.push(answer.json().id);
  }
});
after(() => server.dispose());

test("pages come in each order, whole and without a gap", async () => {
  const all = await page();
  assert.deepEqual(idsOf(all), [...ids].reverse());
  assert.deepEqual([all.total, all.total_is_exact, all.next_cursor], [10, true, null]);
  const [newest] = all.drawings;
  assert.equal(newest.shape, "circle");
  assert.equal(newest.status, "complete");
  assert.equal(newest.device, "pen");
  assert.equal(typeof newest.guess.shape, "string");
  assert.ok(newest.guess.confidence > 0 && newest.guess.confidence <= 1);
  for (const sort of ["newest", "oldest", "best", "worst"]) {
    const whole = idsOf(await page(`?sort=${sort}`));
    const pieces = [];
    let cursor = "";
    for (let count = 0; count < 20 && cursor !== null; count += 1) {
      const piece = await page(`?sort=${sort}&limit=3${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      pieces.push(...idsOf(piece));
      cursor = piece.next_cursor;
    }
    assert.deepEqual(pieces, whole, sort);
  }
});

test("filters go together", async () => {
  assert.deepEqual(idsOf(await page("?shape=line&sort=oldest")), ids.filter((_, index) => index % 2 === 0));
  assert.deepEqual(idsOf(await page("?device=pen&shape=line&sort=oldest")), [ids[6], ids[8]]);
  assert.deepEqual(idsOf(await page("?status=partial")), []);
  assert.deepEqual(idsOf(await page("?from=2020-01-01&to=2021-01-01T00:00:00Z")), []);
  assert.equal((await page("?from=2020-01-01")).drawings.length, 10);
  const [first] = (await page("?limit=1")).drawings;
  assert.equal((await page(`?user=${first.user}`)).drawings.length, 10);
  assert.equal((await page("?user=01a20e00-08fb-7a1d-a687-de5a132a8de8")).drawings.length, 0);
  const good = (await page("?min_quality=0.5")).drawings;
  assert.ok(good.every((/** @type {{ quality: number }} */ { quality }) => quality >= 0.5));
  const agreeing = (await page("?disagrees=false")).drawings.length;
  assert.equal(agreeing + (await page("?disagrees=true")).drawings.length, 10);
});

test("filters that make no sense are named, each", async () => {
  for (const [query, paths] of /** @type {[string, string[]][]} */ ([
    ["shape=unicorn", ["shape"]], ["min_quality=2&limit=0", ["min_quality", "limit"]],
    ["colour=red", ["colour"]], ["flagged=yes", ["flagged"]], ["user=7", ["user"]],
    ["from=yesterday", ["from"]], ["sort=random", ["sort"]], ["device=nose", ["device"]],
    ["min_quality=0.9&max_quality=0.1", ["min_quality"]], ["shape=line&shape=circle", ["shape"]],
    ["from=2026-01-02&to=2026-01-01", ["from"]], ["cursor=AAAA", ["cursor"]],
    ["shape=line&guessed=line&disagrees=true", ["disagrees"]],
  ])) {
    const answer = await admin("GET", `/api/admin/drawings?${query}`);
    assert.equal(answer.status, 422, query);
    const errors = answer.json().errors.map((/** @type {{ path: string }} */ { path }) => path);
    assert.deepEqual(errors, paths, query);
  }
  const late = await admin("GET", `/api/admin/drawings?from=${"9".repeat(30)}-01-01`);
  assert.ok([200, 422].includes(late.status), late.body.toString());
  // A cursor is good for its own filter and order alone.
  const { next_cursor: cursor } = await page("?limit=3");
  for (const query of ["?limit=3&sort=oldest", "?limit=3&shape=line"]) {
    const answer = await admin("GET", `/api/admin/drawings${query}&cursor=${encodeURIComponent(cursor)}`);
    assert.deepEqual(answer.json().errors[0].path, "cursor");
  }
});

test("a drawing is flagged, relabelled, thrown away and brought back", async () => {
  const id = ids[1];
  const flagged = await admin("POST", `/api/admin/drawings/${id}/flag`, { flagged: true, reason: "<b>a scribble</b>" });
  assert.deepEqual([flagged.status, flagged.json().flagged, flagged.json().flag_reason],
    [200, true, "<b>a scribble</b>"]);
  assert.deepEqual(idsOf(await page("?flagged=true")), [id]);
  assert.equal((await admin("POST", `/api/admin/drawings/${id}/flag`, { flagged: false })).json().flag_reason, null);
  assert.deepEqual(idsOf(await page("?flagged=true")), []);

  assert.equal((await admin("POST", `/api/admin/drawings/${id}/relabel`, { shape: "heart" })).json().shape, "heart");
  assert.deepEqual(idsOf(await page("?shape=heart")), [id]);
  await admin("POST", `/api/admin/drawings/${id}/relabel`, { shape: "circle" });

  const preview = `/api/drawings/${id}/preview.png?size=64`;
  assert.equal((await ask(server.port, "GET", preview, { token })).status, 200);
  assert.ok((await admin("DELETE", `/api/admin/drawings/${id}`)).json().deleted_at);
  assert.equal((await ask(server.port, "GET", preview, { token })).status, 404);
  assert.equal((await admin("GET", preview)).status, 200);
  assert.equal((await page()).total, 9);
  assert.deepEqual(idsOf(await page("?deleted=true")), [id]);
  assert.equal((await page("?deleted=any")).total, 10);
  assert.equal((await admin("POST", `/api/admin/drawings/${id}/restore`)).json().deleted_at, null);
  assert.equal((await page()).total, 10);

  for (const [path, body] of /** @type {[string, unknown][]} */ ([
    ["flag", {}], ["flag", { flagged: 1 }], ["flag", { flagged: true, reason: "x".repeat(201) }],
    ["relabel", {}], ["relabel", { shape: "unicorn" }],
  ])) {
    assert.equal((await admin("POST", `/api/admin/drawings/${id}/${path}`, body)).status, 422, path);
  }
  const nobody = "01a20e00-08fb-7a1d-a687-de5a132a8de8";
  assert.equal((await admin("POST", `/api/admin/drawings/${nobody}/restore`)).status, 404);
  assert.equal((await admin("DELETE", "/api/admin/drawings/7")).status, 422);
});

test("the figures are those of the drawings", async () => {
  const answer = await admin("GET", "/api/admin/stats");
  assert.equal(answer.status, 200);
  const stats = answer.json();
  const line = stats.shapes.find((/** @type {{ id: string }} */ { id }) => id === "line");
  assert.deepEqual([line.drawings, line.flagged, line.deleted, line.partial], [5, 0, 0, 0]);
  assert.equal(line.qualities.reduce((/** @type {number} */ sum, /** @type {number} */ count) => sum + count), 5);
  assert.equal(stats.drawings_by_minute.reduce(
    (/** @type {number} */ sum, /** @type {{ drawings: number }} */ { drawings }) => sum + drawings, 0), 10);
  assert.equal(stats.model.version, "starter");
  assert.ok(stats.storage.main_bytes > 0);
});

test("nobody else sees or mends anything", async () => {
  for (const [method, path] of [["GET", ""], ["GET", `/${ids[0]}`], ["POST", `/${ids[0]}/flag`],
    ["DELETE", `/${ids[0]}`], ["POST", `/${ids[0]}/restore`], ["POST", `/${ids[0]}/relabel`]]) {
    for (const options of [{}, { token }]) {
      const refused = await ask(server.port, method, `/api/admin/drawings${path}`,
        { ...options, body: method === "POST" ? {} : undefined });
      assert.deepEqual([refused.status, refused.json().code], [401, "no_administrator"], path);
    }
  }
  const stranger = await newSession(server.port);
  assert.equal((await ask(server.port, "GET", `/api/drawings/${ids[0]}`, { token: stranger })).status, 404);
  assert.equal((await ask(server.port, "GET", `/api/drawings/${ids[0]}`)).status, 401);
});

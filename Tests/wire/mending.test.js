import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Server } from "../shared/server.js";
import { Administrator } from "./administrator.js";
import { ask, newSession } from "./http.js";
import { until } from "./client.js";

/** @type {Server} */
let server;
/** @type {Administrator} */
let ada;
/** @type {Administrator} */
let bob;
/** @type {string} */
let token;
const nobody = "01a20e00-08fb-7a1d-a687-de5a132a8de8";

before(async () => {
  server = await Server.start({ flags: ["--no-worker"] });
  ada = await Administrator.signIn(server);
  bob = await Administrator.signIn(server, "bob@example.org");
  token = await newSession(server.port);
});
after(() => server.dispose());

/** A drawing that is stored. @returns {Promise<string>} its id */
async function draw(shape = "line") {
  const answer = await ask(server.port, "POST", "/api/drawings", { token, body: {
    shape, canvas: { width: 400, height: 400 }, device: "mouse",
    strokes: [Array.from({ length: 40 }, (_, step) => [20 + step * 9, 20 + step * 9 + step % 3])] } });
  assert.equal(answer.status, 201, answer.body.toString());
  return answer.json().id;
}
/** @param {Administrator} who @param {string} id @param {unknown} body @param {Record<string, string>} [headers] */
const flag = (who, id, body, headers) => who.ask("POST", `/api/admin/drawings/${id}/flag`, body, headers);
/** @param {string} id */
const look = async (id) => (await ada.ask("GET", `/api/admin/drawings/${id}`)).json();
/** @param {number} change */
const undo = (change, who = ada) => who.ask("POST", `/api/admin/audit/${change}/undo`);
/** @param {string} query */
const audit = async (query) => (await ada.ask("GET", `/api/admin/audit?${query}`)).json();
/** @param {number} id */
const over = async (id) => {
  let job;
  await until(async () => {
    job = (await ada.ask("GET", `/api/admin/jobs/${id}`)).json();
    return !["queued", "running"].includes(job.status);
  });
  return job;
};
/** Asks for a change to many and waits for its end. @param {unknown} body */
const bulk = async (body) => {
  const asked = await ada.ask("POST", "/api/admin/drawings/bulk", body);
  assert.equal(asked.status, 202, asked.body.toString());
  return over(asked.json().id);
};

test("who has seen an older state changes nothing, and is told what there is now", async () => {
  const id = await draw();
  const seen = await ada.ask("GET", `/api/admin/drawings/${id}`);
  const { etag } = seen.json();
  assert.equal(seen.headers.etag, `"${etag}"`);
  const flagged = await flag(ada, id, { flagged: true, reason: "a scribble" }, { "if-match": `"${etag}"` });
  assert.equal(flagged.status, 200, flagged.body.toString());
  assert.ok(Number.isInteger(flagged.json().change));
  assert.notEqual(flagged.json().etag, etag);
  assert.equal(flagged.headers.etag, `"${flagged.json().etag}"`);

  const late = await bob.ask("DELETE", `/api/admin/drawings/${id}`, undefined, { "if-match": `"${etag}"` });
  assert.deepEqual([late.status, late.json().code], [412, "changed_meanwhile"]);
  assert.match(late.json().detail, /ada@example\.org .*drawing\.flagged/);
  assert.deepEqual([late.json().drawing.flag_reason, late.json().drawing.etag], ["a scribble", flagged.json().etag]);
  assert.equal((await look(id)).deleted_at, null);

  // Without a word of what was seen it goes through, as it does with any of several, or with all.
  const same = await flag(bob, id, { flagged: true, reason: "a scribble" });
  assert.deepEqual([same.status, same.json().change, same.json().etag], [200, null, flagged.json().etag]);
  const several = await flag(bob, id, { flagged: false }, { "if-match": `"1-2-3", "${same.json().etag}"` });
  assert.equal(several.status, 200);
  assert.equal((await flag(bob, id, { flagged: true }, { "if-match": "*" })).status, 200);
  assert.equal((await flag(bob, id, { flagged: false }, { "if-match": `W/"${etag}"` })).status, 412);
  assert.equal((await flag(bob, nobody, { flagged: true }, { "if-match": "*" })).status, 404);
});

test("of two administrators who change one drawing at once, one is first", async () => {
  for (let round = 0; round < 10; round += 1) {
    const id = await draw();
    const headers = { "if-match": `"${(await look(id)).etag}"` };
    const answers = await Promise.all([ada, bob].flatMap((who) => [
      flag(who, id, { flagged: true, reason: who === ada ? "ada" : "bob" }, headers),
      who.ask("DELETE", `/api/admin/drawings/${id}`, undefined, headers)]));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412, 412, 412]);
    const first = answers.find(({ status }) => status === 200)?.json();
    for (const late of answers.filter(({ status }) => status === 412)) {
      assert.equal(late.json().drawing.etag, first.etag);
    }
    assert.equal((await look(id)).etag, first.etag);
    assert.equal((await audit(`subject=${id}`)).entries.length, 1);
  }
});

test("a change is undone, and the undo as well, unless somebody has changed the drawing since", async () => {
  const id = await draw();
  const { change } = (await flag(ada, id, { flagged: true, reason: "no" })).json();
  const undone = await undo(change, bob);
  assert.deepEqual([undone.status, undone.json().flagged, undone.json().flag_reason], [200, false, null]);
  const twice = await undo(change);
  assert.deepEqual([twice.status, twice.json().code], [409, "cannot_undo"]);
  assert.match(twice.json().detail, /bob@example\.org/);
  const redone = await undo(undone.json().change);
  assert.deepEqual([redone.json().flagged, redone.json().flag_reason], [true, "no"]);

  const deleted = (await ada.ask("DELETE", `/api/admin/drawings/${id}`)).json();
  const restored = (await ada.ask("POST", `/api/admin/drawings/${id}/restore`)).json();
  assert.equal((await undo(deleted.change)).status, 409);
  // As it was, to the moment.
  assert.equal((await undo(restored.change)).json().deleted_at, deleted.deleted_at);
  const relabelled = (await ada.ask("POST", `/api/admin/drawings/${id}/relabel`, { shape: "heart" })).json();
  assert.equal((await undo(relabelled.change)).json().shape, "line");

  const { entries } = (await ada.ask("GET", `/api/admin/drawings/${id}/history`)).json();
  assert.deepEqual(entries.map((/** @type {any} */ { action }) => action).reverse(),
    ["drawing.flagged", "drawing.undone", "drawing.undone", "drawing.deleted", "drawing.restored",
      "drawing.undone", "drawing.relabelled", "drawing.undone"]);
  assert.deepEqual(entries.map((/** @type {any} */ { undoable }) => undoable), [true, ...Array(7).fill(false)]);
  assert.equal(entries[6].actor, "bob@example.org");
  assert.deepEqual([entries[7].before.flagged, entries[7].after.flagged, entries[7].after.reason], [false, true, "no"]);
  assert.equal(entries[6].after.undoes, entries[7].id);

  const [login] = (await audit("action=login&limit=1")).entries;
  assert.deepEqual([login.undoable, (await undo(login.id)).status], [false, 409]);
  assert.equal((await undo(1_000_000)).status, 404);
  assert.equal((await ada.ask("POST", "/api/admin/audit/x/undo")).status, 404);
  assert.equal((await ada.ask("GET", `/api/admin/drawings/${nobody}/history`)).status, 404);
});

test("the audit is asked by who, what, of what and when, in pages", async () => {
  const id = await draw();
  await flag(bob, id, { flagged: true });
  await bob.ask("DELETE", `/api/admin/drawings/${id}`);
  const actions = async (/** @type {string} */ query) =>
    (await audit(query)).entries.map((/** @type {any} */ { action }) => action);
  assert.deepEqual(await actions(`subject=${id}`), ["drawing.deleted", "drawing.flagged"]);
  assert.deepEqual(await actions(`subject=${id}&actor=ada@example.org`), []);
  assert.deepEqual(await actions(`subject=${id}&actor=bob@example.org&action=drawing`),
    ["drawing.deleted", "drawing.flagged"]);
  assert.deepEqual(await actions(`subject=${id}&action=drawing.flagged`), ["drawing.flagged"]);
  assert.deepEqual(await actions(`subject=${id}&action=draw`), []);
  assert.deepEqual(await actions(`subject=${id}&to=2020-01-01`), []);
  assert.equal((await actions(`subject=${id}&from=2020-01-01`)).length, 2);
  const whole = (await audit("limit=200")).entries;
  const pieces = [];
  let cursor = "";
  do {
    const page = await audit(`limit=3${cursor && `&cursor=${cursor}`}`);
    pieces.push(...page.entries);
    cursor = page.next_cursor;
  } while (cursor && pieces.length < 200);
  assert.deepEqual(pieces.slice(0, 200), whole);
  for (const query of ["limit=0", "cursor=x", "from=yesterday", "who=ada"]) {
    const answer = await ada.ask("GET", `/api/admin/audit?${query}`);
    assert.deepEqual([answer.status, answer.json().errors[0].path], [422, query.split("=")[0]]);
  }
});

test("score and guesses are shown along the way", async () => {
  const id = await draw();
  const answer = await ada.ask("GET", `/api/admin/drawings/${id}/analysis`);
  assert.equal(answer.status, 200, answer.body.toString());
  const { quality, completeness, hints, criteria, course, model } = answer.json();
  assert.equal(quality, (await look(id)).quality);
  assert.equal(completeness, (await look(id)).completeness);
  assert.equal(model, "starter");
  assert.equal(hints.length, criteria.length);
  assert.ok(criteria.every((/** @type {any} */ { value }) => value >= 0 && value < 1));
  assert.deepEqual(course.map((/** @type {any} */ { ink }) => ink),
    Array.from({ length: 20 }, (_, step) => (step + 1) / 20));
  assert.deepEqual([course[0].points, course[19].points, course[19].quality], [2, 40, quality]);
  assert.equal(course[19].guesses[0].shape, (await look(id)).guess.shape);
  assert.ok(course.every((/** @type {any} */ { guesses }) => guesses[0].confidence >= guesses[1].confidence));
  assert.equal((await ada.ask("GET", `/api/admin/drawings/${nobody}/analysis`)).status, 404);
});

test("many are changed by name or by filter, told before, and brought back", async () => {
  const ids = [];
  for (let count = 0; count < 6; count += 1) ids.push(await draw("triangle"));
  const filter = { shape: "triangle", deleted: "any" };
  const dry = await ada.ask("POST", "/api/admin/drawings/bulk", { action: "delete", filter, dry_run: true });
  assert.deepEqual([dry.status, dry.json()], [200, { matching: 6, is_exact: true }]);
  await flag(bob, ids[0], { flagged: true, reason: "mine" });
  const job = await bulk({ action: "flag", reason: "all of them", filter });
  assert.deepEqual([job.kind, job.status, job.done, job.total, job.changed, job.undoable],
    ["bulk", "succeeded", 6, 6, 6, true]);
  assert.deepEqual(job.config, { action: "flag", reason: "all of them", filter });
  assert.equal((await look(ids[0])).flag_reason, "all of them");

  // One is named twice, one is nobody's.
  const some = await bulk({ action: "relabel", shape: "square", ids: [ids[1], ids[2], ids[2], nobody] });
  assert.deepEqual([some.done, some.changed], [2, 2]);
  await flag(bob, ids[3], { flagged: false });

  const [, entry] = (await ada.ask("GET", `/api/admin/drawings/${ids[1]}/history`)).json().entries;
  assert.deepEqual(
    [entry.action, entry.subject, entry.before.flagged, entry.after.flagged, entry.after.reason, entry.after.shape],
    ["drawings.flagged", `job ${job.id}`, false, true, "all of them", "triangle"]);

  // What two others have changed since stays.
  const undone = await undo(entry.id);
  assert.equal(undone.status, 202);
  assert.equal(undone.json().kind, "undo");
  const back = await over(undone.json().id);
  assert.deepEqual([back.status, back.changed, back.skipped], ["succeeded", 3, 3]);
  const first = await look(ids[0]);
  assert.deepEqual([first.flagged, first.flag_reason], [true, "mine"]);
  assert.deepEqual([(await look(ids[1])).flagged, (await look(ids[1])).shape], [true, "square"]);
  assert.equal((await look(ids[3])).flagged, false);
  assert.equal((await look(ids[4])).flagged, false);
  const again = await ada.ask("POST", `/api/admin/jobs/${job.id}/undo`);
  assert.deepEqual([again.status, again.json().code], [409, "cannot_undo"]);

  const redo = await ada.ask("POST", `/api/admin/jobs/${back.id}/undo`);
  assert.deepEqual([redo.status, (await over(redo.json().id)).changed], [202, 3]);
  assert.equal((await look(ids[4])).flag_reason, "all of them");
  const { jobs } = (await ada.ask("GET", "/api/admin/jobs?kind=undo")).json();
  assert.deepEqual(jobs.map((/** @type {any} */ { id }) => id), [redo.json().id, back.id]);
  const training = (await ada.ask("POST", "/api/admin/training/start", { config: {} })).json();
  assert.equal((await ada.ask("GET", "/api/admin/jobs?limit=1")).json().jobs[0].kind, "training");
  assert.equal((await ada.ask("POST", `/api/admin/jobs/${training.id}/undo`)).status, 409);
  assert.equal((await ada.ask("POST", `/api/admin/jobs/${training.id}/cancel`)).json().status, "cancelled");
  // A training's routes know nothing of other work.
  assert.equal((await ada.ask("GET", `/api/admin/training/${job.id}`)).status, 404);
  assert.equal((await ada.ask("POST", `/api/admin/training/${job.id}/replay`)).status, 404);
  assert.equal((await ada.ask("POST", `/api/admin/jobs/${job.id}/cancel`)).status, 409);
  assert.equal((await ada.ask("GET", "/api/admin/jobs/999")).status, 404);
});

test("a change to many that makes no sense is named, each fault", async () => {
  for (const [body, paths] of /** @type {[unknown, string[]][]} */ ([
    [{}, ["action", "filter"]], [{ action: "paint", ids: [nobody] }, ["action"]],
    [{ action: "flag", ids: [] }, ["ids"]], [{ action: "flag", ids: ["x", nobody, 3] }, ["ids[0]", "ids[2]"]],
    [{ action: "flag", ids: Array(1_001).fill(nobody) }, ["ids"]],
    [{ action: "flag", ids: [nobody], filter: {} }, ["filter"]],
    [{ action: "flag", filter: { shape: "unicorn", limit: "3" } }, ["filter.limit"]],
    [{ action: "flag", filter: { shape: "unicorn", flagged: "yes" } }, ["filter.flagged", "filter.shape"]],
    [{ action: "flag", filter: { flagged: true } }, ["filter.flagged"]],
    [{ action: "flag", filter: "all" }, ["filter"]], [{ action: "relabel", filter: {} }, ["shape"]],
    [{ action: "flag", reason: "x".repeat(201), filter: {} }, ["reason"]],
    [{ action: "flag", filter: {}, dry_run: 1 }, ["dry_run"]], [{ action: "flag", filter: {}, colour: 1 }, ["colour"]],
  ])) {
    const answer = await ada.ask("POST", "/api/admin/drawings/bulk", body);
    assert.equal(answer.status, 422, JSON.stringify(body).slice(0, 100));
    assert.deepEqual(answer.json().errors.map((/** @type {any} */ { path }) => path).sort(), paths);
  }
  assert.equal((await ada.ask("POST", "/api/admin/drawings/bulk", "{")).status, 400);
  assert.equal((await ada.ask("GET", "/api/admin/jobs?kind=bulk")).json().jobs.length, 2);
});

// The queue of drawings that are worth a second look, from the scan to the decision.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { inkling } from "../shared/command.js";
import { Server, temporaryFolder } from "../shared/server.js";
import { Administrator } from "./administrator.js";
import { until } from "./client.js";
import { ask, newSession } from "./http.js";

const shapes = ["line", "circle", "square", "triangle", "heart"];

/** @typedef {{ shape: string, id?: string, strokes: unknown }} Drawing */

/** @param {string} shape @param {number} count @param {number} [seed] @returns {Promise<Drawing[]>} */
const madeUp = async (shape, count, seed = 1) =>
  (await inkling(["synthesize", "--shape", shape, "--count", String(count), "--seed", String(seed)]))
    .out.trim().split("\n").map((line) => JSON.parse(line));

/** A folder with drawings by people of that many names. @param {number} each of each shape */
async function folder(each, people = 9) {
  const data = temporaryFolder();
  const drawings = (await Promise.all(shapes.map((shape) => madeUp(shape, each)))).flat();
  const input = drawings.map((drawing, index) =>
    `${JSON.stringify({ ...drawing, user: `person ${index % people}` })}\n`).join("");
  const imported = await inkling(["import", "-", "--data", data], { input });
  assert.equal(imported.code, 0, imported.err);
  return data;
}

/** @type {Server} */
let server;
/** @type {Administrator} */
let ada;
/** Ids of what is amiss: circles that are called squares, and so on. @type {string[]} */
const wrong = [];
/** A drawing and its copy. @type {string[]} */
const pair = [];
/** @type {string} */
let scribble;

/**
 * One person's drawing.
 * @param {string} token @param {Drawing} drawing @param {string} [shape] @returns {Promise<string>} its id
 */
async function draw(token, { id: _, ...drawing }, shape = drawing.shape) {
  const answer = await ask(server.port, "POST", "/api/drawings", { token, body: { ...drawing, shape } });
  assert.equal(answer.status, 201, answer.body.toString());
  return answer.json().id;
}

before(async () => {
  server = await Server.start({ data: await folder(120) });
  ada = await Administrator.signIn(server);
  const pupils = await Promise.all([1, 2, 3].map(() => newSession(server.port)));
  for (const [index, shape] of ["circle", "square", "triangle", "heart"].entries()) {
    const called = shapes[(shapes.indexOf(shape) + 1) % 5];
    for (const [turn, drawing] of (await madeUp(shape, 3, 77)).entries()) {
      wrong.push(await draw(pupils[(index + turn) % 3], drawing, called));
    }
  }
  const [heart] = await madeUp("heart", 1, 78);
  pair.push(await draw(pupils[0], heart), await draw(pupils[1], heart));
  const loops = Array.from({ length: 400 }, (_, step) =>
    [200 + 150 * Math.sin(step * 1.9), 200 + 150 * Math.sin(step * 2.7)]);
  scribble = await draw(pupils[2], /** @type {any} */ ({ shape: "circle", canvas: { width: 400, height: 400 },
    device: "mouse", strokes: [loops] }));
});
after(() => server?.dispose());

/** @param {string} [query] @param {Administrator} [who] */
const queue = async (query = "", who = ada) => {
  const answer = await who.ask("GET", `/api/admin/review${query}`);
  assert.equal(answer.status, 200, answer.body.toString());
  return answer.json();
};

/** Asks for a scan and waits for its end. */
async function scan() {
  const answer = await ada.ask("POST", "/api/admin/review/scan");
  assert.equal(answer.status, 202, answer.body.toString());
  await until(async () => (await queue()).scan.id === answer.json().id
    && !["queued", "running"].includes((await queue()).scan.status), 240_000);
  const { scan: ended } = await queue();
  assert.equal(ended.status, "succeeded", ended.error);
  return ended;
}

/** @param {any} page @returns {string[]} */
const idsOf = ({ suspects }) => suspects.map((/** @type {any} */ { drawing }) => drawing.id);

test("wrong labels come first, each with its reason; copies and scribbles are found", async () => {
  assert.deepEqual((await queue()), { suspects: [], next_cursor: null, open: 0, scan: null,
    by_kind: { disagrees: 0, scribble: 0, gave_up: 0, duplicate: 0, outlier: 0, unlike_all: 0 } });
  const socket = await ada.watch(["jobs", "review"]);
  const ended = await scan();
  assert.equal(ended.drawings, 600 + wrong.length + pair.length + 1);
  const job = await socket.waitFor(({ type, status }) => type === "job" && status === "succeeded");
  assert.deepEqual([job.kind, job.done, job.total], ["review", ended.drawings, ended.drawings]);
  assert.equal((await socket.waitFor("review")).decided, null);
  socket.drop();

  const { suspects, open, by_kind: kinds } = await queue("?limit=200");
  assert.equal(suspects.length, Math.min(open, 200));
  const first = suspects.slice(0, wrong.length + 2);
  const found = first.filter((/** @type {any} */ { drawing }) => wrong.includes(drawing.id));
  assert.ok(found.length >= wrong.length - 1, `${found.length} of ${wrong.length} in the first ${first.length}`);
  for (const { drawing, reasons, score } of found) {
    const reason = reasons.find((/** @type {any} */ { kind }) => kind === "disagrees");
    assert.equal(shapes[(shapes.indexOf(reason.guess) + 1) % 5], drawing.shape, reason.detail);
    assert.ok(reason.score > 0.8 && score >= reason.score * 0.9 && reason.detail.includes(reason.guess));
  }
  for (const [index, { score }] of suspects.entries()) assert.ok(index === 0 || score <= suspects[index - 1].score);

  const copies = await queue("?kind=duplicate");
  assert.equal(copies.suspects.length, kinds.duplicate);
  const copy = copies.suspects.find((/** @type {any} */ { drawing }) => drawing.id === pair[1]);
  assert.equal(copy.reasons.find((/** @type {any} */ { kind }) => kind === "duplicate").other, pair[0]);
  assert.ok(!idsOf(copies).includes(pair[0]), "the original is no copy");
  assert.ok(idsOf(await queue("?kind=scribble")).includes(scribble));
});

test("pages follow each other without a gap", async () => {
  const whole = idsOf(await queue("?limit=200"));
  const pieces = [];
  for (let cursor = ""; cursor !== null && pieces.length < 300;) {
    const page = await queue(`?limit=5${cursor && `&cursor=${cursor}`}`);
    pieces.push(...idsOf(page));
    cursor = page.next_cursor;
  }
  assert.deepEqual(pieces.slice(0, 200), whole);
});

test("one key confirms or dismisses, another takes it back, and nobody is asked twice", async () => {
  const [first, second, third] = wrong;
  const before = (await queue()).open;
  const socket = await ada.watch(["review"]);
  await socket.waitFor("subscribed");

  const confirmed = await ada.ask("POST", `/api/admin/review/${first}`, { decision: "confirm" });
  assert.equal(confirmed.status, 200, confirmed.body.toString());
  assert.equal(confirmed.json().drawing.flagged, true);
  assert.ok(confirmed.json().change > 0);
  assert.equal((await socket.waitFor("review")).decided, first);
  const again = await ada.ask("POST", `/api/admin/review/${first}`, { decision: "confirm" });
  assert.deepEqual([again.status, again.json().change], [200, confirmed.json().change]);
  assert.equal((await ada.ask("POST", `/api/admin/review/${first}`, { decision: "dismiss" })).status, 409);

  const right = shapes[(shapes.indexOf((await ada.ask("GET", `/api/admin/drawings/${second}`)).json().shape) + 4) % 5];
  const mended = await ada.ask("POST", `/api/admin/review/${second}`,
    { decision: "confirm", action: { relabel: right } });
  assert.equal(mended.json().drawing.shape, right);
  const dismissed = await ada.ask("POST", `/api/admin/review/${third}`, { decision: "dismiss" });
  assert.deepEqual([dismissed.json().change, dismissed.json().drawing.flagged], [null, false]);
  assert.equal((await queue()).open, before - 3);

  const { disagrees, outlier } = (await ada.ask("GET", "/api/admin/review/precision")).json();
  assert.deepEqual([disagrees.confirmed, disagrees.dismissed], [2, 1]);
  assert.ok(Math.abs(disagrees.precision - 2 / 3) < 1e-3 && disagrees.low > 0.2 && disagrees.high < 0.95);
  assert.equal(outlier.precision, null);

  await scan();
  const left = idsOf(await queue("?limit=200"));
  for (const id of [first, second, third]) assert.ok(!left.includes(id), "asked again");

  for (const [id, shape] of [[first, null], [second, shapes[(shapes.indexOf(right) + 1) % 5]], [third, null]]) {
    const back = await ada.ask("DELETE", `/api/admin/review/${id}`);
    assert.equal(back.status, 200, back.body.toString());
    const { flagged, shape: now } = back.json().drawing;
    assert.equal(flagged, false);
    if (shape) assert.equal(now, shape);
    assert.ok(idsOf(await queue("?limit=200")).includes(/** @type {string} */ (id)), "it waits again");
  }
  assert.equal((await ada.ask("GET", "/api/admin/review/precision")).json().disagrees.confirmed, 0);
  assert.equal((await ada.ask("DELETE", `/api/admin/review/${first}`)).status, 404);
  socket.drop();
});

test("a decision that is taken back from the audit is open again", async () => {
  const id = wrong[5];
  const before = (await queue()).open;
  const { change } = (await ada.ask("POST", `/api/admin/review/${id}`, { decision: "confirm" })).json();
  assert.equal((await queue()).open, before - 1);
  const undone = await ada.ask("POST", `/api/admin/audit/${change}/undo`);
  assert.equal(undone.status, 200, undone.body.toString());
  assert.equal(undone.json().flagged, false);
  assert.equal((await queue()).open, before);
  assert.ok(idsOf(await queue("?limit=200")).includes(id), "it waits again");
  assert.equal((await ada.ask("GET", "/api/admin/review/precision")).json().disagrees.confirmed, 0);
  assert.equal((await ada.ask("DELETE", `/api/admin/review/${id}`)).status, 404);
});

test("what was dismissed is asked again when the audit takes it back, once", async () => {
  const id = wrong[5];
  const before = (await queue()).open;
  await ada.ask("POST", `/api/admin/review/${id}`, { decision: "dismiss" });
  assert.equal((await queue()).open, before - 1);
  const newest = async () => (await ada.ask("GET", `/api/admin/audit?subject=${id}&limit=1`)).json().entries[0];
  const row = await newest();
  assert.deepEqual([row.action, row.undoable], ["review.dismissed", true]);
  assert.equal((await ada.ask("POST", `/api/admin/audit/${row.id}/undo`)).status, 200);
  assert.equal((await queue()).open, before);
  assert.deepEqual([(await newest()).action, (await newest()).undoable], ["review.reopened", false]);
  assert.equal((await ada.ask("POST", `/api/admin/audit/${row.id}/undo`)).status, 409);
});

test("what was mended since is not put back, and not shown", async () => {
  const id = wrong[3];
  await ada.ask("POST", `/api/admin/review/${id}`, { decision: "confirm" });
  await ada.ask("DELETE", `/api/admin/drawings/${id}`);
  const back = await ada.ask("DELETE", `/api/admin/review/${id}`);
  assert.equal(back.status, 409, back.body.toString());
  await ada.ask("POST", `/api/admin/drawings/${id}/restore`);
  await ada.ask("POST", `/api/admin/drawings/${wrong[4]}/flag`, { flagged: true });
  assert.ok(!idsOf(await queue("?limit=200")).includes(wrong[4]));
  await ada.ask("POST", `/api/admin/drawings/${wrong[4]}/flag`, { flagged: false });
  assert.ok(idsOf(await queue("?limit=200")).includes(wrong[4]));
});

test("what cannot be is refused with its place", async () => {
  /**
   * @param {string} method @param {string} path @param {unknown} body @param {number} status
   * @param {string} [place]
   */
  const refused = async (method, path, body, status, place = "") => {
    const answer = await ada.ask(method, path, body);
    assert.equal(answer.status, status, answer.body.toString());
    if (place) {
      assert.ok(answer.json().errors.some((/** @type {any} */ { path: at }) => at === place), answer.body.toString());
    }
  };
  const drawing = `/api/admin/review/${wrong[5]}`;
  await refused("POST", drawing, {}, 422, "decision");
  await refused("POST", drawing, { decision: "confirm", action: "burn" }, 422, "action");
  await refused("POST", drawing, { decision: "confirm", action: { relabel: "cube" } }, 422, "action.relabel");
  await refused("POST", drawing, { decision: "dismiss", action: "flag" }, 422, "action");
  await refused("POST", "/api/admin/review/nobody", { decision: "dismiss" }, 422);
  await refused("POST", "/api/admin/review/00000000-0000-4000-8000-000000000001", { decision: "dismiss" }, 404);
  await refused("GET", "/api/admin/review?kind=rude&limit=0&cursor=x", undefined, 422, "kind");
  assert.ok(idsOf(await queue("?limit=200")).includes(wrong[5]), "nothing was done");
});

/** The worker's process id, from the system's own list of this server's children. */
function worker() {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(join("/proc", pid, "stat"), "utf8").replace(/^\d+/, "");
      const parent = / \(.*\) \S (\d+)/.exec(` ${stat}`)?.[1];
      const command = readFileSync(join("/proc", pid, "cmdline"), "utf8").split("\0");
      if (Number(parent) === server.process.pid && command[1] === "worker") return Number(pid);
    } catch { /* it has ended meanwhile */ }
  }
  return undefined;
}

test("a scan whose worker is killed leaves what was shown, and is done by the next", async () => {
  await scan();
  const before = await queue("?limit=200");
  const { id } = (await ada.ask("POST", "/api/admin/review/scan")).json();
  const same = await ada.ask("POST", "/api/admin/review/scan");
  assert.deepEqual([same.status, same.json().id], [200, id]);
  await until(async () => (await queue()).scan.status === "running");
  const first = worker();
  assert.ok(first, "no worker found");
  process.kill(first, "SIGKILL");
  const during = await queue("?limit=200");
  assert.deepEqual(idsOf(during), idsOf(before));
  assert.equal(during.scan.id, id);
  // It has a number among the trainings, and is none.
  for (const [method, path] of [["GET", ""], ["POST", "/replay"], ["POST", "/cancel"]]) {
    assert.equal((await ada.ask(method, `/api/admin/training/${id}${path}`)).status, 404, path);
  }
  await until(async () => (await queue()).scan.status === "succeeded", 240_000);
  assert.notEqual(worker(), first);
  assert.deepEqual(idsOf(await queue("?limit=200")), idsOf(before), "the same drawings, the same findings");
});

test("a scan begins by itself once enough was drawn", async (context) => {
  const other = await Server.start({ data: await folder(200), flags: ["--review-pause", "0.2"] });
  context.after(() => other.dispose());
  const ben = await Administrator.signIn(other);
  await until(async () => (await queue("", ben)).scan?.status === "succeeded", 240_000);
  const { scan: { id, drawings } } = await queue("", ben);
  assert.equal(drawings, 1_000);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  assert.equal((await queue("", ben)).scan.id, id, "once is enough");
});

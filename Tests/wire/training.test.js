// Trainings from end to end: drawings go in, a model comes out, and nothing gets lost on the way.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { inkling } from "../shared/command.js";
import { until } from "./client.js";
import { ask } from "./http.js";
import { School, madeUp, shapes } from "./school.js";

/** @type {School} */
let school;
before(async () => {
  const drawings = await Promise.all(shapes.map((shape) => madeUp(shape, 200)));
  school = await School.open(drawings.join(""));
});
after(() => school?.server.dispose());

test("drawings become a model that serves, and one sees it coming", async () => {
  const id = await school.train({ epochs: 20 });
  await school.learning(id, 0);
  const news = new Set();
  let [last, longest] = [performance.now(), 0];
  for (;;) {
    const { status, progress } = await school.job(id);
    if (status !== "running" || progress.phase !== "training") break;
    const { step, steps, loss, accuracy, images_per_second: speed, eta_s: left } = progress;
    assert.ok(step <= steps && loss > 0 && accuracy >= 0 && speed > 0 && left >= 0, JSON.stringify(progress));
    if (!news.has(step)) {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
      news.add(step);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.ok(news.size > 2, `${news.size} pieces of news`);
  assert.ok(longest < 600, `${longest} ms without news`);

  const { status, error, metrics, model } = await school.ended(id);
  assert.equal(status, "succeeded", error);
  assert.ok(metrics.accuracy > 0.7 && metrics.accuracy_low < metrics.accuracy, JSON.stringify(metrics));
  assert.equal(metrics.confusion.length, 6);
  assert.equal(metrics.confusion.flat().reduce((sum, count) => sum + count, 0), metrics.drawings);
  for (const groups of [metrics.devices, metrics.sampling_rates]) {
    assert.ok(groups.length > 1 && groups.every(({ group, drawings }) => group && drawings > 0),
      JSON.stringify(groups));
  }
  assert.ok(metrics.against_active.low <= metrics.against_active.high);
  assert.ok(metrics.unfinished.length > 5 && metrics.unfinished.every(({ ink }) => ink > 0 && ink <= 1));
  const row = await school.get(`models/${model.id}`);
  assert.equal(row.active, true);
  assert.deepEqual(row.labels, [...shapes, "none"]);
  assert.equal(row.data.drawings, 1000);
  const health = (await ask(school.server.port, "GET", "/health")).json();
  await until(async () => (await ask(school.server.port, "GET", "/health")).json().model.version === model.version);
  assert.equal(health.worker.starts, 1);

  const comparison = await school.get(`models/compare?a=starter&b=${model.version}`);
  assert.ok(comparison.drawings > 0
    && comparison.low <= comparison.difference && comparison.difference <= comparison.high);
  assert.ok(Array.isArray(comparison.differing));
  assert.equal((await school.post("models/starter/activate")).json().active, true);
});

test("a model that forgot a shape is kept, and serves only when somebody says so", async () => {
  const id = await school.train({ shapes: shapes.slice(0, 4), epochs: 2 });
  const { status, error, metrics, model } = await school.ended(id);
  assert.equal(status, "succeeded", error);
  assert.equal(metrics.activate, false);
  assert.equal(metrics.reason, "it does not know heart, as the model that serves does");
  assert.equal((await school.get(`models/${model.id}`)).active, false);
  const refused = await school.post(`models/${model.version}/activate`);
  assert.deepEqual([refused.status, refused.json().code], [409, "worse"]);
  assert.match(refused.json().detail, /does not know heart, as starter does/);
  assert.ok(refused.json().comparison.drawings > 0);
  const forced = (await school.post(`models/${model.version}/activate`, { force: true })).json();
  assert.deepEqual([forced.active, forced.gate.verdict], [true, "forced"]);
  assert.equal((await school.post("models/starter/activate")).json().active, true);
});

test("equal settings are the training that runs; it stops within a second when asked", async () => {
  const config = { epochs: 200, notes: "long" };
  const id = await school.train(config);
  await school.learning(id);
  const same = await school.post("training/start", { config });
  assert.deepEqual([same.status, same.json()], [200, { id, status: "already_exists" }]);
  const asked = performance.now();
  assert.equal((await school.post(`training/${id}/cancel`)).status, 202);
  await until(async () => (await school.job(id)).status === "cancelled");
  assert.ok(performance.now() - asked < 1_000, `${performance.now() - asked} ms`);
  assert.equal((await school.job(id)).model, null);
});

test("a worker killed in mid-training is followed by another that begins it again", async () => {
  const id = await school.train({ epochs: 12, activate: false });
  await school.learning(id);
  const first = school.worker();
  assert.ok(first, "no worker found");
  process.kill(first, "SIGKILL");
  const killed = performance.now();
  await until(async () => {
    const { status, attempts } = await school.job(id);
    return attempts === 2 && status === "running";
  });
  assert.ok(performance.now() - killed < 5_000, `${performance.now() - killed} ms`);
  assert.notEqual(school.worker(), first);
  const { status, error, model } = await school.ended(id);
  assert.equal(status, "succeeded", error);
  assert.equal((await school.get(`models/${model.id}`)).active, false);
  assert.equal((await school.get("models/starter")).active, true);
});

test("a training goes on from where it was when its worker died, to the same model", async () => {
  const whole = await school.ended(await school.train({ epochs: 60, activate: false, notes: "whole" }));
  assert.equal(whole.status, "succeeded", whole.error);
  const id = await school.train({ epochs: 60, activate: false, notes: "broken" });
  const file = join(school.server.data, "unfinished", `${id}.training`);
  await until(async () => {
    const { status, error } = await school.job(id);
    assert.ok(["queued", "running"].includes(status), `${status} before a checkpoint was kept: ${error}`);
    return existsSync(file);
  }, 60_000);
  const { curve: before } = await school.job(id);
  process.kill(/** @type {number} */ (school.worker()), "SIGKILL");
  await until(async () => (await school.job(id)).attempts === 2);
  // Far from the beginning.
  await until(async () => (await school.job(id)).progress?.step > 0);
  const { progress } = await school.job(id);
  assert.ok(progress.step >= before[Math.floor(before.length / 3)].step, `began again at ${progress.step}`);
  const broken = await school.ended(id);
  assert.equal(broken.status, "succeeded", broken.error);
  const course = (/** @type {any} */ { curve }) => curve.map((/** @type {any} */ { at, ...point }) => point);
  assert.deepEqual(course(broken), course(whole));
  const [one, other] = await Promise.all([whole, broken].map(({ model }) => school.get(`models/${model.id}`)));
  assert.equal(other.sha256, one.sha256);
  assert.equal(existsSync(file), false);
});

test("a training that cannot be says why, and what to do", async (context) => {
  const other = await School.open();
  context.after(() => other.server.dispose());
  /** @param {object} config @param {RegExp} sentence */
  const fails = async (config, sentence) => {
    const { status, error, model } = await other.ended(await other.train(config));
    assert.deepEqual([status, model], ["failed", null], error);
    assert.match(error, sentence);
  };
  await fails({}, /^There are no drawings to learn from: collect or import some/);
  const [circles, lines] = [await madeUp("circle", 30), await madeUp("line", 30)];
  await other.draw(circles);
  await fails({ synthetic: false }, /^All drawings are of one shape, circle: /);
  await fails({ shapes: ["circle"], synthetic: false }, /^All drawings are of one shape, circle: /);
  await fails({ shapes: ["line"], synthetic: false }, /^There are no drawings to learn from: /);
  await fails({ epochs: 1 }, /^All drawings are by one person, .* let a second person draw\.$/);

  const pair = await School.open();
  context.after(() => pair.server.dispose());
  await pair.draw(circles + lines);
  const alone = await pair.ended(await pair.train({ synthetic: false }));
  assert.match(alone.error, /^All drawings are by one person, /);
  for (const notes of ["two people", "three people"]) {
    await pair.draw(circles + lines);
    const together = await pair.ended(await pair.train({ synthetic: false, epochs: 1, notes }));
    assert.equal(together.status, "succeeded", together.error);
    assert.ok(together.metrics.drawings > 0, "a model that nobody judged");
  }
});

test("an import keeps people apart, into a folder and over a server", async (context) => {
  const lines = (await madeUp("circle", 30) + await madeUp("line", 30)).trim().split("\n")
    .map((line) => JSON.parse(line));
  /** @param {string} user */
  const by = (user) => lines.map(({ id, ...drawing }) => `${JSON.stringify({ ...drawing, user })}\n`).join("");
  const other = await School.open(by("ann"));
  context.after(() => other.server.dispose());
  const alone = await other.ended(await other.train({ synthetic: false }));
  assert.match(alone.error, /^All drawings are by one person, /);
  const sent = await inkling(["import", "-", "--server", `http://127.0.0.1:${other.server.port}`],
    { input: by("ben") });
  assert.equal(sent.code, 0, sent.err);
  const together = await other.ended(await other.train({ synthetic: false, epochs: 1 }));
  assert.equal(together.status, "succeeded", together.error);
});

test("a model of another size cannot be gone on from, and that is said", async () => {
  const other = await school.ended(await school.train({ epochs: 2, input_size: 64, continue_from: "starter" }));
  assert.equal(other.status, "failed");
  assert.match(other.error, /^The model cannot be continued: /);
});

test("a few drawings of each shape are told to be too few", async (context) => {
  const other = await School.open(await madeUp("circle", 10) + await madeUp("line", 12));
  context.after(() => other.server.dispose());
  const { status, error } = await other.ended(await other.train({ synthetic: false }));
  assert.equal(status, "failed");
  assert.match(error, /^Of line, circle fewer than two have 20 drawings: collect more, or mix in made-up ones/);
  const mixed = await other.ended(await other.train({ epochs: 1, activate: false }));
  assert.equal(mixed.status, "succeeded", mixed.error);
});

test("drawings that are all flagged are none", async (context) => {
  const other = await School.open(await madeUp("circle", 30) + await madeUp("line", 30));
  context.after(() => other.server.dispose());
  const flagged = spawnSync("python3", ["-c",
    "import sqlite3, sys; base = sqlite3.connect(sys.argv[1], timeout=5); "
      + "base.execute('UPDATE drawing SET flagged = 1'); base.commit()",
    join(other.server.data, "inkling.db")]);
  if (flagged.error) return context.skip("no python3");
  assert.equal(flagged.status, 0, String(flagged.stderr));
  const { status, error } = await other.ended(await other.train({}));
  assert.equal(status, "failed");
  assert.match(error, /^There are no drawings to learn from: .* take back flags and deletions\.$/);
});

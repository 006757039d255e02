// What a training is asked, what it is estimated to take, how it went, and the same once more.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { until } from "./client.js";
import { ask } from "./http.js";
import { School, madeUp, shapes } from "./school.js";

/** @type {School} */
let school;
before(async () => {
  school = await School.open((await Promise.all(shapes.map((shape) => madeUp(shape, 120)))).join(""));
});
after(() => school?.server.dispose());

/** @param {object} config */
const estimate = async (config) => {
  const answer = await school.post("training/estimate", { config });
  assert.equal(answer.status, 200, answer.body.toString());
  return answer.json();
};

/** @param {object} config */
const trained = async (config) => {
  const job = await school.ended(await school.train({ epochs: 2, activate: false, ...config }));
  assert.equal(job.status, "succeeded", job.error);
  return job;
};

test("the defaults are what a training without settings has, and the limits are what is taken", async () => {
  const { config, limits } = await school.get("training/defaults");
  assert.deepEqual(config, { shapes, epochs: null, batch_size: 64, learning_rate: 0.002, seed: 1, input_size: 32,
    cap_per_class: 20_000, min_quality: 0, flagged: "without", unusual: "without", from: null, to: null,
    augmentation: 1, synthetic: true, continue_from: null, data_of: null, activate: true, notes: "" });
  const ranges = Object.entries(limits).filter(([, limit]) => "max" in limit);
  assert.deepEqual(ranges.map(([name]) => name).sort(),
    ["augmentation", "cap_per_class", "epochs", "learning_rate", "min_quality", "seed"]);
  for (const end of ["min", "max"]) {
    await estimate(Object.fromEntries(ranges.map(([name, limit]) => [name, limit[end]])));
    const beyond = Object.fromEntries(ranges.map(([name, limit]) => [name, limit[end] + (end === "min" ? -1 : 1)]));
    for (const path of ["training/start", "training/estimate"]) {
      const refused = await school.post(path, { config: beyond });
      assert.equal(refused.status, 422, path);
      assert.deepEqual(refused.json().errors.map((/** @type {any} */ { path }) => path).sort(),
        ranges.map(([name]) => `config.${name}`).sort());
    }
  }
  for (const name of ["batch_size", "input_size", "flagged"]) {
    for (const choice of limits[name].choices) await estimate({ [name]: choice });
  }
  const wrong = { flagged: "maybe", from: "yesterday", to: 3, augmentation: "much", continue_from: "nowhere",
    data_of: 999, shapes: ["cube"], notes: "n".repeat(limits.notes.max_length + 1) };
  const refused = await school.post("training/start", { config: wrong });
  assert.equal(refused.status, 422);
  assert.deepEqual(refused.json().errors.map((/** @type {any} */ { path }) => path).sort(),
    [...Object.keys(wrong).filter((name) => name !== "shapes"), "shapes[0]"].map((name) => `config.${name}`).sort());
  const never = await school.post("training/start", { config: { from: "2026-02-01", to: "2026-02-01" } });
  assert.deepEqual([never.status, never.json().errors[0].path], [422, "config.from"]);
});

test("an estimate counts the drawings that a training then has, and learns from it how long one takes", async () => {
  const before = await estimate({ epochs: 4 });
  assert.deepEqual(before.per_shape, Object.fromEntries(shapes.map((shape) => [shape, 120])));
  assert.deepEqual([before.drawings, before.measured, before.warnings], [600, false, []]);
  assert.ok(before.seconds > 0 && before.memory_mb > 10, JSON.stringify(before));
  assert.equal((await estimate({ cap_per_class: 50 })).drawings, 250);
  const good = await estimate({ min_quality: 0.8 });
  assert.ok(good.drawings < 600 && good.drawings > 0, `${good.drawings}`);
  const { data } = await trained({ min_quality: 0.8 });
  assert.equal(data.drawings, good.drawings);
  assert.deepEqual(data.by_shape, good.per_shape);
  const none = await estimate({ to: "2020-01-01" });
  assert.equal(none.drawings, 0);
  assert.match(none.warnings[0], /^There are no drawings to learn from/);
  assert.equal((await estimate({ from: "2020-01-01" })).drawings, 600);

  const { metrics } = await trained({ epochs: 16 });
  const { took } = metrics;
  assert.ok(took.presentations > 5_000 && took.learning_s > 0 && took.memory_mb > 10, JSON.stringify(took));
  const after = await estimate({ epochs: 16 });
  assert.equal(after.measured, true);
  assert.ok(after.seconds > took.seconds / 3 && after.seconds < took.seconds * 3,
    `estimated ${after.seconds}, took ${took.seconds}`);
  assert.ok((await estimate({ epochs: 160 })).seconds > after.seconds * 3);
});

test("the course of a training is kept: every judgement, and no more than can be drawn", async () => {
  const id = await school.train({ epochs: 30, activate: false });
  await until(async () => (await school.job(id)).curve.length > 3);
  const { curve: early, status } = await school.job(id);
  assert.equal(status, "running");
  const { curve, status: end, error } = await school.ended(id);
  assert.equal(end, "succeeded", error);
  assert.deepEqual(curve.slice(0, early.length - 1), early.slice(0, -1), "what was shown has changed");
  assert.ok(curve.length <= 2_000);
  for (const [index, { step, epoch, loss, accuracy, at }] of curve.entries()) {
    assert.ok(index === 0 || step > curve[index - 1].step, `step ${step}`);
    assert.ok(epoch >= 1 && loss > 0 && accuracy >= 0 && accuracy <= 1 && !Number.isNaN(Date.parse(at)));
  }
  const judged = curve.filter((/** @type {any} */ point) => point.validation_accuracy !== undefined);
  assert.ok(judged.every((/** @type {any} */ point) => point.validation_loss > 0));
  assert.deepEqual(judged.map((/** @type {any} */ { epoch }) => epoch),
    [...Array(judged.length).keys()].map((one) => one + 1));
  assert.equal(judged.at(-1).step, curve.at(-1).step, "the last step is judged");
  const { jobs } = await school.get("training");
  assert.equal(jobs[0].curve, undefined);
});

test("flagged drawings are learnt from when they are wanted; how far ink is varied makes a difference", async () => {
  const some = (await school.get("drawings?shape=line&limit=3")).drawings;
  for (const { id } of some) assert.equal((await school.post(`drawings/${id}/flag`, { flagged: true })).status, 200);
  const [without, all] = [await estimate({}), await estimate({ flagged: "with" })];
  assert.deepEqual([without.drawings, all.drawings], [597, 600]);
  const plain = await trained({});
  assert.equal(plain.data.drawings, 597);
  assert.equal((await trained({ flagged: "with" })).data.drawings, 600);
  const still = await trained({ augmentation: 0 });
  const [a, b] = await Promise.all([plain, still].map(({ model }) => school.get(`models/${model.id}`)));
  assert.notEqual(a.sha256, b.sha256);
  for (const { id } of some) await school.post(`drawings/${id}/flag`, { flagged: false });
});

test("run again with the drawings of then it is the same model; with those of now it is another", async () => {
  const first = await trained({ notes: "first" });
  // Some people are held out, whose drawings teach nothing.
  for (const seed of [7, 8, 9]) await school.draw(await madeUp("heart", 10, seed));
  const again = async (/** @type {object} */ body) => {
    const answer = await school.post(`training/${first.id}/replay`, body);
    assert.equal(answer.status, 202, answer.body.toString());
    const job = await school.ended(answer.json().id);
    assert.equal(job.status, "succeeded", job.error);
    return { job, sha256: (await school.get(`models/${job.model.id}`)).sha256 };
  };
  const { sha256 } = await school.get(`models/${first.model.id}`);
  const then = await again({ data: "then" });
  assert.deepEqual([then.job.config.data_of, then.job.same_data, then.job.data.drawings], [first.id, true, 600]);
  assert.equal(then.sha256, sha256, "equal drawings, settings and seed");
  const now = await again({ data: "now" });
  assert.deepEqual([now.job.config.data_of, now.job.same_data, now.job.data.drawings], [null, null, 630]);
  assert.notEqual(now.sha256, sha256);

  const [gone] = (await school.get("drawings?shape=circle&limit=1")).drawings;
  assert.equal((await school.ask("DELETE", `drawings/${gone.id}`)).status, 200);
  const less = await again({ data: "then" });
  assert.deepEqual([less.job.same_data, less.job.data.drawings], [false, 599], "what was deleted stays away");

  for (const body of [{ data: "later" }, { date: "then" }, []]) {
    assert.equal((await school.post(`training/${first.id}/replay`, body)).status, 422, JSON.stringify(body));
  }
  const long = await school.train({ epochs: 200, activate: false });
  assert.equal((await school.post(`training/${long}/replay`)).status, 409);
  await school.post(`training/${long}/cancel`);
  await until(async () => (await school.job(long)).status === "cancelled");
});

test("nobody without a session learns or plans anything", async () => {
  for (const [method, path] of [["GET", "defaults"], ["POST", "estimate"], ["POST", "1/replay"]]) {
    const refused = await ask(school.server.port, method, `/api/admin/training/${path}`,
      { body: method === "POST" ? {} : undefined });
    assert.equal(refused.status, 401, path);
  }
});

// Trainings from end to end: drawings go in, a model comes out, and nothing gets lost on the way.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { inkling } from "../shared/command.js";
import { Server, temporaryFolder } from "../shared/server.js";
import { until } from "./client.js";
import { ask, newSession } from "./http.js";

const [email, password] = ["ada@example.org", "correct horse"];
const shapes = ["line", "circle", "square", "triangle", "heart"];
const open = ["queued", "running"];

/** @param {string} shape @param {number} count @param {number} [seed] */
const madeUp = async (shape, count, seed = 1) =>
  (await inkling(["synthesize", "--shape", shape, "--count", String(count), "--seed", String(seed)])).out;

/** A server with its worker, and whom it takes for its administrator. */
class School {
  /** @param {string} [drawings] imported before the server starts */
  static async open(drawings) {
    const school = new School();
    const data = temporaryFolder();
    if (drawings) {
      const imported = await inkling(["import", "-", "--data", data], { input: drawings });
      assert.equal(imported.code, 0, imported.err);
    }
    school.server = await Server.start({ data });
    const made = await inkling(["admin", "create", email, "--data", data], { input: `${password}\n` });
    assert.equal(made.code, 0, made.err);
    const login = await ask(school.server.port, "POST", "/api/admin/login", { body: { email, password } });
    school.headers = { cookie: (login.headers["set-cookie"]?.[0] ?? "").split(";")[0] };
    return school;
  }

  /** @type {Server} */ server;
  /** @type {Record<string, string>} */ headers = {};

  /** @param {string} path */
  async get(path) { return (await ask(this.server.port, "GET", `/api/admin/${path}`, { headers: this.headers })).json(); }

  /** @param {string} path @param {unknown} [body] */
  post(path, body = {}) { return ask(this.server.port, "POST", `/api/admin/${path}`, { headers: this.headers, body }); }

  /** @param {object} config @returns {Promise<number>} its id */
  async train(config) {
    const answer = await this.post("training/start", { config });
    assert.equal(answer.status, 202, answer.body.toString());
    return answer.json().id;
  }

  /** @param {number} id */
  job(id) { return this.get(`training/${id}`); }

  /** Resolves when a training is over. @param {number} id */
  async ended(id) {
    await until(async () => !open.includes((await this.job(id)).status), 60_000);
    return this.job(id);
  }

  /** Resolves when a training is in the midst of learning. @param {number} id @param {number} [step] */
  learning(id, step = 5) {
    return until(async () => {
      const { status, error, progress } = await this.job(id);
      assert.ok(open.includes(status), `${status}: ${error}`);
      return status === "running" && (progress?.step ?? 0) > step;
    });
  }

  /** One person's drawings. @param {string} lines @returns {Promise<string[]>} their ids */
  async draw(lines) {
    const token = await newSession(this.server.port);
    const ids = [];
    for (const line of lines.trim().split("\n")) {
      // Each person draws their own: the same made-up id is another's already.
      const { id, ...drawing } = JSON.parse(line);
      const answer = await ask(this.server.port, "POST", "/api/drawings", { token, body: drawing });
      assert.equal(answer.status, 201, `${id}: ${answer.body}`);
      ids.push(answer.json().id);
    }
    return ids;
  }

  /** The worker's process id, from the system's own list of this server's children. */
  worker() {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        const parent = / \(.*\) \S (\d+)/.exec(` ${readFileSync(join("/proc", pid, "stat"), "utf8").replace(/^\d+/, "")}`)?.[1];
        const command = readFileSync(join("/proc", pid, "cmdline"), "utf8").split("\0");
        if (Number(parent) === this.server.process.pid && command[1] === "worker") return Number(pid);
      } catch { /* it has ended meanwhile */ }
    }
    return undefined;
  }
}

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
    assert.ok(groups.length > 1 && groups.every(({ group, drawings }) => group && drawings > 0), JSON.stringify(groups));
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
  assert.ok(comparison.drawings > 0 && comparison.low <= comparison.difference && comparison.difference <= comparison.high);
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
  assert.equal((await school.post(`models/${model.version}/activate`)).json().active, true);
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
  const lines = (await madeUp("circle", 30) + await madeUp("line", 30)).trim().split("\n").map((line) => JSON.parse(line));
  /** @param {string} user */
  const by = (user) => lines.map(({ id, ...drawing }) => `${JSON.stringify({ ...drawing, user })}\n`).join("");
  const other = await School.open(by("ann"));
  context.after(() => other.server.dispose());
  const alone = await other.ended(await other.train({ synthetic: false }));
  assert.match(alone.error, /^All drawings are by one person, /);
  const sent = await inkling(["import", "-", "--server", `http://127.0.0.1:${other.server.port}`], { input: by("ben") });
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
    "import sqlite3, sys; base = sqlite3.connect(sys.argv[1], timeout=5); base.execute('UPDATE drawing SET flagged = 1'); base.commit()",
    join(other.server.data, "inkling.db")]);
  if (flagged.error) return context.skip("no python3");
  assert.equal(flagged.status, 0, String(flagged.stderr));
  const { status, error } = await other.ended(await other.train({}));
  assert.equal(status, "failed");
  assert.match(error, /^There are no drawings to learn from: .* take back flags and deletions\.$/);
});

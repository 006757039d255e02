// The models that there are: which one serves, how good they are, and what is known of them.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { ask } from "./http.js";
import { School, madeUp, shapes } from "./school.js";

/** @type {School} */
let school;
/** One that has learnt next to nothing. @type {any} */
let poor;
before(async () => {
  school = await School.open((await Promise.all(shapes.map((shape) => madeUp(shape, 200)))).join(""));
  const id = await school.train({ epochs: 1, learning_rate: 0.00001, synthetic: false });
  const job = await school.ended(id);
  assert.equal(job.status, "succeeded", job.error);
  poor = await school.get(`models/${job.model.id}`);
});
after(() => school?.server.dispose());

const serving = async () =>
  (await school.get("models")).models.find((/** @type {any} */ { active }) => active).version;

test("a worse model serves only when somebody insists, and one step leads back", async () => {
  assert.equal(poor.active, false);
  assert.equal(poor.metrics.reason, "it is less accurate than the model that serves");
  const refused = await school.post(`models/${poor.id}/activate`);
  const { code, detail, comparison } = refused.json();
  assert.deepEqual([refused.status, code], [409, "worse"]);
  assert.match(detail, /it is less accurate than starter/);
  assert.ok(comparison.drawings > 50 && comparison.difference < 0 && comparison.high < 0, JSON.stringify(comparison));
  assert.ok(comparison.a.accuracy > comparison.b.accuracy);
  assert.equal(await serving(), "starter");

  for (const body of [{ force: "yes" }, []]) {
    assert.equal((await school.post(`models/${poor.id}/activate`, body)).status, 422, JSON.stringify(body));
  }
  const forced = (await school.post(`models/${poor.id}/activate`, { force: true })).json();
  assert.deepEqual([forced.active, forced.gate.verdict], [true, "forced"]);
  const back = await school.post("models/rollback");
  assert.deepEqual([back.status, back.json().version, back.json().active], [200, "starter", true]);
  assert.equal((await school.post("models/rollback")).json().version, poor.version, "back again");
  const better = (await school.post("models/starter/activate")).json();
  assert.deepEqual([better.active, better.gate.verdict], [true, "passed"]);
  assert.ok(better.gate.comparison.difference > 0);
  const active = async () => (await school.get("models")).models.find((/** @type {any} */ one) => one.active).version;
  const [newest, older] = (await school.get("audit?action=model.activate")).entries;
  assert.deepEqual([newest.undoable, older.undoable], [true, false]);
  assert.equal((await school.post(`audit/${older.id}/undo`)).status, 409);
  assert.equal((await school.post(`audit/${newest.id}/undo`)).status, 200);
  assert.equal(await active(), poor.version, "the one before serves");
  assert.equal((await school.post("models/starter/activate")).status, 200);
});

test("with nothing to compare on a model may serve, and that is said; nobody served before the first",
  async (context) => {
  const other = await School.open(await madeUp("circle", 30) + await madeUp("line", 30));
  context.after(() => other.server.dispose());
  const nothing = await other.post("models/rollback");
  assert.deepEqual([nothing.status, nothing.json().code], [409, "nothing_before"]);
  const job = await other.ended(await other.train({ epochs: 1, activate: false }));
  assert.equal(job.status, "succeeded", job.error);
  for (const { id } of (await other.get("drawings?limit=200")).drawings) {
    assert.equal((await other.ask("DELETE", `drawings/${id}`)).status, 200);
  }
  const { active, gate } = (await other.post(`models/${job.model.id}/activate`)).json();
  assert.deepEqual([active, gate.verdict, gate.comparison], [true, "not_compared", null]);
  assert.match(gate.detail, /No drawings are set aside/);
});

test("the cells of a confusion matrix open their drawings", async () => {
  const { labels, metrics } = poor;
  let cells = 0;
  for (const [row, shape] of labels.entries()) {
    for (const [column, guessed] of labels.entries()) {
      const answer = await school.get(`models/${poor.version}/mistakes?shape=${shape}&guessed=${guessed}&limit=200`);
      assert.equal(answer.total, metrics.confusion[row][column], `${shape} called ${guessed}`);
      assert.equal(answer.drawings.length, answer.total);
      for (const drawing of answer.drawings) {
        assert.deepEqual([drawing.shape, drawing.guess.shape], [shape, guessed]);
        assert.ok(drawing.guess.confidence > 0 && drawing.guess.confidence <= 1);
      }
      if (row !== column && answer.total > 0) cells += 1;
    }
  }
  assert.ok(cells > 0, "a model without mistakes");
  const all = await school.get(`models/${poor.version}/mistakes?limit=5`);
  const right = metrics.confusion.reduce(
    (/** @type {number} */ sum, /** @type {number[]} */ row, /** @type {number} */ at) => sum + row[at], 0);
  assert.equal(all.total, metrics.drawings - right);
  assert.equal(all.drawings.length, Math.min(5, all.total));
  assert.ok((await school.get("models/starter/mistakes")).total >= 0);
  for (const query of ["shape=cube", "guessed=", "limit=0", "page=2"]) {
    assert.equal((await school.ask("GET", `models/${poor.id}/mistakes?${query}`)).status, 422, query);
  }
  assert.equal((await school.ask("GET", "models/999/mistakes")).status, 404);
});

test("the figures tell how sure it may be believed, how soon, and how quickly", () => {
  const { calibration, drawings, latency_us: latency, unfinished, classes } = poor.metrics;
  const measured = calibration.reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + one.drawings, 0);
  assert.equal(measured, drawings);
  for (const { confidence, accuracy } of calibration) {
    assert.ok(confidence >= 0 && confidence <= 1 && accuracy >= 0 && accuracy <= 1);
  }
  assert.ok(latency.median > 0 && latency.p99 >= latency.median);
  assert.ok(unfinished.length > 5);
  assert.ok(classes.every((/** @type {any} */ one) => "recall" in one && "precision" in one && "f1" in one));
});

test("notes are kept as they were written, whatever they are", async () => {
  const notes = "<b onclick=\"alert(1)\">best so far</b> \\ “quoted”";
  const changed = await school.ask("PATCH", `models/${poor.version}`, { notes });
  assert.deepEqual([changed.status, changed.json().notes], [200, notes]);
  assert.equal((await school.get(`models/${poor.id}`)).notes, notes);
  for (const body of [{}, { notes: 3 }, { notes: "n".repeat(501) }, { notes: "x", version: "y" }, []]) {
    assert.equal((await school.ask("PATCH", `models/${poor.id}`, body)).status, 422, JSON.stringify(body).slice(0, 40));
  }
  assert.equal((await school.ask("PATCH", "models/999", { notes })).status, 404);
  const [noted] = (await school.get("audit?action=model.note")).entries;
  assert.equal(noted.undoable, true);
  await school.ask("POST", `audit/${noted.id}/undo`, {});
  assert.equal((await school.get(`models/${poor.id}`)).notes, "");
});

test("every model can be taken away as a file, its own and ONNX", async () => {
  const own = await school.ask("GET", `models/${poor.id}/file`);
  assert.equal(createHash("sha256").update(own.body).digest("hex"), poor.sha256);
  assert.equal(own.headers["content-disposition"], `attachment; filename="inkling-${poor.version}.inkmodel"`);
  const onnx = await school.ask("GET", `models/${poor.id}/file?format=onnx`);
  assert.equal(onnx.status, 200);
  assert.match(String(onnx.headers["content-disposition"]), /\.onnx"$/);
  assert.ok(onnx.body.length > 10_000 && !onnx.body.equals(own.body));
  const again = await ask(school.server.port, "GET", `/api/admin/models/${poor.id}/file`,
    { headers: { ...school.headers, "if-none-match": String(own.headers.etag) } });
  assert.equal(again.status, 304);
  assert.equal((await school.ask("GET", `models/${poor.id}/file?format=exe`)).status, 422);
  assert.equal((await school.ask("GET", "models/999/file")).status, 404);
});

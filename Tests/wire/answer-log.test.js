// A sample of what the model answers is kept, where somebody wants it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { inkling } from "../shared/command.js";
import { Server } from "../shared/server.js";
import { until } from "./client.js";
import { ask } from "./http.js";

const strokes = [[[100, 100], [200, 102.5], [300, 100]]];

/** @param {Server} server @returns {any[][] | undefined} what is logged; nothing without python3 */
function logged(server) {
  const read = spawnSync("python3", ["-c", `
import sqlite3, sys, json
base = sqlite3.connect(sys.argv[1], timeout=5)
rows = base.execute("SELECT source, shape, confidence, latency_us, model_id FROM inference_log ORDER BY id").fetchall()
print(json.dumps(rows))`,
  join(server.data, "inkling.db")]);
  if (read.error) return undefined;
  assert.equal(read.status, 0, String(read.stderr));
  return JSON.parse(String(read.stdout));
}

/** @param {Server} server @param {number} count */
async function classify(server, count) {
  const answer = await ask(server.port, "POST", "/api/inference/classify",
    { body: { drawings: Array(count).fill({ strokes }) } });
  assert.equal(answer.status, 200);
  return answer.json();
}

test("answers are logged as often as it was asked for, and not at all by themselves", async (context) => {
  const all = await Server.start({ flags: ["--no-worker", "--inference-log", "1"] });
  context.after(() => all.dispose());
  if (logged(all) === undefined) return context.skip("no python3");
  const { results } = await classify(all, 20);
  await until(() => logged(all)?.length === 20);
  for (const [source, shape, confidence, latency, model] of logged(all) ?? []) {
    assert.deepEqual([source, shape, model], ["http", results[0].shape, 1]);
    assert.ok(Math.abs(confidence - results[0].confidence) < 1e-3 && latency >= 0);
  }

  const some = await Server.start({ flags: ["--no-worker", "--inference-log", "0.1"] });
  context.after(() => some.dispose());
  for (let round = 0; round < 4; round += 1) await classify(some, 1_000);
  // What waits is written before the end.
  assert.equal(await some.stop(), 0);
  const kept = logged(some)?.length ?? 0;
  assert.ok(kept > 250 && kept < 550, `${kept} of 4,000`);

  const none = await Server.start({ flags: ["--no-worker"] });
  context.after(() => none.dispose());
  await classify(none, 1_000);
  assert.equal(await none.stop(), 0);
  assert.deepEqual(logged(none), []);
});

test("a share that is none is refused with what to say instead", async () => {
  for (const [args, env] of [[["--inference-log", "2"], {}], [[], { INKLING_INFERENCE_LOG: "much" }]]) {
    const refused = await inkling(["serve", "--port", "0", .../** @type {string[]} */ (args)],
      { env: /** @type {{}} */ (env) });
    assert.equal(refused.code, 64);
    assert.match(refused.err, /INFERENCE_LOG is a number|0 to 1, not 2/);
  }
});

import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { inkling } from "../shared/command.js";
import { Server, temporaryFolder } from "../shared/server.js";
import { chance, fixedPort } from "./chance.js";

const rounds = 20;
const clients = 60;
const seed = Number(process.env.INKLING_SEED ?? Date.now() % 1_000_000);
const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

const random = chance(seed);

/** @param {number} milliseconds */
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * How long a line's drawing takes to draw, ms.
 * @param {string} line
 */
function duration(line) {
  const { duration_ms, strokes } = JSON.parse(line);
  return duration_ms ?? strokes.at(-1)?.at(-1)?.[2] ?? 0;
}

/** @returns {Promise<string[]>} made-up drawings, and real ones where they are at hand */
async function drawings() {
  const shapes = ["circle", "square", "triangle", "heart", "line"];
  const made = await Promise.all(shapes.map((shape) =>
    inkling(["synthesize", "--shape", shape, "--count", "60", "--seed", String(seed)])));
  const lines = made.flatMap(({ out }) => out.trim().split("\n"));
  for (const name of ["dollar1", "eds", "quickdraw"]) {
    const file = join(root, `../shared/data/${name}.ndjson`);
    if (existsSync(file)) lines.push(...readFileSync(file, "utf8").trim().split("\n").slice(0, 120));
  }
  for (let index = lines.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [lines[index], lines[other]] = [lines[other], lines[index]];
  }
  return lines.filter((line) => duration(line) < 8_000);
}

test(`${rounds} times kill -9 while ${clients} people draw loses nothing that was saved (seed ${seed})`,
  { timeout: 240_000 }, async (context) => {
  console.log(`# seed ${seed}; INKLING_SEED repeats it`);
  const server = await Server.start({ port: await fixedPort(), flags: ["--threads", "2"] });
  const work = temporaryFolder();
  context.after(async () => {
    await server.dispose();
    rmSync(work, { recursive: true, force: true });
  });

  // Enough to draw for all the rounds, with some to spare.
  const lines = await drawings();
  const seconds = lines.reduce((sum, line) => sum + duration(line), 0) / 1_000 / clients;
  const count = Math.ceil((lines.length / seconds) * 26);
  const file = join(work, "drawings.ndjson");
  writeFileSync(file, `${lines.join("\n")}\n`);
  let isDrawing = true;
  const replay = inkling(["replay", file, "--url", `ws://127.0.0.1:${server.port}`,
    "--clients", String(clients), "--drawings", String(count), "--json", "--timeout", "150"],
  { seconds: 200 }).finally(() => { isDrawing = false; });

  let kills = 0;
  for (; kills < rounds && isDrawing; kills += 1) {
    await sleep(300 + random() * 1_200);
    await server.kill();
    await sleep(random() * 60);
    await server.start();
  }
  assert.equal(kills, rounds, "the drawing ended before the killing did");
  const ended = await replay;
  const report = JSON.parse(ended.out);
  context.diagnostic(JSON.stringify(report));
  assert.equal(ended.code, 0, ended.out + ended.err);
  assert.ok(report.disconnects >= rounds && report.resumes > 0);
  assert.equal(report.requested, count);
  assert.equal(report.refused, 0);
  assert.equal(report.submitted, count);
  assert.equal(report.acknowledged_lost, 0);
  assert.deepEqual([report.checked, report.equal], [count, count]);
  assert.deepEqual([report.points_lost, report.points_doubled], [0, 0]);

  assert.equal(await server.stop(), 0, server.log);
  const verified = await inkling(["verify", "--data", server.data]);
  assert.equal(verified.code, 0, verified.out + verified.err);
  assert.match(verified.out, new RegExp(`^${count} drawings, .* 0 faults`));
});

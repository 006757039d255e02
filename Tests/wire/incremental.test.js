// Ink that is looked at while it grows is answered as the same ink sent at once, to the last digit.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Server } from "../shared/server.js";
import { WebSocketClient } from "./client.js";
import { ask } from "./http.js";
import { pointsFrame } from "./pen.js";
import { madeUp, shapes } from "./school.js";

/** Points between two looks. */
const every = 10;
const canvas = { width: 400, height: 400 };

/** @typedef {import("./pen.js").WirePoint} WirePoint */

/** @type {Server} */
let server;
before(async () => { server = await Server.start({ flags: ["--no-worker"] }); });
after(() => server.dispose());

/** Strokes of `[x,y]` fitted into the canvas, as they travel. @param {number[][][]} strokes @returns {WirePoint[][]} */
function fitted(strokes) {
  const all = strokes.flat();
  const [xs, ys] = [0, 1].map((axis) => all.map((point) => point[axis]));
  const least = [Math.min(...xs), Math.min(...ys)];
  const scale = 2_400 / Math.max(Math.max(...xs) - least[0], Math.max(...ys) - least[1], 1e-9);
  return strokes.map((stroke) => stroke.map(([x, y]) => ({
    x: Math.round((x - least[0]) * scale) + 400, y: Math.round((y - least[1]) * scale) + 400, elapsed: 8, pressure: 128,
  })));
}

/**
 * Streams a drawing, waiting for each guess.
 * @param {WebSocketClient} socket @param {WirePoint[][]} strokes
 * @returns {Promise<{ line: string, guess: any }[]>} the ink sent at once, and what was said of it
 */
async function streamed(socket, strokes) {
  socket.send({ type: "begin", canvas });
  await socket.waitFor("begun");
  const looks = [];
  /** @type {number[][][]} */
  const sent = [];
  let seq = 0;
  for (const stroke of strokes) {
    sent.push([]);
    for (let from = 0; from < stroke.length; from += every) {
      const points = stroke.slice(from, from + every);
      const ends = from + every >= stroke.length;
      seq += 1;
      socket.sendBinary(pointsFrame(seq, points, { starts: from === 0, ends }));
      sent[sent.length - 1].push(...points.map(({ x, y }) => [x / 8, y / 8]));
      const wanted = seq;
      const guess = await socket.waitFor((message) => message.type === "guess" && message.seq === wanted);
      looks.push({ line: JSON.stringify({ canvas, strokes: sent, finished: ends }), guess });
    }
  }
  return looks;
}

/** @param {WirePoint[][][]} drawings */
async function compare(drawings) {
  const looks = [];
  const parts = Array.from({ length: 8 }, (_, part) => drawings.filter((_, index) => index % 8 === part));
  for (const part of await Promise.all(parts.map(async (part) => {
    const socket = await WebSocketClient.open(server.port, { path: "/ws/classify" });
    await socket.waitFor("welcome");
    const looks = [];
    for (const drawing of part) looks.push(...await streamed(socket, drawing));
    socket.drop();
    return looks;
  }))) looks.push(...part);
  // One point alone is no drawing to be sent at once.
  const whole = looks.filter(({ guess }) => guess.points > 1);
  for (let from = 0; from < whole.length; from += 5_000) {
    const part = whole.slice(from, from + 5_000);
    const answer = await ask(server.port, "POST", "/api/inference/batch",
      { body: part.map(({ line }) => line).join("\n") });
    const answers = answer.body.toString().trim().split("\n").map((line) => JSON.parse(line));
    assert.equal(answers.pop().faults, 0);
    part.forEach(({ guess, line }, index) => assert.deepEqual(guess.guesses, answers[index].guesses, line));
  }
  return whole.length;
}

test("of drawings that were made up", async () => {
  const lines = (await Promise.all(shapes.map((shape) => madeUp(shape, 20, 9)))).join("").trim().split("\n");
  const drawings = lines.map((line) => fitted(JSON.parse(line).strokes.map((/** @type {any} */ stroke) =>
    stroke.points.map((/** @type {any} */ point) => [point.x, point.y]))));
  assert.ok(await compare(drawings) > 400);
});

const people = ["dollar1", "eds", "homus", "laviola", "lowvision", "mmg", "others", "quickdraw", "sign"].map((name) =>
  new URL(`../../../shared/data/${name}.ndjson`, import.meta.url).pathname).filter(existsSync);

const skip = people.length === 0 && "no drawings by people beside the project";
test("of two thousand drawings by people", { skip }, async (context) => {
  // Some collections are small.
  const each = Math.ceil(2_600 / people.length);
  const drawings = people.flatMap((file) => {
    const lines = readFileSync(file, "utf8").trim().split("\n");
    const step = Math.max(1, Math.floor(lines.length / each));
    return lines.filter((_, index) => index % step === 0).slice(0, each)
      .map((line) => fitted(JSON.parse(line).strokes.filter((/** @type {any} */ stroke) => stroke.length > 0)));
  });
  context.diagnostic(`${await compare(drawings)} looks at ${drawings.length} drawings`);
});

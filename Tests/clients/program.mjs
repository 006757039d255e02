// What every client's program does, here in JavaScript: reads a job, does it, and tells each step as a
// line of JSON.
import { Inkling } from "../../samples/clients/javascript/inkling.js";

let text = "";
for await (const piece of process.stdin.setEncoding("utf8")) text += piece;
const job = JSON.parse(text);
const { strokes, canvas } = job;
const inkling = new Inkling(job.address, { key: job.key });
const pause = (/** @type {number} */ ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** @param {string} step @param {() => unknown} act */
async function tell(step, act) {
  /** @type {object} */
  let told;
  try { told = { step, value: await act() }; } catch (error) {
    const { code, status, message, errors } = /** @type {any} */ (error);
    told = { step, error: { code, status, message, errors } };
  }
  process.stdout.write(`${JSON.stringify(told)}\n`);
}

await tell("classify", () => inkling.classify({ strokes, canvas }));
await tell("many", () => inkling.classifyAll([{ strokes, canvas }, job.second]));
await tell("invalid", () => inkling.classify({ strokes: [[[0, 0], [9_000, 0]]] }));
await tell("batch", async () => {
  const answers = [];
  for await (const answer of inkling.batch([{ strokes, canvas }, { strokes: [] }, job.second])) answers.push(answer);
  return answers;
});
await tell("fit", () => inkling.fit(job.second, { shape: "line" }));
await tell("generate", () => inkling.generate("circle", { count: 2, seed: 7, temperature: 0.5 }));
await tell("complete", () => inkling.complete({ strokes: [strokes[0]], canvas, finished: false }, { seed: 1 }));
await tell("models", () => inkling.models());
await tell("info", () => inkling.modelInfo());
await tell("file", async () => Buffer.from(await inkling.modelFile()).toString("base64"));

const stranger = new Inkling(job.address, { key: job.wrongKey });
await tell("wrong_key", () => stranger.classify(job.second));
await tell("wrong_key_stream", async () => {
  const stream = stranger.stream();
  stream.point(1, 1);
  try { return await stream.settled(); } finally { stream.close(); }
});

let isOnline = false;
const stream = inkling.stream({ canvas, silence: 1_000, ononline: (online) => { isOnline = online; } });
let [drawn, isCut] = [0, false];
for (const stroke of strokes) {
  for (const [x, y, pressure, time] of stroke) {
    stream.point(x, y, { pressure, time });
    drawn += 1;
    await pause(2);
    for (; isCut && isOnline;) await pause(5);
    isCut = job.cuts.includes(drawn);
    if (isCut) await tell("cut", () => stream.settled());
  }
  stream.lift();
}
await tell("settled", () => stream.settled());
stream.undo();
await tell("undone", () => stream.settled());
stream.reset();
for (const [x, y] of job.second.strokes[0]) stream.point(x, y);
stream.lift();
await tell("again", () => stream.settled());
stream.close();
await tell("closed", () => stream.settled());

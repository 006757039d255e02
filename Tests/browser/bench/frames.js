// How soon ink follows the pen, and how evenly, on a slow tablet: by the browser's own tracing.
// node Tests/browser/bench/frames.js [--throttle 6] [--seconds 10]; scripts/frames calls it.
import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { begins } from "../classroom.js";
import { Browser } from "../driver.js";
import { Server } from "../server.js";

const option = (/** @type {string} */ name, /** @type {number} */ standard) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? standard : Number(process.argv[at + 1]);
};
const throttle = option("throttle", 6);
const seconds = option("seconds", 10);
/** A pen's digitiser reports so often; a screen shows 60 frames. */
const eventsPerSecond = 120;
const categories = ["benchmark", "input", "latencyInfo", "cc", "devtools.timeline",
  "disabled-by-default-devtools.timeline.frame"];

/** @param {number[]} values @param {number} share */
const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1,
  Math.floor(values.length * share))];
const round = (/** @type {number} */ value) => Math.round(value * 10) / 10;

/** Draws round and round, as fast as a digitiser reports, for some seconds. */
async function draw(page) {
  const { left, top, width, height } = await page.run(() => {
    const box = document.querySelector(".sheet").getBoundingClientRect();
    return { left: box.left, top: box.top, width: box.width, height: box.height };
  });
  const place = (/** @type {number} */ time) => {
    const angle = time * 4;
    const radius = Math.min(width, height) * (0.12 + 0.25 * Math.abs(Math.sin(time * 0.7)));
    return [left + width / 2 + radius * Math.cos(angle), top + height / 2 + radius * Math.sin(angle)];
  };
  await page.pointer("mousePressed", place(0), { pointerType: "pen", force: 0.5 });
  const began = performance.now();
  const sent = [];
  for (let count = 1; performance.now() - began < seconds * 1_000; count += 1) {
    // The answer comes with the frame; a pen does not wait for it.
    sent.push(page.pointer("mouseMoved", place(count / eventsPerSecond), { pointerType: "pen", force: 0.5 }));
    const next = began + (count * 1_000) / eventsPerSecond;
    if (next > performance.now()) await sleep(next - performance.now());
  }
  await Promise.all(sent);
  await page.pointer("mouseReleased", place(seconds), { pointerType: "pen", force: 0 });
  return sent.length;
}

/** @param {import("../driver.js").Page} page @param {() => Promise<any>} work */
async function traced(page, work) {
  const events = /** @type {any[]} */ ([]);
  const complete = new Promise((resolve) => {
    page.onevent = (method, params) => {
      if (method === "Tracing.dataCollected") events.push(...params.value);
      if (method === "Tracing.tracingComplete") resolve(undefined);
    };
  });
  await page.send("Tracing.start", { traceConfig: { includedCategories: categories }, transferMode: "ReportEvents" });
  const result = await work();
  await page.send("Tracing.end");
  await complete;
  return { events, result };
}

/** Of a thing that takes a while; they are used again. @param {any} event */
const idOf = ({ pid, id2, id }) => `${pid} ${id2?.local ?? id2?.global ?? id}`;

/** What the trace says. @param {any[]} events */
function read(events) {
  /** @type {Map<string, { began: number, isShown: boolean }>} moves of the pen that are under way */
  const moves = new Map();
  const delays = [];
  const times = [];
  let dropped = 0;
  for (const event of [...events].sort((a, b) => a.ts - b.ts)) {
    const { name, ph, ts, args } = event;
    if (name === "EventLatency" && ph === "b") {
      const isMove = /MOUSE_DRAGGED|MOUSE_MOVED|TOUCH_MOVED/.test(args?.event_latency?.event_type ?? "");
      if (isMove) moves.set(idOf(event), { began: ts, isShown: false });
    }
    // One that was joined with a later one, or shows nothing, ends without a frame; it has no delay.
    const move = moves.get(idOf(event));
    if (move && ph === "b" && /ToPresentationCompositorFrame$/.test(name)) move.isShown = true;
    if (move && name === "EventLatency" && ph === "e") {
      if (move.isShown) delays.push((ts - move.began) / 1_000);
      moves.delete(idOf(event));
    }
    // A frame that the page drew is on the screen.
    if (name === "AnimationFrame::Presentation") times.push(ts / 1_000);
    if (name === "PipelineReporter" && ph === "b") {
      const { state, affects_smoothness: matters } = args?.frame_reporter ?? args?.chrome_frame_reporter ?? {};
      if (state === "STATE_DROPPED" && matters) dropped += 1;
    }
  }
  return { delays, dropped, gaps: times.slice(1).map((time, index) => time - times[index]) };
}

const server = await Server.start({ flags: ["--no-worker"] });
const browser = await Browser.start();
try {
  const page = await browser.page({ width: 1180, height: 820 });
  await page.open(server.url());
  await begins(page);
  await sleep(3_000);
  await page.send("Emulation.setCPUThrottlingRate", { rate: throttle });
  const { events, result } = await traced(page, () => draw(page));
  const { delays, dropped, gaps } = read(events);
  if (process.env.INKLING_TRACE) writeFileSync(process.env.INKLING_TRACE, JSON.stringify(events));
  const report = {
    throttle, seconds, events: result,
    frames_per_second: round((1_000 * gaps.length) / gaps.reduce((sum, gap) => sum + gap, 0)),
    frames_dropped: dropped,
    frame_gap_ms: {
      p50: round(quantile(gaps, 0.5)), p95: round(quantile(gaps, 0.95)), p99: round(quantile(gaps, 0.99)),
    },
    event_to_frame_ms: {
      count: delays.length, p50: round(quantile(delays, 0.5)), p95: round(quantile(delays, 0.95)),
      p99: round(quantile(delays, 0.99)), worst: round(Math.max(...delays)),
    },
  };
  console.log(JSON.stringify(report, null, 2));
} finally {
  await browser.stop();
  await server.dispose();
}

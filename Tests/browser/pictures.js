// Draws what the page asks for and keeps the pictures that the documents show:
//   node Tests/browser/pictures.js docs/images
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inkling } from "../shared/command.js";
import { program as binary, temporaryFolder } from "../shared/server.js";
import { begins, finish, nextPrompt, saved, sheetOf } from "./classroom.js";
import { Browser } from "./driver.js";
import { desk, school, shapes, start } from "./school.js";
import { Server, end, leaveNothingRunning } from "./server.js";
import { drawAs, studio } from "./studio.js";

const folder = process.argv[2] ?? "docs/images";
const outlines = {
  line: () => [[-1, 0.25], [1, -0.2]],
  circle: () => turn(60).map((angle) => {
    const radius = 1 - 0.2 * Math.max(0, Math.cos(angle - 4)) ** 4;
    return [radius * Math.sin(angle), -radius * Math.cos(angle)];
  }),
  square: () => [[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]],
  triangle: () => [[0, -1], [1, 0.8], [-1, 0.8], [0, -1]],
  heart: () => turn(80).map((angle) => [Math.sin(angle) ** 3,
    -(13 * Math.cos(angle) - 5 * Math.cos(2 * angle) - 2 * Math.cos(3 * angle) - Math.cos(4 * angle)) / 16]),
};
const turn = (count) => Array.from({ length: count }, (_, index) => (index / (count - 1)) * 2 * Math.PI);

/** A hand's way along an outline: many points, and a tremor that comes and goes. */
function hand(corners, { left, top, width, height }) {
  const radius = Math.min(width, height) * 0.3;
  let drawn = 0;
  return corners.slice(1).flatMap((to, index) => {
    const from = corners[index];
    const steps = Math.max(2, Math.round(Math.hypot(to[0] - from[0], to[1] - from[1]) * 14));
    return Array.from({ length: steps }, (_, step) => {
      const share = step / steps;
      const place = (axis) => from[axis] + (to[axis] - from[axis]) * share;
      const tremor = 0.025 * Math.sin((drawn += 1) * 0.12);
      return [left + width / 2 + radius * (place(0) + tremor), top + height / 2 + radius * (place(1) - tremor)];
    });
  });
}

const prompt = (page) => page.run(() => document.querySelector(".prompt").textContent);

/** Opens the game until it asks for this shape. */
async function gameOf(browser, server, shape, options) {
  for (;;) {
    const page = await browser.page(options);
    await page.open(server.url());
    await begins(page);
    if ((await prompt(page)).endsWith(shape)) return page;
  }
}

/** A class that draws, as recorded drawings do; ends with the program. */
async function playing({ port }) {
  const ink = join(temporaryFolder(), "ink.ndjson");
  const drawn = await Promise.all(shapes.map(async (shape, seed) =>
    (await inkling(["synthesize", "--shape", shape, "--count", "40", "--seed", String(seed)])).out.trim().split("\n")));
  writeFileSync(ink, drawn[0].flatMap((_, index) => drawn.map((lines) => lines[index])).join("\n"));
  const program = spawn(binary, ["replay", ink, "--url", `ws://127.0.0.1:${port}/ws/drawing`, "--clients", "14",
    "--speed", "0.5"],
    { detached: true, stdio: "ignore" });
  leaveNothingRunning(program);
  return program;
}

mkdirSync(folder, { recursive: true });
const browser = await Browser.start();
const server = await Server.start();
const taught = await school(300);
const keep = async (page, name) => writeFileSync(join(folder, name), await page.screenshot());
try {
  const drawing = await gameOf(browser, server, "circle", { width: 1180, height: 820 });
  const places = hand(outlines.circle(), await sheetOf(drawing));
  await drawing.draw(places.slice(0, Math.round(places.length * 0.86)));
  await saved(drawing);
  await drawing.until(() => document.querySelector("hint-line")?.textContent.trim());
  await keep(drawing, "game.png");
  const done = await gameOf(browser, server, "heart", { width: 390, height: 844, scale: 2, dark: true });
  await done.draw(hand(outlines.heart(), await sheetOf(done)));
  await finish(done);
  await done.until(() => /of 100/.test(document.querySelector(".result").textContent));
  await new Promise((resolve) => setTimeout(resolve, 700));
  await keep(done, "game-done.png");
  const round = await gameOf(browser, server, "circle", { width: 1920, height: 1080 });
  for (let drawn = 1; drawn <= 6; drawn += 1) {
    const shape = (await prompt(round)).split(" ").pop();
    await round.draw(hand(outlines[shape](), await sheetOf(round)));
    await finish(round);
    if (drawn < 6) await nextPrompt(round);
  }
  await round.until(() => document.body.dataset.state === "summary");
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  await keep(round, "game-round.png");
  const arabic = await browser.page({ width: 390, height: 844, scale: 2, touch: true });
  await arabic.send("Emulation.setUserAgentOverride", { userAgent: "Mozilla/5.0", acceptLanguage: "ar" });
  await arabic.open(server.url());
  await arabic.until(() => document.querySelector("dialog.consent[open]"));
  await new Promise((resolve) => setTimeout(resolve, 700));
  await keep(arabic, "game-question.png");
  const training = await desk(browser, taught, { at: "training", width: 1180, height: 820 });
  await start(training, { epochs: 60 });
  await training.until(() => document.querySelector("[data-status=running] progress")?.value > 400);
  await training.run(() => {
    document.activeElement.blur();
    document.querySelector("training-form .more").open = false;
    scrollTo(0, 0);
  });
  await keep(training, "training.png");
  const live = await desk(browser, taught, { width: 1180, height: 820 });
  const pupils = await playing(taught);
  await live.until(() => document.querySelectorAll("wall-sheet[data-ended=submitted]").length > 3
    && document.querySelectorAll("wall-sheet").length > 15);
  await keep(live, "live.png");
  end(pupils);
  const gallery = await desk(browser, taught, { at: "gallery", width: 1180, height: 820 });
  await gallery.until(() => document.querySelectorAll(".cell img").length > 15);
  await gallery.click(".cell:nth-of-type(3)");
  await gallery.until(() => document.querySelector("guess-course svg")
    && document.querySelector(".moment").textContent);
  await new Promise((resolve) => setTimeout(resolve, 700));
  await keep(gallery, "gallery.png");
  const review = await desk(browser, taught, { at: "review", width: 1180, height: 820 });
  await review.run(() => fetch("/api/admin/review/scan", { method: "POST", body: "{}" }));
  await review.until(() => document.querySelector("suspect-sheet")?.suspect);
  await new Promise((resolve) => setTimeout(resolve, 700));
  await keep(review, "review.png");
  for (const at of ["shapes", "data"]) {
    const page = await desk(browser, taught, { at, width: 1180, height: 820 });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await keep(page, `${at}.png`);
  }
  const build = await studio(browser, server, { width: 1180, height: 1280 });
  await drawAs(build, "heart", hand(outlines.heart(), await sheetOf(build)));
  await build.until(() => document.querySelector(".decided-point"));
  await new Promise((resolve) => setTimeout(resolve, 700));
  await keep(build, "studio.png");
} finally {
  await browser.stop();
  await server.dispose();
  await taught.dispose();
}

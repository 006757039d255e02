// A teacher's first five minutes: from the link that the server prints to a model of their own.
// With PICTURES=docs/images it keeps what they see on the way.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { inkling } from "../shared/command.js";
import { temporaryFolder } from "../shared/server.js";
import { Browser } from "./driver.js";
import { draw, press } from "./office.js";
import { setUpLink, shapes, type } from "./school.js";
import { Server } from "./server.js";

let server;
let browser;
const folder = process.env.PICTURES;

before(async () => {
  const data = temporaryFolder();
  const drawings = await Promise.all(shapes.map(async (shape) =>
    (await inkling(["synthesize", "--shape", shape, "--count", "200"])).out));
  const imported = await inkling(["import", "-", "--data", data], { input: drawings.join("") });
  assert.equal(imported.code, 0, imported.err);
  server = await Server.start({ data });
  browser = await Browser.start();
});
after(async () => {
  await browser?.stop();
  await server?.dispose();
});

const keep = async (page, name) => {
  if (!folder) return;
  // What moves has come to rest by then.
  await new Promise((resolve) => setTimeout(resolve, 600));
  writeFileSync(join(folder, `walk-${name}.png`), await page.screenshot());
};

test("from the set-up link to a flagged drawing, a trained model and its activation", async () => {
  const link = await setUpLink(server);
  const page = await browser.page({ width: 1180, height: 820 });
  await page.open(`${server.url()}${link}`);
  await page.until(() => document.querySelector("setup-form form"));
  await type(page, "setup-form [name=email]", "grace@school.example");
  await type(page, "setup-form [name=password]", "seven blue whales");
  await keep(page, "1-set-up");
  await page.click("setup-form button");
  await page.until(() => document.querySelector("main > live-view"));

  await draw(server, "circle", [[40, 40, 0.5, 0], [360, 300, 0.5, 300], [60, 330, 0.5, 700], [330, 60, 0.5, 1_100]]);
  await page.until(() => document.querySelector("newest-strip img, .newest img"));
  await keep(page, "2-live");

  await page.click("nav a[href='#/gallery']");
  await page.until(() => document.querySelectorAll("gallery-view .cell").length > 10);
  // The newest is a scribble: one key flags it.
  await press(page, "ArrowRight");
  await press(page, "ArrowLeft");
  await press(page, "f");
  await page.until(() => /Flagged/.test(document.querySelector("undo-bar").textContent));
  await keep(page, "3-flagged");

  await page.click("nav a[href='#/training']");
  await page.until(() => document.querySelector("training-form form"));
  await page.click("training-form .go button");
  await page.until(() => document.querySelector("[data-status=running]"));
  await page.until(() => (
    document.querySelector("training-curves svg path, training-curves path, training-curves canvas")));
  await keep(page, "4-training");
  await page.until(() => document.querySelector("[data-status=succeeded]"));

  await page.click("nav a[href='#/models']");
  await page.until(() => document.querySelectorAll("[data-model]").length === 2);
  await page.until(() => document.querySelector("[data-active=true]:not([data-model=starter])"));
  await keep(page, "5-model");
  // The registry says so first; the server looks there ten times a second.
  await page.until(async () => (await (await fetch("/api/inference/model/info")).json()).version !== "starter");
  assert.deepEqual(page.complaints.filter((text) => !/401/.test(text)), []);
});

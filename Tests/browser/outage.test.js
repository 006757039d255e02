import assert from "node:assert/strict";
import { test } from "node:test";
import {
  arc, assertDrawn, begins, classroom, finish, idOf, keeps, nextPrompt, saved, sheetOf, statistics, stored,
} from "./classroom.js";

const room = classroom();

test("a reload in mid-stroke goes on with the drawing and loses no point", async () => {
  const page = await room.game();
  const sheet = await sheetOf(page);
  const [first, second] = [arc(sheet, 0, 0.5, 30), arc(sheet, 0.5, 1, 12)];
  await page.draw(first, { lift: false });
  const id = await idOf(page);
  await page.reload();
  assert.equal(await idOf(page), id);
  await page.pointer("mouseReleased", first[29]);
  await page.draw(second);
  assert.equal(await finish(page), id);
  const drawing = await stored(page, id);
  assertDrawn(drawing, sheet, [first, second]);
  assert.equal((await statistics(page)).drawings, 1);
});

test("a server killed in mid-stroke costs nothing: every point is stored exactly once", async () => {
  const page = await room.game();
  const sheet = await sheetOf(page);
  const places = arc(sheet, 0, 1, 90);
  await page.draw(places.slice(0, 30), { lift: false });
  const killed = room.server.kill();
  for (const place of places.slice(30, 60)) await page.pointer("mouseMoved", place);
  await killed;
  await keeps(page);
  await room.server.start();
  for (const place of places.slice(60)) await page.pointer("mouseMoved", place);
  await page.pointer("mouseReleased", places[89]);
  await saved(page);
  const drawing = await stored(page, await finish(page));
  assertDrawn(drawing, sheet, [places]);
});

test("a server that restarts in an orderly way is hardly noticed", async () => {
  const page = await room.game();
  const sheet = await sheetOf(page);
  const places = arc(sheet, 0, 1, 60);
  await page.draw(places.slice(0, 20), { lift: false });
  await room.server.stop();
  for (const place of places.slice(20, 40)) await page.pointer("mouseMoved", place);
  await room.server.start();
  for (const place of places.slice(40)) await page.pointer("mouseMoved", place);
  await page.pointer("mouseReleased", places[59]);
  const drawing = await stored(page, await finish(page));
  assertDrawn(drawing, sheet, [places]);
});

test("drawings finished offline wait on the device and are stored once, in order", async () => {
  const page = await room.game();
  const sheet = await sheetOf(page);
  await page.draw(arc(sheet, 0, 0.4, 10));
  await saved(page);
  await room.server.kill();
  await keeps(page);
  await page.draw(arc(sheet, 0.5, 0.9, 10));
  const first = await finish(page);
  await nextPrompt(page);
  await page.draw(arc(await sheetOf(page), 0, 1, 25));
  const second = await finish(page);
  await nextPrompt(page);
  assert.match(await page.run(() => document.querySelector(".keeping").textContent),
    /^2 drawings kept on this device$/);
  await page.draw(arc(await sheetOf(page), 0, 0.2, 8));
  const third = await idOf(page);
  await room.server.start();
  await saved(page);
  const drawings = [await stored(page, first), await stored(page, second)];
  assert.deepEqual(drawings.map(({ strokes }) => strokes.map(({ points }) => points.length)), [[10, 10], [25]]);
  assert.ok(first < second && second < third, "ids are ordered by time");
  assert.equal((await statistics(page)).drawings, 2);
  await page.until(() => document.querySelector(".keeping").textContent === "");
});

test("a drawing kept through an outage survives a closed tab", async () => {
  const page = await room.game();
  const sheet = await sheetOf(page);
  await page.draw(arc(sheet, 0, 0.4, 10));
  await saved(page);
  await room.server.kill();
  await keeps(page);
  await page.draw(arc(sheet, 0.5, 0.9, 10));
  const id = await idOf(page);
  await page.send("Page.close");
  await room.server.start();
  const again = await room.game({ context: page.context });
  assert.equal(await idOf(again), id);
  const drawing = await stored(again, await finish(again));
  assert.deepEqual(drawing.strokes.map(({ points }) => points.length), [10, 10]);
});

test("a server set up anew in mid-drawing is told everything again", async () => {
  const page = await room.game();
  const sheet = await sheetOf(page);
  const [first, second] = [arc(sheet, 0, 0.5, 12), arc(sheet, 0.5, 1, 12)];
  await page.draw(first);
  await saved(page);
  await room.server.kill();
  room.server.forget();
  await page.draw(second);
  await room.server.start();
  await saved(page);
  const drawing = await stored(page, await finish(page));
  assertDrawn(drawing, sheet, [first, second]);
});

test("a browser without a store of its own draws from memory, and says so", async () => {
  const page = await room.browser.page();
  await page.send("Page.addScriptToEvaluateOnNewDocument", {
    source: "Object.defineProperty(window, 'indexedDB', { value: undefined });" });
  await page.open(room.server.url());
  await begins(page);
  await page.until(() => document.querySelector(".keeping")?.textContent === "kept in this page only: leave it open");
  await page.until(() => document.body.dataset.state === "asking");
  const sheet = await sheetOf(page);
  const places = arc(sheet);
  await page.draw(places.slice(0, 20));
  await room.server.kill();
  await page.draw(places.slice(20));
  await room.server.start();
  const drawing = await stored(page, await finish(page));
  assertDrawn(drawing, sheet, [places.slice(0, 20), places.slice(20)]);
});

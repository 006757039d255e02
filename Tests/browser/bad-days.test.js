// Days on which something is out of order: nothing that was drawn is lost, and one short sentence says what to do.
import assert from "node:assert/strict";
import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import {
  arc, assertDrawn, begins, classroom, finish, idOf, keeps, nextPrompt, saved, sheetOf, statistics, stored,
} from "./classroom.js";
import { Server } from "./server.js";

const room = classroom();

/** A page in which a script runs before its own. @param {() => void} script */
async function prepared(script, options) {
  const page = await room.browser.page(options);
  await page.send("Page.addScriptToEvaluateOnNewDocument", { source: `(${script})()` });
  await page.open(room.server.url());
  await begins(page);
  return page;
}
const keeping = (page) => page.run(() => document.querySelector(".keeping").textContent);
const note = (page) => page.run(() => document.querySelector(".page-note:not([hidden])")?.textContent ?? "");

test("two tabs of one session: the newer draws, the other says where it went and gets it back at a touch", async () => {
  const first = await room.game();
  const sheet = await sheetOf(first);
  const [left, right] = [arc(sheet, 0, 0.4, 12), arc(sheet, 0.5, 0.9, 12)];
  await first.draw(left);
  const id = await idOf(first);
  const second = await room.game({ context: first.context });
  assert.equal(await idOf(second), id);
  await first.until(() => document.querySelector(".elsewhere").open);
  await second.draw(right);
  await saved(second);
  await first.click(".here");
  await second.until(() => document.querySelector(".elsewhere").open);
  assert.equal(await finish(first), id);
  assertDrawn(await stored(first, id), sheet, [left, right]);
  assert.equal((await statistics(first)).drawings, 1);
});

test("a device without room keeps the ink in the page, says so, and keeps it again when there is room", async () => {
  const page = await prepared(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...values) {
      if (window.isFull && values[0] !== undefined && this.name !== "page") {
        throw new DOMException("no room", "QuotaExceededError");
      }
      return put.apply(this, values);
    };
  });
  await room.server.kill();
  await page.draw(arc(await sheetOf(page), 0, 0.3, 10));
  await keeps(page);
  await page.run(() => { window.isFull = true; });
  const drawn = [];
  for (let turn = 0; turn < 3; turn += 1) {
    await page.draw(arc(await sheetOf(page), 0.3, 0.9, 30));
    drawn.push(await finish(page));
    await nextPrompt(page);
  }
  await page.until(() => document.querySelector(".keeping").textContent.includes("leave it open"));
  await page.run(() => { window.isFull = false; });
  await page.until(() => /kept on this device$/.test(document.querySelector(".keeping").textContent));
  // What had no room has some now: the page that comes after this one finds all of it.
  await sleep(300);
  await room.server.start();
  await page.reload();
  for (const id of drawn) assert.ok(await stored(page, id));
  assert.equal((await statistics(page)).drawings, 3);
});

test("a window in which nothing may be stored: drawings go to the server, and the page says to leave it open",
  async () => {
  const page = await prepared(() => {
    const forbid = () => { throw new DOMException("forbidden", "SecurityError"); };
    for (const name of ["indexedDB", "localStorage", "sessionStorage"]) {
      Object.defineProperty(window, name, { get: forbid });
    }
  });
  await page.until(() => document.querySelector(".keeping").textContent.includes("leave it open"));
  await page.draw(arc(await sheetOf(page), 0, 0.5, 15));
  await saved(page);
  await room.server.kill();
  await page.draw(arc(await sheetOf(page), 0.5, 1, 15));
  const id = await finish(page);
  await page.until(() => /^1 drawing kept in this page only: leave it open$/.test(
    document.querySelector(".keeping").textContent));
  await room.server.start();
  const drawing = await stored(page, id);
  assert.deepEqual(drawing.strokes.map(({ points }) => points.length), [15, 15]);
  assert.deepEqual(page.complaints.filter((text) => !/WebSocket|Failed to load|ERR_/.test(text)), []);
});

for (const years of [-30, 60]) {
  test(`a clock that is ${years} years off changes nothing`, async () => {
    const page = await prepared(years < 0
      ? () => { const now = Date.now; Date.now = () => now() - 30 * 31_557_600_000; }
      : () => { const now = Date.now; Date.now = () => now() + 60 * 31_557_600_000; });
    const sheet = await sheetOf(page);
    const places = arc(sheet, 0, 1, 40);
    await page.draw(places);
    await saved(page);
    const drawing = await stored(page, await finish(page));
    assertDrawn(drawing, sheet, [places]);
    assert.ok(Math.abs(Date.parse(drawing.stored_at) - Date.now()) < 120_000, "the server's clock counts");
    assert.ok(drawing.duration_ms < 60_000, `${drawing.duration_ms} ms`);
    assert.equal(await note(page), "");
  });
}

test("a clock that is set back between two drawings in an outage changes not their order", async () => {
  const page = await prepared(() => {
    const now = Date.now;
    Date.now = () => now() - (window.setBack ?? 0);
  });
  await room.server.kill();
  await page.draw(arc(await sheetOf(page), 0, 0.5, 10));
  await keeps(page);
  const first = await finish(page);
  await nextPrompt(page);
  await page.run(() => { window.setBack = 5 * 31_557_600_000; });
  await page.draw(arc(await sheetOf(page), 0, 0.9, 20));
  const second = await idOf(page);
  await page.run(() => document.querySelector("ink-sheet").liftPen());
  await sleep(400);
  await room.server.start();
  await page.reload();
  assert.equal(await idOf(page), second, "the unfinished one is still on the sheet");
  assert.equal(await finish(page), second);
  const drawings = [await stored(page, first), await stored(page, second)];
  assert.deepEqual(drawings.map(({ strokes }) => strokes[0].points.length), [10, 20]);
  assert.ok(drawings[0].stored_at <= drawings[1].stored_at);
});

test("a tablet that sleeps in mid-stroke wakes with all its ink and draws on", async () => {
  const page = await room.game({ touch: true });
  const sheet = await sheetOf(page);
  const [before, after] = [arc(sheet, 0, 0.5, 20), arc(sheet, 0.5, 1, 20)];
  await page.touch("touchStart", [before[0]]);
  for (const place of before.slice(1)) await page.touch("touchMove", [place]);
  const id = await idOf(page);
  // Nothing of the page runs any more, in the midst of whatever it did.
  await page.send("Debugger.enable");
  const asleep = page.event("Debugger.paused");
  await page.send("Debugger.pause");
  await asleep;
  // Meanwhile the server has forgotten the connection.
  await room.server.kill();
  await room.server.start();
  await sleep(6_000);
  await page.send("Debugger.resume");
  await page.send("Debugger.disable");
  await page.touch("touchCancel", []);
  await page.touch("touchStart", [after[0]]);
  for (const place of after.slice(1)) await page.touch("touchMove", [place]);
  await page.touch("touchEnd", []);
  await saved(page);
  assert.equal(await finish(page), id);
  assertDrawn(await stored(page, id), sheet, [before, after]);
});

test("a page of an older version comes anew when nothing lies on the sheet, else it says that it will", async () => {
  const web = mkdtempSync(join(tmpdir(), "inkling-web-"));
  cpSync(fileURLToPath(new URL("../../web", import.meta.url)), web, { recursive: true });
  // A folder named by --web would be read anew at every request; it has no version.
  process.env.INKLING_WEB = web;
  const server = await Server.start({ flags: ["--no-worker"] });
  try {
    const page = await room.browser.page();
    await page.open(server.url());
    await begins(page);
    await page.draw(arc(await sheetOf(page), 0, 0.6, 20));
    await saved(page);
    await page.run(() => { window.isOld = true; });
    await server.stop();
    appendFileSync(join(web, "game/game.css"), "\n/* newer */\n");
    await server.start();
    await page.until(() => document.querySelector(".page-note:not([hidden])")?.textContent
      === "There is a newer page. It comes after this drawing.");
    await sleep(5_500);
    assert.ok(await page.run(() => window.isOld), "not while one draws");
    const id = await finish(page);
    await page.until(() => window.isOld === undefined);
    await begins(page);
    assert.equal((await stored(page, id)).strokes[0].points.length, 20);
    assert.equal(await note(page), "");
    // It does not go on and on.
    await page.run(() => { window.isNew = true; });
    await sleep(6_000);
    assert.ok(await page.run(() => window.isNew));
  } finally {
    delete process.env.INKLING_WEB;
    await server.dispose();
    rmSync(web, { recursive: true });
  }
});

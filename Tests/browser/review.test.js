import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { inkling } from "../shared/command.js";
import { ask, newSession } from "../wire/http.js";
import { faultsOf, withoutAxe } from "./axe.js";
import { Browser } from "./driver.js";
import { hire, press, timed, visit } from "./office.js";
import { email, school, shapes } from "./school.js";

const bob = "bob@example.org";
let server;
let browser;
/** The copy of a heart, and the heart. */
let copy;
let original;

/** One person's drawing, stored as some shape. */
async function hand(token, { id: _, ...drawing }, shape = drawing.shape) {
  const answer = await ask(server.port, "POST", "/api/drawings", { token, body: { ...drawing, shape } });
  assert.equal(answer.status, 201, answer.body.toString());
  return answer.json().id;
}

const madeUp = async (shape, count, seed) => {
  const { out } = await inkling(["synthesize", "--shape", shape, "--count", String(count), "--seed", String(seed)]);
  return out.trim().split("\n").map((line) => JSON.parse(line));
};

before(async () => {
  server = await school(60);
  await hire(server, bob);
  const pupils = await Promise.all([1, 2, 3].map(() => newSession(server.port)));
  for (const shape of ["circle", "square", "triangle"]) {
    const other = shapes[(shapes.indexOf(shape) + 1) % shapes.length];
    for (const drawing of await madeUp(shape, 3, 77)) await hand(pupils[2], drawing, other);
  }
  const [heart] = await madeUp("heart", 1, 78);
  original = await hand(pupils[0], heart);
  copy = await hand(pupils[1], heart);
  browser = await Browser.start();
});
after(async () => {
  await browser?.stop();
  await server?.dispose();
});

/** The page of the queue, with a suspect on it. */
async function desk(who = email, hash = "#/review", options = undefined) {
  const page = await visit(browser, server, hash, who, options);
  await page.until(() => document.querySelector("suspect-sheet")?.suspect);
  return page;
}
/** Resolves when the search has ended, however long models learn on a machine that others use too. */
async function searched(page) {
  for (let turn = 0; turn < 600; turn += 1) {
    const { scan } = await page.run(async () => (await fetch("/api/admin/review?limit=1")).json());
    if (!["queued", "running"].includes(scan.status)) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
const current = (page) => page.run(() => {
  const { drawing, reasons } = document.querySelector("suspect-sheet").suspect;
  return { id: drawing.id, shape: drawing.shape, kinds: reasons.map(({ kind }) => kind),
    words: document.querySelector("suspect-sheet .reasons").innerText };
});
const drawing = (page, id) => page.run(async (wanted) => (await fetch(`/api/admin/drawings/${wanted}`)).json(), id);
const open = (page) => page.run(() => (
  Number(document.querySelector("review-view nav .number").textContent.replace(/\D/g, ""))));
/** Resolves when another than this one is looked at. */
const next = (page, id) => page.until((before) => {
  const { suspect } = document.querySelector("suspect-sheet");
  return suspect && suspect.drawing.id !== before;
}, id);
const done = async (page, words) => {
  try {
    await page.until((wanted) => document.querySelector("undo-bar").textContent.includes(wanted), words);
  } catch (error) {
    const shown = await page.run(() => document.querySelector("undo-bar").textContent);
    const told = `"${words}" was never said; the last was "${shown}", complaints ${page.complaints}`;
    throw new Error(told, { cause: error });
  }
};
const faults = (page) => page.complaints.filter((text) => !/404|409/.test(text));

test("before a search there is nothing; one asks for it, and both see how it goes and what it found", async () => {
  const [ada, other] = [await visit(browser, server, "#/review", email), await visit(browser, server, "#/review", bob)];
  for (const page of [ada, other]) {
    await page.until(() => (
      /Nothing was looked at yet/.test(document.querySelector("review-view .empty")?.innerText)));
  }
  await ada.click("scan-strip button");
  for (const page of [ada, other]) {
    await page.until(() => ["queued", "running"].includes(document.querySelector("scan-strip").dataset.status));
  }
  await searched(ada);
  await ada.until(() => document.querySelector("suspect-sheet").suspect);
  assert.ok(await timed(other, () => document.querySelector("suspect-sheet").suspect) < 1_000);
  assert.match(await ada.run(() => document.querySelector("scan-strip").innerText), /311 looked at/);
  assert.ok((await open(ada)) >= 9);
  assert.deepEqual([faults(ada), faults(other)], [[], []]);
});

test("one key decides, the next one is there at once, and the other sees it within a second", async () => {
  const [ada, other] = [await desk(email, "#/review?kind=disagrees"), await desk(bob)];
  const first = await current(ada);
  assert.ok(first.kinds.includes("disagrees"));
  assert.match(first.words, /% sure/);
  const before = await open(other);
  await press(ada, "y");
  await next(ada, first.id);
  assert.ok(await timed(other, (count) => (
    Number(document.querySelector("review-view nav .number").textContent.replace(/\D/g, "")) === count),
  before - 1) < 1_000);
  assert.equal((await drawing(ada, first.id)).flagged, true);
  assert.ok(await timed(other, () => (
    /% of 1 /.test(document.querySelector("precision-table [data-kind=disagrees]").innerText))) < 1_000);
  const second = await current(ada);
  await press(ada, "n");
  await next(ada, second.id);
  await other.until((count) => (
    Number(document.querySelector("review-view nav .number").textContent.replace(/\D/g, "")) === count), before - 2);
  assert.equal((await drawing(ada, second.id)).flagged, false);
  await other.until(() => (
    /50 % of 2 \(\d+ to \d+ %\)/.test(document.querySelector("precision-table [data-kind=disagrees]").innerText)));
  // Each of them can be taken back, the newest first.
  await press(ada, "u");
  await ada.until((id) => document.querySelector("suspect-sheet").suspect.drawing.id === id, second.id);
  await done(ada, "Taken back");
  await press(ada, "u");
  await ada.until((id) => document.querySelector("suspect-sheet").suspect.drawing.id === id, first.id);
  await other.until((count) => (
    Number(document.querySelector("review-view nav .number").textContent.replace(/\D/g, "")) === count), before);
  assert.equal((await drawing(ada, first.id)).flagged, false);
  assert.deepEqual([faults(ada), faults(other)], [[], []]);
});

test("Enter flags, X deletes, L relabels, the arrows pass over", async () => {
  const page = await desk(email, "#/review?kind=disagrees");
  const first = await current(page);
  await page.run(() => document.activeElement.blur());
  await press(page, "ArrowRight");
  await next(page, first.id);
  await press(page, "ArrowLeft");
  await page.until((id) => document.querySelector("suspect-sheet").suspect.drawing.id === id, first.id);
  await press(page, "Enter");
  await next(page, first.id);
  await done(page, "Flagged");
  const second = await current(page);
  await press(page, "x");
  await next(page, second.id);
  await done(page, "Deleted");
  const third = await current(page);
  await press(page, "l");
  await page.until(() => document.querySelector("dialog.picker[open]"));
  const picked = await page.run(() => document.querySelector("dialog.picker [data-shape]").dataset.shape);
  await press(page, "1");
  await next(page, third.id);
  await done(page, "Relabelled");
  await page.until(async (id, shape) => (
    (await (await fetch(`/api/admin/drawings/${id}`)).json()).shape === shape), third.id, picked);
  assert.equal((await drawing(page, first.id)).flagged, true);
  assert.notEqual((await drawing(page, second.id)).deleted_at, null);
  for (const { id } of [third, second, first]) {
    await press(page, "u");
    await page.until((wanted) => document.querySelector("suspect-sheet").suspect?.drawing.id === wanted, id);
    await done(page, "Taken back");
  }
  assert.equal((await drawing(page, second.id)).deleted_at, null);
  assert.equal((await drawing(page, third.id)).shape, third.shape);
  assert.deepEqual(faults(page), []);
});

test("what is taken back stays, however late the news of its decision come", async () => {
  const page = await browser.page();
  // All that the server tells comes two seconds late, as on a machine that is busy.
  await page.send("Page.addScriptToEvaluateOnNewDocument", { source: `
    const add = WebSocket.prototype.addEventListener;
    WebSocket.prototype.addEventListener = function (type, listener, ...rest) {
      const late = (event) => setTimeout(() => listener(event), 2_000);
      return add.call(this, type, type === "message" ? late : listener, ...rest);
    };` });
  await visit(browser, server, "#/review?kind=disagrees", email, {}, page);
  await page.until(() => document.querySelector("suspect-sheet")?.suspect);
  await page.run(() => document.activeElement.blur());
  const first = await current(page);
  await page.run(() => {
    const bar = document.querySelector("undo-bar");
    window.said = [];
    new MutationObserver(() => window.said.push(bar.querySelector("p").textContent))
      .observe(bar, { childList: true, subtree: true, characterData: true });
  });
  await press(page, "y");
  await next(page, first.id);
  await page.until(async (id) => (await (await fetch(`/api/admin/drawings/${id}`)).json()).flagged, first.id);
  await press(page, "u");
  await done(page, "Taken back");
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  assert.equal((await current(page)).id, first.id);
  assert.deepEqual((await page.run(() => window.said)).filter((words) => /Somebody else/.test(words)), []);
  assert.equal((await drawing(page, first.id)).flagged, false);
  assert.deepEqual(faults(page), []);
});

test("a copy stands beside what it repeats, and both are drawn again together", async () => {
  const page = await desk(email, "#/review?kind=duplicate");
  await page.until((id) => {
    const sheet = document.querySelector("suspect-sheet");
    if (sheet.suspect.drawing.id !== id) document.querySelector("review-view .later").click();
    return sheet.suspect.drawing.id === id;
  }, copy);
  await page.until(() => (
    /repeats this one, of somebody else/.test(document.querySelector("suspect-sheet .twin").innerText)));
  assert.match(await page.run(() => document.querySelector("suspect-sheet .twin a").hash), new RegExp(original));
  const inked = (place) => page.until((selector) => {
    const canvas = document.querySelector(`${selector} canvas`);
    if (canvas.width <= 100) return false;
    const seen = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
    seen.drawImage(canvas, 0, 0);
    return seen.getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0);
  }, place);
  for (const place of [".its-own", ".twin"]) await inked(place);
  await press(page, "p");
  const playing = () => [...document.querySelectorAll("suspect-sheet ink-replay")].map(({ isPlaying }) => isPlaying);
  assert.deepEqual(await page.run(playing), [true, true]);
  assert.deepEqual(faults(page), []);
});

test("what another mends elsewhere waits no more, and who was faster is told", async () => {
  const [ada, other] = [await desk(), await desk(bob)];
  const first = await current(ada);
  assert.equal((await current(other)).id, first.id);
  await press(other, "n");
  assert.ok(await timed(ada, (id) => (
    document.querySelector("suspect-sheet").suspect.drawing.id !== id), first.id) < 1_000);
  await done(ada, "Somebody else decided about that one.");
  const second = await current(ada);
  await other.run(async (id) => (
    fetch(`/api/admin/drawings/${id}/flag`, { method: "POST", body: '{"flagged":true}' })), second.id);
  assert.ok(await timed(ada, (id) => (
    document.querySelector("suspect-sheet").suspect.drawing.id !== id), second.id) < 1_000);
  await other.run(async (id) => (
    fetch(`/api/admin/drawings/${id}/flag`, { method: "POST", body: '{"flagged":false}' })), second.id);
  await press(other, "u");
  await ada.until((count) => (
    Number(document.querySelector("review-view nav .number").textContent.replace(/\D/g, "")) >= count),
  await open(other));
});

test("nothing is wrong with the queue for axe, in light, in dark and on a phone", { skip: withoutAxe }, async () => {
  for (const [hash, options] of [["#/review", {}], ["#/review?kind=duplicate", { dark: true }],
    ["#/review", { width: 390, height: 844 }]]) {
    const page = await desk(email, hash, options);
    await page.until(() => document.querySelector("suspect-sheet .guesses dt")
      || document.querySelector("suspect-sheet .none").textContent);
    assert.deepEqual(await faultsOf(page), [], hash);
    assert.ok(await page.run(() => document.documentElement.scrollWidth <= innerWidth));
  }
});

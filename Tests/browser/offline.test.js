// The page judges by itself while the server is away, and says what the server says later.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Administrator } from "../wire/administrator.js";
import { arc, classroom, finish, idOf, keeps, nextPrompt, sheetOf, statistics, stored } from "./classroom.js";

const room = classroom();

/** Resolves when the page could go on without the server. */
const judgesAlone = (page) => page.until(() => (
  performance.getEntriesByType("resource")
    .some(({ name, responseEnd }) => name.endsWith("/scorer.wasm") && responseEnd)));
const score = (page) => page.run(() => Number(/(\d+) /.exec(document.querySelector(".result").textContent)?.[1]));
const ringIsShown = (page) => page.until(() => document.querySelector("quality-ring").classList.contains("shown"));

for (const [origin, host] of [["a secure origin", undefined], ["an insecure one", "classroom.test"]]) {
  test(`an outage of a whole round, on ${origin}: ring, hint and score go on, and all of it is stored once`,
    async () => {
    const page = await room.game({ host });
    await judgesAlone(page);
    await sleep(100);
    await room.server.kill();
    await page.draw(arc(await sheetOf(page), 0, 0.1, 4));
    await keeps(page);
    const shown = [];
    for (let turn = 0; turn < 6; turn += 1) {
      const share = 0.4 + 0.12 * turn;
      await page.draw(arc(await sheetOf(page), 0.1, share, 20));
      await ringIsShown(page);
      const id = await finish(page);
      await page.until(() => /\d of 100/.test(document.querySelector(".result").textContent));
      shown.push({ id, score: await score(page) });
      await page.until((drawn) => document.querySelector("ink-sheet").dataset.drawing !== drawn, id);
      if (turn < 5) await nextPrompt(page);
      else await page.click(".controls .done");
    }
    await page.until(() => /^6 drawings kept/.test(document.querySelector(".keeping").textContent));
    await room.server.start();
    await page.until(() => document.querySelector(".keeping").textContent === "");
    const drawings = [];
    for (const { id } of shown) drawings.push(await stored(page, id));
    assert.deepEqual(drawings.map(({ quality }) => Math.round(quality * 100)), shown.map(({ score: value }) => value));
    const times = drawings.map(({ stored_at: at }) => at);
    assert.deepEqual(times, [...times].sort(), "in the order in which they were drawn");
    assert.equal((await statistics(page)).drawings, 6);
  });
}

test("a shape of the administrator's, known by examples, is worth the same in the page", async () => {
  const ada = await Administrator.signIn(room.server);
  const zigzag = (/** @type {number} */ shake) => ({ canvas: { width: 400, height: 400 },
    strokes: [Array.from({ length: 40 },
      (_, index) => [60 + 7 * index, 200 + (index % 10 < 5 ? 1 : -1) * (60 + shake)])] });
  const added = await ada.ask("POST", "/api/admin/shapes", { name: "zigzag", examples: [0, 5, 9].map(zigzag) });
  assert.equal(added.status, 201, added.body.toString());
  const page = await room.browser.page();
  await page.open(room.server.url());
  const bits = await page.run(async () => {
    const { PageScorer } = await import("/shared/scorer-wasm.js");
    const { Ink } = await import("/shared/ink.js");
    const shapes = await (await fetch("/api/shapes")).json();
    const scorer = await PageScorer.fetch();
    const canvas = { width: 400, height: 400 };
    const results = [];
    for (let turn = 0; turn < 12; turn += 1) {
      const strokes = [Array.from({ length: 30 },
        (_, index) => [50 + 8 * index, 200 + 60 * Math.sin(index * (0.2 + turn / 8))])];
      const ink = new Ink();
      strokes[0].forEach(([x, y], index) => {
        const place = { x: Math.round(8 * x), y: Math.round(8 * y) };
        ink.add({ ...place, elapsed: 9, pressure: 128, time: 0, seq: 1 }, index === 0);
      });
      scorer.begin("zigzag", canvas, shapes.find(({ id }) => id === "zigzag").template);
      scorer.take(ink);
      const here = scorer.score(true);
      const body = JSON.stringify({ shape: "zigzag", canvas, strokes });
      const answer = await (await fetch("/api/drawings", { method: "POST", body })).json();
      const round = (value) => Math.round(value * 10_000) / 10_000;
      results.push([[round(here.quality), here.hints.map(({ code, place }) => `${code} ${place}`)],
        [answer.quality, answer.hints.map(({ code, place }) => `${code} ${place}`)]]);
    }
    return results;
  });
  for (const [here, there] of bits) assert.deepEqual(here, there);
  assert.ok(new Set(bits.map(([[quality]]) => quality)).size > 6, "of many qualities");
});

test("a server that says nothing for a while is not waited for, and its verdict comes as well", async () => {
  const page = await room.game();
  await judgesAlone(page);
  await sleep(100);
  await page.draw(arc(await sheetOf(page), 0, 0.9, 30));
  const id = await idOf(page);
  room.server.process.kill("SIGSTOP");
  try {
    await page.click(".controls .done");
    await page.until(() => /\d of 100/.test(document.querySelector(".result").textContent));
  } finally {
    room.server.process.kill("SIGCONT");
  }
  const shown = await score(page);
  assert.equal(Math.round((await stored(page, id)).quality * 100), shown);
});

test("hours of drawings without the server, over three pages, flow up in order, once, as what they were played",
  async () => {
  const first = await room.game();
  const { context } = first;
  const [url, count] = [room.server.url(), 40];
  /** Draws with the page's own parts, five minutes apart, and closes the page. */
  const drawMany = async (/** @type {number} */ part) => {
    const page = await room.browser.page({ context });
    await page.open(`${url}shared/icon.svg`);
    await page.run(async () => {
      [window.session, window.desk] = await Promise.all([import("/shared/session.js"), import("/shared/ink-desk.js")]);
    });
    await room.server.kill();
    const ids = await page.run(async (many, turn) => {
      const now = Date.now;
      let hours = turn * 4;
      Date.now = () => now() + hours * 3_600_000;
      const desk = new window.desk.InkDesk(new window.session.Session());
      await desk.open();
      const made = [];
      for (let index = 0; index < many; index += 1, hours += 1 / 12) {
        const play = { mode: "normal", round: "01a20e00-08f0-7bae-b985-dbf81f839812", place: 1 + (index % 6) };
        const drawing = desk.begin("circle", { width: 400, height: 400 }, "pen", play);
        const points = 5 + turn * many + index;
        for (let point = 0; point < points; point += 1) {
          const time = Date.now() + point * 8;
          drawing.add({ x: 800 + 20 * point, y: 900 + 9 * point, pressure: 99, time }, point === 0);
          if (point % 16 === 15) drawing.flush();
        }
        made.push(desk.finish().id);
      }
      await desk.keep.settled();
      return made;
    }, count, part);
    await page.send("Page.close");
    return ids;
  };
  const drawn = [];
  for (let part = 0; part < 3; part += 1) {
    drawn.push(...await drawMany(part));
    if (part < 2) await room.server.start();
  }
  await room.server.start();
  const page = await room.browser.page({ context });
  const begun = [];
  page.onevent = (method, params) => {
    if (method !== "Network.webSocketFrameSent") return;
    const text = params.response.payloadData;
    if (text.startsWith("{") && text.includes("\"begin\"")) begun.push(JSON.parse(text));
  };
  await page.open(url);
  await page.until(() => document.querySelector(".keeping").textContent === "");
  const rows = await page.until(async (many) => {
    const { drawings } = await (await fetch("/api/user/drawings?limit=200")).json();
    return drawings.length >= many && drawings;
  }, drawn.length);
  assert.deepEqual(rows.map(({ id }) => id).reverse(), drawn);
  assert.equal((await statistics(page)).drawings, drawn.length);
  assert.deepEqual(begun.map(({ drawing }) => drawing), drawn.slice(-begun.length));
  for (const { play } of begun) assert.equal(play.mode, "normal");
  const last = await stored(page, drawn[drawn.length - 1]);
  assert.equal(last.strokes[0].points.length, 5 + drawn.length - 1);
});

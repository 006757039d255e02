import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { arc, begins, finish, idOf, sheetOf } from "./classroom.js";
import { Browser } from "./driver.js";
import { desk, school } from "./school.js";
import { Server } from "./server.js";

/** @type {Server} */
let server;
let browser;

before(async () => {
  server = await school(20);
  browser = await Browser.start();
});
after(async () => {
  await browser?.stop();
  await server?.dispose();
});

/** Somebody at the game. */
async function player() {
  const page = await browser.page();
  await page.open(server.url());
  await begins(page);
  return page;
}

/** Where a page is told of something within a second, as the dashboard promises. */
async function withinASecond(page, body, ...args) {
  const began = Date.now();
  const value = await page.until(body, ...args);
  const took = Date.now() - began;
  assert.ok(took < 1_000, `it took ${took} ms`);
  return value;
}

const figure = (page, key) => page.run((name) =>
  Number(document.querySelector(`[data-key=${name}] .value`).textContent.replaceAll(",", "")), key);

/** How many pixels of a sheet are ink. */
const inkOn = (id) => {
  const canvas = document.querySelector(`wall-sheet[data-drawing="${id}"] canvas`);
  if (!canvas) return 0;
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let index = 3; index < data.length; index += 4) if (data[index] > 100) count += 1;
  return count;
};

test("ink moves on the walls of two dashboards while it is drawn, and the drawing joins the newest", async () => {
  const [first, second] = [await desk(browser, server), await desk(browser, server)];
  const today = await figure(first, "today");
  const game = await player();
  const sheet = await sheetOf(game);
  await game.draw(arc(sheet, 0, 0.4, 30), { lift: false });
  const id = await idOf(game);
  const few = await withinASecond(first, inkOn, id);
  await withinASecond(second, inkOn, id);
  await game.draw(arc(sheet, 0.4, 0.95, 30));
  await first.until((drawing, before, ink) => eval(`(${ink})`)(drawing) > 1.5 * before, id, few, inkOn.toString());
  await first.until(() => Number(document.querySelector("[data-key=online] .value").textContent) >= 1);
  await finish(game);
  for (const page of [first, second]) {
    await withinASecond(page, (drawing) =>
      document.querySelector(`wall-sheet[data-drawing="${drawing}"]`)?.dataset.ended === "submitted", id);
    await withinASecond(page, (drawing) => document.querySelector("newest-strip li")?.dataset.drawing === drawing, id);
    await page.until((before) =>
      Number(document.querySelector("[data-key=today] .value").textContent.replaceAll(",", "")) === before + 1, today);
    await page.until((drawing) => document.querySelector(
      `newest-strip [data-drawing="${drawing}"] img`)?.naturalWidth === 128, id);
  }
});

test("what one administrator flags and deletes is so on the other's page within a second", async () => {
  const [first, second] = [await desk(browser, server), await desk(browser, server)];
  const id = await second.until(() => document.querySelector("newest-strip li")?.dataset.drawing);
  const ask = (path, method, body) => first.run(async (...given) => {
    const [to, how, what] = given;
    return (await fetch(to, { method: how, ...(what ? { body: JSON.stringify(what) } : {}) })).status;
  }, `/api/admin/drawings/${id}${path}`, method, body);
  assert.equal(await ask("/flag", "POST", { flagged: true, reason: "<b>scribble</b>" }), 200);
  await withinASecond(second, (drawing) =>
    document.querySelector(`newest-strip [data-drawing="${drawing}"]`).classList.contains("flagged"), id);
  await second.until(() => /1 flagged/.test(document.querySelector(".counts").textContent));
  assert.equal(await ask("", "DELETE"), 200);
  await withinASecond(second, (drawing) => !document.querySelector(`newest-strip [data-drawing="${drawing}"]`), id);
});

test("while somebody is over the newest drawings, new ones wait and say how many they are", async () => {
  const page = await desk(browser, server);
  const first = await page.until(() => document.querySelector("newest-strip li")?.dataset.drawing);
  // What stands above it has come, so that it stays under the mouse.
  await page.until(() => document.querySelector(".multiple") && document.querySelector(".counts .share"));
  await page.until(() => document.querySelectorAll(".health li").length > 3);
  const place = await page.run(() => {
    const item = document.querySelector("newest-strip li");
    item.scrollIntoView({ block: "center" });
    const { x, y, width, height } = item.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
  });
  await page.send("Input.dispatchMouseEvent", { type: "mouseMoved", x: place[0], y: place[1] });
  const game = await player();
  await game.draw(arc(await sheetOf(game)));
  const id = await finish(game);
  await page.until(() => document.querySelector("newest-strip .fresh").textContent === "1 new");
  assert.equal(await page.run(() => document.querySelector("newest-strip li").dataset.drawing), first);
  await page.send("Input.dispatchMouseEvent", { type: "mouseMoved", x: 5, y: 5 });
  await page.until((drawing) => document.querySelector("newest-strip li").dataset.drawing === drawing, id);
});

test("the figures add up with what is stored", async () => {
  const page = await desk(browser, server);
  await page.until(() => document.querySelector(".counts .share"));
  const stats = await page.run(async () => (await fetch("/api/admin/stats")).json());
  // Figures that were pushed before the last drawing was stored give way to those after it.
  await page.until((shapes) => [...document.querySelectorAll(".counts .share")].every((row) =>
    shapes[row.querySelector(".name").textContent] === parseInt(row.querySelector(".number").textContent, 10)),
  Object.fromEntries(stats.shapes.map(({ name, drawings }) => [name, drawings])));
  assert.equal(await page.run(() => document.querySelectorAll(".multiple").length), stats.shapes.length);
  const devices = await page.run(() => [...document.querySelectorAll(".devices .number")]
    .map(({ textContent }) => parseFloat(textContent)));
  assert.ok(Math.abs(devices.reduce((sum, value) => sum + value, 0) - 100) < 0.5, String(devices));
  const { version } = stats.model;
  assert.match(await page.run(() => document.querySelector("[data-key=model]").textContent), new RegExp(version));
  await page.until(() => document.querySelectorAll(".health li").length === 6
    && document.querySelectorAll(".health age-label").length > 0);
  assert.deepEqual(await page.run(() => [...document.querySelectorAll(".health li")]
    .map(({ dataset }) => [dataset.part, dataset.state])),
    [["Database", "ok"], ["Writer's queue", "ok"], ["Worker", "ok"], ["Model", "ok"], ["Disk", "ok"],
      ["Archive", "off"]]);
  assert.ok(await page.run(() => [...document.querySelectorAll(".health age-label")].every(({ textContent }) =>
    /now|ago/.test(textContent))));
});

test("a minute is chosen with the arrow keys, and leads to its drawings", async () => {
  const page = await desk(browser, server);
  await page.until(() => document.querySelectorAll("minute-chart rect").length === 60);
  await page.run(() => document.querySelector("minute-chart .plot").focus());
  const press = (key) => page.run((name) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
    { key: name, bubbles: true, cancelable: true })), key);
  await press("ArrowLeft");
  assert.equal(await page.run(() => document.activeElement.getAttribute("aria-valuenow")), "58");
  assert.match(await page.run(() => document.activeElement.getAttribute("aria-valuetext")),
    /^\d\d:\d\d( [AP]M)?: [\d,]+ drawings?$/);
  await press("End");
  await press("Enter");
  const query = new URLSearchParams((await page.run(() => location.hash)).split("?")[1]);
  assert.equal(Date.parse(query.get("to")) - Date.parse(query.get("from")), 60_000);
});

test("with reduced motion the ink is there all the same", async () => {
  const page = await desk(browser, server, { reduced: true });
  const game = await player();
  await game.draw(arc(await sheetOf(game), 0, 0.5, 20), { lift: false });
  await page.until(inkOn, await idOf(game));
});

test("a server without a drawing says what to do, and shows the first one when it comes", async () => {
  const empty = await school(0);
  try {
    const page = await desk(browser, empty);
    assert.match(await page.until(() => document.querySelector("live-wall.empty .none")?.textContent),
      /^Nobody is drawing right now\./);
    await page.until(() => !document.querySelector("newest-strip .none").hidden);
    await page.until(() => document.querySelector("[data-key=quality] .value")?.textContent === "–");
    const game = await browser.page();
    await game.open(empty.url());
    await begins(game);
    await game.draw(arc(await sheetOf(game)));
    const id = await finish(game);
    await page.until((drawing) => document.querySelector("newest-strip li")?.dataset.drawing === drawing, id);
    assert.equal(await page.run(() => document.querySelector("newest-strip .none").hidden), true);
  } finally {
    await empty.dispose();
  }
});

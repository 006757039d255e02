import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ask, newSession } from "../wire/http.js";
import { faultsOf, withoutAxe } from "./axe.js";
import { Browser } from "./driver.js";
import { hire, press, timed, visit } from "./office.js";
import { email, school, type } from "./school.js";

const bob = "bob@example.org";
let server;
let browser;

before(async () => {
  server = await school(5);
  await hire(server, bob);
  browser = await Browser.start();
});
after(async () => {
  await browser?.stop();
  await server?.dispose();
});

const desk = async (who = email, options = undefined) => {
  const page = await visit(browser, server, "#/shapes", who, options);
  await page.until(() => document.querySelectorAll("shape-list [data-shape]").length >= 5);
  return page;
};
const faults = (page) => page.complaints.filter((text) => !/409|422/.test(text));
/** The shapes that are in use, in their order. */
const order = (page) => page.run(() => [...document.querySelector("shape-list").querySelectorAll("[data-shape]")]
  .map(({ dataset }) => dataset.shape));
const rowOf = (page, id) => page.run((shape) => document.querySelector(`[data-shape="${shape}"]`)?.innerText, id);

/** A zigzag on the n-th sheet, as places of the page. */
const zigzag = (page, index) => page.run((at) => {
  const surface = document.querySelectorAll("example-sheet .surface")[at];
  surface.scrollIntoView({ block: "center" });
  const { left, top, width, height } = surface.getBoundingClientRect();
  return Array.from({ length: 21 }, (_, step) => [Math.round(left + width * (0.15 + 0.035 * step)),
    Math.round(top + height * (0.5 + 0.3 * Math.sin(step * 1.2)))]);
}, index);
const strokes = (page, index) => page.run((at) => (
  document.querySelectorAll("example-sheet")[at].drawing?.strokes.length ?? 0), index);
const device = (page, index) => page.run((at) => document.querySelectorAll("example-sheet")[at].drawing?.device, index);

test("a shape that one draws can be drawn at once, and the other sees it within a second", async () => {
  const [ada, other] = [await desk(), await desk(bob)];
  const name = "<b>Zickzack</b> der Donaudampfschifffahrtsgesellschaft";
  await ada.click("shape-form .go .strong");
  await ada.until(() => document.querySelector("[data-name=name] .fault").textContent !== ""
    && document.activeElement.name === "name");
  await type(ada, "shape-form [name=name]", name);
  await ada.click("shape-form textarea");
  await ada.send("Input.insertText", { text: "Up & down, <i>quickly</i>." });
  for (const index of [0, 1]) {
    await ada.draw(await zigzag(ada, index), { pointerType: index === 0 ? "mouse" : "pen", force: 0.7 });
  }
  assert.deepEqual([await strokes(ada, 0), await strokes(ada, 1)], [1, 1]);
  assert.deepEqual([await device(ada, 0), await device(ada, 1)], ["mouse", "pen"]);
  if (!withoutAxe) assert.deepEqual(await faultsOf(other), []);
  await ada.click("shape-form .go .strong");
  await ada.until(() => /can be drawn from now on\. A model can learn it after \d+ drawings\.$/
    .test(document.querySelector("shape-form .outcome").textContent));
  assert.ok(await timed(other, (words) => (
    [...document.querySelectorAll("shape-list h3")].some(({ textContent }) => textContent === words)), name) < 1_000);
  const shapes = (await ask(server.port, "GET", "/api/shapes")).json();
  const made = shapes.find((shape) => shape.name === name);
  assert.equal(made.enabled, true);
  assert.ok(made.outline.length > 0, "its outline is the ghost in the game");
  assert.match(await rowOf(other, made.id), /scored by 2 examples/);
  assert.match(await rowOf(other, made.id), /\d+ drawings until a model can learn it/);
  const markup = await other.run((id) => document.querySelector(`[data-shape="${id}"]`).querySelector("b, i"), made.id);
  assert.equal(markup, null, "markup is shown as text");
  // Whoever draws it well is told so, whoever draws something else is told that too.
  const token = await newSession(server.port);
  const example = Array.from({ length: 21 },
    (_, step) => [60 + 14 * step, 200 + 120 * Math.sin(step * 1.2), 0.5, 20 * step]);
  const quality = async (points) => (await ask(server.port, "POST", "/api/drawings",
    { token, body: { shape: made.id, canvas: { width: 400, height: 400 }, strokes: [points] } })).json().quality;
  const [good, bad] = [await quality(example), await quality([[20, 20, 0.5, 0], [380, 60, 0.5, 300]])];
  assert.ok(good > 0.6 && bad < good - 0.3, `${good} for its like, ${bad} for a line`);
  // What was drawn is counted where one looks at it.
  await other.until((id) => (
    document.querySelector(`[data-shape="${id}"] .counts`).textContent === "2 drawings"), made.id);
  assert.deepEqual([faults(ada), faults(other).filter((text) => !/inline style/.test(text))], [[], []]);
});

test("shapes are put in order, by hand and by difficulty, and put back", async () => {
  const [ada, other] = [await desk(), await desk(bob)];
  const before = await order(ada);
  await ada.click(`[data-shape="${before[1]}"] .afterwards`);
  const moved = [before[0], before[2], before[1], ...before.slice(3)];
  const isInOrder = (wanted) => [...document.querySelector("shape-list").querySelectorAll("[data-shape]")]
    .map(({ dataset }) => dataset.shape).join() === wanted;
  await ada.until(isInOrder, moved.join());
  assert.equal(await ada.run(() => document.activeElement.closest("[data-shape]")?.dataset.shape), before[1],
    "one goes on with the keyboard");
  await other.until(isInOrder, moved.join());
  const game = (await ask(server.port, "GET", "/api/shapes")).json().filter(({ enabled }) => enabled)
    .map(({ id }) => id);
  assert.deepEqual(game, moved, "the game asks for them in that order");
  await ada.until(() => /Moved/.test(document.querySelector("undo-bar").textContent));
  await press(ada, "u");
  await other.until(isInOrder, before.join());
  assert.deepEqual([faults(ada), faults(other)], [[], []]);
});

test("a shape is retired and brought back; the other sees both", async () => {
  const [ada, other] = [await desk(), await desk(bob)];
  await ada.click('[data-shape="triangle"] .retire');
  assert.ok(await timed(other, () => document.querySelector('.retired [data-shape="triangle"]')) < 1_000);
  const enabled = async () => (
    (await ask(server.port, "GET", "/api/shapes")).json().find(({ id }) => id === "triangle").enabled);
  assert.equal(await enabled(), false);
  await other.click('.retired [data-shape="triangle"] .return');
  assert.ok(await timed(ada, () => !document.querySelector('.retired [data-shape="triangle"]')
    && document.querySelector('[data-shape="triangle"]')) < 1_000);
  assert.equal(await enabled(), true);
  await other.until(() => /Brought/.test(document.querySelector("undo-bar").textContent));
  await press(other, "u");
  await ada.until(() => document.querySelector('.retired [data-shape="triangle"]'));
  await ada.click('.retired [data-shape="triangle"] .return');
  await other.until(() => !document.querySelector('.retired [data-shape="triangle"]'));
});

test("a shape's words are changed, and put back", async () => {
  const [ada, other] = [await desk(), await desk(bob)];
  await ada.click('[data-shape="heart"] .change');
  await ada.until(() => document.activeElement.name === "name" && document.activeElement.value === "heart");
  const sheets = await ada.run(() => document.querySelectorAll("shape-form example-sheet").length);
  assert.equal(sheets, 0, "it has a formula, and needs no example");
  await type(ada, "shape-form [name=name]", "Herz");
  await press(ada, "Enter");
  assert.ok(await timed(other, () => document.querySelector('[data-shape="heart"] h3').textContent === "Herz") < 1_000);
  await ada.until(() => /Changed/.test(document.querySelector("undo-bar").textContent));
  await ada.run(() => document.activeElement.blur());
  await press(ada, "u");
  await other.until(() => document.querySelector('[data-shape="heart"] h3').textContent === "heart");
});

test("an example is drawn with fingers, with the keyboard, and taken back", async () => {
  const page = await desk(email, { touch: true });
  const places = await zigzag(page, 0);
  await page.touch("touchStart", [places[0]]);
  for (const place of places.slice(1)) await page.touch("touchMove", [place]);
  await page.touch("touchEnd", []);
  await page.until(() => document.querySelector("example-sheet").drawing?.device === "touch");
  assert.equal(await strokes(page, 0), 1);
  await page.run(() => document.querySelector("example-sheet .surface").focus());
  await press(page, " ");
  for (let step = 0; step < 6; step += 1) await press(page, "ArrowRight");
  for (let step = 0; step < 4; step += 1) await press(page, "ArrowDown");
  await press(page, " ");
  await press(page, "ArrowUp");
  const [, second] = await page.run(() => (
    document.querySelector("example-sheet").drawing.strokes.map(({ points }) => points)));
  assert.equal(second.length, 11);
  assert.deepEqual([second[10].x - second[0].x, second[10].y - second[0].y], [60, 40]);
  assert.ok(second.every(({ timestamp }, index) => index === 0 || timestamp > second[index - 1].timestamp),
    "times rise");
  await press(page, "Backspace");
  assert.equal(await strokes(page, 0), 1);
  await page.click("example-sheet .clear");
  assert.equal(await strokes(page, 0), 0);
  assert.equal(await page.run(() => document.querySelector("example-sheet .state").textContent), "");
});

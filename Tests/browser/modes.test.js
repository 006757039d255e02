// The ways to play, each by what makes it different.
import assert from "node:assert/strict";
import { test } from "node:test";
import { arc, classroom, finish, nextPrompt, saved, sheetOf } from "./classroom.js";

const room = classroom();

/** Plays in a mode, chosen as a child would. */
async function play(mode, options) {
  const page = await room.game(options);
  await page.click(".doors .modes");
  await page.until(() => document.querySelector(".modes-dialog")?.open);
  await page.click(`.modes-dialog [data-mode=${mode}]`);
  await page.until((name) => document.body.dataset.mode === name && document.body.dataset.state === "asking", mode);
  return page;
}

test("all seven are there, with a picture, words and a large target, on a phone too", async () => {
  const page = await room.game({ width: 390, height: 844, touch: true });
  await page.click(".doors .modes");
  await page.until(() => document.querySelector(".modes-dialog")?.open);
  const choices = await page.run(() => [...document.querySelectorAll(".modes-dialog .choice")].map((choice) => ({
    mode: choice.dataset.mode, height: choice.getBoundingClientRect().height,
    hasPicture: choice.querySelector("svg path") !== null,
    words: choice.querySelector("strong").textContent })));
  assert.deepEqual(choices.map(({ mode }) => mode),
    ["normal", "speed", "one_stroke", "other_hand", "eyes_closed", "fool", "daily"]);
  for (const { height, hasPicture, words } of choices) assert.ok(height >= 48 && hasPicture && words.length > 0);
});

test("speed: a bold clock runs, and the time is told", async () => {
  const page = await play("speed");
  await page.draw(arc(await sheetOf(page)));
  await page.until(() => /^\d+ s$/.test(document.querySelector(".clock").textContent));
  await saved(page);
  await finish(page);
  await page.until(() => document.querySelector(".result .time"));
});

test("one stroke: lifting the pen ends it; a slip does not", async () => {
  const page = await play("one_stroke");
  const sheet = await sheetOf(page);
  await page.draw([[sheet.left + 100, sheet.top + 100], [sheet.left + 104, sheet.top + 102]]);
  await page.until(() => document.querySelector("hint-line").textContent.includes("Keep the pen"));
  assert.equal(await page.run(() => document.body.dataset.state), "drawing");
  await page.draw(arc(sheet));
  await page.until(() => document.body.dataset.state === "revealing");
});

test("other hand: the prompt says so", async () => {
  const page = await play("other_hand");
  assert.match(await page.run(() => document.querySelector(".prompt").textContent), /hand: draw /);
});

test("eyes closed: the ink is hidden while one draws, and seen when it is done", async () => {
  const page = await play("eyes_closed");
  const opacity = () => page.run(() => getComputedStyle(document.querySelector(".tip")).opacity);
  assert.equal(await opacity(), "1");
  await page.draw(arc(await sheetOf(page)));
  assert.equal(await opacity(), "0");
  await saved(page);
  await finish(page);
  assert.equal(await opacity(), "1");
});

test("fool: no ghost lies there, and the page tells whether the model fell for it", async () => {
  const page = await play("fool");
  assert.equal(await page.run(() => document.querySelector(".ghost").getAttribute("d")), "");
  await page.draw(arc(await sheetOf(page)));
  await saved(page);
  await finish(page);
  await page.until(() => /fooled|still saw/.test(document.querySelector(".result strong")?.textContent));
  assert.ok(await page.run(() => document.querySelector(".result svg path")), "what the model saw, as a picture");
});

test("today's drawing: one prompt, the same for everybody", async () => {
  const [first, second] = [await play("daily"), await play("daily")];
  const prompt = (page) => page.run(() => document.querySelector(".prompt").textContent);
  assert.equal(await prompt(first), await prompt(second));
  assert.equal(await first.run(() => document.querySelector(".count").textContent), "1 of 1");
  await first.draw(arc(await sheetOf(first)));
  await saved(first);
  await finish(first);
  await first.click(".controls .done");
  await nextPrompt(first);
  assert.equal(await first.run(() => document.body.dataset.state), "summary");
});

test("a reload goes on in the mode", async () => {
  const page = await play("eyes_closed");
  await page.draw(arc(await sheetOf(page), 0, 0.5, 12));
  await saved(page);
  await page.reload();
  await page.until(() => document.body.dataset.state === "drawing");
  assert.equal(await page.run(() => document.body.dataset.mode), "eyes_closed");
});

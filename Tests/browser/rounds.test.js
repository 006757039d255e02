// A round: prompts from the server, six drawings, what came of each, and all of them again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { arc, classroom, finish, nextPrompt, saved, sheetOf, stored } from "./classroom.js";

const room = classroom();
const press = async (page, key) => {
  await page.send("Input.dispatchKeyEvent", { type: "keyDown", key, text: key === "Enter" ? "\r" : undefined });
  await page.send("Input.dispatchKeyEvent", { type: "keyUp", key });
};
const state = (page, wanted) => page.until((name) => document.body.dataset.state === name, wanted);

test("six drawings by touch and Enter, then all six draw themselves again, and another round begins", async () => {
  const page = await room.game();
  for (let number = 1; number <= 6; number += 1) {
    assert.equal(await page.run(() => document.querySelector(".count").textContent), `${number} of 6`);
    await page.draw(arc(await sheetOf(page), 0, 1, 24));
    await press(page, "Enter");
    await state(page, "revealing");
    await page.until(() => document.querySelector(".result.shown span")?.textContent);
    await press(page, "Enter");
    await nextPrompt(page);
  }
  await state(page, "summary");
  assert.equal(await page.run(() => document.querySelectorAll("round-gallery.shown .tile").length), 6);
  await page.until(() => [...document.querySelectorAll("round-gallery canvas")]
    .every(({ dataset }) => dataset.replay === "over"));
  assert.match(await page.run(() => document.querySelector(".sum").textContent), /of 100 on average/);
  await page.click("round-gallery .tile");
  await page.until(() => document.querySelector("round-gallery canvas").dataset.replay === "over");
  await page.click(".controls .done");
  await state(page, "asking");
  assert.equal(await page.run(() => document.querySelector(".count").textContent), "1 of 6");
});

test("each drawing says as what it is played", async () => {
  const page = await room.game();
  const begins = await page.run(() => {
    window.sent = [];
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (frame) {
      if (typeof frame === "string") window.sent.push(JSON.parse(frame));
      return send.call(this, frame);
    };
    return window.sent;
  });
  assert.deepEqual(begins, []);
  await page.draw(arc(await sheetOf(page)));
  await saved(page);
  const { play } = await page.run(() => window.sent.find(({ type }) => type === "begin"));
  assert.equal(play.mode, "normal");
  assert.equal(play.place, 1);
  assert.match(play.round, /^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  await stored(page, await finish(page));
});

test("the next prompt comes by itself within two seconds of the score", async () => {
  const page = await room.game();
  await page.draw(arc(await sheetOf(page)));
  await saved(page);
  await finish(page);
  const began = Date.now();
  await state(page, "asking");
  assert.ok(Date.now() - began < 4_000);
});

test("the ideal draws itself for somebody who waits; it lies still where motion is not wanted", async () => {
  const page = await room.game();
  assert.ok(await page.run(() => document.querySelectorAll(".guide path").length > 0));
  await page.draw(arc(await sheetOf(page)));
  assert.equal(await page.run(() => document.querySelectorAll(".guide path").length), 0);
  const calm = await room.game({ reduced: true });
  assert.equal(await calm.run(() => document.querySelectorAll(".guide path").length), 0);
  assert.ok(await calm.run(() => document.querySelector(".ghost").getAttribute("d").length > 10));
});

test("the quiet time runs from the first touch, and not where it was switched off", async () => {
  const page = await room.game();
  assert.equal(await page.run(() => document.querySelector("time-bar").className), "");
  await page.draw(arc(await sheetOf(page)));
  assert.equal(await page.run(() => document.querySelector("time-bar").classList.contains("counts")), true);
  await page.run(async () => (await import("/game/settings/settings.js")).settings.set("time_limits", false));
  await finish(page);
  await nextPrompt(page);
  await page.draw(arc(await sheetOf(page)));
  assert.equal(await page.run(() => document.querySelector("time-bar").classList.contains("counts")), false);
});

test("a screen reader hears the prompt, a hint and the guess, and there is a reason to smile", async () => {
  const page = await room.game();
  assert.equal(await page.run(() => document.querySelector(".prompt").getAttribute("aria-live")), "polite");
  await page.draw(arc(await sheetOf(page)));
  await page.until(() => document.querySelector(".announcer").textContent !== "");
  await page.until(() => /^I see |^Perhaps |^Hmm/.test(document.querySelector(".guess").textContent));
  await finish(page);
  await page.until(() => document.querySelector(".result span")?.textContent.includes("of 100"));
  assert.ok(await page.run(() => document.querySelectorAll(".result li").length) > 0, "what was best, or to try");
});

test("what a round was good for is summed: all badges in one, of a shape its highest level, or its record",
  async () => {
  const page = await room.game();
  const told = await page.run(async () => {
    const { inSum } = await import("/game/news.js");
    const of = (kind, shape, text) => ({ kind, shape, text });
    return inSum([{ kind: "earned", count: 2, text: "" }, of("level", "heart", "heart 1"), of("record", "heart", "best"),
      of("record", "line", "line 1"), { kind: "earned", count: 1, text: "" }, of("level", "heart", "heart 2"),
      of("record", "line", "line 2")]).map(({ text }) => text);
  });
  assert.deepEqual(told, ["3 new badges!", "heart 2", "line 2"]);
});

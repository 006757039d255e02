import assert from "node:assert/strict";
import { test } from "node:test";
import {
  arc, assertDrawn, classroom, finish, idOf, nextPrompt, saved, sheetOf, statistics, stored,
} from "./classroom.js";

const room = classroom();

test("a circle drawn with the mouse is judged live, stored as drawn and scored in words", async () => {
  const page = await room.game();
  const sheet = await sheetOf(page);
  const places = arc(sheet);
  await page.draw(places);
  await saved(page);
  assert.ok(await page.until(() => document.querySelector("quality-ring.shown .word")?.textContent));
  const id = await finish(page);
  assert.match(await page.until(() => document.querySelector(".result span")?.textContent), /^\d+ of 100$/);
  const drawing = await stored(page, id);
  assertDrawn(drawing, sheet, [places]);
  assert.equal(drawing.device, "mouse");
  const times = drawing.strokes[0].points.map(({ timestamp }) => timestamp);
  assert.deepEqual(times, [...times].sort((a, b) => a - b));
  await nextPrompt(page);
  assert.equal(await page.run(() => document.querySelector(".count").textContent), "2 of 6");
});

test("a pen's pressure arrives with every point", async () => {
  const page = await room.game();
  const places = arc(await sheetOf(page));
  await page.pointer("mousePressed", places[0], { pointerType: "pen", force: 0.25 });
  for (const [index, place] of places.entries()) {
    await page.pointer("mouseMoved", place, { pointerType: "pen", force: 0.25 + index / 80 });
  }
  await page.pointer("mouseReleased", places[places.length - 1], { pointerType: "pen" });
  const drawing = await stored(page, await finish(page));
  const pressures = drawing.strokes[0].points.map(({ pressure }) => pressure);
  assert.equal(drawing.device, "pen");
  assert.ok(Math.abs(pressures[0] - 0.25) < 0.01 && Math.max(...pressures) > 0.7, `${pressures}`);
});

test("while one finger draws, a second one and a palm leave no ink", async () => {
  const page = await room.game({ width: 390, height: 844, touch: true, scale: 2 });
  const sheet = await sheetOf(page);
  const places = arc(sheet, 0, 0.6, 20);
  const palm = [sheet.left + 30, sheet.top + sheet.height - 30, 2];
  await page.touch("touchStart", [[...places[0], 1]]);
  for (const place of places.slice(1, 10)) await page.touch("touchMove", [[...place, 1]]);
  await page.touch("touchStart", [[...places[9], 1], palm]);
  for (const place of places.slice(10)) await page.touch("touchMove", [[...place, 1], [palm[0] + 5, palm[1], 2]]);
  await page.touch("touchEnd", []);
  const drawing = await stored(page, await finish(page));
  assert.equal(drawing.device, "touch");
  assert.equal(drawing.strokes.length, 1);
  assertDrawn(drawing, sheet, [places]);
});

for (const [name, width, height] of [["a phone", 390, 844], ["a tablet", 1180, 820], ["a projector", 1920, 1080]]) {
  test(`on ${name} a second and a third finger leave no ink, and do not end the stroke`, async () => {
    const page = await room.game({ width, height, touch: true });
    const sheet = await sheetOf(page);
    const places = arc(sheet, 0, 0.6, 20);
    const others = [[sheet.left + 20, sheet.top + 200, 2], [sheet.left + 60, sheet.top + sheet.height - 30, 3]];
    await page.touch("touchStart", [[...places[0], 1]]);
    for (const place of places.slice(1, 7)) await page.touch("touchMove", [[...place, 1]]);
    await page.touch("touchStart", [[...places[6], 1], others[0]]);
    for (const place of places.slice(7, 12)) await page.touch("touchMove", [[...place, 1], others[0]]);
    await page.touch("touchStart", [[...places[11], 1], ...others]);
    for (const place of places.slice(12)) await page.touch("touchMove", [[...place, 1], ...others]);
    await page.touch("touchEnd", []);
    const drawing = await stored(page, await finish(page));
    assertDrawn(drawing, sheet, [places]);
  });
}

test("undo takes one stroke, clear takes all, and what was cleared can be brought back", async () => {
  const page = await room.game();
  const sheet = await sheetOf(page);
  const [first, second] = [arc(sheet, 0, 0.5, 12), arc(sheet, 0.5, 1, 12)];
  const label = () => page.run(() => document.querySelector(".undo span").textContent);
  await page.draw(first);
  await page.draw(second);
  await page.click(".undo");
  await page.click(".clear");
  assert.equal(await label(), "bring back");
  assert.equal(await page.run(() => document.querySelector(".controls .done").disabled), true);
  await page.click(".undo");
  assert.equal(await label(), "undo");
  await page.draw(second);
  const drawing = await stored(page, await finish(page));
  assertDrawn(drawing, sheet, [first, second]);
});

test("a stroke that leaves the sheet ends there, and goes on as another when it comes back", async () => {
  const page = await room.game();
  const { left, top, width, height } = await sheetOf(page);
  const middle = top + height / 2;
  await page.draw([[left + 60, middle], [left + 20, middle], [-400, middle],
    [left + 20, middle + 40], [left + 60, middle + 60]]);
  await page.draw(arc({ left, top, width, height }, 0, 0.3, 10));
  const drawing = await stored(page, await finish(page));
  assert.deepEqual(drawing.strokes.map(({ points }) => points.length), [2, 2, 10]);
});

test("ink stays where it is on its canvas when the sheet is turned in mid-drawing", async () => {
  const page = await room.game();
  const before = await sheetOf(page);
  const [first, second] = [arc(before, 0, 0.5, 12), arc(before, 0.5, 1, 12)];
  await page.draw(first);
  await page.resize(820, 1180);
  await page.until((width) => document.querySelector(".sheet").getBoundingClientRect().width < width, before.width);
  const after = await sheetOf(page);
  assert.ok(Math.abs(after.width / after.height - before.width / before.height) < 0.01);
  const scale = after.width / before.width;
  const turned = second.map(([x, y]) => [after.left + (x - before.left) * scale, after.top + (y - before.top) * scale]);
  await page.draw(turned);
  const drawing = await stored(page, await finish(page));
  assertDrawn(drawing, before, [first, second]);
});

test("a round has six drawings and ends with all of them side by side", async () => {
  const page = await room.game();
  for (let number = 1; number <= 6; number += 1) {
    assert.equal(await page.run(() => document.querySelector(".count").textContent), `${number} of 6`);
    await page.draw(arc(await sheetOf(page), 0, 1, 12));
    await finish(page);
    await page.click(".controls .done");
    await nextPrompt(page);
  }
  assert.equal(await page.run(() => document.querySelectorAll("round-gallery.shown li").length), 6);
  await page.click(".controls .done");
  await page.until(() => document.querySelector(".count").textContent === "1 of 6");
  assert.equal((await statistics(page)).drawings, 6);
});

test("a pen that comes down on a palm's mark takes the mark back and draws", async () => {
  const page = await room.game({ touch: true });
  const sheet = await sheetOf(page);
  const places = arc(sheet, 0, 0.8, 20);
  await page.touch("touchStart", [[sheet.left + 50, sheet.top + sheet.height - 50, 7]]);
  await page.touch("touchMove", [[sheet.left + 58, sheet.top + sheet.height - 52, 7]]);
  await page.draw(places, { pointerType: "pen", force: 0.5 });
  await page.touch("touchEnd", []);
  const drawing = await stored(page, await finish(page));
  assertDrawn(drawing, sheet, [places]);
});

test("the keyboard reaches every control, and Ctrl+Z takes a stroke back", async () => {
  const page = await room.game();
  const sheet = await sheetOf(page);
  const press = async (key, modifiers = 0) => {
    const text = key === "Enter" ? "\r" : undefined;
    await page.send("Input.dispatchKeyEvent", { type: "keyDown", key, modifiers, text });
    await page.send("Input.dispatchKeyEvent", { type: "keyUp", key, modifiers });
  };
  const [first, second] = [arc(sheet, 0, 0.8, 12), arc(sheet, 0.8, 1, 6)];
  await page.draw(first);
  await page.draw(second);
  await press("z", 2);
  const reached = [];
  for (let count = 0; count < 4; count += 1) {
    await press("Tab");
    reached.push(await page.run(() => (
      document.activeElement.getAttribute("role") ?? document.activeElement.textContent.trim())));
  }
  assert.deepEqual(reached, ["application", "undo", "clear", "done"], "the sheet, then what one does with it");
  const id = await idOf(page);
  await press("Enter");
  await page.until(() => document.querySelector(".result.shown"));
  assertDrawn(await stored(page, id), sheet, [first]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { arc, assertDrawn, classroom, finish, idOf, saved, sheetOf, stored } from "./classroom.js";

const room = classroom();

test("on plain http from another machine the game works, and keeps its ink through a reload", async () => {
  const page = await room.game({ host: "classroom.test" });
  assert.equal(await page.run(() => isSecureContext), false);
  const sheet = await sheetOf(page);
  const places = arc(sheet);
  await page.draw(places);
  await page.reload();
  const id = await idOf(page);
  await saved(page);
  assert.equal(await finish(page), id);
  const drawing = await stored(page, id);
  assertDrawn(drawing, sheet, [places]);
});

test("a second tab goes on with the drawing; the first says so, and can take it back", async () => {
  const first = await room.game();
  const sheet = await sheetOf(first);
  await first.draw(arc(sheet, 0, 0.3, 10));
  const id = await idOf(first);
  const second = await room.game({ context: first.context });
  await first.until(() => document.querySelector("dialog.elsewhere").open);
  assert.equal(await idOf(second), id);
  await second.draw(arc(sheet, 0.4, 0.6, 10));
  await saved(second);
  await first.send("Page.bringToFront");
  await first.click("dialog .here");
  await second.until(() => document.querySelector("dialog.elsewhere").open);
  assert.equal(await idOf(first), id);
  await first.draw(arc(sheet, 0.7, 0.9, 10));
  const drawing = await stored(first, await finish(first));
  assert.deepEqual(drawing.strokes.map(({ points }) => points.length), [10, 10, 10]);
});

test("the page asks nothing of anyone but its server, and has nothing to complain of", async () => {
  const page = await room.game();
  await page.run(() => {
    window.barred = [];
    addEventListener("securitypolicyviolation", (event) => window.barred.push(event.violatedDirective));
  });
  await page.draw(arc(await sheetOf(page)));
  await finish(page);
  const foreign = page.requests.filter((url) => new URL(url).host !== `127.0.0.1:${room.server.port}`);
  assert.deepEqual(foreign.filter((url) => !url.startsWith("about:") && !url.startsWith("data:")), []);
  assert.deepEqual(await page.run(() => window.barred), []);
  assert.deepEqual(page.complaints, []);
});

for (const [name, width, height, touch] of [
  ["a phone", 390, 844, true], ["a phone on its side", 844, 390, true], ["a small phone", 320, 568, true],
  ["a tablet", 1180, 820, true], ["a projector", 1920, 1080, false],
]) {
  test(`on ${name} everything is in view, nothing scrolls, and targets are large enough`, async () => {
    const page = await room.game({ width, height, touch });
    const places = await page.run(() => [...document.querySelectorAll("button, .sheet, .prompt, round-progress")]
      .filter((element) => element.getClientRects().length > 0)
      .map((element) => ({ name: element.className || element.localName, ...element.getBoundingClientRect().toJSON(),
        isTarget: element.localName === "button" })));
    for (const { name: part, left, top, right, bottom, isTarget } of places) {
      assert.ok(left >= 0 && top >= 0 && right <= width && bottom <= height, `${part} is out of view`);
      if (isTarget) assert.ok(right - left >= 48 && bottom - top >= 48, `${part} is too small`);
    }
    assert.ok(await page.run(() => document.documentElement.scrollWidth <= innerWidth));
    const { width: paper, height: paperHeight } = await sheetOf(page);
    assert.ok(paper * paperHeight > 0.4 * width * height, "the sheet has the most of the room");
  });
}

test("labels as long as German ones keep their place", async () => {
  const page = await room.game({ width: 390, height: 844, touch: true });
  await page.run(() => {
    document.querySelector(".prompt").textContent = "Zeichne ein gleichschenkliges Parallelogramm";
    const words = ["rückgängig", "alles löschen", "abgeschlossen"];
    document.querySelectorAll(".controls span").forEach((label, index) => { label.textContent = words[index]; });
  });
  const right = await page.run(() => Math.max(...Array.from(
    document.querySelectorAll("button, .prompt"), (part) => part.getBoundingClientRect().right)));
  assert.ok(right <= 390);
});

test("the wire codec writes what the protocol says", async () => {
  const page = await room.game();
  const [bytes, back] = await page.run(async () => {
    const { encodePoints, decodePoints } = await import("/shared/wire.js");
    const frame = encodePoints({ seq: 258, starts: true, ends: false, points: [
      { x: -1, y: 800, elapsed: 0, pressure: 128 }, { x: 3_200, y: 2, elapsed: 70_000, pressure: 255 }] });
    return [[...frame], decodePoints(frame)];
  });
  assert.deepEqual(bytes, [1, 1, 0, 0, 2, 1, 0, 0, 255, 255, 32, 3, 0, 0, 128, 0, 128, 12, 2, 0, 255, 255, 255, 0]);
  assert.equal(back.points[1].elapsed, 65_535);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { Administrator } from "../wire/administrator.js";
import { arc, classroom, finish, nextPrompt, sheetOf, stored } from "./classroom.js";

const room = classroom();
const built = ["line", "circle", "square", "triangle", "heart"];

const zigzag = [[60, 60], [340, 60], [60, 340], [340, 340]].flatMap(([x, y], index, corners) => {
  const [a, b] = corners[Math.max(0, index - 1)];
  return index === 0 ? [[x, y]]
    : Array.from({ length: 20 }, (_, step) => [a + (x - a) * (step + 1) / 20, b + (y - b) * (step + 1) / 20]);
});

test("a shape that an administrator has just drawn is played: its name is text, its ghost the example", async () => {
  const ada = await Administrator.signIn(room.server);
  const name = "zig <b>zag</b> \"&amp;";
  const made = await ada.ask("POST", "/api/admin/shapes",
    { name, examples: [{ canvas: { width: 400, height: 400 }, strokes: [zigzag] }] });
  assert.equal(made.status, 201, made.body.toString());
  const { id } = made.json();
  // Nothing else is left to ask for.
  for (const key of built) await ada.ask("PATCH", `/api/admin/shapes/${key}`, { enabled: false });

  const page = await room.game();
  const shown = await page.run(() => ({ prompt: document.querySelector(".prompt").textContent,
    bold: document.querySelectorAll(".prompt b").length, ghost: document.querySelector(".ghost").getAttribute("d"),
    picture: document.querySelector(".prompt svg path").getAttribute("d") }));
  assert.equal(shown.prompt, `Draw a ${name}`);
  assert.equal(shown.bold, 0);
  for (const path of [shown.ghost, shown.picture]) assert.match(path, /^M[\d. ]+(L[\d. ]+){10,}$/);

  const sheet = await sheetOf(page);
  const size = Math.min(sheet.width, sheet.height) / 400;
  await page.draw(zigzag.map(([x, y]) => [
    Math.round(sheet.left + sheet.width / 2 + (x - 200) * size),
    Math.round(sheet.top + sheet.height / 2 + (y - 200) * size)]));
  const drawing = await stored(page, await finish(page));
  assert.equal(drawing.shape, id);
  assert.ok(drawing.quality > 0.8, `${drawing.quality}`);
  await nextPrompt(page);
});

test("an open page asks for what there is when a round begins, and does not insist on what is retired", async () => {
  const ada = await Administrator.again(room.server);
  for (const key of built) await ada.ask("PATCH", `/api/admin/shapes/${key}`, { enabled: key === "circle" });
  for (const { id } of (await ada.ask("GET", "/api/admin/shapes")).json()) {
    if (id !== "circle") await ada.ask("PATCH", `/api/admin/shapes/${id}`, { enabled: false });
  }
  const page = await room.game();
  assert.equal(await page.run(() => document.querySelector(".prompt").textContent), "Draw a circle");
  await ada.ask("PATCH", "/api/admin/shapes/heart", { enabled: true });
  await ada.ask("PATCH", "/api/admin/shapes/circle", { enabled: false });
  // The page does not know yet; what it draws is refused, stays on the device, and is not asked for again.
  await page.draw(arc(await sheetOf(page)));
  await page.until(() => document.querySelector(".prompt").textContent === "Draw a heart");
});

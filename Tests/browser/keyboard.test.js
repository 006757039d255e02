// Drawing without a pointer: by keys, and by one switch or two.
import assert from "node:assert/strict";
import { test } from "node:test";
import { faultsOf, withoutAxe } from "./axe.js";
import { begins, classroom, finish, idOf, saved, stored } from "./classroom.js";
import { press } from "./office.js";

const room = classroom();

const isScored = (page) => page.until(() => document.querySelector(".result.shown span")?.textContent);

/** A page that asks for a shape, whatever it would have asked for. */
async function asks(shape, options) {
  const page = await room.game(options);
  await page.run((id) => localStorage.setItem("inkling.round", JSON.stringify({
    id: "01890a5d-ac96-774b-bcce-b302099a8057", mode: "normal", prompts: Array(6).fill({ shape: id }), index: 0,
  })), shape);
  await page.reload();
  await begins(page);
  return page;
}

async function toTheSheet(page) {
  await page.run(() => document.querySelector("sheet-keys").focus());
  await page.until(() => document.querySelector(".key-words")?.textContent);
}

async function keys(page, ...names) { for (const name of names) await press(page, name); }

const times = (key, count) => Array(count).fill(key);
const words = (page) => page.run(() => document.querySelector(".key-words").textContent);

/** Apex, two corners, and back. */
const triangle = [...times("ArrowUp", 2), " ", ...times("PageDown", 2), ...times("ArrowDown", 2), "Enter",
  ...times("ArrowLeft", 4), "c"];

test("a triangle takes a handful of keys, is good, and says that keys drew it", async () => {
  const page = await asks("triangle");
  await toTheSheet(page);
  await keys(page, ...triangle);
  await saved(page);
  const id = await idOf(page);
  await keys(page, "d");
  await isScored(page);
  const drawing = await stored(page, id);
  assert.equal(drawing.device, "keyboard");
  assert.equal(drawing.strokes.length, 1);
  assert.ok(drawing.quality > 0.7, `quality ${drawing.quality}`);
  const points = drawing.strokes[0].points;
  assert.ok(points.every(({ pressure }) => Math.abs(pressure - 0.5) < 0.01));
  const stamps = points.map(({ timestamp }) => timestamp);
  assert.deepEqual(stamps, [...stamps].sort((a, b) => a - b));
  assert.ok(points.length > 100 && stamps.at(-1) >= points.length - 1,
    `${points.length} points in ${stamps.at(-1)} ms`);
});

test("round lines make a circle that is round", async () => {
  const page = await asks("circle");
  await toTheSheet(page);
  const fine = async (key, count) => {
    for (let turn = 0; turn < count; turn += 1) await press(page, key, { shift: true });
  };
  await keys(page, "r", ...times("ArrowUp", 2), " ");
  // Round the compass, in quarters of a step.
  const ways = [[6, 2], [2, 6], [-2, 6], [-6, 2], [-6, -2], [-2, -6], [2, -6]];
  for (const [index, [x, y]] of ways.entries()) {
    if (index > 0) await press(page, "Enter");
    await fine(x > 0 ? "ArrowRight" : "ArrowLeft", Math.abs(x));
    await fine(y > 0 ? "ArrowDown" : "ArrowUp", Math.abs(y));
  }
  await keys(page, "c");
  await saved(page);
  const id = await idOf(page);
  await keys(page, "d");
  await isScored(page);
  const drawing = await stored(page, id);
  assert.ok(drawing.quality > 0.7, `quality ${drawing.quality}`);
});

test("where the cursor is, and whether the pen is down, is said in words", async () => {
  const page = await room.game();
  await toTheSheet(page);
  assert.match(await words(page), /Arrow keys move/);
  await keys(page, "ArrowRight", "ArrowRight", "ArrowUp");
  assert.equal(await words(page), "2 steps right, 1 step up");
  await press(page, "ArrowRight", { shift: true });
  assert.match(await words(page), /2\.25 steps right/);
  await keys(page, " ");
  assert.match(await words(page), /^Pen down\./);
  await keys(page, "ArrowDown", "Enter");
  assert.match(await words(page), /^Corner\./);
  await keys(page, "Escape");
  assert.match(await words(page), /^Pen up\./);
  await keys(page, ...times("ArrowLeft", 60));
  assert.match(await words(page), /edge/);
  const { nodes } = await page.send("Accessibility.getFullAXTree");
  const sheet = nodes.find(({ role, name }) => (
    role?.value === "application" && name?.value === "Draw with the keyboard"));
  assert.ok(sheet, "the sheet is not there for readers");
  assert.ok(nodes.some(({ role, ignored }) => role?.value === "status" && !ignored));
});

test("undo takes the line that was drawn, also while the pen is down, and the next begins anew", async () => {
  const page = await room.game();
  await toTheSheet(page);
  await keys(page, " ", "ArrowRight", " ", "ArrowDown", " ", "ArrowLeft", "Enter", "u");
  assert.equal(await page.run(() => document.querySelector(".controls .undo").disabled), false);
  await keys(page, "ArrowUp", " ", "ArrowUp", " ");
  const drawing = await stored(page, await finish(page));
  assert.equal(drawing.strokes.length, 2);
});

test("a key that is held goes on, and faster", async () => {
  const page = await room.game({ width: 1920, height: 1080 });
  await toTheSheet(page);
  const held = (autoRepeat) => page.send("Input.dispatchKeyEvent", { type: "rawKeyDown",
    key: "ArrowRight", code: "ArrowRight", windowsVirtualKeyCode: 39, modifiers: 8, autoRepeat });
  for (let turn = 0; turn < 11; turn += 1) await held(turn > 0);
  const steps = Number(/^([\d.]+) steps right/.exec(await words(page))?.[1]);
  assert.ok(steps > 11 / 4 + 1, `${steps} steps`);
});

test("one switch: the choices light up in turn and a press takes one; the pace is one's own", async () => {
  const page = await room.game();
  await page.run(() => localStorage.setItem("inkling.settings", `{"switches":"one","switch_ms":600,"motion":"less"}`));
  await page.reload();
  await page.until(() => document.querySelector(".scanner"));
  await begins(page);
  const take = async (name) => {
    await page.until((wanted) => document.querySelector(".scanner [aria-selected=true]").textContent === wanted, name);
    await press(page, " ");
  };
  await take("pen");
  await take("right");
  await take("right");
  await take("pen");
  const id = await idOf(page);
  await take("done");
  await page.until(() => document.querySelector(".result.shown"));
  assert.equal((await stored(page, id)).device, "keyboard");
});

test("two switches: one steps on, the other takes", async () => {
  const page = await room.game({ width: 390, height: 844 });
  await page.run(() => localStorage.setItem("inkling.settings", `{"switches":"two"}`));
  await page.reload();
  await page.until(() => document.querySelector(".scanner"));
  await begins(page);
  const lit = () => page.run(() => document.querySelector(".scanner [aria-selected=true]").textContent);
  assert.equal(await lit(), "up");
  await keys(page, " ", " ");
  assert.equal(await lit(), "right");
  await keys(page, "Enter", ...times(" ", 6));
  assert.equal(await lit(), "pen");
  await keys(page, "Enter");
  assert.ok(await idOf(page));
});

test("nothing keeps anybody out of drawing by keys, in any language and size", { skip: withoutAxe }, async () => {
  for (const size of [{ width: 390, height: 844 }, { width: 1180, height: 820, dark: true },
    { width: 1920, height: 1080 }]) {
    const page = await room.game(size);
    await page.run(() => {
      localStorage.setItem("inkling.language", "ar");
      localStorage.setItem("inkling.settings", `{"switches":"one","contrast":"high"}`);
    });
    await page.reload();
    await page.until(() => document.querySelector(".scanner") && document.querySelector(".prompt").textContent);
    await page.run(() => document.querySelector("sheet-keys").focus());
    assert.deepEqual(await faultsOf(page), [], JSON.stringify(size));
    assert.ok(await page.run(() => document.documentElement.scrollWidth <= innerWidth));
  }
});

// Whether drawings may be kept is asked once, kindly, and the answer holds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { faultsOf, withoutAxe } from "./axe.js";
import { arc, begins, classroom, finish, sheetOf, stored } from "./classroom.js";
import { hire, press, visit } from "./office.js";
import { email } from "./school.js";

const room = classroom();

/** The first page, as it asks. */
async function asked(options = {}) {
  const page = await room.browser.page(options);
  await page.open(room.server.url(options.host));
  await page.until(() => document.querySelector("dialog.consent[open]"));
  return page;
}

const told = (page) => page.run(async () => (await (await fetch("/api/user/game")).json()).consent);
const drawings = (page) => page.run(async () => (await (await fetch("/api/user/drawings")).json()).drawings.length);

test("the question has two equal answers, and neither Escape nor a touch beside it is one", async () => {
  const page = await asked({ width: 390, height: 844, touch: true });
  const [keep, play] = await page.run(() => ["keep", "play"].map((name) => {
    const button = document.querySelector(`.consent .${name}`);
    const { width, height } = button.getBoundingClientRect();
    const { backgroundColor, boxShadow, fontSize, fontWeight } = getComputedStyle(button);
    return { width, height, backgroundColor, boxShadow, fontSize, fontWeight };
  }));
  assert.deepEqual(keep, play);
  assert.ok(keep.height >= 48);
  for (let turn = 0; turn < 3; turn += 1) await press(page, "Escape");
  await page.pointer("mousePressed", [5, 5]);
  await page.pointer("mouseReleased", [5, 5]);
  assert.ok(await page.run(() => document.querySelector("dialog.consent").open));
  assert.equal(await told(page), false);
  assert.deepEqual(page.complaints, []);
});

test("whoever keeps their drawings finds them again, and is not asked a second time", async () => {
  const page = await asked();
  await begins(page, "keep");
  assert.equal(await told(page), true);
  await page.draw(arc(await sheetOf(page)));
  await stored(page, await finish(page));
  assert.equal(await drawings(page), 1);
  await page.reload();
  await page.until(() => /^Draw/.test(document.querySelector(".prompt").textContent));
  assert.equal(await page.run(() => document.querySelector("dialog.consent")), null);
  assert.equal(await page.run(() => document.querySelector("own-places .not-kept").getClientRects().length), 0);
});

test("whoever only plays gets a score, nothing is kept, and the page says so", async () => {
  const page = await asked();
  await begins(page, "play");
  await page.draw(arc(await sheetOf(page)));
  await finish(page);
  assert.equal(await drawings(page), 0);
  assert.ok(await page.run(() => !document.querySelector("own-places .not-kept").hidden));
  await page.click("own-places .not-kept");
  await page.until(() => document.activeElement?.name === "consent");
  await page.click("[name=consent]");
  await page.until(() => document.querySelector("own-places .not-kept").hidden);
  assert.equal(await told(page), true);
});

test("the administrator's own words are shown as text, whatever is in them, and asked anew when they change",
  async () => {
  await hire(room.server, email);
  const office = await visit(room.browser, room.server, "#/game", email);
  const write = async (text) => {
    await office.until(() => document.querySelector("game-view textarea"));
    await office.run((words) => { document.querySelector("game-view textarea").value = words; }, text);
    await office.click("game-view .go button");
    await office.until(() => document.querySelector("undo-bar.shown"));
  };
  const first = await asked();
  await begins(first, "keep");
  await write("<b>Class 3b</b> draws.\nYour teacher keeps the drawings until summer.");
  const page = await asked({ context: first.context });
  assert.deepEqual(
    await page.run(() => [...document.querySelectorAll("#consent-text p")].map(({ textContent }) => textContent)),
    ["<b>Class 3b</b> draws.", "Your teacher keeps the drawings until summer."]);
  assert.equal(await page.run(() => document.querySelector("#consent-text b")), null);
  await begins(page, "play");
  await office.click("undo-bar .undo");
  await office.until(() => document.querySelector("game-view textarea").value === "");
  const again = await asked();
  assert.match(await again.run(() => document.querySelector("#consent-text").textContent), /help a computer learn/);
});

test("where nobody is asked the game begins at once, and drawings are kept", async () => {
  await hire(room.server, "eve@example.org");
  const office = await visit(room.browser, room.server, "#/game", "eve@example.org");
  const asks = (ask) => office.run(async (wanted) => (await fetch("/api/admin/game",
    { method: "PATCH", body: JSON.stringify({ consent: { ask: wanted } }) })).status, ask);
  assert.equal(await asks(false), 200);
  try {
    const page = await room.browser.page();
    await page.open(room.server.url());
    await page.until(() => /^Draw/.test(document.querySelector(".prompt").textContent));
    assert.equal(await page.run(() => document.querySelector("dialog.consent")), null);
    await page.draw(arc(await sheetOf(page)));
    await stored(page, await finish(page));
    assert.equal(await drawings(page), 1);
  } finally {
    assert.equal(await asks(true), 200);
  }
});

test("without the server the game begins, and the question comes when it is back", async () => {
  const { context, ...first } = await asked();
  assert.ok(first);
  const page = await room.browser.page({ context });
  await page.send("Page.addScriptToEvaluateOnNewDocument", { source: `
    globalThis.isAway = true;
    const ask = fetch;
    globalThis.fetch = (path, ...rest) => (isAway && /api\\/(user\\/)?game/.test(path)
      ? Promise.reject(new TypeError("away")) : ask(path, ...rest));` });
  await page.open(room.server.url());
  await page.until(() => /^Draw/.test(document.querySelector(".prompt").textContent));
  assert.equal(await page.run(() => document.querySelector("dialog.consent")), null);
  await page.run(() => {
    globalThis.isAway = false;
    dispatchEvent(new Event("online"));
  });
  await page.until(() => document.querySelector("dialog.consent[open]"));
});

test("nothing keeps anybody out of the question, in any direction and size", { skip: withoutAxe }, async () => {
  for (const size of [{ width: 390, height: 844 }, { width: 1180, height: 820, dark: true },
    { width: 1920, height: 1080 }]) {
    const page = await room.browser.page(size);
    await page.send("Page.addScriptToEvaluateOnNewDocument",
      { source: `localStorage.setItem("inkling.language", "ar");` });
    await page.open(room.server.url());
    await page.until(() => document.querySelector("dialog.consent[open]"));
    assert.deepEqual(await faultsOf(page), [], JSON.stringify(size));
    assert.equal(await page.run(() => getComputedStyle(document.querySelector("dialog.consent")).direction), "rtl");
    assert.ok(await page.run(() => document.documentElement.scrollWidth <= innerWidth));
  }
});

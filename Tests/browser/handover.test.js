// From one device to another by a code or its picture.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readQR } from "../shared/qr.js";
import { arc, assertDrawn, begins, classroom, finish, idOf, saved, sheetOf, statistics, stored } from "./classroom.js";

const room = classroom();

/** Opens the panel as the settings do. */
const openPanel = (page) => page.run(async () => {
  const { Session } = await import("/shared/session.js");
  const { HandoverPanel } = await import("/game/handover/handover-panel.js");
  const desk = { current: null, putAway() {} };
  window.panel = new HandoverPanel(new Session(), desk);
  window.panel.open();
});
const code = (page) => page.until(() => (
  /^[A-Z]{3} [A-Z]{3}$/.exec(document.querySelector(".code-letters")?.textContent)?.[0]));

for (const [origin, host] of [["a secure origin", undefined], ["an insecure one", "classroom.test"]]) {
  test(`an unfinished drawing goes on at a tablet that reads the picture, on ${origin}`, async () => {
    const first = await room.game({ host });
    const sheet = await sheetOf(first);
    const [left, right] = [arc(sheet, 0, 0.5, 20), arc(sheet, 0.5, 1, 20)];
    await first.draw(left);
    await saved(first);
    const id = await idOf(first);
    await openPanel(first);
    const letters = (await code(first)).replace(" ", "");
    const picture = await first.until(async () => {
      const { src, complete, naturalWidth } = document.querySelector(".code-picture");
      return src && complete && naturalWidth > 0 && (await fetch(src)).text();
    });
    const address = readQR(picture);
    assert.equal(address, `${new URL(room.server.url(host)).origin}/#take=${letters}`);
    const second = await room.browser.page({ width: 1180, height: 820, touch: true });
    await second.open(address);
    assert.equal(await idOf(second), id);
    assert.equal(await second.run(() => location.hash), "", "the code does not stay in the address");
    await first.until(() => document.querySelector(".elsewhere").open);
    assert.deepEqual(await sheetOf(second), sheet);
    await second.draw(right);
    assert.equal(await finish(second), id);
    assertDrawn(await stored(second, id), sheet, [left, right]);
    assert.equal((await statistics(first)).drawings, 1);
    assert.deepEqual(second.complaints, []);
  });
}

test("a code that was used is told in one sentence, and the page draws on as before", async () => {
  const page = await room.browser.page();
  await page.open(`${room.server.url()}#take=BBBBBB`);
  await page.until(() => document.querySelector(".page-note")?.textContent
    === "That code is used up or wrong. Ask the other device for a new one.");
  await begins(page);
  await page.draw(arc(await sheetOf(page), 0, 1, 20));
  assert.ok(await stored(page, await finish(page)));
});

test("the code can be typed, in small letters and with a space", async () => {
  const first = await room.game();
  await first.draw(arc(await sheetOf(first), 0, 0.6, 20));
  await saved(first);
  const id = await idOf(first);
  await openPanel(first);
  const letters = await code(first);
  const second = await room.game();
  await typeCode(second, letters.toLowerCase());
  await second.until((drawing) => document.querySelector("ink-sheet")?.dataset.drawing === drawing, id);
});

/** Types a code at another device, which goes on as that person. */
async function typeCode(page, letters) {
  await openPanel(page);
  await code(page);
  await page.run((typed) => {
    document.querySelector(".handover input").value = typed;
    // The page goes at once; this answers before.
    setTimeout(() => document.querySelector(".handover form button").click());
  }, letters);
}

/** Somebody who answered like this goes on at a device where somebody else answered like that. */
async function movedTo(answer, otherAnswer) {
  const [first, second] = [await room.browser.page(), await room.browser.page()];
  for (const [page, said] of [[first, answer], [second, otherAnswer]]) {
    await page.open(room.server.url());
    await begins(page, said);
  }
  await openPanel(first);
  await second.run(() => { window.isBefore = true; });
  await typeCode(second, await code(first));
  await second.until(() => !window.isBefore && document.body !== null);
  return second;
}
const consentOf = (page) => page.run(async () => (await (await fetch("/api/user/game")).json()).consent);

test("what one said of keeping goes along, whatever was said at the other device before", async () => {
  const page = await movedTo("keep", "play");
  await page.until(() => document.body?.dataset.state === "asking");
  assert.equal(await page.run(() => document.querySelector("dialog.consent")), null, "nobody is asked twice");
  assert.equal(await consentOf(page), true);
  await page.reload();
  await page.until(() => document.body?.dataset.state === "asking");
  assert.equal(await page.run(() => document.querySelector("dialog.consent")), null);
});

test("a no is no yes because somebody else said yes at the other device: it is asked again", async () => {
  const page = await movedTo("play", "keep");
  await page.until(() => document.querySelector("dialog.consent[open]"));
  assert.equal(await consentOf(page), false);
});

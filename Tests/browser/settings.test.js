// How one likes to play: every setting holds at once and is remembered, on any screen and in every language.
import assert from "node:assert/strict";
import { test } from "node:test";
import { faultsOf, withoutAxe } from "./axe.js";
import { begins, classroom, clickAtRest } from "./classroom.js";
import { press } from "./office.js";

const room = classroom();
const sizes = [{ width: 390, height: 844, touch: true }, { width: 1180, height: 820, dark: true },
  { width: 1920, height: 1080 }];

async function open(page) {
  await clickAtRest(page, "own-places .settings");
  await page.until(() => document.querySelector("settings-panel dialog[open]"));
}

const choose = (page, name, value) => page.run((chosen, wanted) => {
  const select = document.querySelector(`settings-panel [name=${chosen}]`);
  select.value = wanted;
  select.dispatchEvent(new Event("change"));
}, name, value);

const rootHas = (page, name) => page.run((chosen) => document.documentElement.classList.contains(chosen), name);

test("sounds and speech are off and times are on, until somebody says otherwise", async () => {
  const page = await room.game();
  await open(page);
  const checked = await page.run(() => Object.fromEntries(
    [...document.querySelectorAll("settings-panel [type=checkbox]")].map(({ name, checked: is }) => [name, is])));
  assert.deepEqual([checked.sound, checked.speech, checked.time_limits, checked.left_handed],
    [false, false, true, false]);
  assert.deepEqual(page.complaints, []);
});

test("the other hand's layout mirrors the buttons and the ring, and is still there after a reload", async () => {
  const page = await room.game();
  const doneIsLeft = () => page.run(() => {
    const { left, right } = document.querySelector(".controls .done").getBoundingClientRect();
    return left < innerWidth - right;
  });
  assert.equal(await doneIsLeft(), false);
  await open(page);
  await page.click("settings-panel [name=left_handed]");
  await page.click("settings-panel .close");
  assert.equal(await doneIsLeft(), true);
  await page.reload();
  await begins(page);
  assert.equal(await doneIsLeft(), true);
  assert.ok(await page.run(() => {
    const ring = document.querySelector("quality-ring").getBoundingClientRect();
    return ring.left < innerWidth / 2;
  }));
});

test("contrast, size and calm are there before the page is painted", async () => {
  const page = await room.game();
  await open(page);
  for (const [name, value] of [["contrast", "high"], ["text", "huge"], ["motion", "less"]]) {
    await choose(page, name, value);
  }
  for (const name of ["high-contrast", "text-huge", "less-motion"]) assert.ok(await rootHas(page, name), name);
  // What a page has before any module ran: the class is set by the script in its head.
  await page.send("Page.addScriptToEvaluateOnNewDocument", { source: `
    new MutationObserver((changes, watching) => {
      if (!document.body) return;
      globalThis.early = document.documentElement.className;
      watching.disconnect();
    }).observe(document, { childList: true, subtree: true });` });
  await page.reload();
  assert.match(await page.run(() => globalThis.early), /less-motion.*high-contrast.*text-huge/);
  const { size, animation } = await page.run(() => ({ size: getComputedStyle(document.documentElement).fontSize,
    animation: getComputedStyle(document.querySelector(".done")).transitionDuration }));
  assert.deepEqual([size, animation], ["22px", "0s"]);
});

test("what the system says holds where nothing is chosen", async () => {
  const page = await room.game({ reduced: true });
  assert.ok(await rootHas(page, "less-motion"));
  assert.equal(await rootHas(page, "high-contrast"), false);
});

test("odd settings of another time change nothing and break nothing", async () => {
  const page = await room.game();
  for (const kept of ["null", "[]", "7", "{", `{"left_handed":"yes","switch_ms":-4,"text":"<b>"}`]) {
    await page.run((text) => localStorage.setItem("inkling.settings", text), kept);
    await page.reload();
    await begins(page);
    assert.equal(await page.run(() => document.body.classList.contains("left-handed")), false);
  }
  assert.deepEqual(page.complaints, []);
});

test("the page speaks another language at once, from right to left where that is how it is read", async () => {
  const page = await room.game();
  await open(page);
  await choose(page, "language", "ar");
  await page.until(() => document.querySelector("#settings-title").textContent === "الإعدادات");
  assert.equal(await page.run(() => document.documentElement.dir), "rtl");
  await choose(page, "language", "de");
  await page.until(() => document.querySelector("#settings-title").textContent === "Einstellungen");
});

test("from the settings one comes to a second device and to a lesson, each in the place of the settings", async () => {
  const page = await room.game();
  await open(page);
  await page.click("settings-panel .to-device");
  await page.until(() => document.querySelector("dialog.handover[open]") && !document.querySelector("settings-panel"));
  await press(page, "Escape");
  await page.until(() => !document.querySelector("dialog.handover"));
  await open(page);
  await page.click("settings-panel .to-lesson");
  await page.until(() => document.querySelector("dialog.lesson-join[open]")
    && !document.querySelector("settings-panel"));
});

test("Escape closes it, and the focus is back on its button", async () => {
  const page = await room.game();
  await page.run(() => document.querySelector("own-places .settings").focus());
  await press(page, "Enter");
  await page.until(() => document.querySelector("settings-panel dialog[open]"));
  await press(page, "Escape");
  await page.until(() => !document.querySelector("settings-panel"));
  assert.ok(await page.run(() => document.activeElement.matches("own-places .settings")));
});

test("nothing keeps anybody out of the settings; long words and large letters fit", { skip: withoutAxe }, async () => {
  for (const size of sizes) {
    for (const language of ["de", "ar"]) {
      const page = await room.game(size);
      await page.run((code) => {
        localStorage.setItem("inkling.language", code);
        localStorage.setItem("inkling.settings", `{"text":"huge","switches":"one"}`);
      }, language);
      await page.reload();
      await page.until(() => document.querySelector(".prompt").textContent
        && document.querySelector(".ghost").getAttribute("d"));
      await open(page);
      await page.run(() => {
        document.querySelector("settings-panel .words").textContent
          = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen";
      });
      const words = `${JSON.stringify(size)} ${language}`;
      assert.deepEqual(await faultsOf(page), [], words);
      const fits = await page.run(() => {
        const place = document.querySelector("settings-panel .pages");
        return place.scrollWidth <= place.clientWidth + 1;
      });
      assert.ok(fits, `something sticks out: ${words}`);
      const targets = "settings-panel button, settings-panel select, settings-panel label.setting";
      const small = await page.run((selector) => [...document.querySelectorAll(selector)]
        .filter((one) => one.getClientRects().length > 0 && one.getBoundingClientRect().height < 48)
        .map(({ outerHTML }) => outerHTML.slice(0, 60)), targets);
      assert.deepEqual(small, [], words);
    }
  }
});

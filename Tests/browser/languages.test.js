// The page in each of its languages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { faultsOf, withoutAxe } from "./axe.js";
import { arc, begins, classroom, saved, sheetOf } from "./classroom.js";

const room = classroom();
const codes = ["en", "de", "es", "fr", "zh", "ar"];
const catalogues = Object.fromEntries(await Promise.all(codes.map(async (code) =>
  [code, (await import(`../../web/game/languages/${code}.js`)).default])));

for (const code of codes) {
  test(`in ${code} the page follows the browser, is drawn on, and keeps nobody out`, async () => {
    const page = await room.browser.page({ width: 390, height: 844, touch: true });
    await page.send("Emulation.setUserAgentOverride",
      { userAgent: "Mozilla/5.0 test", acceptLanguage: `${code}-XX,${code}` });
    await page.open(room.server.url());
    const [before, after] = catalogues[code]["prompt.draw"].split("{shape}");
    await begins(page, "keep", before);
    const { lang, dir, prompt, undo } = await page.run(() => ({
      lang: document.documentElement.lang, dir: document.documentElement.dir,
      prompt: document.querySelector(".prompt").textContent, undo: document.querySelector(".undo span").textContent }));
    assert.equal(lang, code);
    assert.equal(dir, code === "ar" ? "rtl" : "ltr");
    assert.equal(undo, catalogues[code]["control.undo"]);
    assert.ok(prompt.startsWith(before) && prompt.endsWith(after), prompt);
    await page.draw(arc(await sheetOf(page)));
    await saved(page);
    await page.click(".controls .done");
    await page.until(() => document.querySelector(".result.shown"));
    assert.ok(await page.run(() => document.documentElement.scrollWidth <= innerWidth));
    const fetched = page.requests.filter((url) => /languages\/(?!language)\w+\.js/.test(url));
    assert.deepEqual(fetched.map((url) => url.split("/").pop()), [`${code}.js`]);
    if (!withoutAxe) assert.deepEqual(await faultsOf(page), [], code);
    await page.click(".doors .modes");
    await page.until(() => document.querySelector(".modes-dialog")?.open);
    if (!withoutAxe) assert.deepEqual(await faultsOf(page), [], code);
  });
}

test("another language is spoken at once, and remembered", async () => {
  const page = await room.game();
  await page.run(async () => { await (await import("/game/languages/language.js")).setLanguage("de"); });
  assert.match(await page.run(() => document.querySelector(".prompt").textContent), /^Zeichne /);
  assert.equal(await page.run(() => document.querySelector(".controls .done span").textContent), "fertig");
  await page.reload();
  await page.until(() => /^Zeichne /.test(document.querySelector(".prompt").textContent));
  const forms = await page.run(async () => {
    const { setLanguage, t } = await import("/game/languages/language.js");
    await setLanguage("ar");
    return [1, 2, 3, 11].map((count) => t("keeping.device_count", { count }));
  });
  assert.equal(new Set(forms).size, 4, "four Arabic plural forms");
});

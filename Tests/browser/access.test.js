// What axe-core finds on each page of the dashboard, in light and in dark; `scripts/install tests` fetches it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Browser } from "./driver.js";
import { desk, door, go, school } from "./school.js";

const rules = readFileSync(new URL("../../.build-tests/axe/axe_playwright_python/axe.min.js", import.meta.url), "utf8");
let server;
let browser;

before(async () => {
  server = await school(30);
  browser = await Browser.start();
});
after(async () => {
  await browser?.stop();
  await server?.dispose();
});

/** What is wrong, and where. */
async function faults(page) {
  await page.send("Runtime.evaluate", { expression: rules });
  return page.run(async () => (await window.axe.run(document, { resultTypes: ["violations"] })).violations
    .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
      `${id} at ${target.join(" ")}: ${failureSummary}`)));
}

for (const [name, dark] of [["light", false], ["dark", true]]) {
  test(`axe finds nothing on any page in ${name}`, async () => {
    const outside = await door(browser, server, { dark });
    assert.deepEqual(await faults(outside), [], "sign-in");
    const page = await desk(browser, server, { dark });
    // From the router's own table, so that no page can be forgotten.
    const names = await page.run(async () => (await import("/admin/router.js")).destinations.map((one) => one.name));
    assert.ok(names.length > 5);
    for (const one of names) {
      await go(page, one);
      await new Promise((resolve) => setTimeout(resolve, 800));
      assert.deepEqual(await faults(page), [], one);
    }
    await go(page, "models?model=starter");
    await page.until(() => document.querySelector(".confusion .wrong"));
    await page.click(".confusion .wrong");
    await page.until(() => document.querySelector("mistake-strip h4"));
    assert.deepEqual(await faults(page), [], "a cell of the confusion matrix");
    await page.run(() => { document.querySelector("account-menu details").open = true; });
    assert.deepEqual(await faults(page), [], "the account's menu");
  });
}

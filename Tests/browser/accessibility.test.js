// Nothing that axe-core knows of keeps anybody out of a page: each of the program's pages and each view of the
// dashboard, in light and in dark, on a phone, and with nothing in it.
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { destinations } from "../../web/admin/router.js";
import { faultsOf, withoutAxe } from "./axe.js";
import { Browser } from "./driver.js";
import { hire, visit } from "./office.js";
import { email, school } from "./school.js";
import { Server } from "./server.js";

const web = new URL("../../web/", import.meta.url);
/** The folders of pages: a new one cannot be forgotten. The game is at the root. */
const pages = ["", ...readdirSync(web)
  .filter((name) => name !== "admin" && existsSync(new URL(`${name}/index.html`, web)))];
const sizes = [{ width: 1180, height: 820 }, { width: 1180, height: 820, dark: true }, { width: 390, height: 844 }];
/** Long enough for what a view asks for, and for what fades in. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 800));
let browser;
/** Servers with an administrator who has signed in: `context` is the profile of their browser. */
let full;
let empty;

before(async () => {
  if (withoutAxe) return;
  browser = await Browser.start();
  const servers = await Promise.all([school(20), Server.start()]);
  await hire(servers[1], email);
  [full, empty] = await Promise.all(servers.map(async (server) => (
    { server, context: (await visit(browser, server, "", email)).context })));
});
after(async () => {
  await browser?.stop();
  await Promise.all([full?.server.dispose(), empty?.server.dispose()]);
});

/** Asserts that nothing is wrong with what is at an address once `isThere` says that it is. */
async function assertSound({ server, context }, address, size, isThere = () => true) {
  const page = await browser.page({ ...size, context });
  await page.open(`${server.url()}${address}`);
  await page.until(isThere);
  await settled();
  const words = `${address || "the game"} ${JSON.stringify(size)}`;
  assert.deepEqual(await faultsOf(page), [], words);
  const fits = await page.run(() => document.documentElement.scrollWidth <= innerWidth);
  assert.ok(fits, `something sticks out of ${words}`);
  await browser.send("Target.closeTarget", { targetId: page.target });
}

for (const name of pages) {
  test(`nothing is wrong with /${name}`, { skip: withoutAxe }, async () => {
    for (const size of sizes) await assertSound(full, name, size);
  });
}

test("nothing is wrong where one signs in", { skip: withoutAxe }, async () => {
  for (const size of sizes) {
    await assertSound({ ...full, context: undefined }, "admin", size,
      () => document.querySelector("login-form form")?.getClientRects().length > 0);
  }
});

for (const { name } of destinations) {
  test(`nothing is wrong with the dashboard's ${name}`, { skip: withoutAxe }, async () => {
    for (const size of sizes) await assertSound(full, `admin#/${name}`, size, () => document.querySelector("main > *"));
    await assertSound(empty, `admin#/${name}`, sizes[0], () => document.querySelector("main > *"));
  });
}

test("axe is at work: a picture without words is found", { skip: withoutAxe }, async () => {
  const page = await browser.page();
  await page.run(() => { document.body.innerHTML = '<img src="data:,">'; });
  assert.match((await faultsOf(page)).join("; "), /image-alt/);
});

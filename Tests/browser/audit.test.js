import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser } from "./driver.js";
import { draw, hire, timed, visit } from "./office.js";
import { email, school } from "./school.js";

const bob = "bob@example.org";
let server;
let browser;

before(async () => {
  server = await school(10);
  await hire(server, bob);
  browser = await Browser.start();
});
after(async () => {
  await browser?.stop();
  await server?.dispose();
});

const post = (page, path, body = {}) => page.run(async (address, content) =>
  (await fetch(address, { method: "POST", body: JSON.stringify(content) })).json(), path, body);
const audit = (hash, who = email, options) => visit(browser, server, hash, who, options);

test("who did what appears within a second, and is undone from there", async () => {
  const id = await draw(server, "heart");
  const [ada, other] = [await audit("#/audit"), await audit("#/gallery", bob)];
  await ada.until(() => document.querySelector("audit-list tbody tr"));
  await post(other, `/api/admin/drawings/${id}/flag`, { flagged: true, reason: "<i>odd</i>" });
  assert.ok(await timed(ada, () => document.querySelector("tr[data-action='drawing.flagged']")) < 1_000);
  const text = await ada.run(() => document.querySelector("tr[data-action='drawing.flagged']").textContent);
  assert.match(text, /bob@example\.org.*flagged.*<i>odd<\/i>/);
  assert.equal(await ada.run(() => document.querySelectorAll("audit-list i").length), 0);
  await ada.click("tr[data-action='drawing.flagged'] .undo");
  await other.until(async (drawing) => !(await (await fetch(`/api/admin/drawings/${drawing}`)).json()).flagged,
    id);
  await ada.until(() => document.querySelectorAll("audit-list tbody tr")[0].dataset.action !== "drawing.flagged"
    || document.querySelector("tr[data-action$=undone]"));
});

test("what was changed since cannot be undone, and the page says so", async () => {
  const id = await draw(server, "line");
  const page = await audit(`#/audit?subject=${id}`);
  await page.until(() => /Nothing was done yet/.test(document.querySelector("audit-list .end")?.textContent));
  await post(page, `/api/admin/drawings/${id}/relabel`, { shape: "heart" });
  await page.until(() => document.querySelector("tr[data-action='drawing.relabelled']")?.dataset.entry);
  await post(page, `/api/admin/drawings/${id}/relabel`, { shape: "circle" });
  await page.until(() => document.querySelectorAll("tr[data-action='drawing.relabelled']").length === 2);
  const ways = await page.run(() =>
    [...document.querySelectorAll("audit-list tbody tr")].map((row) => row.querySelector(".undo") !== null));
  assert.deepEqual(ways, [true, false]);
  const late = await audit(`#/audit?subject=${id}`, bob);
  const newest = await late.until(() => document.querySelector("tr .undo")?.closest("tr").dataset.entry);
  // The news do not reach him.
  await late.run(async () => (await import("/admin/feed.js")).feed.close());
  await post(page, `/api/admin/drawings/${id}/relabel`, { shape: "square" });
  await late.click(`tr[data-entry="${newest}"] .undo`);
  const words = await late.until((entry) =>
    document.querySelector(`tr[data-entry="${entry}"] .fault`).textContent, newest);
  assert.match(words, /ada@example\.org has changed this drawing since/);
});

test("entries are filtered by who, what and when, and the address says it", async () => {
  const page = await audit(`#/audit?actor=${encodeURIComponent(bob)}`);
  await page.until(() => document.querySelector("audit-list tbody tr"));
  const who = await page.run(() =>
    [...document.querySelectorAll("audit-list .who")].map(({ textContent }) => textContent));
  assert.ok(who.every((name) => name === bob), who.join());
  await page.run(() => {
    const field = document.querySelector("[name=action]");
    field.value = "login";
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await page.until((who) => location.hash === `#/audit?actor=${encodeURIComponent(who)}&action=login`, bob);
  await page.until(() =>
    [...document.querySelectorAll("audit-list tbody tr")].every(({ dataset }) => dataset.action === "login"));
  await page.run(() => { location.hash = "#/audit?from=2026-13-77"; });
  await page.until(() => document.querySelector(".audit-filter .fault").textContent !== "");
});

test("whoever reads further down is not disturbed: what is new waits", async () => {
  const id = await draw(server, "square");
  const page = await audit("#/audit", email, { width: 1180, height: 500 });
  for (let turn = 0; turn < 40; turn += 1) {
    await post(page, `/api/admin/drawings/${id}/flag`, { flagged: turn % 2 === 0 });
  }
  await page.until((drawing) =>
    document.querySelectorAll(`audit-list tbody tr[data-subject="${drawing}"]`).length === 40, id);
  await page.run(() => scrollTo(0, 900));
  await page.until(() => scrollY === 900);
  const first = await page.run(() => document.querySelector("audit-list tbody tr").dataset.entry);
  await post(page, `/api/admin/drawings/${id}/relabel`, { shape: "heart" });
  await page.until(() => document.querySelector("audit-list .new").textContent === "1 new"
    && !document.querySelector("audit-list .new").hidden);
  assert.equal(await page.run(() => document.querySelector("audit-list tbody tr").dataset.entry), first);
  await page.click("audit-list .new");
  await page.until((entry) => document.querySelector("audit-list tbody tr").dataset.entry !== entry, first);
  assert.equal(await page.run(() => scrollY), 0);
});

for (const [name, width, height] of [["a phone", 390, 844], ["a tablet", 1180, 820],
  ["a projector", 1920, 1080]]) {
  test(`on ${name} the audit keeps within its width`, async () => {
    const page = await audit("#/audit", email, { width, height });
    await page.until(() => document.querySelector("audit-list tbody tr"));
    assert.ok(await page.run(() => document.documentElement.scrollWidth <= innerWidth));
  });
}

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser } from "./driver.js";
import { desk, go, school, type } from "./school.js";

let server;
let browser;
/** Versions: one that has learnt next to nothing, and a good one. */
let [poor, good] = ["", ""];

before(async () => {
  server = await school(200);
  browser = await Browser.start();
  const page = await desk(browser, server);
  const train = async (config) => {
    const id = await page.run(async (wanted) => (await (await fetch("/api/admin/training/start",
      { method: "POST", body: JSON.stringify({ config: wanted }) })).json()).id, config);
    const { error, version } = await page.until(async (job) => {
      const { error: reason, model } = await (await fetch(`/api/admin/training/${job}`)).json();
      return (reason || model) && { error: reason, version: model?.version };
    }, id);
    assert.ok(version, error);
    return version;
  };
  poor = await train({ epochs: 1, learning_rate: 0.00001, synthetic: false });
  good = await train({ epochs: 8, activate: false });
});
after(async () => {
  await browser?.stop();
  await server?.dispose();
});

const serving = (page) => page.run(() => [...document.querySelectorAll("[data-active=true]")]
  .map(({ dataset }) => dataset.model));
const serves = (page, version) =>
  page.until((model) => document.querySelector(`[data-model="${model}"]`)?.dataset.active === "true", version);
const models = async (query = "") => {
  const page = await desk(browser, server, { at: `models${query}` });
  await page.until(() => document.querySelector("model-panel h3, comparison-panel h3"));
  return page;
};
const stored = (page, version) => page.run(async (model) => (await fetch(`/api/admin/models/${model}`)).json(),
  version);

test("a worse model serves only when somebody insists; U takes it back, and the other page shows both within a second",
  async () => {
  const [page, other] = [await models(`?model=${poor}`), await models()];
  assert.deepEqual(await serving(page), ["starter"]);
  await page.click(".activate");
  await page.until(() => document.querySelector("dialog[open]"));
  assert.match(await page.run(() => document.querySelector("dialog p").textContent),
    /it is less accurate than starter\. Measured: −[\d.]+ points \(−[\d.]+ to −[\d.]+\) on \d+ drawings\.$/);
  await page.click("dialog .quiet");
  await page.until(() => !document.querySelector("dialog"));
  assert.deepEqual(await serving(page), ["starter"]);
  await page.click(".activate");
  await page.until(() => document.querySelector("dialog[open]"));
  await page.click("dialog .strong");
  await serves(page, poor);
  const began = Date.now();
  await serves(other, poor);
  assert.ok(Date.now() - began < 1_000);
  await page.until(() => document.querySelector("undo-bar.shown .undo:not([hidden])"));
  await page.run(() => dispatchEvent(new KeyboardEvent("keydown", { key: "u" })));
  for (const one of [page, other]) await serves(one, "starter");
  await page.until(() => document.querySelector("undo-bar p").textContent.startsWith("Taken back"));
});

test("one click lets a good model serve, one rolls back", async () => {
  const [page, other] = [await models(`?model=${good}`), await models()];
  await page.click(".activate");
  for (const one of [page, other]) await serves(one, good);
  await page.click(".rollback");
  for (const one of [page, other]) await serves(one, "starter");
  assert.equal(await page.run(() => document.querySelectorAll("dialog").length), 0);
});

test("all that is known of a version is shown, and the cells of the confusion matrix open their drawings", async () => {
  const page = await models(`?model=${poor}`);
  const { metrics, labels } = await stored(page, poor);
  assert.equal(await page.run(() => document.querySelectorAll(".calibration .dot").length), metrics.calibration
    .filter(({ drawings }) => drawings > 0).length);
  assert.equal(await page.run(() =>
    document.querySelectorAll("model-panel .tables table")[1].querySelectorAll("tbody tr").length),
    metrics.classes.length);
  const points = metrics.unfinished.filter(({ accuracy }) => accuracy !== null).length;
  assert.equal(await page.run(() => document.querySelector(".plots path").getAttribute("d").match(/[ML]/g).length),
    points);
  const cells = labels.flatMap((shape, at) => labels.map((guessed, column) =>
    ({ shape, guessed, count: metrics.confusion[at][column] })))
    .filter(({ shape, guessed, count }) => shape !== guessed && count > 0);
  const { shape, guessed, count } = cells.sort((a, b) => b.count - a.count)[0];
  await page.click(`.confusion [aria-label$="drawn as ${shape}, said ${guessed}"]`);
  await page.until(() => document.querySelector("mistake-strip .strip li"));
  assert.equal(await page.run(() => document.querySelectorAll("mistake-strip .strip li").length), Math.min(60, count));
  assert.match(await page.run(() => document.querySelector("mistake-strip h4").textContent),
    new RegExp(`Drawn as ${shape}, taken for ${guessed}`));
  await page.until(() => document.querySelector("mistake-strip img").naturalWidth === 128);
  // The address leads another there too.
  const other = await desk(browser, server);
  await go(other, (await page.run(() => location.hash)).slice(2));
  await other.until(() => document.querySelector("mistake-strip .strip li"));
});

test("two versions side by side: which is better, how sure that is, and where they differ", async () => {
  const page = await models(`?model=${poor}`);
  await page.click(`[data-model="${good}"] .compare`);
  assert.equal(await page.until(() => document.querySelector(".verdict")?.textContent),
    `${good} is more accurate than ${poor}.`);
  assert.match(await page.run(() => document.querySelector("comparison-panel .figures").textContent),
    /^\+[\d.]+ points \(\+[\d.]+ to \+[\d.]+\), p [=<] [\d.]+, on \d+ drawings/);
  assert.equal(await page.run(() => document.querySelector(".interval").classList.contains("better")), true);
  assert.equal(await page.run(() => document.querySelectorAll("comparison-panel .plots path").length), 2);
  await page.until(() => document.querySelector(".differing img").naturalWidth === 128);
  assert.match(await page.run(() => document.querySelector(".differing .caption").textContent), /^\w+ → \w+$/);
});

test("notes are text whatever they hold, appear elsewhere, and can be taken back", async () => {
  const [page, other] = [await models(`?model=${good}`), await models(`?model=${good}`)];
  const before = (await stored(page, good)).notes;
  const notes = "<img src=x onerror=barred.push('markup')> the best";
  await type(page, "model-panel textarea", notes);
  await page.run(() => document.activeElement.blur());
  for (const one of [page, other]) {
    await one.until((model, words) => document.querySelector(`[data-model="${model}"] .notes`).textContent === words,
      good, notes);
    assert.equal(await one.run(() => document.querySelectorAll(".notes img").length), 0);
    assert.deepEqual(await one.run(() => window.barred), []);
  }
  assert.equal(await other.run(() => document.querySelector("model-panel textarea").value), notes);
  await page.click("undo-bar .undo");
  await other.until((model, words) => document.querySelector(`[data-model="${model}"] .notes`).textContent === words,
    good, before);
});

test("a version can be taken away in every form", async () => {
  const page = await models(`?model=${good}`);
  const sizes = await page.run(() => Promise.all([...document.querySelectorAll(".downloads a")]
    .map(async ({ href }) => {
    const answer = await fetch(href);
    return answer.ok ? (await answer.blob()).size : answer.status;
  })));
  assert.equal(sizes.length, 6);
  assert.ok(sizes.every((size) => size > 10_000), String(sizes));
});

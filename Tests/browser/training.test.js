import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser } from "./driver.js";
import { desk, door, email, school, shapes, signIn, start, type } from "./school.js";

let server;
let browser;

before(async () => {
  server = await school(300);
  browser = await Browser.start();
});
after(async () => {
  await browser?.stop();
  await server?.dispose();
});

const statusOf = (page, id) => page.run((training) =>
  document.querySelector(`[data-training="${training}"]`)?.dataset.status, id);

/** The versions that the page says serve. */
const serving = (page) => page.run(() => [...document.querySelectorAll("[data-active=true]")]
  .map(({ dataset }) => dataset.model));

test("a wrong password is told in words; the right one opens the page, and signing out closes it", async () => {
  const page = await door(browser, server);
  await signIn(page, "wrong horse");
  assert.equal(await page.until(() => document.querySelector("login-form .fault").textContent),
    "The address or the password is wrong.");
  assert.equal(await page.run(() => document.querySelector(".desk").hidden), true);
  await signIn(page);
  await page.until(() => document.querySelector("[data-model=starter]"));
  assert.equal(await page.run(() => document.querySelector(".email").textContent), email);
  await page.reload();
  await page.until(() => document.querySelector("[data-model=starter]"));
  await page.click(".logout");
  await page.until(() => document.querySelector("login-form form").getClientRects().length > 0);
  assert.equal(await page.run(() => document.querySelectorAll("[data-model]").length), 0);
  assert.equal(await page.run(async () => (await fetch("/api/admin/me")).status), 401);
});

test("faults stand at their fields", async () => {
  const page = await desk(browser, server);
  for (const shape of shapes) await page.click(`.shapes [value=${shape}]`);
  await type(page, "[name=epochs]", "many");
  await page.click("training-form .go button");
  await page.until(() => document.querySelectorAll("training-form [aria-invalid]").length === 2);
  const faults = await page.run(() => Object.fromEntries([...document.querySelectorAll(".field")]
    .map((field) => [field.dataset.name, field.querySelector(".fault").textContent])));
  assert.deepEqual(faults, { shapes: "a list of at least one shape is needed", notes: "",
    epochs: "a whole number from 1 to 200 is needed", synthetic: "", activate: "" });
});

test("a training started from the page is followed until its model serves, and the starter can serve again", async () => {
  // Over plain http, as another machine sees it.
  const page = await desk(browser, server, { host: "classroom.test" });
  assert.deepEqual(await serving(page), ["starter"]);
  const id = await start(page, { epochs: 30 });
  // In one look: what is shown may be over by the next.
  const figures = await page.until((training) => {
    const row = document.querySelector(`[data-training="${training}"]`);
    return row?.querySelector("progress").value > 0 && row.querySelector(".figures").textContent;
  }, id);
  assert.match(figures,
    /^(measuring … · )?step [\d,]+ of [\d,]+ · epoch \d+ of 30 · loss [\d.]+ · accuracy [\d.]+ % .*images\/s .* left$/);
  await page.until((training) => document.querySelector(`[data-training="${training}"]`)?.dataset.status === "succeeded", id);
  const version = await page.until(() => document.querySelector("[data-active=true]:not([data-model=starter])")?.dataset.model);
  assert.ok(version.endsWith(`-${id}`), version);
  assert.deepEqual(await serving(page), [version]);
  assert.match(await page.run((model) => document.querySelector(`[data-model="${model}"] .figures`).textContent, version),
    /^[\d.]+ % \([\d.]+ to [\d.]+ %\) · measured on \d+ · learnt from 1,500 drawings · /);

  await page.click(`[data-model="${version}"] summary`);
  const rows = await page.until((model) => {
    const table = document.querySelector(`[data-model="${model}"] table`);
    return table && [...table.querySelectorAll("tbody th")].map(({ textContent }) => textContent);
  }, version);
  assert.deepEqual(rows, ["line", "circle", "square", "triangle", "heart", "none"]);

  await page.click(`[data-model="${version}"] [type=checkbox]`);
  await page.click("[data-model=starter] [type=checkbox]");
  await page.click(".compare");
  assert.match(await page.until(() => document.querySelector(".verdict")?.textContent), /starter/);
  assert.match(await page.run(() => document.querySelector(".comparison .figures").textContent),
    /points \(.* to .*\), p = [\d.]+, on \d+ drawings/);

  await page.click("[data-model=starter] .activate");
  await page.until(() => document.querySelector("dialog[open]"));
  await page.click("dialog .quiet");
  await page.until(() => !document.querySelector("dialog"));
  assert.deepEqual(await serving(page), [version]);
  await page.click("[data-model=starter] .activate");
  await page.until(() => document.querySelector("dialog[open]"));
  await page.click("dialog .strong");
  await page.until(() => document.querySelector("[data-model=starter]").dataset.active === "true");
  assert.deepEqual(await serving(page), ["starter"]);
  assert.deepEqual(await page.run(() => window.barred), []);
  const foreign = page.requests.filter((url) => new URL(url).hostname !== "classroom.test");
  assert.deepEqual(foreign.filter((url) => !/^(about|data):/.test(url)), []);
  assert.deepEqual(page.complaints.filter((text) => !/401/.test(text)), []);
});

test("a training is cancelled from the page, and can be started again", async () => {
  const page = await desk(browser, server, { width: 390, height: 844 });
  const id = await start(page, { epochs: 200 });
  await page.until((training) => document.querySelector(`[data-training="${training}"] progress`)?.value > 0, id);
  await page.click(`[data-training="${id}"] .cancel`);
  await page.until((training) => document.querySelector(`[data-training="${training}"]`)?.dataset.status === "cancelled", id);
  await page.click(`[data-training="${id}"] .replay`);
  const again = await page.until((old) =>
    [...document.querySelectorAll("[data-training]")].map(({ dataset }) => dataset.training).find((one) => Number(one) > Number(old)), id);
  await page.click(`[data-training="${again}"] .cancel`);
  await page.until((training) => document.querySelector(`[data-training="${training}"]`)?.dataset.status === "cancelled", again);
  assert.equal(await statusOf(page, id), "cancelled");
  assert.ok(await page.run(() => document.documentElement.scrollWidth <= innerWidth));
});

test("why a training cannot be cancelled stays to be read until it can", async () => {
  const page = await desk(browser, server);
  const id = await start(page, { epochs: 190 });
  const row = `[data-training="${id}"]`;
  await page.until((chosen) => document.querySelector(chosen)?.dataset.status === "running", row);
  await page.run(() => {
    const real = window.fetch;
    window.fetch = (url, options) => (window.allowed || !String(url).endsWith("/cancel") ? real(url, options)
      : Promise.resolve(new Response(JSON.stringify({ detail: "Not now." }), { status: 503 })));
  });
  await page.click(`${row} .cancel`);
  const refusal = () => page.run((chosen) => document.querySelector(`${chosen} .refusal`)?.textContent, row);
  await page.until((chosen) => document.querySelector(`${chosen} .refusal`)?.textContent, row);
  // What is shown of the training is written anew meanwhile.
  const step = () => page.run((chosen) => document.querySelector(`${chosen} progress`).value, row);
  const before = await step();
  await page.until((chosen, value) => document.querySelector(`${chosen} progress`).value > value, row, before);
  assert.equal(await refusal(), "Not now.");
  await page.run(() => { window.allowed = true; });
  await page.click(`${row} .cancel`);
  await page.until((chosen) => document.querySelector(chosen)?.dataset.status === "cancelled", row);
  assert.equal(await refusal(), "");
});

test("whoever guesses too often is told how long to wait", async () => {
  const page = await door(browser, server);
  for (let attempt = 0; attempt < 12; attempt += 1) {
    await page.run(async () => {
      await fetch("/api/admin/login", { method: "POST", body: JSON.stringify({ email: "a@example.org", password: "b" }) });
    });
  }
  await signIn(page);
  assert.match(await page.until(() => document.querySelector("login-form .fault").textContent),
    /^Too many attempts\. Try again in \d+ s\.$/);
  assert.equal(await page.run(() => document.querySelector("login-form button").disabled), true);
});

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser } from "./driver.js";
import { desk, school, shapes, start, type } from "./school.js";

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

const row = (id) => `[data-training="${id}"]`;
const status = (page, id, wanted) => page.until((chosen, word) =>
  document.querySelector(chosen)?.dataset.status === word, row(id), wanted);

/** The form with its defaults, and the estimate for them. */
async function trainings(options) {
  const page = await desk(browser, server, { at: "training", ...options });
  await page.until(() => /drawings; about/.test(document.querySelector("training-form .takes")?.textContent));
  return page;
}

/** A training that goes on until it is cancelled. */
const ask = (page, config) => page.run(async (wanted) => (await (await fetch("/api/admin/training/start",
  { method: "POST", body: JSON.stringify({ config: wanted }) })).json()).id, config);
const cancel = (page, id) => page.run(async (job) => { await fetch(`/api/admin/training/${job}/cancel`,
  { method: "POST", body: "{}" }); }, id);

test("a shape that another administrator adds is offered at once, and what was chosen stays", async () => {
  const page = await trainings();
  const other = await desk(browser, server, { at: "shapes" });
  await page.run(() => document.querySelector("training-form [value=heart]").click());
  await page.run(() => { document.querySelector("training-form [name=notes]").value = "no hearts"; });
  await other.run(async () => {
    const answer = await fetch("/api/admin/shapes", { method: "POST", body: JSON.stringify({ name: "Moon",
      examples: [{ canvas: { width: 400, height: 400 },
        strokes: [[[260, 40], [100, 120], [90, 260], [260, 360], [180, 200], [260, 40]]] }] }) });
    if (!answer.ok) throw new Error(await answer.text());
  });
  await page.until(() => document.querySelector("training-form [value=moon]"));
  assert.deepEqual(await page.run(() => ["heart", "circle"].map((id) =>
    document.querySelector(`training-form [value=${id}]`).checked)), [false, true]);
  assert.equal(await page.run(() => document.querySelector("training-form [name=notes]").value), "no hearts");
  await other.run(async () => {
    await fetch("/api/admin/shapes/moon", { method: "PATCH", body: JSON.stringify({ enabled: false }) });
  });
});

test("the form begins with settings that work, and says what they will take", async () => {
  const page = await trainings();
  assert.match(await page.run(() => document.querySelector(".takes").textContent),
    /^1,500 drawings; about [\d.]+ (s|min) and [\d.]+ MB of memory\.$/);
  const counts = () => page.run(() => [...document.querySelectorAll("training-form .shapes .number")]
    .map(({ textContent }) => textContent));
  assert.deepEqual(await counts(), Array(5).fill("300"));
  await page.click("training-form [value=heart]");
  await page.until(() => /^1,200 drawings/.test(document.querySelector(".takes").textContent));
  assert.deepEqual(await counts(), ["300", "300", "300", "300", ""]);
});

test("faults stand at their fields, also those behind “more settings”", async () => {
  const page = await trainings();
  for (const shape of shapes) await page.click(`training-form [value=${shape}]`);
  await page.click("training-form .more summary");
  await type(page, "[name=epochs]", "many");
  await type(page, "[name=augmentation]", "2");
  await page.click("training-form .more summary");
  await page.click("training-form .go button");
  await page.until(() => document.querySelectorAll("training-form [aria-invalid]").length === 3);
  const faults = await page.run(() => Object.fromEntries([...document.querySelectorAll("training-form .field")]
    .map((field) => [field.dataset.name, field.querySelector(".fault").textContent]).filter(([, words]) => words)));
  assert.equal(faults.shapes, "a list of at least one shape is needed");
  assert.equal(faults.epochs, "a whole number from 1 to 200 is needed");
  assert.match(faults.augmentation, /from 0 to 1/);
  assert.deepEqual(Object.keys(faults).sort(), ["augmentation", "epochs", "shapes"]);
  // One is led to the first.
  assert.equal(await page.run(() => document.activeElement.name), "shapes");
});

test("a training that one starts draws its curves on the page of another too, to the end", async () => {
  // Over plain http, as another machine sees it.
  const [page, other] = [await trainings({ host: "classroom.test" }), await trainings()];
  const id = await start(page, { epochs: 30 });
  const began = Date.now();
  await other.until((chosen) => document.querySelector(chosen), row(id));
  assert.ok(Date.now() - began < 1_000, "the other page was told late");
  for (const one of [page, other]) {
    const length = (chosen) => document.querySelector(`${chosen} curve-chart path.training`)?.getAttribute(
      "d").length ?? 0;
    const first = await one.until(length, row(id));
    await one.until((chosen, before) =>
      document.querySelector(`${chosen} curve-chart path.training`).getAttribute("d").length > 1.5 * before, row(id),
      first);
    // In one look: what is shown may be over by the next.
    const figures = await one.until((chosen) => document.querySelector(`${chosen} progress`).value > 0
      && / left$/.test(document.querySelector(`${chosen} .figures`).textContent)
        && document.querySelector(`${chosen} .figures`).textContent, row(id));
    assert.match(figures,
      /step [\d,]+ of [\d,]+ · epoch \d+ of 30 · loss [\d.]+ · accuracy [\d.]+ % .*images\/s .* left$/);
  }
  for (const one of [page, other]) await status(one, id, "succeeded");
  // What is kept is what was shown: both lines of both charts, named at their ends.
  const kept = await page.run(async (job) => (await (await fetch(`/api/admin/training/${job}`)).json()).curve, id);
  for (const one of [page, other]) {
    await one.until((chosen, count) =>
      (document.querySelector(`${chosen} path.training`).getAttribute("d").match(/[ML]/g) ?? []).length === count,
      row(id), kept.length);
    assert.deepEqual(await one.run((chosen) => [...document.querySelectorAll(`${chosen} curve-chart`)].map((chart) =>
      [...chart.querySelectorAll(".names .name")].map(({ textContent }) => textContent).sort()), row(id)),
    [["training", "validation"], ["training", "validation"]]);
  }
  assert.match(await page.run((chosen) => document.querySelector(`${chosen} .figures`).textContent, row(id)),
    /^model \d+-\d+-\d+ · [\d.]+ % \([\d.]+ to [\d.]+ %\) · took /);
  // Looked at afterwards, it is all there.
  await other.reload();
  await other.until((chosen) => document.querySelector(chosen), row(id));
  await other.click(`${row(id)} summary`);
  await other.until((chosen, count) =>
    (document.querySelector(`${chosen} path.training`)?.getAttribute("d").match(/[ML]/g) ?? []).length === count,
    row(id), kept.length);
});

test(
  "asking twice for the same is one training; cancelled on one page, it ends on the other; then and now run it again",
  async () => {
  const [page, other] = [await trainings(), await trainings()];
  const id = await start(page, { epochs: 190 });
  await page.click("training-form .go button");
  await page.until((job) => document.querySelector(
    ".outcome").textContent === `Training ${job} with these settings is under way already.`, id);
  await status(other, id, "running");
  await other.click(`${row(id)} .cancel`);
  for (const one of [page, other]) await status(one, id, "cancelled");
  for (const word of ["then", "now"]) {
    const before = await page.run(() => document.querySelectorAll("[data-training]").length);
    await page.click(`${row(id)} .${word}`);
    await other.until((count) => document.querySelectorAll("[data-training]").length === count + 1, before);
    const [again, config] = await page.run(async () => {
      const { jobs } = await (await fetch("/api/admin/training?limit=1")).json();
      return [jobs[0].id, jobs[0].config];
    });
    assert.equal(config.epochs, 190);
    assert.equal(config.data_of, word === "then" ? Number(id) : null);
    await cancel(page, again);
    for (const one of [page, other]) await status(one, again, "cancelled");
  }
});

test("why a training failed is said where it stands", async () => {
  const page = await trainings();
  const id = await ask(page, { from: "2001-01-01", to: "2001-01-02", synthetic: false });
  await status(page, id, "failed");
  const told = await page.run((chosen) => document.querySelector(`${chosen} .fault`).textContent, row(id));
  assert.ok(told.length > 20, told);
  assert.equal(told, await page.run(async (job) => (await (await fetch(`/api/admin/training/${job}`)).json()).error,
    id));
});

test("why a training cannot be cancelled stays to be read until it can", async () => {
  const page = await trainings();
  const id = await ask(page, { epochs: 190, notes: "<img src=x onerror=barred.push('markup')>" });
  await status(page, id, "running");
  assert.match(await page.run((chosen) => document.querySelector(`${chosen} .what`).textContent, row(id)),
    /<img src=x/);
  await page.run(() => {
    const real = window.fetch;
    window.fetch = (url, options) => (window.allowed || !String(url).endsWith("/cancel") ? real(url, options)
      : Promise.resolve(new Response(JSON.stringify({ detail: "Not now." }), { status: 503 })));
  });
  await page.click(`${row(id)} .cancel`);
  const refusal = () => page.run((chosen) => document.querySelector(`${chosen} .refusal`)?.textContent, row(id));
  await page.until((chosen) => document.querySelector(`${chosen} .refusal`)?.textContent, row(id));
  // What is shown of the training is written anew meanwhile.
  const step = await page.run((chosen) => document.querySelector(`${chosen} progress`).value, row(id));
  await page.until((chosen, value) => document.querySelector(`${chosen} progress`).value > value, row(id), step);
  assert.equal(await refusal(), "Not now.");
  await page.run(() => { window.allowed = true; });
  await page.click(`${row(id)} .cancel`);
  await status(page, id, "cancelled");
  assert.equal(await refusal(), "");
  assert.deepEqual(await page.run(() => window.barred), []);
});

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { inkling } from "../shared/command.js";
import { ask } from "../wire/http.js";
import { faultsOf, withoutAxe } from "./axe.js";
import { clickAtRest } from "./classroom.js";
import { Browser } from "./driver.js";
import { hire, timed, visit } from "./office.js";
import { door, email, go, school, signIn, type } from "./school.js";

const bob = "bob@example.org";
const folder = mkdtempSync(join(tmpdir(), "inkling-files-"));
let server;
let browser;

before(async () => {
  server = await school(20);
  await hire(server, bob);
  browser = await Browser.start();
});
after(async () => {
  await browser?.stop();
  await server?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** A file of made-up drawings, some of whose lines are none; resolves to its path. */
async function file(name, { shape, count, seed, bad = [] }) {
  const { out } = await inkling(["synthesize", "--shape", shape, "--count", String(count), "--seed", String(seed)]);
  const lines = out.trim().split("\n");
  for (const [line, text] of bad) lines[line - 1] = text;
  writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
  return join(folder, name);
}

/** Chooses files as a person does in the dialog of the browser. */
async function choose(page, files) {
  const { root } = await page.send("DOM.getDocument");
  const { nodeId } = await page.send("DOM.querySelector", { nodeId: root.nodeId, selector: "drop-zone input" });
  await page.send("DOM.setFileInputFiles", { nodeId, files });
}

const desk = async (who = email, options = undefined) => {
  const page = await visit(browser, server, "#/data", who, options);
  await page.until(() => document.querySelector("drop-zone input")
    && /in all/.test(document.querySelector("export-panel .matching").textContent));
  return page;
};
const rowOf = (page, name) => page.run((wanted) => {
  const row = [...document.querySelectorAll("import-list li")]
    .find((one) => one.querySelector(".name").textContent === wanted);
  return row && { state: row.dataset.state, outcome: row.querySelector(".outcome").textContent,
    status: row.querySelector(".status").textContent, markup: row.querySelector("b, i, script") !== null };
}, name);
/** Resolves to the words about a file once it is in. */
const imported = (page, name) => page.until((wanted) => {
  const row = [...document.querySelectorAll("import-list li")]
    .find((one) => one.querySelector(".name").textContent === wanted);
  return row?.dataset.state === "done" && row.querySelector(".outcome").textContent;
}, name);
/** Resolves to how much of a file has come, once a part has and others are to come. */
const begun = (page, name) => page.until((wanted) => {
  const row = [...document.querySelectorAll("import-list li")]
    .find((one) => one.querySelector(".name").textContent === wanted);
  const { value = 0, max = 0 } = row?.querySelector("progress") ?? {};
  return value > 0 && value < max && value;
}, name);
const offsets = (page) => page.requests
  .map((url) => /imports\/\d+\/data\?offset=(\d+)/.exec(url)?.[1]).filter(Boolean).map(Number);
const faults = (page) => page.complaints.filter((text) => !/401|409|422|503|WebSocket|ERR_/.test(text));

test("files come in one after the other, with a report of what was refused, and the other browser sees it",
  async () => {
  const names = ["<b>herzen & co.ndjson", "circles.ndjson"];
  const bad = [[3, "no json"], [7, '{"shape":"<i>nose</i>","strokes":[]}']];
  const files = [await file(names[0], { shape: "heart", count: 60, seed: 11, bad }),
    await file(names[1], { shape: "circle", count: 30, seed: 12 })];
  const [ada, other] = [await desk(), await desk(bob)];
  await choose(ada, files);
  assert.equal(await imported(ada, names[0]), "58 new drawings · 0 known already · 2 refused");
  assert.equal(await imported(ada, names[1]), "30 new drawings · 0 known already · 0 refused");
  assert.ok(await timed(other, (wanted) => [...document.querySelectorAll("import-list li")].some((row) => (
    row.dataset.state === "done" && row.querySelector(".name").textContent === wanted)), names[1]) < 1_000);
  assert.equal((await rowOf(other, names[0])).markup, false);
  await other.until(() => document.querySelector("export-panel .matching").textContent === "188 drawings in all");
  await ada.run(() => {
    [...document.querySelectorAll("import-list details")].find((one) => !one.hidden).open = true;
  });
  const refused = await ada.until(() => {
    const cells = [...document.querySelectorAll("import-list tbody tr")]
      .map((row) => [...row.cells].map(({ textContent }) => textContent));
    return cells.length > 0 && cells;
  });
  assert.deepEqual(refused.map(([line]) => line), ["3", "7"]);
  assert.match(refused[0][1], /JSON/);
  const report = await ada.run(async () => {
    const details = [...document.querySelectorAll("import-list details")].find((one) => one.open);
    const answer = await fetch(details.querySelector(".all-of-them").href);
    return [answer.headers.get("content-type"), answer.headers.get("content-disposition"), await answer.text()];
  });
  assert.match(report[0], /text\/csv/);
  assert.match(report[1], /^attachment/);
  assert.match(report[2], /^line,reason\r\n3,.*\r\n7,.*\r\n$/);
  // The same once more adds nothing.
  await choose(other, [files[1]]);
  await other.until(() => (
    /^0 new drawings · 30 known already/.test(document.querySelector("import-list .outcome").textContent)));
  assert.deepEqual([faults(ada), faults(other)], [[], []]);
  if (!withoutAxe) assert.deepEqual(await faultsOf(ada), []);
});

test("an upload outlives the server: what has come is kept, and it goes on by itself", async () => {
  const [name, count] = ["many.ndjson", 700];
  const path = await file(name, { shape: "square", count, seed: 13 });
  const page = await desk();
  await choose(page, [path]);
  await begun(page, name);
  await server.kill();
  await page.until((wanted) => [...document.querySelectorAll("import-list li")].some((row) => (
    row.dataset.state === "pausing" && row.querySelector(".name").textContent === wanted)), name);
  assert.match((await rowOf(page, name)).status, /does not answer.*goes on by itself/);
  await server.start();
  assert.equal(await imported(page, name), `${count} new drawings · 0 known already · 0 refused`);
  const sent = offsets(page);
  assert.equal(sent.filter((offset) => offset === 0).length, 1, `what was stored is not sent again: ${sent}`);
  assert.deepEqual(faults(page), []);
});

test("an upload that breaks off with its page goes on when the same file is chosen again", async () => {
  const [name, count] = ["broken off.ndjson", 700];
  const path = await file(name, { shape: "triangle", count, seed: 14 });
  const page = await desk();
  await choose(page, [path]);
  await begun(page, name);
  await page.reload();
  const received = await begun(page, name);
  page.requests.length = 0;
  await choose(page, [path]);
  await page.until((wanted) => [...document.querySelectorAll("import-list li")].some((row) => (
    row.querySelector(".name").textContent === wanted && row.dataset.state === "done")), name);
  const { imports } = await page.run(async () => (await fetch("/api/admin/imports")).json());
  assert.deepEqual(imports.filter((one) => one.name === name).map((one) => one.imported), [count]);
  assert.ok(offsets(page).every((offset) => offset >= received), `${offsets(page)}, where ${received} bytes had come`);
});

test("what goes out is what the filter says, and the address has it", async () => {
  const page = await visit(browser, server, "#/gallery?shape=heart&flagged=false&sort=worst", email);
  await page.until(() => document.querySelector(".cell"));
  await page.click("choice-bar .export");
  await page.until(() => /match/.test(document.querySelector("export-panel .matching")?.textContent));
  const counting = "/api/admin/drawings?shape=heart&flagged=false&limit=1";
  const { total } = await page.run(async (path) => (await fetch(path)).json(), counting);
  assert.equal(await page.run(() => document.querySelector("export-panel .matching").textContent),
    `${total} drawings match`);
  const taken = (format) => page.run(async (wanted) => {
    const link = document.querySelector(`[data-format=${wanted}] .download`);
    const answer = await fetch(link.href);
    return { status: answer.status, disposition: answer.headers.get("content-disposition"),
      isDownload: link.hasAttribute("download"),
      bytes: [...new Uint8Array((await answer.clone().arrayBuffer()).slice(0, 4))],
      text: wanted.length > 3 ? await answer.text() : "" };
  }, format);
  const own = await taken("ndjson");
  const drawings = own.text.trim().split("\n").map((line) => JSON.parse(line));
  assert.equal(drawings.length, total);
  assert.ok(drawings.every(({ shape }) => shape === "heart"));
  assert.match(own.disposition, /^attachment; filename=".*\.ndjson"$/);
  assert.equal(own.isDownload, true);
  assert.equal((await taken("quickdraw")).text.trim().split("\n").length, total);
  for (const format of ["png", "npz"]) {
    assert.deepEqual((await taken(format)).bytes, [0x50, 0x4b, 3, 4], `${format} is a ZIP file`);
  }
  const card = await page.run(async () => (await fetch(document.querySelector(".card a").href)).text());
  assert.match(card, new RegExp(`\\b${total}\\b`));
  await page.run(() => {
    const select = document.querySelector("export-panel [name=shape]");
    select.value = "line";
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await page.until(() => location.hash === "#/data?shape=line&flagged=false"
    && document.querySelector("export-panel .matching").textContent === "20 drawings match");
  await go(page, "data?min_quality=2");
  await page.until(() => document.querySelector("export-panel [data-name=min_quality] .fault").textContent !== "");
  const shown = await page.run(() => document.querySelector("export-panel .formats").getClientRects().length);
  assert.equal(shown, 0, "what makes no sense is not offered");
});

test("a key is shown once, copied without a secure origin, seen by the other, and revoked", async () => {
  const other = await desk(bob);
  const ada = await door(browser, server, { host: "classroom.test" });
  await signIn(ada);
  await ada.until(() => document.querySelector("main > live-view"));
  await go(ada, "data");
  await ada.until(() => document.querySelector("key-form form"));
  await clickAtRest(ada, "key-form .go button");
  await ada.until(() => /1 to 64/.test(document.querySelector("key-form [data-name=name] .fault").textContent));
  await type(ada, "key-form [name=name]", "<b>nightly</b>");
  await ada.click("key-form [value=admin]");
  await ada.click("key-form .go button");
  const key = await ada.until(() => document.querySelector(".shown-once code")?.textContent);
  assert.ok(await timed(other, () => (
    /<b>nightly<\/b>/.test(document.querySelector("key-list .keys-in-use strong")?.textContent))) < 1_000);
  assert.equal(await other.run((secret) => document.body.textContent.includes(secret), key), false);
  assert.equal(await ada.run(() => isSecureContext), false);
  await ada.click(".shown-once .copy");
  await ada.until(() => /clipboard/.test(document.querySelector(".shown-once").textContent));
  await ada.click("key-form .done");
  await ada.send("Input.dispatchKeyEvent",
    { type: "keyDown", key: "v", code: "KeyV", modifiers: 2, commands: ["paste"] });
  assert.equal(await ada.run(() => document.activeElement.value), key);
  const isShown = await ada.run((secret) => document.body.innerHTML.includes(secret), key);
  assert.equal(isShown, false, "it is not shown again");
  const me = () => ask(server.port, "GET", "/api/admin/stats", { token: key });
  assert.equal((await me()).status, 200);
  if (!withoutAxe) assert.deepEqual(await faultsOf(other), []);
  await other.click("key-list .revoke");
  await other.until(() => document.querySelector("dialog[open]"));
  assert.match(await other.run(() => document.querySelector("dialog[open]").innerText),
    /Revoke “<b>nightly<\/b>”.*cannot be taken back/s);
  await other.click("dialog[open] .strong");
  assert.ok(await timed(ada, () => document.querySelectorAll("key-list .keys-in-use li").length === 0) < 1_000);
  assert.equal((await me()).status, 401);
  assert.deepEqual([faults(ada), faults(other)], [[], []]);
});

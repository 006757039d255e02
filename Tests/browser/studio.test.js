import assert from "node:assert/strict";
import { cpSync, rmSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { inkling } from "../shared/command.js";
import { temporaryFolder } from "../shared/server.js";
import { Administrator } from "../wire/administrator.js";
import { until } from "../wire/client.js";
import { faultsOf, withoutAxe } from "./axe.js";
import { arc, sheetOf } from "./classroom.js";
import { Browser } from "./driver.js";
import { press } from "./office.js";
import { email, school, type } from "./school.js";
import { Server } from "./server.js";
import { drawAs, drop, heart, lead, studio, timed, withoutWasm } from "./studio.js";

const noPage = withoutWasm();
/** This machine's address as another one sees it. */
const address = Object.values(networkInterfaces()).flat()
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;
let server;
let browser;

before(async () => {
  [server, browser] = await Promise.all([school(40), Browser.start()]);
});
after(async () => {
  await browser?.stop();
  await server?.dispose();
});

const verdict = (page) => page.run(() => document.querySelector(".verdict").textContent);
const faults = (page) => page.complaints.filter((text) => !/api\/admin\/me/.test(text));
const guesses = (page) => page.frames.filter((text) => text.includes('"guess"')).map((text) => JSON.parse(text));

/** The guesses, once there is one of so much ink with the pen up. */
async function heard(page, points) {
  await page.until((wanted) => document.querySelector("ink-sheet").dataset.ink === "saved" && wanted > 0, points);
  const told = guesses(page);
  assert.equal(told[told.length - 1].points, points);
  return told;
}

const choose = (page, side) => page.click(`[name=side][value=${side}]`);

test("guesses stream while the pen is down, and the moment of decision is marked", async () => {
  const page = await studio(browser, server);
  assert.match(await verdict(page), /Draw something/);
  const places = heart(await sheetOf(page));
  await page.pointer("mousePressed", places[0]);
  await lead(page, places.slice(1, 30));
  await page.until(() => document.querySelector("guess-bars .best")
    && document.querySelector("confidence-course polyline"));
  const early = guesses(page);
  assert.ok(early.length >= 3, `${early.length} guesses while the pen was down`);
  await lead(page, places.slice(30));
  await page.pointer("mouseReleased", places[59]);
  const told = await heard(page, 60);
  await page.until(() => document.querySelector("li.best")?.dataset.shape === "heart"
    && document.querySelector(".decided-point") && !document.querySelector(".decided-tag").hidden);
  assert.deepEqual(
    await page.run(() => [...document.querySelectorAll("guess-bars li")].map(({ dataset }) => dataset.shape)),
    ["line", "circle", "square", "triangle", "heart", "none"]);
  // The decision that the server told is the one that is marked.
  const undecided = told.map(({ decided, shape }) => decided && shape === "heart").lastIndexOf(false);
  const share = Math.round((100 * told[undecided + 1].points) / 60);
  await page.until((words) => document.querySelector("confidence-course").dataset.words === words,
    `heart, decided at ${share} % of the ink`);
  await page.until(() => {
    const bar = document.querySelector("li[data-shape=heart] .first");
    return Math.abs(bar.querySelector("i").getBoundingClientRect().width / bar.querySelector(".track").clientWidth
      - parseFloat(bar.querySelector(".value").textContent) / 100) < 0.02;
  });
  // A guess of the lifted pen may follow the one of all points.
  await until(async () =>
    await page.run(() => document.querySelector("[data-key=server] td").textContent) === String(guesses(page).length));
  const { server: inServer, trip, page: inPage } = await timed(page);
  for (const cell of [...inServer.slice(1), ...trip.slice(1)]) assert.match(cell, /^[\d.]+ (µs|ms)$/);
  assert.deepEqual(inPage, ["–", "–", "–", "–"]);
  assert.deepEqual(faults(page), []);
});

test("undo takes a stroke back, clear can be undone, and the keyboard draws", async () => {
  const page = await studio(browser, server);
  const sheet = await sheetOf(page);
  await drawAs(page, "circle", arc(sheet));
  await page.draw([[sheet.left + 10, sheet.top + 10], [sheet.left + 200, sheet.top + 190]]);
  await page.until(() => document.querySelector(".verdict strong").textContent !== "circle");
  await page.click("drawing-board .undo");
  await page.until(() => document.querySelector(".verdict strong").textContent === "circle");
  await page.click("drawing-board .clear");
  await page.until(() => document.querySelector(".verdict strong").textContent === "Draw something"
    && document.querySelector(".clear").disabled);
  await page.click("drawing-board .undo");
  await page.until(() => document.querySelector(".verdict strong").textContent === "circle");
  await page.run(() => document.querySelector(".surface").focus());
  await press(page, "Delete");
  await press(page, " ");
  for (let step = 0; step < 8; step += 1) await press(page, "ArrowRight");
  await press(page, " ");
  await page.until(() => document.querySelector(".verdict strong").textContent === "line");
  await press(page, "?");
  await page.until(() => document.querySelector(".keys-help").open);
});

test("after a lost connection it goes on where the server stands", async () => {
  const page = await studio(browser, server, { before: () => {
    window.sockets = [];
    window.WebSocket = class extends WebSocket { constructor(...all) { super(...all); window.sockets.push(this); } };
  } });
  const places = heart(await sheetOf(page));
  await page.draw(places.slice(0, 25), { lift: false });
  await page.until(() => document.querySelector("guess-bars .best"));
  await page.run(() => window.sockets[0].close());
  for (const place of places.slice(25)) await page.pointer("mouseMoved", place);
  await page.pointer("mouseReleased", places[59]);
  await heard(page, 60);
  assert.ok(page.frames.some((text) => text.startsWith('{"type":"resumed"')), "the ink was begun anew");
  await page.until(() => document.querySelector("ink-sheet").dataset.ink === "saved");
});

test("the model answers in the page, and both say the same", { skip: noPage }, async () => {
  const page = await studio(browser, server);
  await choose(page, "both");
  await page.until(() => !document.querySelector("thought-panel .fault").textContent);
  await drawAs(page, "heart");
  const words = await page.until(() => (
    /^Both said the same, (\d+) of \1 times/.exec(document.querySelector(".agreement").textContent)?.[1]));
  assert.ok(Number(words) >= 10, `${words} answers compared`);
  const pair = await page.until(() => {
    const cells = [...document.querySelectorAll("li[data-shape=heart] .value")].map(({ textContent }) => textContent);
    return cells[0] === cells[1] && cells;
  });
  assert.match(pair[0], /^\d+\.\d %$/);
  await page.until(() => Number(document.querySelector("[data-key=page] td").textContent) > 10);
  // Alone, the page asks nobody.
  await choose(page, "page");
  await page.click("drawing-board .clear");
  const before = page.frames.length;
  await drawAs(page, "circle", arc(await sheetOf(page)));
  await page.until(() => document.querySelector(".decided-point"));
  assert.equal(page.frames.length, before);
  assert.deepEqual(faults(page), []);
});

test("without its module the page says how it is made", async () => {
  const web = temporaryFolder();
  cpSync(new URL("../../web", import.meta.url).pathname, web, { recursive: true });
  rmSync(join(web, "shared/inkling.wasm"), { force: true });
  const bare = await Server.start({ flags: ["--web", web, "--no-worker"] });
  try {
    const page = await studio(browser, bare);
    await choose(page, "page");
    await page.until(() => /make pages makes it/.test(document.querySelector("thought-panel .fault").textContent));
  } finally {
    await bare.dispose();
    rmSync(web, { recursive: true });
  }
});

test("two models look at the same ink", async () => {
  const page = await studio(browser, server, { as: email });
  const version = await page.run(async () => {
    const post = async (path, body) => (await fetch(path, { method: "POST", body: JSON.stringify(body) })).json();
    const { id } = await post("/api/admin/training/start", { config: { epochs: 1, activate: false } });
    for (;;) {
      const { model, error } = await (await fetch(`/api/admin/training/${id}`)).json();
      if (model || error) return model?.version ?? error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
  await page.reload();
  await page.until((wanted) => (
    [...document.querySelectorAll("[name=beside] option")].some(({ value }) => value === wanted)), version);
  await page.run((wanted) => {
    const select = document.querySelector("[name=beside]");
    select.value = wanted;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }, version);
  await drawAs(page, "heart");
  await page.until(() => /\d/.test(document.querySelector("li[data-shape=heart] .second .value").textContent));
  await until(() => guesses(page).some(({ model, points }) => model === version && points === 60));
  const models = new Set(guesses(page).map(({ model }) => model));
  assert.deepEqual(models, new Set(["starter", version]));
  const last = guesses(page).filter(({ model }) => model === version).pop();
  assert.equal(last.points, 60);
  await page.until((wanted) => document.querySelector("li[data-shape=heart] .second .value").textContent === wanted,
    `${(100 * last.guesses.find(({ shape }) => shape === "heart").confidence).toFixed(1)} %`);
});

test("inside: what the network sees, which strokes mattered, and for administrators what people drew alike",
  async () => {
  const page = await studio(browser, server, { as: email, width: 1180, height: 1400 });
  const sheet = await sheetOf(page);
  await page.draw(arc(sheet));
  await page.draw([[sheet.left + 10, sheet.top + 10], [sheet.left + 60, sheet.top + 40]]);
  await page.run(() => document.querySelector("#inside").scrollIntoView());
  await page.until(() => document.querySelectorAll("stroke-weights ol li").length === 2
    && document.querySelectorAll("nearest-drawings img").length === 8);
  const found = await page.run(() => {
    const canvas = document.querySelector("network-input canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return { size: canvas.width, inked: data.filter((value, index) => index % 4 === 3 && value > 0).length,
      strokes: [...document.querySelectorAll("stroke-weights ol li")].map(({ textContent }) => textContent),
      card: document.querySelector("model-card").textContent };
  });
  assert.equal(found.size, 32);
  assert.ok(found.inked > 40, `${found.inked} pixels have ink`);
  assert.match(found.strokes[0], /^stroke 1: without it the confidence (falls|rises) by [\d.]+ points$/);
  assert.match(found.card, /97\.9 % of drawings that it never saw/);
  const stranger = await studio(browser, server, { width: 1180, height: 1400 });
  await drawAs(stranger, "heart");
  await stranger.run(() => document.querySelector("#inside").scrollIntoView());
  await stranger.until(() => (
    /only administrators see them/.test(document.querySelector("nearest-drawings").textContent)));
});

test("a file is looked at: confusion matrix, the wrong ones, the lines that are none", async () => {
  const page = await studio(browser, server);
  const { out } = await inkling(["synthesize", "--shape", "circle", "--count", "150", "--seed", "3"]);
  const lines = out.trim().split("\n");
  lines.splice(4, 0, '{"strokes":7}', "");
  lines.push(lines[0].replace('"circle"', '"heart"'), '{"word":"Line","drawing":[[[0,100,255],[10,11,12]]]}');
  await drop(page, "mixed.ndjson", lines.join("\n"));
  await page.until(() => /^152 drawings looked at/.test(document.querySelector("batch-report .sum").textContent)
    && document.querySelector(".under-way").hidden);
  const shown = await page.run(() => ({
    rows: [...document.querySelectorAll(".confusion tbody tr")].map((row) => row.cells[0].textContent),
    wrong: [...document.querySelectorAll(".mistakes .caption")].map(({ textContent }) => textContent),
    broken: document.querySelector(".broken li").textContent,
    right: Number(document.querySelector(".confusion .right").textContent),
    sum: document.querySelector("batch-report .sum").textContent }));
  assert.deepEqual(shown.rows, ["circle", "heart", "line"]);
  assert.ok(shown.right >= 145, `${shown.right} circles are right`);
  assert.match(shown.broken, /^line 5 .*strokes/);
  assert.ok(shown.wrong.includes("heart → circle"), shown.wrong.join());
  assert.match(shown.sum, /\d+ of 152 are taken for what they are called/);
  // One of the wrong ones is laid on the sheet, where it is looked at as it was in the file.
  await page.run(() => [...document.querySelectorAll(".mistakes button")]
    .find((one) => /heart → circle/.test(one.textContent)).click());
  await page.until(() => document.querySelector(".verdict strong").textContent === "circle");
});

test("a drawing is typed, and lies on the sheet", async () => {
  const page = await studio(browser, server);
  await page.click("files-panel .example");
  await page.click("files-panel .strong");
  await page.until(() => document.querySelector(".verdict strong").textContent === "line");
  await page.until(() => /^1 drawing looked at/.test(document.querySelector("batch-report .sum").textContent));
  await page.run(() => {
    document.querySelector("files-panel textarea").value = "no drawing";
    document.querySelector("files-panel form").requestSubmit();
  });
  await page.until(() => /^line 1 /.test(document.querySelector(".broken li")?.textContent ?? ""));
});

test("ink is snapped to its ideal, and completed with dashes", async () => {
  const page = await studio(browser, server);
  const places = heart(await sheetOf(page));
  await drawAs(page, "heart", places);
  await page.click(".snap");
  await page.until(() => document.querySelector(".ideal").getAttribute("d").length > 50);
  assert.match(await page.run(() => document.querySelector("drawing-board .outcome").textContent),
    /^heart, .* beside the ideal\.$/);
  await page.click("drawing-board .clear");
  assert.equal(await page.run(() => document.querySelector(".ideal").getAttribute("d")), "");
  await drawAs(page, "heart", places.slice(0, 36));
  await page.click(".complete");
  await page.until(() => document.querySelector(".rest path").getAttribute("d")?.length > 50);
  assert.match(await page.run(() => document.querySelector("drawing-board .outcome").textContent),
    /^The rest of a heart, dashed/);
});

test("drawings are made up, play, and the same seed makes the same", async () => {
  const page = await studio(browser, server);
  const set = (name, value) => page.run((field, to) => {
    const input = document.querySelector(`making-panel [name=${field}]`);
    input.value = to;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }, name, value);
  await set("count", "5");
  await set("shape", "heart");
  await page.click("making-panel form .strong");
  await page.until(() => document.querySelectorAll("ink-players canvas").length === 5);
  await page.until(() => document.querySelector("ink-players").dataset.playing === "true");
  await page.until(() => document.querySelector("ink-players").dataset.playing === "false");
  const pictures = () => page.run(() => (
    [...document.querySelectorAll("ink-players canvas")].map((canvas) => canvas.toDataURL())));
  const first = await pictures();
  assert.equal(new Set(first).size, 5, "all are different");
  const seed = await page.run(() => document.querySelector("making-panel").dataset.seed);
  await page.click("making-panel .keep");
  await page.run(() => { document.querySelector("ink-players ol").replaceChildren(); });
  await page.click("making-panel form .strong");
  await page.until(() => document.querySelectorAll("ink-players canvas").length === 5
    && document.querySelector("ink-players").dataset.playing === "false");
  assert.equal(await page.run(() => document.querySelector("making-panel").dataset.seed), seed);
  assert.deepEqual(await pictures(), first);
  await page.run(() => document.querySelector("ink-players button").click());
  await page.until(() => document.querySelector(".verdict strong").textContent === "heart");
});

test("the model is there to take along, with its sizes", async () => {
  const page = await studio(browser, server);
  await page.run(() => document.querySelector("#taking").scrollIntoView());
  await page.until(() => [...document.querySelectorAll("taking-panel .size")]
    .every(({ textContent }) => /^[\d.]+ kB$/.test(textContent)));
});

test("an administrator makes a key, the programs are filled with it, and it is forgotten with the page", async () => {
  const page = await studio(browser, server, { as: email });
  const program = () => page.run(() => document.querySelector("code-panel code[data-id]").textContent);
  assert.ok((await program()).includes(`ws://127.0.0.1:${server.port}/ws/classify"`));
  await page.until(() => document.querySelector("keys-panel [name=name]"));
  await page.run(() => { document.querySelector("keys-panel [name=name]").value = "robot"; });
  await page.run(() => { document.querySelector("keys-panel [name=per_second]").value = "50"; });
  await page.click("keys-panel .making form .strong");
  const key = await page.until(() => document.querySelector(".shown-once code")?.textContent);
  assert.match(key, /^inkling_/);
  for (const tab of ["javascript-stream", "python-stream", "curl", "swift-ask"]) {
    await page.click(`#tab-${tab}`);
    assert.ok((await program()).includes(key), tab);
  }
  await page.until(() => /50 a second/.test(document.querySelector("keys-panel .list li")?.textContent));
  await drawAs(page, "heart");
  await page.click("keys-panel .list .revoke");
  await page.until(() => document.querySelector("dialog[open]"));
  await page.click("dialog[open] .strong");
  await page.until(() => !document.querySelector("keys-panel .list li"));
  await page.reload();
  await page.until(() => /serves/.test(document.querySelector(".serving").textContent));
  assert.equal(await page.run((text) => document.documentElement.innerHTML.includes(text)
    || JSON.stringify({ ...localStorage, ...sessionStorage }).includes(text), key), false);
});

test("from another machine a key opens the page, and fills the programs",
  { skip: !address && "this machine has no address but its own" }, async () => {
  const open = await Server.start({ flags: ["--host", "0.0.0.0", "--no-worker"] });
  try {
    const ada = await Administrator.signIn(open);
    const { key } = (await ada.ask("POST", "/api/admin/keys", { name: "robot", scopes: ["classify"] })).json();
    const page = await studio(browser, open, { host: address, ready: false });
    assert.equal(await page.run(() => isSecureContext), false);
    await page.until(() => /A key is needed/.test(document.querySelector("access-strip:not([hidden])")?.textContent));
    if (!withoutAxe) assert.deepEqual(await faultsOf(page), []);
    await type(page, "access-strip [name=key]", key);
    await page.click("access-strip button");
    await page.until(() => document.querySelector("access-strip").hidden);
    await drawAs(page, "heart");
    const program = await page.run(() => document.querySelector("code-panel code[data-id]").textContent);
    assert.ok(program.includes(`ws://${address}:${open.port}/ws/classify?key=${key}`));
    await page.click("code-panel .copy");
    await page.until(() => /clipboard|selected/.test(document.querySelector("code-panel .outcome").textContent));
    // A revoked key is told, and another one is asked for.
    const { keys } = (await ada.ask("GET", "/api/admin/keys")).json();
    assert.equal((await ada.ask("DELETE", `/api/admin/keys/${keys[0].id}`)).status, 204);
    await page.until(() => /A key is needed/.test(document.querySelector("access-strip:not([hidden])")?.textContent));
  } finally {
    await open.dispose();
  }
});

test("without a model the page says so; ink waits", async () => {
  const bare = await Server.start({ flags: ["--starter", "none", "--no-worker"] });
  try {
    const page = await studio(browser, bare, { ready: false });
    await page.until(() => (
      /There is no model yet/.test(document.querySelector("access-strip:not([hidden])")?.textContent)));
    await page.draw(arc(await sheetOf(page)));
    await page.until(() => document.querySelector(".keeping").textContent === "kept in this page");
    if (!withoutAxe) assert.deepEqual(await faultsOf(page), []);
  } finally {
    await bare.dispose();
  }
});

test("while the server is away the page says so, keeps the ink, and shows its guesses afterwards", async () => {
  const other = await Server.start({ flags: ["--no-worker"] });
  try {
    const page = await studio(browser, other);
    await drawAs(page, "heart", heart(await sheetOf(page)).slice(0, 40));
    await other.stop();
    const sheet = await sheetOf(page);
    await page.draw([[sheet.left + 10, sheet.top + 10], [sheet.left + 200, sheet.top + 190]]);
    await page.until(() => /does not answer/.test(document.querySelector("access-strip:not([hidden])")?.textContent)
      && document.querySelector(".keeping").textContent === "kept in this page");
    await other.start();
    await page.until(() => document.querySelector("access-strip").hidden
      && document.querySelector("ink-sheet").dataset.ink === "saved");
    assert.equal(guesses(page).pop().points, 42);
  } finally {
    await other.dispose();
  }
});

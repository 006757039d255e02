// What the game's page costs a classroom's network, and that it asks nobody but its server.
import assert from "node:assert/strict";
import { test } from "node:test";
import { arc, begins, classroom, finish, nextPrompt, sheetOf } from "./classroom.js";

const room = classroom();
const mostBytes = 200_000;

/**
 * A page whose requests elsewhere are stopped and counted, and whose answers are weighed as they travel.
 * @param {object} [options]
 */
async function weighed(options) {
  const page = await room.browser.page(options);
  /** @type {Map<string, { url: string, bytes: number }>} */
  const answers = new Map();
  const weight = { answers, outside: [], total: 0 };
  const own = new Set([new URL(room.server.url()).host, new URL(room.server.url("classroom.test")).host]);
  page.onevent = (method, params) => {
    if (method === "Fetch.requestPaused") {
      const isOwn = own.has(new URL(params.request.url).host) || /^(data|blob):/.test(params.request.url);
      if (!isOwn) weight.outside.push(params.request.url);
      page.send(isOwn ? "Fetch.continueRequest" : "Fetch.failRequest",
        { requestId: params.requestId, ...(!isOwn && { errorReason: "BlockedByClient" }) }).catch(() => {});
    }
    if (method === "Network.responseReceived") {
      weight.answers.set(params.requestId, { url: params.response.url, bytes: 0 });
    }
    if (method === "Network.loadingFinished") {
      const answer = weight.answers.get(params.requestId);
      if (!answer) return;
      answer.bytes = params.encodedDataLength;
      weight.total += params.encodedDataLength;
    }
    if (method === "Network.webSocketCreated" && !own.has(new URL(params.url).host)) weight.outside.push(params.url);
  };
  await page.send("Fetch.enable", { patterns: [{ urlPattern: "*" }] });
  await page.send("Network.setCacheDisabled", { cacheDisabled: true });
  return { page, weight };
}

/** @param {{ answers: Map<string, { url: string, bytes: number }> }} weight */
const list = ({ answers }) => [...answers.values()].sort((a, b) => b.bytes - a.bytes)
  .map(({ url, bytes }) => `${bytes} ${new URL(url).pathname}`).join("\n");

test("a page that is opened for the first time, and a round drawn in it, take less than 200 kB", async () => {
  const { page, weight } = await weighed();
  await page.open(room.server.url());
  await begins(page);
  await page.until(() => document.fonts.status === "loaded");
  await page.until(() => performance.getEntriesByType("resource")
    .some(({ name, responseEnd }) => name.endsWith("/scorer.wasm") && responseEnd));
  for (let turn = 0; turn < 6; turn += 1) {
    await page.draw(arc(await sheetOf(page), 0, 0.9, 20));
    await finish(page);
    if (turn < 5) await nextPrompt(page);
  }
  assert.ok(weight.answers.size > 20, `${weight.answers.size} answers`);
  const text = list(weight);
  assert.match(text, /\/shared\/andika-400\.woff2/, "the font that was cut down");
  assert.doesNotMatch(text, /\.ttf/);
  if (process.env.INKLING_LOG) console.log(`${weight.total} bytes in ${weight.answers.size} answers\n${text}`);
  assert.ok(weight.total < mostBytes, `${weight.total} bytes:\n${text}`);
  assert.deepEqual(weight.outside, []);
});

/** Asks somebody else in three ways; resolves to how many of them the page's own rules barred. */
const reachOut = async () => {
  let barred = 0;
  addEventListener("securitypolicyviolation", () => { barred += 1; });
  fetch("http://elsewhere.example/fetched").catch(() => {});
  new Image().src = "http://elsewhere.example/seen.png";
  try { new WebSocket("ws://elsewhere.example/told"); } catch { /* barred at once */ }
  const patience = performance.now() + 1_500;
  while (barred < 3 && performance.now() < patience) await new Promise((resolve) => setTimeout(resolve, 20));
  return barred;
};

for (const path of ["/", "/admin", "/studio", "/class"]) {
  for (const host of [undefined, "classroom.test"]) {
    test(`${path} on ${host ?? "this machine"} asks nobody but its server`, async () => {
      const { page, weight } = await weighed();
      await page.open(new URL(path, room.server.url(host)).href);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      assert.ok(weight.answers.size > 5);
      assert.deepEqual(weight.outside, []);
      assert.equal(await page.run(reachOut), 3, "its rules bar it from asking anybody else");
      assert.deepEqual(weight.outside, []);
      // Without those rules each such request is counted: above there was none.
      await page.send("Page.setBypassCSP", { enabled: true });
      await page.reload();
      assert.equal(await page.run(reachOut), 0);
      assert.deepEqual(weight.outside.map((url) => new URL(url).pathname).sort(), ["/fetched", "/seen.png", "/told"]);
    });
  }
}

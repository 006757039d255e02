// The big screen and the teacher's pages in each of their languages.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { inkling } from "../shared/command.js";
import { ask, newSession } from "../wire/http.js";
import { faultsOf, withoutAxe } from "./axe.js";
import { Browser } from "./driver.js";
import { visit } from "./office.js";
import { email, school } from "./school.js";

const codes = ["en", "de", "es", "fr", "zh", "ar"];
const catalogues = Object.fromEntries(await Promise.all(codes.map(async (code) =>
  [code, (await import(`../../web/class/languages/${code}.js`)).default])));

let server;
let browser;
let heart;
before(async () => {
  server = await school(2);
  browser = await Browser.start();
  const { id, ...drawing } = JSON.parse((await inkling(["synthesize", "--shape", "heart", "--count", "1"])).out);
  assert.ok(id);
  heart = drawing;
});
after(async () => {
  await browser?.stop();
  await server?.dispose();
});

/** A page of the class, in a browser that wants a language. */
async function open(code, { isSignedIn = true } = {}) {
  const page = await browser.page();
  await page.send("Emulation.setUserAgentOverride",
    { userAgent: "Mozilla/5.0 test", acceptLanguage: `${code}-XX,${code}` });
  if (isSignedIn) {
    await visit(browser, server, "", email, {}, page);
    // One that another test left under way would be gone on with.
    await page.run(async () => {
      const { lessons } = await (await fetch("/api/admin/lessons")).json();
      for (const { id } of lessons.filter(({ state }) => state !== "ended")) {
        await fetch(`/api/admin/lessons/${id}/end`, { method: "POST", body: "{}" });
      }
    });
  }
  await page.open(`${server.url()}class`);
  await page.until(() => document.querySelector(".front h1"));
  return page;
}

/** Whoever joins a lesson, and draws in it as many drawings. */
async function join(code, drawings) {
  const token = await newSession(server.port);
  const joined = await ask(server.port, "POST", "/api/lessons/join", { token, body: { code } });
  assert.equal(joined.status, 200);
  const agreed = await ask(server.port, "PUT", "/api/user/consent", { token, body: { given: true } });
  assert.ok(agreed.status < 300, String(agreed.status));
  for (let count = 0; count < drawings; count += 1) {
    const answer = await ask(server.port, "POST", "/api/drawings", { token, body: heart });
    assert.equal(answer.status, 201, answer.body.toString());
  }
}

/** That a page is in a language, keeps nobody out, and has room for its words at both sizes. */
async function looks(page, code, place) {
  for (const [width, height] of [[1180, 820], [1920, 1080]]) {
    await page.resize(width, height);
    const { lang, dir, overflow, title, raw } = await page.run(() => ({
      lang: document.documentElement.lang, dir: getComputedStyle(document.body).direction, title: document.title,
      overflow: document.documentElement.scrollWidth - innerWidth,
      raw: document.body.innerText.match(/\b[a-z]+\.[a-z_]+\b|\{\w+\}|undefined|NaN/g)?.filter((word) =>
        !location.host.includes(word)) ?? [],
    }));
    const words = `${place} in ${code} at ${width}`;
    assert.equal(lang, code, words);
    assert.equal(dir, code === "ar" ? "rtl" : "ltr", words);
    assert.equal(title, catalogues[code]["page.title"]);
    assert.ok(overflow <= 0, `${words}: ${overflow} pixels stick out`);
    assert.deepEqual(raw, [], words);
    if (!withoutAxe) assert.deepEqual(await faultsOf(page), [], words);
  }
}

/** What a text says of so many; a number as this browser writes it, for not all are of one opinion in Arabic. */
async function counted(page, code, key, count) {
  const text = catalogues[code][key];
  const form = typeof text === "string" ? text : text[new Intl.PluralRules(code).select(count)] ?? text.other;
  return form.replace("{count}", await page.run((number, language) => number.toLocaleString(language), count, code));
}

for (const code of codes) {
  test(`in ${code} a lesson is begun, held, ended and reported`, async () => {
    const texts = catalogues[code];
    const page = await open(code);
    assert.equal(await page.run(() => document.querySelector("h1").textContent), texts["front.title"]);
    await page.run(() => {
      document.querySelector("details").open = true;
      document.querySelector("#teams").value = "6";
    });
    assert.equal(await page.run(() => document.querySelector("#teams").selectedOptions[0].textContent),
      await counted(page, code, "count.teams", 6));
    await looks(page, code, "the beginning");
    await page.click(".huge");
    const lesson = await page.until(() => document.querySelector(".board .code")?.textContent);
    await looks(page, code, "the empty screen");

    for (const drawings of [0, 1, 2, 3]) await join(lesson, drawings);
    const told = await Promise.all([0, 1, 2, 3].map((count) => counted(page, code, "count.drawings", count)));
    await page.until((all) => [...document.querySelectorAll(".seat")].length === all.length
      && [...document.querySelectorAll(".seat .count")].every(({ textContent }, at) => textContent.includes(all[at])),
    told);
    await page.until((all) => document.querySelector(".totals").textContent.includes(all),
      await counted(page, code, "count.drawings", 6));
    await page.click(".freeze");
    await page.until((words) => document.querySelector(".freeze").textContent === words, texts["board.go_on"]);
    await page.click('[data-seat="2"] .sheet');
    await page.until(() => document.querySelector(".stage .seat"));
    await looks(page, code, "the big screen");

    await page.click(".end");
    await page.until((words) => document.querySelector("dialog[open] h2")?.textContent === words, texts["ask.end"]);
    const answers = await page.run(() => (
      [...document.querySelectorAll("dialog button")].map(({ innerText }) => innerText)));
    assert.deepEqual(answers, [texts["ask.no"], texts["ask.end.yes"]]);
    if (!withoutAxe) assert.deepEqual(await faultsOf(page), []);
    await page.click("dialog .strong");
    await page.until(() => document.querySelectorAll(".report tbody tr").length === 10);
    await looks(page, code, "the report");

    await page.click(".danger");
    await page.click("dialog .strong");
    await page.until(() => document.querySelector(".removed"));
    const gone = await page.run(() => document.querySelector(".removed").textContent);
    for (const words of [await counted(page, code, "count.drawings", 6), await counted(page, code, "count.seats", 4)]) {
      assert.ok(gone.includes(words), gone);
    }
    await looks(page, code, "what is left");
    assert.deepEqual(page.complaints, []);
  });

  test(`in ${code} whoever is not signed in is led to the door`, async () => {
    const page = await open(code, { isSignedIn: false });
    assert.equal(await page.run(() => document.querySelector('.front a[href="/admin"]').textContent),
      catalogues[code]["front.sign_in"]);
    await looks(page, code, "the way in");
  });
}

test("another language is spoken at once, is remembered, and nothing that was typed or drawn is lost", async () => {
  const speak = (page, code) => page.run((wanted) => {
    const select = document.querySelector(".language");
    select.focus();
    select.value = wanted;
    select.dispatchEvent(new Event("change"));
  }, code);
  const page = await open("en");
  await page.run(() => {
    document.querySelector("details").open = true;
    document.querySelector("#name").value = "3b";
    document.querySelector("#teams").value = "2";
    document.querySelector(".shape input").checked = false;
  });
  await speak(page, "ar");
  await page.until((words) => document.querySelector("h1").textContent === words, catalogues.ar["front.title"]);
  assert.deepEqual(await page.run(() => [document.querySelector("details").open, document.querySelector("#name").value,
    document.querySelector("#teams").value, document.querySelector(".shape input").checked,
    document.activeElement.className, document.documentElement.dir]), [true, "3b", "2", false, "language", "rtl"]);
  await page.click(".huge");
  const lesson = await page.until(() => document.querySelector(".board .code")?.textContent);
  await join(lesson, 1);
  await page.until(() => document.querySelector(".seat canvas")?.getContext("2d").getImageData(0, 0, 480, 480).data
    .some((value) => value > 0));
  await speak(page, "fr");
  await page.until((words) => document.querySelector(".freeze").textContent === words, catalogues.fr["board.freeze"]);
  assert.equal(await page.run(() => document.querySelector(".seat .count").textContent),
    await counted(page, "fr", "count.drawings", 1));
  assert.ok(await page.run(() => document.querySelector(".seat canvas").getContext("2d").getImageData(0, 0, 480, 480)
    .data.some((value) => value > 0)));
  await page.reload();
  await page.until((words) => document.querySelector(".freeze")?.textContent === words, catalogues.fr["board.freeze"]);
  assert.equal(await page.run(() => document.activeElement.className), "");
  await page.click(".end");
  await page.click("dialog .strong");
  await page.until(() => document.querySelector(".report h1")?.textContent === "3b");
});

test("what goes wrong is said in the page's language, not in the server's", async () => {
  const page = await open("de");
  await page.run(() => {
    const asked = fetch;
    globalThis.fetch = (path, options) => (options?.method === "POST"
      ? Promise.resolve(new Response(`{"detail":"This lesson cannot be begun."}`, { status: globalThis.answer }))
      : asked(path, options));
  });
  for (const [status, key] of [[422, "invalid"], [404, "gone"], [410, "ended"], [503, "busy"], [500, "failed"]]) {
    await page.run((answer) => { globalThis.answer = answer; }, status);
    await page.click(".huge");
    await page.until((words) => document.querySelector(".trouble").textContent === words,
      catalogues.de[`trouble.${key}`]);
  }
});

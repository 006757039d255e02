import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser } from "./driver.js";
import { desk, door, email, go, school, signIn } from "./school.js";

let server;
let browser;

before(async () => {
  server = await school(12);
  browser = await Browser.start();
});
after(async () => {
  await browser?.stop();
  await server?.dispose();
});

const pages = ["live", "training", "models", "account"];

test("a wrong password is told in words; the right one opens the page, which stays open through a reload", async () => {
  const page = await door(browser, server);
  await signIn(page, "wrong horse");
  assert.equal(await page.until(() => document.querySelector("login-form .fault").textContent),
    "The address or the password is wrong.");
  assert.equal(await page.run(() => document.querySelector("nav").hidden), true);
  await signIn(page);
  await page.until(() => document.querySelector("main > live-view"));
  assert.equal(await page.run(() => document.querySelector("account-menu .email").textContent), email);
  await page.reload();
  await page.until(() => document.querySelector("main > live-view"));
});

test("signing out in one tab closes the other as well, and nothing stays on either", async () => {
  const first = await desk(browser, server);
  const second = await browser.page({ context: first.context });
  await second.open(`${server.url()}admin/#/models`);
  await second.until(() => document.querySelector("[data-model=starter]"));
  await first.click("account-menu summary");
  await first.click("account-menu .logout");
  for (const page of [first, second]) {
    await page.until(() => document.querySelector("login-form form")?.getClientRects().length > 0);
    assert.equal(await page.run(() => document.querySelectorAll("[data-model], [data-key], wall-sheet").length), 0);
    assert.equal(await page.run(async () => (await fetch("/api/admin/stats")).status), 401);
  }
  assert.match(await second.run(() => document.querySelector("login-form .fault").textContent),
    /^You were signed out\./);
});

test("each page has its address, title and mark, and the browser's way back leads to the one before", async () => {
  const page = await desk(browser, server);
  for (const name of ["training", "models"]) {
    await page.click(`nav [data-name=${name}]`);
    await page.until((view) => document.querySelector(`main > ${view}-view`), name);
    assert.deepEqual(await page.run(() => [location.hash, document.title,
      document.querySelector("[aria-current=page]").textContent]),
      [`#/${name}`, `Inkling: ${name}`, name[0].toUpperCase() + name.slice(1)]);
    assert.equal(await page.run(() => document.activeElement.localName), "main", "reading goes on at the page's top");
  }
  await page.run(() => history.back());
  await page.until(() => document.querySelector("main > training-view"));
  await page.run(() => { location.hash = "#/nowhere"; });
  await page.until(() => document.querySelector("main > live-view"));
  assert.equal(await page.run(() => location.hash), "#/live");
});

test("the frame is used by keyboard alone: past the names, along them, and through the menu", async () => {
  const page = await desk(browser, server);
  const press = async (key) => {
    for (const type of ["keyDown", "keyUp"]) {
      await page.send("Input.dispatchKeyEvent", { type, key, code: key,
        windowsVirtualKeyCode: { Tab: 9, Enter: 13, Escape: 27 }[key],
        ...(key === "Enter" && type === "keyDown" ? { text: "\r" } : {}) });
    }
  };
  const focused = () => page.run(() => document.activeElement.textContent.trim());
  await page.reload();
  await page.until(() => document.querySelector("main > live-view"));
  await press("Tab");
  assert.equal(await focused(), "skip to the page");
  await press("Enter");
  assert.equal(await page.run(() => document.activeElement.localName), "main");
  await page.run(() => document.querySelector("nav a[data-name=models]").focus());
  await press("Enter");
  await page.until(() => document.querySelector("main > models-view"));
  await page.run(() => document.querySelector("account-menu summary").focus());
  await press("Enter");
  await press("Tab");
  assert.equal(await focused(), "Audit");
  await press("Tab");
  assert.equal(await focused(), "Account");
  await press("Escape");
  assert.equal(await page.run(() => document.querySelector("account-menu details").open), false);
  assert.equal(await page.run(() => document.activeElement.localName), "summary");
});

/** Lets a test cut the page's line to the server, and keep it cut. */
const scissors = () => {
  const Real = WebSocket;
  window.lines = [];
  window.isCut = false;
  window.WebSocket = class extends Real {
    constructor(...given) {
      super(...given);
      lines.push(this);
      if (isCut) this.close();
    }
  };
  window.cut = () => {
    isCut = true;
    for (const line of lines) line.close();
  };
};

test("what happened while the line was cut is told when it is back, without a reload", async () => {
  const page = await door(browser, server);
  await page.send("Page.addScriptToEvaluateOnNewDocument", { source: `(${scissors})()` });
  await signIn(page);
  await page.until(() => document.querySelector("main > live-view"));
  await page.reload();
  await page.until(() => document.querySelector("main > live-view"));
  const id = await page.until(() => document.querySelector("newest-strip li")?.dataset.drawing);
  await page.run(() => cut());
  await page.until(() => /^No news from the server/.test(document.querySelector(".connection").textContent));
  const before = page.frames.length;
  await page.run(async (drawing) => {
    for (const flagged of [true, false, true]) {
      await fetch(`/api/admin/drawings/${drawing}/flag`, { method: "POST", body: JSON.stringify({ flagged }) });
    }
    isCut = false;
  }, id);
  await page.until(() => document.querySelector(".connection").textContent === "");
  await page.until((drawing) => document.querySelector(
    `newest-strip [data-drawing="${drawing}"]`)?.classList.contains("flagged"), id);
  const news = () => page.frames.slice(before).map((frame) => JSON.parse(frame));
  const patience = Date.now() + 5_000;
  while (news().filter(({ type, number }) => type === "drawing" && number).length < 3 && Date.now() < patience) {
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  const told = news();
  assert.ok(told.some(({ type, missed }) => type === "subscribed" && missed === "replayed"));
  assert.deepEqual(told.filter(({ type, number }) => type === "drawing" && number)
    .map(({ event, drawing }) => [event, drawing.id]),
    ["flagged", "unflagged", "flagged"].map((event) => [event, id]), "each event, in order");
});

test("after the server was started anew the page goes on by itself", async () => {
  const page = await desk(browser, server);
  await server.stop();
  await page.until(() => /^No news from the server/.test(document.querySelector(".connection").textContent));
  await server.start();
  await page.until(() => document.querySelector(".connection").textContent === "");
  await page.until(() => document.querySelector(".people").textContent === "nobody is drawing");
});

for (const [width, height] of [[390, 844], [1180, 820], [1920, 1080]]) {
  test(`at ${width} by ${height} no page is wider than the screen, and nothing is polled`, async () => {
    const page = await desk(browser, server, { width, height });
    for (const name of pages) {
      await go(page, name);
      await new Promise((resolve) => setTimeout(resolve, 700));
      assert.ok(await page.run(() => document.documentElement.scrollWidth <= innerWidth), name);
      const before = page.requests.length;
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      assert.deepEqual(page.requests.slice(before), [], name);
    }
    assert.deepEqual(await page.run(() => window.barred), [], "nothing that the content policy bars");
  });
}

test("a page that cannot be loaded says so, and the others still open", async () => {
  const page = await desk(browser, server);
  await page.send("Network.setBlockedURLs", { urls: ["*/views/models-view.js"] });
  await page.click("nav [data-name=models]");
  await page.until(() => document.querySelector(".sorry"));
  assert.match(await page.run(() => document.querySelector(".sorry").textContent),
    /^The page “Models” could not be loaded\. Nothing was changed\./);
  await page.click("nav [data-name=training]");
  await page.until(() => document.querySelector("main > training-view"));
});

test("whoever guesses too often is told how long to wait", async () => {
  const page = await door(browser, server);
  for (let attempt = 0; attempt < 12; attempt += 1) {
    await page.run(async () => {
      await fetch("/api/admin/login", { method: "POST", body: JSON.stringify({ email: "a@example.org",
        password: "b" }) });
    });
  }
  await signIn(page);
  assert.match(await page.until(() => document.querySelector("login-form .fault").textContent),
    /^Too many attempts\. Try again in \d+ s\.$/);
  assert.equal(await page.run(() => document.querySelector("login-form button").disabled), true);
});

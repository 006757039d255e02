import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser } from "./driver.js";
import { hire, visit } from "./office.js";
import { desk, door, email, password, school, setUpLink, type } from "./school.js";
import { Server } from "./server.js";

let server;
let browser;

before(async () => {
  server = await school(5);
  browser = await Browser.start();
});
after(async () => {
  await browser?.stop();
  await server?.dispose();
});

const account = (name) => `[data-administrator="${name}"]`;

test("the link that the server prints makes the first account, once", async () => {
  const fresh = await Server.start();
  try {
    const link = await setUpLink(fresh);
    const page = await browser.page();
    await page.open(`${fresh.url()}${link}`);
    await page.until(() => document.querySelector("setup-form form"));
    await page.click("setup-form button");
    assert.equal(await page.until(() => document.querySelector("setup-form .fault").textContent),
      "Enter your e-mail address and a password.");
    await type(page, "setup-form [name=email]", "grace@school.example");
    await type(page, "setup-form [name=password]", "short");
    await page.click("setup-form button");
    assert.match(await page.until(() => document.querySelector("setup-form .fault").textContent.includes("characters")
      && document.querySelector("setup-form .fault").textContent), /a password has \d+ to \d+ characters/);
    await type(page, "setup-form [name=password]", "seven blue whales");
    await page.click("setup-form button");
    await page.until(() => document.querySelector("main > live-view"));
    assert.doesNotMatch(await page.run(() => location.href), /token/, "the token stands nowhere any more");
    const late = await browser.page();
    await late.open(`${fresh.url()}${link}`);
    assert.equal(await late.until(() => document.querySelector("login-form .fault")?.textContent),
      "There is an administrator already: sign in.");
  } finally {
    await fresh.dispose();
  }
});

test("a wrong token makes nothing and says where the right one is", async () => {
  const fresh = await Server.start();
  try {
    const page = await browser.page();
    await page.open(`${fresh.url()}admin#/setup?token=guessed`);
    await page.until(() => document.querySelector("setup-form form"));
    await type(page, "setup-form [name=email]", "eve@school.example");
    await type(page, "setup-form [name=password]", "seven blue whales");
    await page.click("setup-form button");
    assert.match(await page.until(() => document.querySelector("setup-form .fault").textContent),
      /not the set-up link/);
    assert.equal(await page.run(async () => (await (await fetch("/api/admin/setup")).json()).needed), true);
  } finally {
    await fresh.dispose();
  }
});

test(
  "whoever is added appears with the other administrator; whoever is disabled is signed out, and can be let in again",
  async () => {
  await hire(server, "bob@example.org");
  const [page, bob] = [await desk(browser, server, { at: "account" }),
    await visit(browser, server, "#/account", "bob@example.org")];
  for (const one of [page, bob]) await one.until((chosen) => document.querySelector(chosen),
    account("bob@example.org"));
  assert.equal(await page.run((chosen) => document.querySelectorAll(`${chosen} button`).length, account(email)), 0,
    "nobody disables themselves");
  await type(page, "administrator-list [name=email]", "carol@example.org");
  await type(page, "administrator-list [name=password]", "tiny");
  await page.click("administrator-list .strong");
  await page.until(() => document.querySelector("administrator-list [name=password][aria-invalid]"));
  await type(page, "administrator-list [name=password]", "nine green geese");
  await page.click("administrator-list .strong");
  const began = Date.now();
  for (const one of [page, bob]) await one.until((chosen) => document.querySelector(chosen),
    account("carol@example.org"));
  assert.ok(Date.now() - began < 1_500);
  await page.click(`${account("bob@example.org")} .disable`);
  await bob.until(() => document.querySelector("login-form form")?.getClientRects().length > 0);
  await page.until((chosen) => document.querySelector(chosen).dataset.status === "cancelled",
    account("bob@example.org"));
  await page.click("undo-bar .undo");
  await page.until((chosen) => document.querySelector(chosen).dataset.status === "succeeded",
    account("bob@example.org"));
});

test("a changed password ends the account's other sessions; the wrong one is told at its field", async () => {
  await hire(server, "dora@example.org");
  const page = await visit(browser, server, "#/account", "dora@example.org");
  // With a session of its own.
  const elsewhere = await door(browser, server);
  await elsewhere.run(async (body) => { await fetch("/api/admin/login", { method: "POST", body }); },
    JSON.stringify({ email: "dora@example.org", password }));
  await elsewhere.reload();
  await page.until(() => document.querySelector("password-form form"));
  await elsewhere.until(() => document.querySelector("main > live-view"));
  await type(page, "password-form [name=current]", "not this");
  await type(page, "password-form [name=new]", "nine green geese");
  await page.click("password-form button");
  await page.until(() => document.querySelector("password-form [data-name=current] .fault").textContent);
  await type(page, "password-form [name=current]", password);
  await page.click("password-form button");
  await page.until(() => document.querySelector("password-form .outcome").textContent === "Your password is changed.");
  await elsewhere.until(() => document.querySelector("login-form form")?.getClientRects().length > 0);
  assert.equal(await page.run(async () => (await fetch("/api/admin/me")).status), 200, "this session stays");
  await page.click("account-view .leave");
  await page.until(() => document.querySelector("login-form form")?.getClientRects().length > 0);
});

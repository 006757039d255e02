// A server with made-up drawings, its administrator, and the page on which they train and choose models.
import assert from "node:assert/strict";
import { inkling } from "../shared/command.js";
import { temporaryFolder } from "../shared/server.js";
import { Server } from "./server.js";

export const [email, password] = ["ada@example.org", "correct horse"];
export const shapes = ["line", "circle", "square", "triangle", "heart"];

/** @param {number} count drawings of each shape */
export async function school(count) {
  const data = temporaryFolder();
  const drawings = await Promise.all(shapes.map(async (shape) =>
    (await inkling(["synthesize", "--shape", shape, "--count", String(count)])).out));
  const imported = await inkling(["import", "-", "--data", data], { input: drawings.join("") });
  assert.equal(imported.code, 0, imported.err);
  const made = await inkling(["admin", "create", email, "--data", data], { input: `${password}\n` });
  assert.equal(made.code, 0, made.err);
  return Server.start({ data });
}

/** Where the first account is made: the path that the server prints once it is ready. */
export async function setUpLink(server) {
  const patience = Date.now() + 10_000;
  for (;;) {
    const link = /Set up the first administrator: \S+\/(admin\S*)/.exec(server.said)?.[1];
    if (link) return link;
    assert.ok(Date.now() < patience, server.said);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The page as it asks who one is; `host` names the origin. */
export async function door(browser, server, { host, ...options } = {}) {
  const page = await browser.page(options);
  await page.send("Page.addScriptToEvaluateOnNewDocument", { source:
    "window.barred = []; "
    + "addEventListener('securitypolicyviolation', (event) => barred.push(event.violatedDirective));" });
  await page.open(`${server.url(host)}admin`);
  await page.until(() => document.querySelector("login-form form")?.getClientRects().length > 0);
  return page;
}

/** Types into a field as a person does. */
export async function type(page, selector, text) {
  await page.click(selector);
  await page.run((chosen) => document.querySelector(chosen).select(), selector);
  await page.send("Input.insertText", { text });
}

export async function signIn(page, word = password) {
  await type(page, "login-form [name=email]", email);
  await type(page, "login-form [name=password]", word);
  await page.click("login-form button");
}

/** Goes to a page of the dashboard, as its links do: "gallery?shape=heart". */
export async function go(page, address) {
  await page.run((hash) => { location.hash = hash; }, `#/${address}`);
  await page.until((name) => document.querySelector(`main > ${name}-view`), address.split("?")[0]);
}

/** The page of somebody who has signed in, at one of the dashboard's pages. */
export async function desk(browser, server, { at = "live", ...options } = {}) {
  const page = await door(browser, server, options);
  await signIn(page);
  await page.until(() => document.querySelector("main > live-view"));
  if (at !== "live") await go(page, at);
  return page;
}

/** Fills the form in and starts; resolves to the new training's id. */
export async function start(page, { epochs }) {
  await page.until(() => document.querySelector("training-form form"));
  await page.run(() => { document.querySelector("training-form .more").open = true; });
  await type(page, "[name=epochs]", String(epochs));
  await page.click("training-form .go button");
  return page.until(() => (
    /^Training (\d+) is asked for/.exec(document.querySelector("training-form .outcome").textContent)?.[1]));
}

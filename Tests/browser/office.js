// Administrators at work: each with a browser of their own, on any page of the dashboard.
import assert from "node:assert/strict";
import { inkling } from "../shared/command.js";
import { Administrator } from "../wire/administrator.js";
import { ask, newSession } from "../wire/http.js";
import { password } from "./school.js";

/** Keys that have a name, and their numbers. */
const codes = { Enter: 13, Escape: 27, " ": 32, PageUp: 33, PageDown: 34, End: 35, Home: 36, ArrowLeft: 37,
  ArrowUp: 38, ArrowRight: 39, ArrowDown: 40, Delete: 46, Tab: 9 };

/** Makes one more administrator. */
export async function hire(server, email) {
  const made = await inkling(["admin", "create", email, "--data", server.data], { input: `${password}\n` });
  assert.equal(made.code, 0, made.err);
}

/**
 * A page of the dashboard, in a browser's profile of its own; `hash` as `#/gallery?shape=heart`.
 * `made`: one that was prepared before.
 */
export async function visit(browser, server, hash, email, options, made) {
  const page = made ?? await browser.page(options);
  const [name, value] = (await signedIn(server, email)).cookie.split("=");
  await page.send("Network.setCookie", { url: server.url(), name, value, httpOnly: true, sameSite: "Strict" });
  await page.open(`${server.url()}admin${hash}`);
  return page;
}

/** Those who have signed in: each once, for the server slows down whoever does it all the time. */
const administrators = new Map();

async function signedIn(server, email) {
  const key = `${server.url()} ${email}`;
  if (!administrators.has(key)) administrators.set(key, await Administrator.again(server, email));
  return administrators.get(key);
}

/** Presses a key where the page has its focus. */
export async function press(page, key, { shift = false, control = false } = {}) {
  const modifiers = (control ? 2 : 0) + (shift ? 8 : 0);
  const text = control || key.length > 1 ? (key === "Enter" ? "\r" : undefined) : key;
  const windowsVirtualKeyCode = codes[key] ?? key.toUpperCase().charCodeAt(0);
  await page.send("Input.dispatchKeyEvent",
    { type: text ? "keyDown" : "rawKeyDown", key, code: key, text, modifiers, windowsVirtualKeyCode });
  await page.send("Input.dispatchKeyEvent",
    { type: "keyUp", key, code: key, modifiers, windowsVirtualKeyCode });
}

/** Somebody draws a line that is stored as another shape; resolves to its id. */
export async function draw(server, shape = "line",
  points = [[20, 20, 0.3, 0], [200, 201, 0.6, 400], [380, 380, 0.9, 900]]) {
  const token = await newSession(server.port);
  const answer = await ask(server.port, "POST", "/api/drawings",
    { token, body: { shape, canvas: { width: 400, height: 400 },
    device: "pen", strokes: [points] } });
  assert.equal(answer.status, 201, answer.body.toString());
  return answer.json().id;
}

/** How many ms it takes until something is so in a page. */
export async function timed(page, body, ...args) {
  const before = Date.now();
  await page.until(body, ...args);
  return Date.now() - before;
}

// The studio as somebody who builds on Inkling opens it.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Administrator } from "../wire/administrator.js";
import { sheetOf } from "./classroom.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const wasm = join(root, "web/shared/inkling.wasm");

const newest = (folder) => Math.max(...readdirSync(folder, { withFileTypes: true }).map((one) => (
  one.isDirectory() ? newest(join(folder, one.name)) : statSync(join(folder, one.name)).mtimeMs)));

/** What the tests of the model in the page are skipped for; false where its module is there, made anew if it is old. */
export function withoutWasm() {
  const folders = ["Ink", "Recognition", "InklingWeb", "CKernels"];
  const sources = Math.max(...folders.map((name) => newest(join(root, "Sources", name))));
  if (existsSync(wasm) && statSync(wasm).mtimeMs > sources) return false;
  try {
    execFileSync("swiftc", ["--version"], { stdio: "ignore" });
  } catch {
    return "no Swift compiler on the path";
  }
  execFileSync(join(root, "scripts/wasm"), [wasm], { stdio: "ignore" });
  return false;
}

/** The studio, once it knows which model serves; `as`: the e-mail address of an administrator who is signed in. */
export async function studio(browser, server, { as, host, ready = true, before, ...options } = {}) {
  const page = await browser.page(options);
  if (before) await page.send("Page.addScriptToEvaluateOnNewDocument", { source: `(${before})()` });
  if (as) {
    const [name, value] = (await Administrator.again(server, as)).cookie.split("=");
    await page.send("Network.setCookie", { url: server.url(host), name, value, httpOnly: true, sameSite: "Strict" });
  }
  await page.open(`${server.url(host)}studio`);
  if (ready) await page.until(() => /serves/.test(document.querySelector(".serving").textContent));
  return page;
}

/** Places along a heart in the sheet's middle. */
export function heart({ left, top, width, height }, count = 60) {
  const radius = Math.min(width, height) * 0.35;
  return Array.from({ length: count }, (_, index) => {
    const angle = (2 * Math.PI * index) / (count - 1);
    const y = (13 * Math.cos(angle) - 5 * Math.cos(2 * angle) - 2 * Math.cos(3 * angle) - Math.cos(4 * angle)) / 16;
    return [left + width / 2 + radius * Math.sin(angle) ** 3, top + height / 2 - radius * y];
  });
}

/** Moves the pen that is down as slowly as a hand does, so that many frames travel. */
export async function lead(page, places) {
  for (const place of places) {
    await page.pointer("mouseMoved", place);
    await sleep(10);
  }
}

/** Draws, and resolves when the page says what it is. */
export async function drawAs(page, shape, places = undefined) {
  await page.run(() => scrollTo(0, 0));
  const way = places ?? heart(await sheetOf(page));
  await page.pointer("mousePressed", way[0]);
  await lead(page, way.slice(1));
  await page.pointer("mouseReleased", way[way.length - 1]);
  await page.until((wanted) => document.querySelector(".verdict strong").textContent === wanted, shape);
}

/** How often each kind of answer was timed, as the table says. */
export const timed = (page) => page.run(() => Object.fromEntries(
  [...document.querySelectorAll("latency-table tbody tr")]
    .map((row) => [row.dataset.key, [...row.cells].slice(1).map(({ textContent }) => textContent)])));

/** Drops a file on the page. */
export const drop = (page, name, text) => page.run((title, content) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([content], title));
  const event = new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer });
  document.querySelector(".drop").dispatchEvent(event);
}, name, text);

// A class of 40 for the pictures that docs/class.md shows:
//   node Tests/browser/class-pictures.js docs/images
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inkling } from "../shared/command.js";
import { ask, newSession } from "../wire/http.js";
import { Browser } from "./driver.js";
import { visit } from "./office.js";
import { email, school, shapes } from "./school.js";

const folder = process.argv[2] ?? "docs/images";
const seats = 40;

/** Made-up drawings, each another shape. */
async function drawings(count) {
  const made = await Promise.all(shapes.map(async (shape) =>
    (await inkling(["synthesize", "--shape", shape, "--count", String(count), "--seed", "3"])).out.trim().split("\n")));
  return Array.from({ length: count }, (_, index) => made[(index * 7) % shapes.length][index]);
}

const server = await school(2);
const browser = await Browser.start();
try {
  const screen = await visit(browser, server, "", email, { width: 1920, height: 1080 });
  await screen.open(`${server.url()}class`);
  await screen.until(() => document.querySelector(".huge"));
  await screen.run(() => { document.querySelector("#teams").value = "4"; });
  await screen.click(".huge");
  const code = await screen.until(() => document.querySelector(".board .code")?.textContent);
  const ink = await drawings(3 * seats);
  for (let seat = 0; seat < seats; seat += 1) {
    const token = await newSession(server.port);
    await ask(server.port, "POST", "/api/lessons/join", { token, body: { code } });
    for (let index = 0; index < 1 + (seat % 3); index += 1) {
      await ask(server.port, "POST", "/api/drawings", { token, body: ink[3 * seat + index] });
    }
  }
  const keep = async (name) => writeFileSync(join(folder, name), await screen.screenshot());
  await screen.until((count) => document.querySelectorAll(".seat").length === count, seats);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  await keep("class.png");
  await screen.click(".end");
  await screen.click("dialog .strong");
  await screen.until(() => document.querySelector(".report tbody tr"));
  await keep("class-report.png");
} finally {
  await browser.stop();
  await server.dispose();
}

// axe-core, which looks for what keeps people out of a page; `scripts/install tests` brings it.
import { existsSync, readFileSync } from "node:fs";

const path = process.env.INKLING_AXE ?? new URL("../../.build-tests/axe.min.js", import.meta.url).pathname;

/** What a test is skipped for; false where axe is there. */
export const withoutAxe = existsSync(path) ? false : `${path} is not there: scripts/install tests fetches it`;

/** What axe finds wrong in a page as it is now: the rule, and the first elements that break it. */
export async function faultsOf(page) {
  if (!(await page.run(() => "axe" in globalThis))) {
    await page.send("Runtime.evaluate", { expression: `${readFileSync(path, "utf8")};0` });
  }
  return page.run(async () => {
    // Colours are judged as they are to be seen, not while something fades in.
    for (const one of document.getAnimations()) if (one.effect.getComputedTiming().endTime !== Infinity) one.finish();
    const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"], preload: false });
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map(({ target, any }) =>
      `${target.join(" ")} ${any[0]?.message ?? ""}`).join(" | ")}`);
  });
}

// The modules for the page, compiled anew, or those that INKLING_WASM names a folder of.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("../../scripts/wasm", import.meta.url));

/** @returns {boolean} */
function hasCompiler() {
  try {
    return Boolean(execFileSync("swiftc", ["--version"], { stdio: ["ignore", "pipe", "ignore"] }));
  } catch {
    return false;
  }
}

/** @returns {{ recognition: string, scorer: string, reason: string | false, remove: () => void }} */
export function buildModules() {
  const given = process.env.INKLING_WASM;
  const folder = given ?? mkdtempSync(join(tmpdir(), "inkling-wasm-"));
  const [recognition, scorer] = ["inkling.wasm", "scorer.wasm"].map((name) => join(folder, name));
  const remove = () => { if (!given) rmSync(folder, { recursive: true, force: true }); };
  if (existsSync(recognition) && existsSync(scorer)) return { recognition, scorer, reason: false, remove };
  if (!hasCompiler()) return { recognition, scorer, reason: "no Swift compiler on the path", remove };
  execFileSync(script, [recognition, scorer]);
  return { recognition, scorer, reason: false, remove };
}

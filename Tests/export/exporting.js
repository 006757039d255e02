// What the tests of exported models share: the files, compilers, drawings and Python.
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { program } from "../shared/server.js";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const model = process.env.INKLING_MODEL ?? join(root, "samples/starter.inkmodel");
export const drivers = fileURLToPath(new URL("drivers", import.meta.url));

/** @returns {string} a new empty folder, which goes with the tests */
export function workFolder() {
  const folder = mkdtempSync(join(tmpdir(), "inkling-export-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes the model in every form into a folder. @param {string} folder */
export function exportAll(folder) {
  for (const format of ["js", "c", "swift", "onnx", "safetensors"]) {
    const name = ["onnx", "safetensors"].includes(format) ? "model" : "recognizer";
    execFileSync(program, [
      "export-model", "--model", model, "--format", format, "--output",
      join(folder, `${name}.${format}`),
    ]);
  }
  // So that every node takes it for a module.
  copyFileSync(join(folder, "recognizer.js"), join(folder, "recognizer.mjs"));
}

/** @param {string} command */
const runs = (command) => spawnSync(command, ["--version"]).status === 0;
/** A C compiler: the system's, or the one that comes with Swift. */
export const compiler = ["cc", "clang"].find(runs);
export const hasSwift = runs("swiftc");

/** @param {string} command @param {string[]} args @param {string} input */
export function answer(command, args, input) {
  const result = spawnSync(command, args, { input, encoding: "utf8", maxBuffer: 64 << 20, env: python });
  if (result.status !== 0) throw new Error(`${command} ${args[0]}: ${result.stderr || result.error}`);
  return result.stdout;
}

const packages = join(root, ".build-tests/python");
const python = {
  ...process.env,
  PYTHONPATH: [packages, process.env.PYTHONPATH].filter(Boolean).join(":"),
};
const modules = ["-c", "import onnx, onnxruntime, safetensors, numpy"];
/** Why nothing can be asked of Python; false when it can. */
export const noPython = spawnSync("python3", modules, { env: python }).status === 0
  ? false
  : "no onnx, onnxruntime and safetensors for python3; scripts/install tests fetches them";

/**
 * @typedef {object} Known a made-up drawing, and what the program's own Swift says of it
 * @property {boolean} finished
 * @property {number[][]} strokes flat lists of x and y in eighths
 * @property {number[]} logits
 * @property {number[]} confidence_bits
 */

/** @param {number} each drawings of each shape and of none @returns {{ labels: string[], drawings: Known[] }} */
export function known(each) {
  const bench = process.env.INKLING_BENCH ?? join(dirname(program), "inkling-bench");
  if (!existsSync(bench)) throw new Error(`${bench} is missing: swift build -c release`);
  const args = ["golden", "--model", model, "--each", String(each)];
  return JSON.parse(answer(bench, args, ""));
}

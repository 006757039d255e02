// The program's other commands, run to their end.
import { spawn } from "node:child_process";
import { program } from "./server.js";

/** @typedef {{ code: number | null, signal: string | null, out: string, err: string, bytes: Buffer }} Ended */

/**
 * Runs the program and waits for it.
 * @param {string[]} args
 * @param {{ input?: string, env?: Record<string, string>, seconds?: number }} [options]
 * @returns {Promise<Ended>}
 */
export function inkling(args, { input = "", env = {}, seconds = 60 } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...env } });
    const out = /** @type {Buffer[]} */ ([]);
    let err = "";
    const timer = setTimeout(() => child.kill("SIGKILL"), seconds * 1_000);
    child.stdout.on("data", (bytes) => out.push(bytes));
    child.stderr.setEncoding("utf8").on("data", (text) => { err += text; });
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      const bytes = Buffer.concat(out);
      resolve({ code, signal, out: bytes.toString("utf8"), err, bytes });
    });
  });
}

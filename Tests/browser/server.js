// The real program, started, stopped and killed as an operator would.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const program = process.env.INKLING_BINARY ?? ".build/release/inkling";

/** Ends a program with the tests, however they end. */
export function leaveNothingRunning(child) {
  const endChild = () => end(child);
  process.once("exit", endChild);
  child.once("exit", () => process.off("exit", endChild));
}

/** Ends a detached program and what it started. */
export function end(child) {
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch { /* it has ended */ }
}

export class Server {
  data = mkdtempSync(join(tmpdir(), "inkling-data-"));
  port = 0;

  static async start() {
    const server = new Server();
    await server.start();
    return server;
  }

  /** Starts it on the port and the data it had before, if it had any. */
  async start() {
    this.process = spawn(program, ["serve", "--port", String(this.port), "--data", this.data],
      { detached: true, stdio: ["ignore", "pipe", "pipe"] });
    this.log = "";
    this.process.stderr.setEncoding("utf8").on("data", (text) => { this.log += text; });
    leaveNothingRunning(this.process);
    this.ended = new Promise((resolve) => this.process.once("close", resolve));
    const ready = new Promise((resolve, reject) => {
      let said = "";
      this.process.stdout.setEncoding("utf8").on("data", (text) => {
        said += text;
        const match = /ready at http:\/\/[^:]+:(\d+)/.exec(said);
        if (match) resolve(Number(match[1]));
      });
      this.process.once("error", reject);
      this.ended.then(() => reject(new Error(`${program} ended before it was ready: ${this.log}`)));
    });
    this.port = await within(20_000, ready, `${program} to be ready`);
  }

  /** Empties its data, as a server that was set up anew. */
  forget() {
    rmSync(this.data, { recursive: true, force: true });
    mkdirSync(this.data);
  }

  /** The page's address on a secure origin, or on one as another machine sees it. */
  url(host = "127.0.0.1") { return `http://${host}:${this.port}/`; }

  kill() { return this.#end("SIGKILL"); }
  stop() { return this.#end("SIGTERM"); }

  async dispose() {
    await this.kill();
    rmSync(this.data, { recursive: true, force: true });
  }

  #end(signal) {
    this.process.kill(signal);
    return within(10_000, this.ended, `${program} to end on ${signal}`);
  }
}

/** What a promise brings, or an error when it takes longer than that. */
export async function within(milliseconds, promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${milliseconds} ms for ${what}`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

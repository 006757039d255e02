// The real program, started, stopped and killed as an operator would.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const program = resolve(process.env.INKLING_BINARY ?? ".build/release/inkling");

/** @returns {string} a new empty folder */
export const temporaryFolder = () => mkdtempSync(join(tmpdir(), "inkling-data-"));

/**
 * Ends a detached program with the tests, however they end.
 * @param {import("node:child_process").ChildProcess} child
 */
export function leaveNothingRunning(child) {
  const endChild = () => end(child);
  process.once("exit", endChild);
  child.once("exit", () => process.off("exit", endChild));
}

/**
 * Ends a detached program and what it started.
 * @param {import("node:child_process").ChildProcess} child
 */
export function end(child) {
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch { /* it has ended */ }
}

export class Server {
  /** What it wrote to standard error, and to standard output. */
  log = "";
  said = "";

  /** @param {{ port?: number, data?: string, flags?: string[] }} [options] */
  constructor({ port = 0, data = temporaryFolder(), flags = [] } = {}) {
    this.port = port;
    this.data = data;
    this.flags = flags;
  }

  /** @param {{ port?: number, data?: string, flags?: string[] }} [options] */
  static async start(options) {
    const server = new Server(options);
    await server.start();
    return server;
  }

  /** Starts it on the port and the data it had before, if it had any. */
  async start() {
    const args = ["serve", "--port", String(this.port), "--data", this.data, ...this.flags];
    this.process = spawn(program, args, { detached: true, stdio: ["ignore", "pipe", "pipe"] });
    leaveNothingRunning(this.process);
    this.process.stderr.setEncoding("utf8").on("data", (text) => {
      this.log += text;
      if (process.env.INKLING_LOG) process.stderr.write(text);
    });
    /** @type {Promise<number | null>} the exit code; null after a signal */
    this.ended = new Promise((resolve) => this.process.once("close", resolve));
    const ready = new Promise((resolve, reject) => {
      this.said = "";
      this.process.stdout.setEncoding("utf8").on("data", (text) => {
        this.said += text;
        const match = /ready at http:\/\/[^:]+:(\d+)/.exec(this.said);
        if (match) resolve(Number(match[1]));
      });
      this.process.once("error", reject);
      this.ended.then(() =>
        reject(new Error(`${program} ended before it was ready: ${this.said}${this.log}`)));
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

  kill() {
    this.process.kill("SIGKILL");
    return this.ended;
  }

  /** Stops it in order; resolves with its exit code. */
  async stop() {
    this.process.kill("SIGTERM");
    const late = setTimeout(() => {
      this.log += "\nSIGTERM did not stop it within 10 s; killed.";
      this.process.kill("SIGKILL");
    }, 10_000);
    return this.ended.finally(() => clearTimeout(late));
  }

  async dispose() {
    await this.kill();
    rmSync(this.data, { recursive: true, force: true });
  }
}

/**
 * What a promise brings, or an error when it takes longer than that.
 * @template T
 * @param {number} milliseconds @param {Promise<T>} promise @param {string} what
 * @returns {Promise<T>}
 */
export async function within(milliseconds, promise, what) {
  /** @type {NodeJS.Timeout} */
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

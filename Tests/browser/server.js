// The real program, started, stopped and killed as an operator would.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const program = process.env.INKLING_BINARY ?? ".build/release/inkling";

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
      { stdio: ["ignore", "pipe", process.env.INKLING_LOG ? "inherit" : "ignore"] });
    this.ended = new Promise((resolve) => this.process.once("exit", resolve));
    const ready = new Promise((resolve, reject) => {
      let said = "";
      this.process.stdout.setEncoding("utf8").on("data", (text) => {
        said += text;
        const match = /ready at http:\/\/[^:]+:(\d+)/.exec(said);
        if (match) resolve(Number(match[1]));
      });
      this.process.once("error", reject);
      this.ended.then(() => reject(new Error(`${program} ended before it was ready: ${said}`)));
    });
    this.port = await ready;
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
    return this.ended;
  }
}

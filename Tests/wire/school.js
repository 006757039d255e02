// A server with its worker and an administrator, for the tests of trainings and models.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inkling } from "../shared/command.js";
import { Server, temporaryFolder } from "../shared/server.js";
import { until } from "./client.js";
import { ask, newSession } from "./http.js";

const [email, password] = ["ada@example.org", "correct horse"];
export const shapes = ["line", "circle", "square", "triangle", "heart"];
const open = ["queued", "running"];

/** @param {string} shape @param {number} count @param {number} [seed] */
export const madeUp = async (shape, count, seed = 1) =>
  (await inkling(["synthesize", "--shape", shape, "--count", String(count), "--seed", String(seed)])).out;

/** A server with its worker, and whom it takes for its administrator. */
export class School {
  /** @param {string} [drawings] imported before the server starts */
  static async open(drawings) {
    const school = new School();
    const data = temporaryFolder();
    if (drawings) {
      const imported = await inkling(["import", "-", "--data", data], { input: drawings });
      assert.equal(imported.code, 0, imported.err);
    }
    school.server = await Server.start({ data });
    const made = await inkling(["admin", "create", email, "--data", data], { input: `${password}\n` });
    assert.equal(made.code, 0, made.err);
    const login = await ask(school.server.port, "POST", "/api/admin/login", { body: { email, password } });
    school.headers = { cookie: (login.headers["set-cookie"]?.[0] ?? "").split(";")[0] };
    return school;
  }

  /** @type {Server} */ server;
  /** @type {Record<string, string>} */ headers = {};

  /** @param {string} path */
  async get(path) {
    return (await ask(this.server.port, "GET", `/api/admin/${path}`, { headers: this.headers })).json();
  }

  /** @param {string} path @param {unknown} [body] */
  post(path, body = {}) { return this.ask("POST", path, body); }

  /** @param {string} method @param {string} path @param {unknown} [body] */
  ask(method, path, body) {
    return ask(this.server.port, method, `/api/admin/${path}`, { headers: this.headers, body });
  }

  /** @param {object} config @returns {Promise<number>} its id */
  async train(config) {
    const answer = await this.post("training/start", { config });
    assert.equal(answer.status, 202, answer.body.toString());
    return answer.json().id;
  }

  /** @param {number} id */
  job(id) { return this.get(`training/${id}`); }

  /** Resolves when a training is over. @param {number} id */
  async ended(id) {
    await until(async () => !open.includes((await this.job(id)).status), 120_000);
    return this.job(id);
  }

  /** Resolves when a training is in the midst of learning. @param {number} id @param {number} [step] */
  learning(id, step = 5) {
    return until(async () => {
      const { status, error, progress } = await this.job(id);
      assert.ok(open.includes(status), `${status}: ${error}`);
      return status === "running" && (progress?.step ?? 0) > step;
    });
  }

  /** One person's drawings. @param {string} lines @returns {Promise<string[]>} their ids */
  async draw(lines) {
    const token = await newSession(this.server.port);
    const ids = [];
    for (const line of lines.trim().split("\n")) {
      // Each person draws their own: the same made-up id is another's already.
      const { id, ...drawing } = JSON.parse(line);
      const answer = await ask(this.server.port, "POST", "/api/drawings", { token, body: drawing });
      assert.equal(answer.status, 201, `${id}: ${answer.body}`);
      ids.push(answer.json().id);
    }
    return ids;
  }

  /** The worker's process id, from the system's own list of this server's children. */
  worker() {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        const stat = readFileSync(join("/proc", pid, "stat"), "utf8").replace(/^\d+/, "");
        const parent = / \(.*\) \S (\d+)/.exec(` ${stat}`)?.[1];
        const command = readFileSync(join("/proc", pid, "cmdline"), "utf8").split("\0");
        if (Number(parent) === this.server.process.pid && command[1] === "worker") return Number(pid);
      } catch { /* it has ended meanwhile */ }
    }
    return undefined;
  }
}

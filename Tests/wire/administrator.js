// Somebody who looks after a server.
import assert from "node:assert/strict";
import { inkling } from "../shared/command.js";
import { WebSocketClient } from "./client.js";
import { ask } from "./http.js";

export const [email, password] = ["ada@example.org", "correct horse"];

/** @typedef {import("../shared/server.js").Server} Server */

export class Administrator {
  /** @param {Server} server @param {string} cookie */
  constructor(server, cookie) {
    this.server = server;
    this.cookie = cookie;
  }

  /** Makes the account, where there is none yet, and signs in. @param {Server} server */
  static async signIn(server, address = email) {
    const made = await inkling(["admin", "create", address, "--data", server.data], { input: `${password}\n` });
    assert.equal(made.code, 0, made.err);
    return Administrator.again(server, address);
  }

  /** Signs in to an account that is there. @param {Server} server */
  static async again(server, address = email) {
    const login = await ask(server.port, "POST", "/api/admin/login", { body: { email: address, password } });
    assert.equal(login.status, 200, login.body.toString());
    return new Administrator(server, (login.headers["set-cookie"]?.[0] ?? "").split(";")[0]);
  }

  /** @param {string} method @param {string} path @param {unknown} [body] @param {Record<string, string>} [headers] */
  ask(method, path, body, headers = {}) {
    return ask(this.server.port, method, path, { headers: { cookie: this.cookie, ...headers },
      body: method === "POST" ? body ?? {} : body });
  }

  /**
   * Opens `/ws/admin` and subscribes.
   * @param {string[]} topics @param {number} [since]
   */
  async watch(topics, since) {
    const socket = await WebSocketClient.open(
      this.server.port, { path: "/ws/admin", headers: { Cookie: this.cookie } });
    await socket.waitFor("welcome");
    socket.send({ type: "subscribe", topics, since });
    return socket;
  }
}

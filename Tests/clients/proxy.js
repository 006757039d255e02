// A network that fails when it is told to.
import { connect, createServer } from "node:net";

const busy = JSON.stringify({ status: 503, code: "overloaded", detail: "busy" });

export class Proxy {
  /** When connections came, in ms. @type {number[]} */
  arrivals = [];
  /** Everything that the server said, as text. */
  said = "";
  #refusals = 0;
  /** @type {Set<import("node:net").Socket>} */
  #sockets = new Set();

  /** @param {() => number} target the server's port, now */
  static async open(target) {
    const proxy = new Proxy(target);
    await new Promise((resolve) => { proxy.server.listen(0, "127.0.0.1", () => resolve(undefined)); });
    return proxy;
  }

  /** @param {() => number} target */
  constructor(target) {
    this.target = target;
    this.server = createServer((client) => this.#take(client));
  }

  get address() { return `http://127.0.0.1:${/** @type {any} */ (this.server.address()).port}`; }

  /** Answers the next requests 503, each on its own connection. @param {number} count */
  refuse(count) { this.#refusals = count; }

  /** Ends all connections. */
  cut() { for (const socket of this.#sockets) socket.destroy(); }

  /** Nothing gets through any more on the connections that there are, and nobody is told. */
  freeze() {
    for (const socket of this.#sockets) socket.removeAllListeners("data").on("data", () => {});
  }

  close() {
    this.cut();
    this.server.close();
  }

  /** @param {import("node:net").Socket} client */
  #take(client) {
    this.arrivals.push(performance.now());
    this.#keep(client);
    if (this.#refusals > 0) {
      this.#refusals -= 1;
      client.once("data", () => client.end(["HTTP/1.1 503 Service Unavailable", "Retry-After: 1",
        `Content-Length: ${busy.length}`, "Connection: close", "", busy].join("\r\n")));
      return;
    }
    const server = connect(this.target(), "127.0.0.1");
    this.#keep(server);
    client.on("data", (bytes) => server.write(bytes));
    server.on("data", (bytes) => {
      this.said += bytes.toString("latin1");
      client.write(bytes);
    });
    client.once("close", () => server.destroy());
    server.once("close", () => client.destroy());
  }

  /** @param {import("node:net").Socket} socket */
  #keep(socket) {
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => {});
    socket.once("close", () => this.#sockets.delete(socket));
  }
}

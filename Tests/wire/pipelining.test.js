import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { Server } from "../shared/server.js";
import { ask, sendRaw, statusOf } from "./http.js";

/** @type {Server} */
let server;
before(async () => { server = await Server.start({ flags: ["--threads", "1"] }); });
after(() => server.dispose());

const body = "{\"name\":\"Ada\"}";
const post = `POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
/** @param {string} path */
const get = (path) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;

/** The statuses of the answers to requests sent in one write. @param {string[]} requests */
async function statuses(requests) {
  const answer = await sendRaw(server.port, requests.join(""), (text) =>
    (text.match(/HTTP\/1\.1 \d{3}/g) ?? []).length === requests.length);
  return (answer.match(/HTTP\/1\.1 (\d{3})/g) ?? []).map((line) => Number(line.slice(9)));
}

test("pipelined requests are answered in their order", async () => {
  const paths = ["/api/shapes", "/health/live", "/nowhere", "/game/app.js", "/api/shapes", "/health"];
  assert.deepEqual(await statuses(paths.map(get)), [200, 200, 404, 200, 200, 200]);
});

test("a body that comes in drips is read whole", { timeout: 20_000 }, async () => {
  const answer = await new Promise((resolve, reject) => {
    const socket = connect(server.port, "127.0.0.1");
    socket.setNoDelay(true);
    let text = "";
    socket.on("data", (piece) => {
      text += piece;
      if (text.includes("\r\n\r\n")) { socket.destroy(); resolve(text); }
    });
    socket.once("error", reject);
    let at = 0;
    const timer = setInterval(() => {
      if (at >= post.length) return clearInterval(timer);
      socket.write(post.slice(at, at += 3));
    }, 2);
  });
  assert.equal(statusOf(answer), 201);
});

for (const [name, requests, wanted] of /** @type {[string, string[], number[]][]} */ ([
  ["a POST and a GET", [post, get("/api/shapes")], [201, 200]],
  // A body that was sent before the answer to another request is refused, and ends the connection.
  ["a GET and a POST", [get("/api/shapes"), post], [200, 400]],
  ["two POSTs", [post, post], [201, 400]],
  ["five POSTs and GETs", [post, get("/"), post, post, get("/nowhere")], [201, 200, 400]],
])) {
  test(`${name} in one write do not run into each other, and nobody else waits for them`, async () => {
    const got = await statuses(requests).catch((error) => error);
    // A server may end the connection after an answer: what it did not answer is sent again then.
    assert.equal((await ask(server.port, "GET", "/api/shapes")).status, 200);
    assert.ok(Array.isArray(got) && got.length > 0, String(got));
    assert.deepEqual(got, wanted.slice(0, got.length));
  });
}

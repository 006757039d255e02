import assert from "node:assert/strict";
import { Agent } from "node:http";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { Server } from "../shared/server.js";
import { until } from "./client.js";
import { ask, hasHead, newSession, sendRaw, statusOf } from "./http.js";
import { circle, Pen } from "./pen.js";

/** @type {Server} */
let server;
let token = "";
before(async () => {
  server = await Server.start();
  token = await newSession(server.port);
});
after(async () => {
  assert.equal((await ask(server.port, "GET", "/health")).status, 200);
  await server.dispose();
});

/** @param {string} head lines but the last two line ends @param {string} [body] */
const raw = (head, body = "") => `${head.replaceAll("\n", "\r\n")}\r\nHost: x\r\n\r\n${body}`;

test("a sane request id is echoed, any other is replaced", async () => {
  for (const id of ["a", "my-Request_7.2", "x".repeat(64)]) {
    const answer = await ask(server.port, "GET", "/api/shapes", { headers: { "x-request-id": id } });
    assert.equal(answer.headers["x-request-id"], id);
  }
  for (const id of ["x".repeat(65), "with blank", "<script>", "é", "a\"b"]) {
    const answer = await ask(server.port, "GET", "/nowhere", { headers: { "x-request-id": id } });
    assert.match(String(answer.headers["x-request-id"]), /^[0-9a-f]{16}$/, id);
    assert.equal(answer.json().request_id, answer.headers["x-request-id"]);
  }
  const answers = await Promise.all([1, 2].map(() => ask(server.port, "GET", "/api/shapes")));
  assert.notEqual(answers[0].headers["x-request-id"], answers[1].headers["x-request-id"]);
});

test("an unknown address is 404, for every method", async () => {
  for (const [method, path] of [["GET", "/nowhere"], ["GET", "/api"], ["GET", "/api/"],
    ["GET", "/api/shapes/circle"], ["DELETE", "/api/nothing"], ["GET", "/api/drawings/1/2/3"],
    ["GET", "/ws/drawing/x"]]) {
    const answer = await ask(server.port, method, path);
    assert.equal(answer.status, 404, `${method} ${path}`);
    assert.equal(answer.headers["content-type"], "application/problem+json");
    assert.equal(answer.json().code, "not_found");
  }
  assert.equal((await ask(server.port, "POST", "/nowhere", { body: "x".repeat(100) })).status, 404);
});

test("a wrong method is 405 with Allow", async () => {
  for (const [method, path, allow] of [["DELETE", "/api/session", "POST"], ["GET", "/api/session", "POST"],
    ["PUT", "/api/shapes", "GET, HEAD"], ["PATCH", "/api/user/stats", "GET, HEAD"],
    ["POST", "/", "GET, HEAD"], ["POST", "/game/app.js", "GET, HEAD"], ["DELETE", "/health", "GET, HEAD"],
    ["OPTIONS", "/api/drawings", "POST"], ["OPTIONS", "/api/admin/review/scan", "POST"],
    ["OPTIONS", "/api/admin/drawings/bulk", "POST"]]) {
    for (const body of [undefined, "{}"]) {
      if (body && ["GET", "DELETE", "OPTIONS"].includes(method)) continue;
      const answer = await ask(server.port, method, path,
        { body, headers: body ? {} : ["POST", "PUT", "PATCH"].includes(method) ? { "content-length": 0 } : {} });
      assert.deepEqual([answer.status, answer.headers.allow], [405, allow], `${method} ${path} ${body}`);
    }
  }
});

test("an address with a line end in it is no other address", async () => {
  for (const path of ["/api/shapes%0A", "/api/shapes%0Dx", "/api/shapes?a=1%0A&b=2", "/%0d%0aX-A:%201", "/health%0A/x"]) {
    const answer = await ask(server.port, "GET", path);
    assert.deepEqual([answer.status, answer.json().code], [400, "bad_request"], path);
  }
  assert.equal((await ask(server.port, "GET", "/api/shapes?a=1%20&b=2")).status, 200);
});

test("a method that does not exist ends without harm", async () => {
  for (const method of ["BREW", "TRACE", "PROPFIND"]) {
    const answer = await sendRaw(server.port, raw(`${method} /api/shapes HTTP/1.1`), hasHead);
    assert.ok(answer === "" || statusOf(answer) >= 400, answer.slice(0, 80));
  }
});

test("a chunked body is 411, at the headers", async () => {
  const answer = await sendRaw(server.port,
    raw(`POST /api/drawings HTTP/1.1\nAuthorization: Bearer ${token}\nTransfer-Encoding: chunked`), hasHead);
  assert.equal(statusOf(answer), 411);
  assert.equal(statusOf(await sendRaw(server.port, raw("POST /api/session HTTP/1.1"), hasHead)), 411);
});

test("a body over 1 MiB is 413 before it is sent", async () => {
  const answer = await sendRaw(server.port,
    raw(`POST /api/drawings HTTP/1.1\nAuthorization: Bearer ${token}\nContent-Length: ${(1 << 20) + 1}`));
  assert.equal(statusOf(answer), 413);
  assert.match(answer, /application\/problem\+json/);
  assert.match(answer, /"code":"too_large"/);
});

test("a body of exactly 1 MiB is read", async () => {
  const body = `{"shape":"circle","canvas":{"width":400,"height":400},"strokes":[[[1,1],[2,2]]]`;
  const padded = `${body}${" ".repeat((1 << 20) - body.length - 1)}}`;
  const answer = await ask(server.port, "POST", "/api/drawings", { token, body: padded });
  assert.equal(answer.status, 201, answer.body.toString());
});

test("a Content-Length that is no number is 400", async () => {
  for (const length of ["x", "-1", "1x", "18446744073709551616", "0x10", "1,2"]) {
    const answer = await sendRaw(server.port,
      raw(`POST /api/session HTTP/1.1\nContent-Length: ${length}`), hasHead);
    assert.ok([400, 413].includes(statusOf(answer)), `${length}: ${answer.slice(0, 60)}`);
  }
});

test("HEAD answers as GET does, without the body", async () => {
  for (const path of ["/", "/api/shapes", "/game/app.js", "/health/live", "/nowhere"]) {
    const [get, head] = [await ask(server.port, "GET", path), await ask(server.port, "HEAD", path)];
    assert.equal(head.status, get.status, path);
    assert.equal(head.body.length, 0);
    assert.equal(head.headers["content-type"], get.headers["content-type"]);
    assert.equal(Number(head.headers["content-length"]), get.body.length, path);
    assert.equal(head.headers.etag, get.headers.etag);
  }
});

test("one socket carries many requests", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const sockets = new Set();
  for (let round = 0; round < 40; round += 1) {
    const [method, path, body] = [["GET", "/api/shapes"], ["GET", "/game/app.js"],
      ["POST", "/api/session", {}], ["GET", "/nowhere"], ["POST", "/api/drawings", "{"],
      ["HEAD", "/"]][round % 6];
    const answer = await ask(server.port, String(method), String(path), { token, body, agent });
    assert.ok([200, 201, 400, 404].includes(answer.status), `${method} ${path} ${answer.status}`);
    for (const list of Object.values(agent.freeSockets)) list?.forEach((socket) => sockets.add(socket));
  }
  agent.destroy();
  assert.ok(sockets.size <= 2, `${sockets.size} sockets`);
});

test("half-open and slow clients do not disturb the others", async () => {
  const idle = Array.from({ length: 300 }, (_, index) => {
    const socket = connect(server.port, "127.0.0.1");
    socket.on("error", () => {});
    if (index % 3 === 1) socket.write("GET / HTTP/1.1\r\nHost: x");
    if (index % 3 === 2) socket.write(raw("POST /api/session HTTP/1.1\nContent-Length: 1000", "{"));
    return socket;
  });
  const reader = connect(server.port, "127.0.0.1");
  reader.on("error", () => {});
  reader.pause();
  for (let count = 0; count < 200; count += 1) reader.write(raw("GET /game/game.css HTTP/1.1"));
  const pen = await Pen.start(server.port);
  const started = Date.now();
  pen.stroke(circle(100));
  await pen.submitted();
  for (let count = 0; count < 20; count += 1) {
    assert.equal((await ask(server.port, "GET", "/api/shapes")).status, 200);
  }
  assert.ok(Date.now() - started < 5_000, `${Date.now() - started} ms`);
  for (const socket of [...idle, reader, pen.socket.socket]) socket.destroy();
});

test("a client that goes away in the middle of an answer harms nobody", async () => {
  for (let count = 0; count < 60; count += 1) {
    const socket = connect(server.port, "127.0.0.1");
    socket.on("error", () => {});
    const path = ["/game/app.js", "/api/shapes", "/api/user/stats"][count % 3];
    socket.write(raw(`GET ${path} HTTP/1.1\nAuthorization: Bearer ${token}`), () => socket.destroy());
  }
  await until(async () => (await ask(server.port, "GET", "/api/shapes")).status === 200);
});

test("headers beyond all measure are refused, not read", async () => {
  const answer = await sendRaw(server.port, raw(`GET / HTTP/1.1\nCookie: ${"x".repeat(100_000)}`), hasHead);
  assert.ok(answer === "" || statusOf(answer) >= 400, answer.slice(0, 80));
});

test("garbage instead of a request ends without harm", async () => {
  for (const bytes of ["\r\n\r\n", "GET\r\n\r\n", "\u0000\u0001\u0002\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
    "GET nowhere HTTP/1.1\r\nHost: x\r\n\r\n", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n"]) {
    const socket = connect(server.port, "127.0.0.1");
    socket.on("error", () => {});
    socket.end(Buffer.from(bytes, "latin1"));
    socket.resume();
  }
  await until(async () => (await ask(server.port, "GET", "/api/shapes")).status === 200);
});

test("health says what is well", async () => {
  for (const path of ["/health", "/health/ready", "/health/live"]) {
    const answer = await ask(server.port, "GET", path);
    assert.deepEqual([answer.status, answer.json().status], [200, "ok"]);
  }
});

test("bodies that are only announced keep nobody out; those that came do, until they are gone", async () => {
  const one = await Server.start({ flags: ["--threads", "1"] });
  const limit = 8 << 20;
  const head = raw(`POST /api/inference/classify HTTP/1.1\nContent-Length: ${limit}`);
  const session = async () => (await ask(one.port, "POST", "/api/session", { body: {} })).status;
  /** @type {import("node:net").Socket[]} */
  const sockets = [];
  /** Opens a connection that sends a head and part of its body. @param {number} length */
  const upload = (length) => new Promise((resolve) => {
    const socket = connect(one.port, "127.0.0.1");
    sockets.push(socket);
    socket.on("error", resolve).write(head);
    socket.write(Buffer.alloc(length, " "), resolve);
  });
  try {
    await Promise.all(Array.from({ length: 20 }, () => upload(1)));
    assert.equal(await session(), 201);
    // The loop has room for sixteen, once it has read them. A whole one is read and makes no sense.
    await Promise.all(Array.from({ length: 17 }, () => upload(limit - 1)));
    const whole = async () => statusOf(await sendRaw(one.port, head + " ".repeat(limit), hasHead));
    await until(async () => await whole() !== 400);
    assert.equal(statusOf(await sendRaw(one.port, head, hasHead)), 503);
    for (const socket of sockets) socket.destroy();
    await until(async () => await whole() === 400);
    assert.equal(await session(), 201);
  } finally {
    for (const socket of sockets) socket.destroy();
    await one.dispose();
  }
});

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { Server } from "../shared/server.js";
import { ask, hasHead, sendRaw, statusOf } from "./http.js";

/** @type {Server} */
let server;
before(async () => { server = await Server.start(); });
after(() => server.dispose());

/** @param {string} path @param {Record<string, string>} [headers] */
const get = (path, headers) => ask(server.port, "GET", path, { headers });

const types = /** @type {[string, RegExp][]} */ ([
  ["/", /^text\/html; charset=utf-8$/], ["/index.html", /^text\/html; charset=utf-8$/],
  ["/game/app.js", /^text\/javascript; charset=utf-8$/], ["/game/game.css", /^text\/css; charset=utf-8$/],
  ["/shared/icon.svg", /^image\/svg\+xml$/]]);

test("each page comes with its type and with what protects it", async () => {
  for (const [path, type] of types) {
    const { status, headers, body } = await get(path);
    assert.equal(status, 200, path);
    assert.match(String(headers["content-type"]), type);
    assert.ok(body.length > 0);
    // What can be opened as a page of its own has a policy; its scripts and styles are under the page's.
    const isPart = /javascript|css/.test(String(headers["content-type"]));
    const policy = String(headers["content-security-policy"]);
    for (const rule of ["default-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", "connect-src 'self'",
      "img-src 'self' blob: data:"]) assert.equal(policy.includes(rule), !isPart, `${path}: ${rule}`);
    assert.ok(!policy.includes("unsafe-inline"));
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.ok(headers["x-request-id"]);
  }
  for (const path of ["/game/none.js", "/api/game"]) {
    assert.match(String((await get(path)).headers["content-security-policy"]), /default-src 'self'/, path);
  }
  assert.deepEqual((await get("/")).body, (await get("/index.html")).body);
});

test("a known ETag is answered 304 without a body", async () => {
  for (const [path] of types) {
    const etag = String((await get(path)).headers.etag);
    assert.match(etag, /^"[^"]+"$/);
    for (const value of [etag, `W/${etag}`, `"x", ${etag}`, "*"]) {
      const known = await get(path, { "if-none-match": value });
      assert.deepEqual([known.status, known.body.length, known.headers.etag], [304, 0, etag], value);
    }
    assert.equal((await get(path, { "if-none-match": "\"other\"" })).status, 200);
  }
});

test("gzip is sent to those who take it, and holds the same", async () => {
  const plain = await get("/game/game.css");
  assert.equal(plain.headers["content-encoding"], undefined);
  for (const value of ["gzip", "br, gzip;q=0.8, *;q=0", "deflate,gzip"]) {
    const packed = await get("/game/game.css", { "accept-encoding": value });
    assert.equal(packed.headers["content-encoding"], "gzip", value);
    assert.match(String(packed.headers.vary), /accept-encoding/i);
    assert.ok(packed.body.length < plain.body.length);
    assert.deepEqual(gunzipSync(packed.body), plain.body);
  }
  for (const value of ["identity", "gzip;q=0", "br", "xgzip"]) {
    const answer = await get("/game/game.css", { "accept-encoding": value });
    assert.equal(answer.headers["content-encoding"], undefined, value);
  }
});

test("no path leads out of the pages' folder", async () => {
  for (const path of ["/../Package.swift", "/../../etc/passwd", "/game/../../Package.swift",
    "/%2e%2e/Package.swift", "/%2e%2e%2fPackage.swift", "/..%2f..%2f..%2f..%2fetc/passwd", "//etc/passwd",
    "///etc/passwd", "/..\\..\\etc\\passwd", "/game\\app.js", "/%5c..%5cPackage.swift",
    "/index.html%00.png", "/game/app.js%00", "/./../Package.swift", "/....//Package.swift",
    "/%252e%252e/Package.swift", "/.git/config", "/.hidden", "/tsconfig.json/", "/game", "/game/",
    "/file:///etc/passwd", "/%c0%ae%c0%ae/Package.swift"]) {
    const answer = await sendRaw(server.port, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`, hasHead);
    assert.doesNotMatch(answer, /root:|swift-tools-version|\[core\]/, path);
    // The transport may resolve dots inside the folder; what comes out then is a page or nothing.
    const status = statusOf(answer);
    assert.ok(answer === "" || [301, 400, 403, 404].includes(status), `${path}: ${status}`);
  }
});

test("dots that stay inside are at most the page they name", async () => {
  const answer = await sendRaw(server.port, "GET /game/../index.html HTTP/1.1\r\nHost: x\r\n\r\n", hasHead);
  assert.ok([200, 301, 400, 403, 404].includes(statusOf(answer)));
});

test("a broken escape in the path is no page", async () => {
  for (const path of ["/%", "/%zz", "/%f"]) {
    const answer = await sendRaw(server.port, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`, hasHead);
    assert.ok(answer === "" || [400, 403, 404].includes(statusOf(answer)), `${path}: ${answer.slice(0, 60)}`);
  }
});

// For libwebsockets a control character ends the path: what stood before it is what was asked for.
test("a line break in the path adds no header to the answer", async () => {
  const answer = await sendRaw(server.port,
    "GET /index.html%0d%0aX-Evil:1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", hasHead);
  assert.doesNotMatch(answer, /^X-Evil/im);
});

test("a query does not change which page it is", async () => {
  const page = await get("/");
  for (const path of ["/?", "/?a=1", "/?a=1&a=2&b", "/?=", "/?%ff", "/index.html?x=../.."]) {
    assert.deepEqual((await get(path)).body, page.body, path);
  }
});

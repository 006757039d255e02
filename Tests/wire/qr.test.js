// QR codes of pages, read back module by module.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readQR } from "../shared/qr.js";
import { Server } from "../shared/server.js";
import { ask, sendRaw, statusOf } from "./http.js";

/** @type {Server} */
let server;
before(async () => { server = await Server.start({ flags: ["--no-worker"] }); });
after(() => server.dispose());

/** @param {string} path as it stands in the query @param {string} [host] */
const picture = (path, host = `127.0.0.1:${server.port}`) =>
  ask(server.port, "GET", `/api/qr.svg${path}`, { headers: { host } });

test("a code says the page's address under the host that was asked", async () => {
  for (const [query, path] of [["", "/"], ["?path=/", "/"], ["?path=/class", "/class"],
    ["?path=/%23take=HKMRTW", "/#take=HKMRTW"], ["?path=/?lesson=ABCDE%26x=1", "/?lesson=ABCDE&x=1"],
    [`?path=/${"a".repeat(150)}`, `/${"a".repeat(150)}`]]) {
    for (const host of ["192.168.1.20:8080", "[fe80::1]:8080", "inkling.local", `127.0.0.1:${server.port}`]) {
      const answer = await picture(query, host);
      assert.equal(answer.status, 200, answer.body.toString());
      assert.equal(answer.headers["content-type"], "image/svg+xml");
      assert.equal(answer.headers["cache-control"], "no-store");
      assert.equal(readQR(answer.body.toString()), `http://${host}${path}`);
    }
  }
});

test("a path that leads elsewhere is refused", async () => {
  for (const path of ["//evil.example/", "/%5Cevil.example", "http://evil.example/", "evil", "", "/a%20b",
    "/%C3%A9", `/${"a".repeat(256)}`, "%23take=X", "javascript:alert(1)"]) {
    const answer = await picture(`?path=${path}`);
    assert.equal(answer.status, 422, path);
    assert.equal(answer.json().errors[0].path, "path");
  }
});

test("a host that cannot be one is refused", async () => {
  for (const host of ["evil.example/x", "a b", "a@b", "<svg>", "a:b", "a:123456", "[::1", "[]", ":80", "a:",
    "a\"b", "x".repeat(256)]) {
    const answer = await sendRaw(server.port, `GET /api/qr.svg HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    assert.ok([400, 422].includes(statusOf(answer)), `${host}: ${answer.slice(0, 200)}`);
  }
});

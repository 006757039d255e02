// The OpenAPI document says what the server does: its examples are asked, and what comes back is checked.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Server } from "../shared/server.js";
import { Administrator } from "./administrator.js";
import { ask } from "./http.js";
import { faultsOf } from "./schema.js";

const description = new URL("../../Sources/Server/OpenAPI/openapi.json", import.meta.url);
const document = JSON.parse(readFileSync(description, "utf8"));

/** @type {Server} */
let server;
/** @type {Administrator} */
let ada;
before(async () => {
  server = await Server.start({ flags: ["--no-worker"] });
  ada = await Administrator.signIn(server);
});
after(() => server.dispose());

/** @param {any} operation @param {number} status */
function answerOf(operation, status) {
  const named = operation.responses[String(status)];
  return named?.$ref ? document.components.responses[named.$ref.split("/").pop()] : named;
}

/**
 * Whether an answer is one of those that the document names.
 * @param {any} operation @param {import("./http.js").Answer} answer
 */
function assertDocumented(operation, answer) {
  const named = answerOf(operation, answer.status);
  assert.ok(named, `${operation.operationId} answered ${answer.status}: ${answer.body}`);
  if (answer.body.length === 0) return;
  const type = String(answer.headers["content-type"]).split(";")[0];
  const { schema } = named.content?.[type] ?? {};
  assert.ok(schema, `${operation.operationId} answered ${type}`);
  if (!type.includes("json")) return;
  const texts = type.endsWith("ndjson") ? answer.body.toString().trim().split("\n") : [answer.body.toString()];
  for (const text of texts.filter(Boolean)) {
    assert.deepEqual(faultsOf(document, schema, JSON.parse(text)), [], text.slice(0, 400));
  }
}

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(/** @type {Record<string, any>} */ (methods))
    .map(([method, operation]) => ({ path, method, operation })));

for (const { path, method, operation } of operations) {
  const [[type, body]] = Object.entries(operation.requestBody?.content ?? { "": {} });
  for (const [name, { value }] of Object.entries(body.examples ?? {})) {
    test(`${method} ${path} answers the example "${name}" as it says`, async () => {
      if (!type.endsWith("ndjson")) assert.deepEqual(faultsOf(document, body.schema, value), []);
      const token = (await ask(server.port, "POST", "/api/session", { body: {} })).json().token;
      const needs = operation.security.some((/** @type {any} */ one) => "session" in one);
      const answer = path.includes("/nearest") ? await ada.ask("POST", path, value)
        : await ask(server.port, method.toUpperCase(), path, { body: value, ...(needs && { token }) });
      assert.ok(answer.status < 300, answer.body.toString());
      assertDocumented(operation, answer);
    });
  }
}

test("what is asked without a body answers as it says, or says why not", async () => {
  let asked = 0;
  for (const { path, method, operation } of operations) {
    const needed = (operation.parameters ?? []).some((/** @type {any} */ one) => one.required);
    if (method !== "get" || needed || path === "/api/openapi.json") continue;
    const token = (await ask(server.port, "POST", "/api/session", { body: {} })).json().token;
    const isTheirs = operation.security.some((/** @type {any} */ one) => "session" in one);
    assertDocumented(operation, isTheirs ? await ask(server.port, "GET", path, { token }) : await ada.ask("GET", path));
    if (operation.security.length > 0 && !path.startsWith("/api/inference")) {
      const refused = await ask(server.port, "GET", path);
      assert.equal(refused.status, 401, path);
      assertDocumented(operation, refused);
    }
    asked += 1;
  }
  assert.ok(asked > 25, `${asked}`);
});

test("the check of schemas finds what is wrong", () => {
  const schema = { $ref: "#/components/schemas/Guess" };
  assert.deepEqual(faultsOf(document, schema, { shape: "circle", confidence: 0.5 }), []);
  for (const wrong of [{ shape: "circle" }, { shape: 7, confidence: 0.5 }, { shape: "a", confidence: 2 }, [], null]) {
    assert.notEqual(faultsOf(document, schema, wrong).length, 0, JSON.stringify(wrong));
  }
  const geometry = { $ref: "#/components/schemas/Geometry" };
  assert.notEqual(faultsOf(document, geometry, { kind: "circle", center: [1], radius: 3 }).length, 0);
});

// HTTP as a careful client, and as a rude one.
import { request } from "node:http";
import { connect } from "node:net";

/**
 * @typedef {{ status: number, headers: import("node:http").IncomingHttpHeaders, body: Buffer,
 *   json: () => any }} Answer
 */

/**
 * @param {number} port @param {string} method @param {string} path
 * @param {{ token?: string, headers?: Record<string, string | number>, body?: unknown,
 *   agent?: import("node:http").Agent }} [options]
 *   `body`: bytes, text, or a value that is sent as JSON
 * @returns {Promise<Answer>}
 */
export function ask(port, method, path, { token, headers = {}, body, agent } = {}) {
  const bytes = body === undefined ? undefined
    : Buffer.isBuffer(body) || typeof body === "string" ? Buffer.from(body)
      : Buffer.from(JSON.stringify(body));
  const all = { ...(token && { authorization: `Bearer ${token}` }),
    ...(bytes && { "content-type": "application/json", "content-length": bytes.length }), ...headers };
  return new Promise((resolve, reject) => {
    const call = request({ host: "127.0.0.1", port, method, path, headers: all,
      agent: agent ?? false, timeout: 10_000 });
    call.once("timeout", () => call.destroy(new Error(`${method} ${path} was not answered`)));
    call.once("error", reject);
    call.once("response", (response) => {
      const pieces = /** @type {Buffer[]} */ ([]);
      response.on("data", (piece) => pieces.push(piece));
      response.once("error", reject);
      response.once("end", () => {
        const whole = Buffer.concat(pieces);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: whole,
          json: () => JSON.parse(whole.toString("utf8")) });
      });
    });
    call.end(bytes);
  });
}

/** A new person's token. @param {number} port @returns {Promise<string>} */
export const newSession = async (port) =>
  (await ask(port, "POST", "/api/session", { body: {} })).json().token;

/**
 * Sends bytes as they are and reads until the server closes or `until` is content.
 * @param {number} port @param {string | Uint8Array} bytes
 * @param {(answer: string) => boolean} [until]
 * @returns {Promise<string>} latin1
 */
export function sendRaw(port, bytes, until = () => false) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`no end of the answer; so far: ${JSON.stringify(answer.slice(0, 400))}`));
    }, 10_000);
    const end = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    socket.on("data", (piece) => {
      answer += piece.toString("latin1");
      if (until(answer)) end();
    });
    socket.once("close", end);
    socket.on("error", () => {});
    socket.write(bytes);
  });
}

/** Whether the answer's head has come. @param {string} answer */
export const hasHead = (answer) => answer.includes("\r\n\r\n");
/** @param {string} answer */
export const statusOf = (answer) => Number(/^HTTP\/1\.\d (\d{3})/.exec(answer)?.[1]);

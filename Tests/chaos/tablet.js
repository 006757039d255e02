// A tablet in a lesson: it draws, loses its connection, is loaded anew, and goes on.
import assert from "node:assert/strict";
import { WebSocketClient } from "../wire/client.js";
import { ask, newSession } from "../wire/http.js";
import { circle, newID, pointsFrame } from "../wire/pen.js";

const pause = (/** @type {number} */ milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const frameMs = 40;
const retryMs = 150;
const answerMs = 8_000;

export class Tablet {
  /** Drawings that the server called submitted. @type {Set<string>} */
  done = new Set();
  drops = 0;
  reloads = 0;
  /** @type {WebSocketClient | null} */
  #socket = null;

  /** @param {number} port @param {string} code @param {() => number} random */
  constructor(port, code, random) {
    this.port = port;
    this.code = code;
    this.random = random;
  }

  /** Takes its seat; the same one each time. */
  async join() {
    this.token ??= await this.#patiently(() => newSession(this.port));
    const place = await this.#patiently(async () => {
      const answer = await ask(this.port, "POST", "/api/lessons/join",
        { token: this.token, body: { code: this.code } });
      if (answer.status >= 500) throw new Error("busy");
      assert.equal(answer.status, 200, answer.body.toString());
      return answer.json();
    });
    this.seat ??= place;
    assert.equal(place.seat, this.seat.seat, "another seat");
    assert.equal(place.name, this.seat.name, "another name");
    assert.ok(place.done >= this.done.size, `${place.done} of ${this.done.size} drawings after a reload`);
  }

  /** Draws until that time, and finishes what is under way. @param {number} end ms */
  async play(end) {
    while (Date.now() < end) {
      await this.#draw();
      await pause(100 + this.random() * 900);
    }
    this.#socket?.drop();
    this.#socket = null;
  }

  /** One drawing, to its end, whatever happens meanwhile. */
  async #draw() {
    const id = newID();
    const points = circle(30 + Math.floor(this.random() * 60));
    const frames = [];
    for (let at = 0; at < points.length; at += 6) {
      frames.push(pointsFrame(frames.length + 1, points.slice(at, at + 6),
        { starts: at === 0, ends: at + 6 >= points.length }));
    }
    for (let isBegun = false; !this.done.has(id);) {
      try {
        const socket = await this.#connected();
        const [seq, begun] = await this.#attach(socket, id, isBegun);
        isBegun = begun;
        for (let at = seq; at < frames.length; at += 1) {
          socket.sendBinary(frames[at]);
          await pause(frameMs);
          if (this.random() < 0.004) await this.#mishap();
          if (this.#socket !== socket || socket.socket.destroyed) throw new Error("gone");
        }
        if (seq <= frames.length) socket.send({ type: "submit", seq: frames.length + 1 });
        // The answer itself may be lost on its way.
        if (this.random() < 0.02) await this.#mishap();
        await this.#hear(socket, ({ type, drawing }) => type === "submitted" && drawing === id);
        this.done.add(id);
      } catch (error) {
        if (error instanceof Answered) this.done.add(id);
        else if (error instanceof assert.AssertionError) throw error;
        else await this.#retry();
      }
    }
  }

  /**
   * Begins a drawing, or goes on with it.
   * @param {WebSocketClient} socket @param {string} id @param {boolean} isBegun
   * @returns {Promise<[number, boolean]>} the newest operation that the server has
   */
  async #attach(socket, id, isBegun) {
    const begin = { type: "begin", drawing: id, shape: "circle", canvas: { width: 400, height: 400 }, device: "touch" };
    socket.send(isBegun ? { type: "resume", drawing: id } : begin);
    const answer = await this.#hear(socket, ({ type, drawing, code }) =>
      (drawing === id && ["begun", "resumed", "submitted"].includes(type)) || code === "unknown_drawing");
    if (answer.type === "submitted") throw new Answered();
    if (answer.type === "error") return this.#attach(socket, id, false);
    return [answer.seq ?? 0, true];
  }

  /** A torn cable, or a page that is loaded anew. */
  async #mishap() {
    this.#socket?.drop();
    this.#socket = null;
    if (this.random() < 0.5) {
      this.drops += 1;
    } else {
      this.reloads += 1;
      await pause(this.random() * 1_500);
      await this.join();
    }
    throw new Error("mishap");
  }

  async #connected() {
    if (this.#socket && !this.#socket.socket.destroyed) return this.#socket;
    const socket = await WebSocketClient.open(this.port, { path: `/ws/drawing?token=${this.token}` });
    this.#socket = socket;
    await this.#hear(socket, ({ type }) => type === "welcome");
    const told = await this.#hear(socket, ({ type }) => type === "lesson");
    assert.equal(told.seat, this.seat.seat, "another seat");
    return socket;
  }

  /** @param {WebSocketClient} socket @param {(message: any) => boolean} wants */
  async #hear(socket, wants) {
    const late = pause(answerMs).then(() => { throw new Error("no answer"); });
    late.catch(() => {});
    const answer = socket.waitFor(wants);
    answer.catch(() => {});
    return Promise.race([answer, late]);
  }

  async #retry() {
    this.#socket?.drop();
    this.#socket = null;
    await pause(retryMs * (1 + this.random()));
  }

  /** @template T @param {() => Promise<T>} body @returns {Promise<T>} */
  async #patiently(body) {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await body();
      } catch (error) {
        if (error instanceof assert.AssertionError || attempt > 200) throw error;
        await pause(retryMs * (1 + this.random()));
      }
    }
  }
}

/** The drawing was submitted before. */
class Answered extends Error {}

/** All ids of a person's drawings as the server has them. @param {number} port @param {string} token */
export async function drawingsOf(port, token) {
  const ids = [];
  for (let cursor = ""; ;) {
    const page = (await ask(port, "GET", `/api/user/drawings?limit=200${cursor && `&cursor=${cursor}`}`,
      { token })).json();
    ids.push(...page.drawings.map((/** @type {{ id: string }} */ { id }) => id));
    if (!page.next_cursor) return ids;
    cursor = encodeURIComponent(page.next_cursor);
  }
}

const userKey = "inkling.user";
const shapesKey = "inkling.shapes";

/**
 * A shape to draw: `id` is what the server calls it, `name` what people do. `outline`, if the
 * server has one: strokes of points in the unit square. `template`: what it is scored by, in base 64.
 * @typedef {{ id: string, name: string, description?: string, difficulty?: number, enabled?: boolean,
 *   outline?: number[][][], template?: string }} Shape
 */

/**
 * The shapes as they were told last.
 * @type {Shape[]}
 */
let shapes = [];

/** The session is a cookie that scripts cannot read; only whose it is is remembered here. */
export class Session {
  /** @type {string | null} */
  #user = recall(userKey);
  #hasWondered = false;
  /**
   * Whether a new session's drawings may be kept; null where nobody is asked. Known when it is made: what is drawn
   * already comes before any later answer.
   * @type {() => Promise<boolean | null>}
   */
  consents = async () => false;
  /**
   * The drawing that goes on here, and is still at another device.
   * @type {{ drawing: string, shape: string } | null}
   */
  taken = null;

  /** Sees to it that there is a session before the first connection. */
  async ensure() {
    if (this.#user === null) await this.renew();
  }

  /** Asks for a new session. */
  async renew() {
    const consent = await this.consents();
    const { user } = await json("/api/session", { method: "POST", body: JSON.stringify({ consent }) });
    this.#remember(user.id);
  }

  /**
   * Goes on as the person whose code it is, from another device.
   * @param {string} code
   * @returns {Promise<boolean>} false for a code that is wrong, used or too old
   */
  async take(code) {
    const answer = await ask("/api/session/take", { method: "POST", body: JSON.stringify({ code }) });
    if (answer.status === 404) return false;
    if (!answer.ok) throw new Error(`the code was answered ${answer.status}`);
    const { user, open } = await answer.json();
    this.#remember(user.id);
    this.taken = open;
    return true;
  }

  /**
   * A code by which another device goes on as this person.
   * @returns {Promise<{ code: string, expires: string }>}
   */
  handOver() { return json("/api/session/handover", { method: "POST", body: "{}" }); }

  /**
   * Whether a connection speaks for the user whose cookie this browser should have.
   * @param {string} user
   */
  accepts(user) {
    const isMine = user === this.#user || this.#hasWondered;
    this.#hasWondered = !isMine;
    this.#remember(isMine ? user : null);
    return isMine;
  }

  forget() { this.#remember(null); }

  /** @param {string | null} user */
  #remember(user) {
    this.#user = user;
    remember(userKey, user);
  }
}

/**
 * The shapes there are to draw; without the server, those it had the last time.
 * @returns {Promise<Shape[]>}
 */
export async function fetchShapes() {
  try {
    shapes = await json("/api/shapes");
    remember(shapesKey, JSON.stringify(shapes));
  } catch {
    if (shapes.length === 0) shapes = JSON.parse(recall(shapesKey) ?? "[]");
  }
  return shapes;
}

/**
 * What was last told of a shape.
 * @param {string} id
 */
export const knownShape = (id) => shapes.find((shape) => shape.id === id);

/** @returns {Promise<{ streak?: number } | null>} nothing without the server */
export async function fetchStats() {
  try { return await json("/api/user/stats"); } catch { return null; }
}

/** @param {string} path @param {RequestInit} [options] */
async function json(path, options = {}) {
  const answer = await ask(path, options);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.json();
}

/** @param {string} path @param {RequestInit} options */
function ask(path, options) {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  return fetch(path, { headers, credentials: "same-origin", ...options });
}

/** @param {string} key */
export function recall(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}

/** @param {string} key @param {string | null} value */
export function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch { /* a browser that keeps nothing asks the server each time */ }
}

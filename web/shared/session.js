const userKey = "inkling.user";
const shapesKey = "inkling.shapes";

/**
 * A shape to draw: `id` is what the server calls it, `name` what people do. `outline`, if the
 * server has one: strokes of points in the unit square.
 * @typedef {{ id: string, name: string, description?: string, difficulty?: number, enabled?: boolean,
 *   outline?: number[][][] }} Shape
 */

/** The session is a cookie that scripts cannot read; only whose it is is remembered here. */
export class Session {
  /** @type {string | null} */
  #user = recall(userKey);
  #hasWondered = false;

  /** Sees to it that there is a session before the first connection. */
  async ensure() {
    if (this.#user === null) await this.renew();
  }

  /** Asks for a new session. */
  async renew() {
    const { user } = await json("/api/session", { method: "POST", body: `{"consent":false}` });
    this.#remember(user.id);
  }

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
    const shapes = await json("/api/shapes");
    remember(shapesKey, JSON.stringify(shapes));
    return shapes;
  } catch {
    return JSON.parse(recall(shapesKey) ?? "[]");
  }
}

/** @returns {Promise<{ streak?: number } | null>} nothing without the server */
export async function fetchStats() {
  try { return await json("/api/user/stats"); } catch { return null; }
}

/** @param {string} path @param {RequestInit} [options] */
async function json(path, options = {}) {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  const answer = await fetch(path, { headers, credentials: "same-origin", ...options });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.json();
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

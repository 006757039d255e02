import { ask, Refusal } from "../admin/api.js";

/**
 * @typedef {{ shape: string, drawings: number, recall: number | null, precision: number | null,
 *   f1: number | null }} ClassFigures
 * @typedef {{ version: string, classes: string[], input: { width: number, height: number },
 *   accuracy: number | null, per_class: ClassFigures[] | null, checksum: string, size_bytes: number,
 *   trained_at: string | null }} ModelInfo
 * @typedef {{ version: string, active: boolean, classes: string[], accuracy: number | null,
 *   created_at: string }} ModelVersion
 * @typedef {"unknown" | "open" | "key" | "no-model" | "offline"} State
 */

/**
 * How this page may ask the model: whether it needs a key, and which model serves. A key is kept in this
 * page's memory alone. Fires `change`.
 */
export class Access extends EventTarget {
  /** @type {State} */
  state = "unknown";
  /** Why, in words, where it is not open. */
  reason = "";
  key = "";
  /** @type {ModelInfo | null} */
  info = null;
  /**
   * The versions that may be asked; empty where the server does not list them.
   * @type {ModelVersion[]}
   */
  models = [];
  /**
   * The e-mail address of who is signed in as an administrator, if somebody is.
   * @type {string | null}
   */
  administrator = null;

  get address() { return location.origin; }

  /** @param {string} path of a WebSocket */
  socketPath(path) { return this.key ? `${path}?key=${encodeURIComponent(this.key)}` : path; }

  /**
   * Shows another key from now on; none when it is empty.
   * @param {string} key
   */
  use(key) {
    this.key = key.trim();
    this.check().catch(() => {});
    this.#tell();
  }

  /**
   * Asks the API with the key.
   * @param {string} path @param {object} [body] @param {{ method?: string, signal?: AbortSignal }} [options]
   */
  ask(path, body, options = {}) { return ask(path, body, { ...options, headers: this.headers }); }

  /** @returns {Record<string, string>} */
  get headers() { return this.key ? { Authorization: `Bearer ${this.key}` } : {}; }

  /**
   * Finds out whether the model may be asked.
   * @throws while it may not
   */
  async check() {
    try {
      this.info = await this.ask("/api/inference/model/info");
      this.#become("open", "");
    } catch (error) {
      const { status, message } = error instanceof Refusal ? error : { status: 0, message: String(error) };
      if (status === 401 || status === 403) this.#become("key", message);
      else if (status === 503) this.#become("no-model", message);
      else this.#become("offline", message);
      throw error;
    }
  }

  /** Finds out who is signed in as an administrator. */
  async meet() {
    const me = await fetch("/api/admin/me").then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
    this.administrator = me?.administrator.email ?? null;
    this.#tell();
  }

  /** @param {State} state @param {string} reason */
  #become(state, reason) {
    const before = `${this.state} ${this.reason} ${this.#told}`;
    const isAnother = this.#told !== this.info?.checksum;
    [this.state, this.reason, this.#told] = [state, reason, this.info?.checksum];
    if (isAnother) this.#listModels();
    if (before !== `${state} ${reason} ${this.#told}`) this.#tell();
  }

  /** @type {string | undefined} */
  #told;

  async #listModels() {
    const { models } = await this.ask("/api/inference/models").catch(() => ({ models: [] }));
    this.models = models;
    this.#tell();
  }

  #tell() { this.dispatchEvent(new Event("change")); }
}

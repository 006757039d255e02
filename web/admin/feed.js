/**
 * A message of `/ws/admin`; `number` counts the events that are kept and can be sent again.
 * @typedef {{ type: string, number?: number, [member: string]: any }} Push
 * @typedef {(push: Push) => void} Listener
 */

/** Which topic a kind of push belongs to, where it is not called the same. */
const topics = new Map([["drawing", "drawings"], ["bulk", "drawings"], ["model", "models"], ["job", "jobs"],
  ["shape", "shapes"], ["lesson_live", "lesson"]]);
const [firstPauseMs, longestPauseMs] = [500, 15_000];

/**
 * News from the server, over one socket for all of the page. Watch first and ask then: what
 * happens in between is told. After a lost connection the missed events follow in order; where
 * they cannot, `onStale` listeners ask anew.
 *
 * Fires `state` when it opens or closes, and `signed-out` when the session is over.
 */
export class Feed extends EventTarget {
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {Map<string, Set<Listener>>} */
  #listeners = new Map();
  /** @type {Set<() => void>} */
  #staleListeners = new Set();
  /**
   * The newest push of the topics that are a state, for those who come later.
   * @type {Map<string, Map<unknown, Push>>}
   */
  #newest = new Map();
  /** @type {number | undefined} the newest event that is known of */
  #since;
  /**
   * The newest event of each kind: what is told twice is passed on once.
   * @type {Map<string, number>}
   */
  #told = new Map();
  #isWanted = false;
  #isOpen = false;
  #isAsking = false;
  #failures = 0;
  /** @type {number | undefined} */
  #timer;

  constructor() {
    super();
    addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.#hurry(); });
  }

  get isOpen() { return this.#isOpen; }

  /** Resolves when the server has answered, or has not for a while. */
  open(patienceMs = 1_500) {
    this.#isWanted = true;
    this.#failures = 0;
    this.#connect();
    return new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
      this.addEventListener("state", () => resolve(), { once: true });
      setTimeout(resolve, patienceMs);
    });
  }

  close() {
    this.#isWanted = false;
    clearTimeout(this.#timer);
    this.#socket?.close();
    this.#socket = null;
    this.#since = undefined;
    this.#told.clear();
    this.#newest.clear();
    this.#turn(false);
  }

  /**
   * Calls the listener with each push of a topic; with the newest at once, if the topic is a state.
   * @param {string} topic @param {Listener} listener
   * @returns {() => void} ends it
   */
  watch(topic, listener) {
    const listeners = this.#listeners.get(topic) ?? new Set();
    listeners.add(listener);
    this.#listeners.set(topic, listeners);
    if (listeners.size === 1) this.#ask();
    else {
      for (const push of this.#newest.get(topic)?.values() ?? []) {
        queueMicrotask(() => listeners.has(listener) && listener(push));
      }
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0 || this.#listeners.get(topic) !== listeners) return;
      this.#listeners.delete(topic);
      this.#newest.delete(topic);
      this.#ask();
    };
  }

  /**
   * Calls the listener when what is shown may be old and must be asked for anew.
   * @param {() => void} listener
   * @returns {() => void} ends it
   */
  onStale(listener) {
    this.#staleListeners.add(listener);
    return () => { this.#staleListeners.delete(listener); };
  }

  #connect() {
    clearTimeout(this.#timer);
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/admin`);
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => { if (socket === this.#socket) this.#hear(JSON.parse(data)); });
    socket.addEventListener("close", () => { if (socket === this.#socket) this.#lose(); });
  }

  #lose() {
    this.#socket = null;
    const wasOpen = this.#isOpen;
    this.#turn(false);
    if (!this.#isWanted) return;
    // A refused connection does not say why; the session may be over.
    if (!wasOpen) this.#checkSession();
    const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** this.#failures) * (0.75 + Math.random() / 2);
    this.#failures += 1;
    this.#timer = setTimeout(() => this.#connect(), pause);
  }

  #hurry() {
    if (this.#isWanted && !this.#socket) this.#connect();
  }

  async #checkSession() {
    const answer = await fetch("/api/admin/me", { credentials: "same-origin" }).catch(() => null);
    if (answer?.status === 401 && this.#isWanted) this.dispatchEvent(new CustomEvent("signed-out"));
  }

  /** Subscribes to all that is watched, once for all changes of this moment. */
  #ask() {
    if (this.#isAsking) return;
    this.#isAsking = true;
    queueMicrotask(() => {
      this.#isAsking = false;
      if (this.#isOpen) this.#subscribe();
    });
  }

  #subscribe() {
    this.#socket?.send(JSON.stringify({ type: "subscribe", topics: [...this.#listeners.keys()], since: this.#since }));
  }

  /** @param {Push} push */
  #hear(push) {
    if (push.type === "welcome") {
      this.#since ??= push.number;
      this.#failures = 0;
      this.#turn(true);
      return this.#subscribe();
    }
    if (push.type === "subscribed") {
      if (push.missed !== "stale") return undefined;
      this.#since = push.number;
      return this.#tellStale();
    }
    if (push.type === "stale") return this.#tellStale();
    if (push.type === "error") {
      if (push.code === "signed_out") this.dispatchEvent(new CustomEvent("signed-out"));
      return undefined;
    }
    return this.#pass(push);
  }

  /** @param {Push} push */
  #pass(push) {
    const { type, number } = push;
    if (number !== undefined) {
      if (number <= (this.#told.get(type) ?? 0)) return;
      this.#told.set(type, number);
      this.#since = Math.max(this.#since ?? 0, number);
    }
    const topic = topics.get(type) ?? type;
    this.#keep(topic, push);
    for (const listener of [...this.#listeners.get(topic) ?? []]) listener(push);
  }

  /** @param {string} topic @param {Push} push */
  #keep(topic, push) {
    if (!["stats", "health", "training", "jobs"].includes(topic)) return;
    const kept = this.#newest.get(topic) ?? new Map();
    this.#newest.set(topic, kept);
    if (push.job === undefined) kept.set(topic, push);
    else if (["queued", "running"].includes(push.status)) kept.set(push.job, push);
    else kept.delete(push.job);
  }

  #tellStale() {
    this.#told.clear();
    for (const listener of [...this.#staleListeners]) listener();
  }

  /** @param {boolean} isOpen */
  #turn(isOpen) {
    if (this.#isOpen === isOpen && isOpen) return;
    this.#isOpen = isOpen;
    this.dispatchEvent(new CustomEvent("state"));
  }
}

/** The page's own. */
export const feed = new Feed();

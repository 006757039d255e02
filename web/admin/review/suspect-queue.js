import { ask } from "../api.js";

/**
 * @typedef {import("./suspects.js").Suspect} Suspect
 * @typedef {import("./suspects.js").Scan} Scan
 */

const pageful = 40;
/** With fewer than this ahead, the next ones are asked for. */
const enoughAhead = 15;

/**
 * The drawings that wait for a decision, the most suspect first, and the one that is looked at.
 * Fires `changed`.
 */
export class SuspectQueue extends EventTarget {
  /** @type {Suspect[]} */
  suspects = [];
  /** How many wait in all. */
  open = 0;
  /** @type {Record<string, number>} */
  byKind = {};
  /** @type {Scan | null} */
  scan = null;
  /** Only those with such a reason; all without. */
  kind = "";
  isLoaded = false;
  /** @type {unknown} what went wrong the last time */
  fault = null;

  #at = 0;
  /** @type {string | null} */
  #cursor = null;
  #isAsking = false;
  /** Decided here, though the server has not said so yet. */
  #decided = new Set();
  /**
   * Taken back here: until the server tells so, whatever it tells is of the time before.
   * @type {Map<string, Suspect>}
   */
  #returning = new Map();
  /** Counts the beginnings: the answer to an older question is not shown. */
  #turn = 0;

  /** @returns {Suspect | undefined} the one that is looked at */
  get current() { return this.suspects[this.#at]; }
  /** Those after it. */
  get ahead() { return this.suspects.slice(this.#at + 1); }
  /** How many were passed over. */
  get behind() { return this.#at; }

  /** Asks anew; whoever looks at a suspect goes on looking at it, if it still waits. */
  async load(kind = this.kind) {
    const turn = (this.#turn += 1);
    const looked = kind === this.kind ? this.current?.drawing.id : undefined;
    this.kind = kind;
    await this.#ask("", turn, (found) => {
      const missing = [...this.#returning.values()]
        .filter(({ drawing }) => !found.some((one) => one.drawing.id === drawing.id));
      this.suspects = [...missing, ...found];
      this.#at = Math.max(0, found.findIndex(({ drawing }) => drawing.id === looked));
      this.isLoaded = true;
    });
  }

  /** Asks how many wait by now, and how the scan is. */
  async count() {
    try {
      this.#tell(await ask("/api/admin/review?limit=1"));
      this.#changed();
    } catch { /* The next news asks again. */ }
  }

  /**
   * News of a search.
   * @param {import("../feed.js").Push} push
   */
  hear({ job, status, phase, done, total, error }) {
    const drawings = total ?? this.scan?.drawings ?? 0;
    this.scan = { id: job, status, phase, done: done ?? 0, drawings, at: new Date().toISOString(), error };
    this.#changed();
  }

  /** Takes out the one that is looked at: what became of it is on its way to the server. */
  decide() {
    const suspect = this.current;
    if (!suspect) return;
    this.#decided.add(suspect.drawing.id);
    this.#returning.delete(suspect.drawing.id);
    this.take(suspect.drawing.id);
  }

  /**
   * The server knows of the decision.
   * @param {string} id
   */
  settle(id) { this.#decided.delete(id); }

  /**
   * Takes one out that waits no more.
   * @param {string} id @returns {Suspect | undefined}
   */
  take(id) {
    const index = this.suspects.findIndex(({ drawing }) => drawing.id === id);
    if (index < 0) return undefined;
    const [suspect] = this.suspects.splice(index, 1);
    if (index < this.#at) this.#at -= 1;
    // After the last one it goes on with those that were passed over.
    if (this.#at >= this.suspects.length) this.#at = 0;
    this.#countOff(suspect, -1);
    this.#changed();
    this.#more();
    return suspect;
  }

  /**
   * Lays one back where one looks now.
   * @param {Suspect} suspect
   */
  putBack(suspect) {
    this.#decided.delete(suspect.drawing.id);
    this.suspects = this.suspects.filter(({ drawing }) => drawing.id !== suspect.drawing.id);
    this.suspects.splice(this.#at, 0, suspect);
    this.#countOff(suspect, 1);
    this.#changed();
  }

  /**
   * Lays one back whose decision is being taken back.
   * @param {Suspect} suspect
   */
  bringBack(suspect) {
    this.#returning.set(suspect.drawing.id, suspect);
    this.putBack(suspect);
  }

  /**
   * Whether news of a drawing are of the time before its decision was taken back.
   * @param {string} id
   */
  isReturning(id) { return this.#returning.has(id); }

  /**
   * What is told of it from now on counts.
   * @param {string} [id] all of them without
   */
  returned(id) {
    if (id === undefined) this.#returning.clear();
    else this.#returning.delete(id);
  }

  /**
   * What is now known of a drawing: one that was mended in another place waits no more.
   * @param {import("./suspects.js").Drawing} drawing
   */
  renew(drawing) {
    const known = this.suspects.find((suspect) => suspect.drawing.id === drawing.id);
    if (!known) return;
    if (drawing.flagged || drawing.deleted_at || drawing.shape !== known.drawing.shape) {
      return void this.take(drawing.id);
    }
    this.suspects = this.suspects.map((suspect) => (suspect === known ? { ...known, drawing } : suspect));
    this.#changed();
  }

  /** @param {string} id */
  lookAt(id) {
    const index = this.suspects.findIndex(({ drawing }) => drawing.id === id);
    if (index < 0 || index === this.#at) return;
    this.#at = index;
    this.#changed();
    this.#more();
  }

  /** @param {number} way -1 or 1 */
  step(way) { this.lookAt(this.suspects[this.#at + way]?.drawing.id ?? ""); }

  #more() {
    if (this.ahead.length >= enoughAhead || !this.#cursor || this.#isAsking) return;
    this.#ask(this.#cursor, this.#turn, (found) => {
      const known = new Set(this.suspects.map(({ drawing }) => drawing.id));
      this.suspects.push(...found.filter(({ drawing }) => !known.has(drawing.id)));
    });
  }

  /** @param {string} cursor @param {number} turn @param {(found: Suspect[]) => void} keep */
  async #ask(cursor, turn, keep) {
    this.#isAsking = true;
    const query = new URLSearchParams(
      { limit: String(pageful), ...(this.kind && { kind: this.kind }), ...(cursor && { cursor }) });
    try {
      const answer = await ask(`/api/admin/review?${query}`);
      if (turn !== this.#turn) return;
      this.#cursor = answer.next_cursor;
      keep(answer.suspects.filter((/** @type {Suspect} */ { drawing }) => !this.#decided.has(drawing.id)));
      this.#tell(answer);
      this.fault = null;
    } catch (error) {
      if (turn === this.#turn) this.fault = error;
    }
    if (turn !== this.#turn) return;
    this.#isAsking = false;
    this.#changed();
  }

  /** @param {{ open: number, by_kind: Record<string, number>, scan: Scan | null }} answer */
  #tell({ open, by_kind: byKind, scan }) {
    [this.open, this.byKind, this.scan] = [open, byKind, scan];
  }

  /** @param {Suspect} suspect @param {1 | -1} way */
  #countOff({ reasons }, way) {
    this.open = Math.max(0, this.open + way);
    for (const kind of new Set(reasons.map((reason) => reason.kind))) {
      this.byKind = { ...this.byKind, [kind]: Math.max(0, (this.byKind[kind] ?? 0) + way) };
    }
  }

  #changed() { this.dispatchEvent(new CustomEvent("changed")); }
}

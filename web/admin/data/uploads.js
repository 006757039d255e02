import { ask, reasonOf, Refusal } from "../api.js";

/**
 * An import as the server has it.
 * @typedef {{ id: number, name: string, status: "receiving" | "importing" | "done" | "failed",
 *   size: number, received: number,
 *   part_bytes?: number, lines?: number, imported: number, known: number, refused: number,
 *   refusals?: { line: number, reason: string }[], created_at: string, finished_at?: string | null }} Import
 */

const partBytes = 4_194_304;
const [firstPauseMs, longestPauseMs] = [1_000, 15_000];

/** A file on its way from this page to the server, in parts that each are kept there. */
export class Upload {
  /** @type {Import | null} what the server has of it */
  import = null;
  /** @type {"waiting" | "sending" | "pausing" | "stopped" | "done" | "failed"} */
  state = "waiting";
  /** What is wrong, if something is. */
  words = "";
  /** Bytes a second of late. */
  rate = 0;

  /** @param {number} number of this page's @param {File} file */
  constructor(number, file) {
    this.number = number;
    this.file = file;
    this.stopping = new AbortController();
  }

  get name() { return this.file.name; }
  get size() { return this.file.size; }
  get received() { return this.import?.received ?? 0; }
}

/**
 * The files that go to the server, one after the other, whichever page of the dashboard is shown.
 * A part that does not arrive is sent again until it does. Fires `changed` with the upload.
 */
export class Uploads extends EventTarget {
  /** @type {Upload[]} the newest first */
  all = [];
  #isAtWork = false;

  /** @param {Iterable<File>} files */
  add(files) {
    for (const file of files) this.all.unshift(new Upload(this.all.length + 1, file));
    this.#work();
  }

  /** @param {Upload} upload */
  stop(upload) {
    upload.stopping.abort();
    this.#turn(upload, "stopped");
  }

  /** @param {Upload} upload */
  goOn(upload) {
    upload.stopping = new AbortController();
    this.#turn(upload, "waiting");
    this.#work();
  }

  /** Nobody is signed in any more. */
  clear() {
    for (const upload of this.all) upload.stopping.abort();
    this.all = [];
  }

  async #work() {
    if (this.#isAtWork) return;
    this.#isAtWork = true;
    for (;;) {
      const next = [...this.all].reverse().find(({ state }) => state === "waiting");
      if (!next) break;
      await this.#send(next);
    }
    this.#isAtWork = false;
  }

  /** @param {Upload} upload */
  async #send(upload) {
    const { signal } = upload.stopping;
    try {
      this.#turn(upload, "sending");
      let row = upload.import ?? await this.#insist(upload, () => begin(upload));
      while (row.received < upload.size) {
        const [known, at] = [row, performance.now()];
        const bytes = await part(upload.file, row.received, row.part_bytes ?? partBytes);
        row = await this.#insist(upload, () => put(known, bytes, signal));
        const rate = (1_000 * (row.received - known.received)) / (performance.now() - at);
        upload.rate = upload.rate === 0 ? rate : 0.7 * upload.rate + 0.3 * rate;
        upload.import = row;
        this.#turn(upload, "sending");
      }
      upload.import = await this.#insist(upload, () => ask(`/api/admin/imports/${row.id}/finish`, {}, { signal }));
      this.#turn(upload, upload.import?.status === "failed" ? "failed" : "done");
    } catch (error) {
      if (signal.aborted) return;
      this.#turn(upload, "failed", reasonOf(error));
    }
  }

  /**
   * Asks until there is an answer.
   * @template T
   * @param {Upload} upload @param {() => Promise<T>} act @returns {Promise<T>}
   */
  async #insist(upload, act) {
    for (let failures = 0; ; failures += 1) {
      try {
        return await act();
      } catch (error) {
        if (upload.stopping.signal.aborted || !isPassing(error)) throw error;
        this.#turn(upload, "pausing", reasonOf(error));
        const asked = error instanceof Refusal ? 1_000 * error.retryAfter : 0;
        await pause(Math.max(asked, Math.min(longestPauseMs, firstPauseMs * 2 ** failures)), upload.stopping.signal);
        this.#turn(upload, "sending");
      }
    }
  }

  /** @param {Upload} upload @param {Upload["state"]} state @param {string} [words] */
  #turn(upload, state, words = "") {
    [upload.state, upload.words] = [state, words];
    this.dispatchEvent(new CustomEvent("changed", { detail: upload }));
  }
}

/**
 * A new import, or the one of this file that broke off.
 * @param {Upload} upload @returns {Promise<Import>}
 */
async function begin({ name, size }) {
  const { imports } = await ask("/api/admin/imports?limit=200");
  const begun = imports.find((/** @type {Import} */ one) => (
    one.status === "receiving" && one.name === name && one.size === size));
  return begun ?? ask("/api/admin/imports", { name, size });
}

/**
 * Sends a part; where the server has another idea of how much there is, it is told so instead.
 * @param {Import} row @param {ArrayBuffer} bytes @param {AbortSignal} signal @returns {Promise<Import>}
 */
async function put(row, bytes, signal) {
  try {
    const now = await ask(`/api/admin/imports/${row.id}/data?offset=${row.received}`, undefined,
      /** @type {any} */ ({
        method: "PUT", body: bytes, headers: { "Content-Type": "application/octet-stream" }, signal }));
    return { ...row, ...now };
  } catch (error) {
    if (error instanceof Refusal && error.status === 409
      && typeof error.problem.received === "number" && error.problem.received !== row.received) {
      return { ...row, received: error.problem.received };
    }
    throw error;
  }
}

/** @param {File} file @param {number} from @param {number} length */
async function part(file, from, length) {
  try {
    return await file.slice(from, from + length).arrayBuffer();
  } catch {
    throw new Error("The file cannot be read any more: it was changed or moved. "
      + "What has come is kept; choose it again to go on.");
  }
}

/**
 * Whether it may be gone in a while.
 * @param {unknown} error
 */
const isPassing = (error) => (
  error instanceof Refusal && (error.status === 0 || error.status === 429 || error.status >= 500));

/** @param {number} ms @param {AbortSignal} signal */
const pause = (ms, signal) => new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
  const timer = setTimeout(resolve, ms);
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    resolve();
  });
  addEventListener("online", () => resolve(), { once: true });
});

/** The page's own. */
export const uploads = new Uploads();
addEventListener("signed-out", () => uploads.clear());

/** @typedef {import("./live-drawing.js").DrawingRecord} DrawingRecord */
/** @typedef {import("./live-drawing.js").Operation} Operation */
/** @typedef {Operation & { drawing: string }} KeptOperation */
/** @typedef {{ record: DrawingRecord } | KeptOperation} Word */
/**
 * Something to be written. One that makes room takes what was written of the drawing in that store before.
 * @typedef {{ drawing: string, store: "drawings" | "operations", makesRoom: boolean,
 *   write: (store: IDBObjectStore) => void }} Change
 */

const stores = ["drawings", "operations", "page"];
const lastWordsKey = "inkling.last-words";
const retryMs = 2_000;

/**
 * Keeps every drawing and operation on this device until the server has stored the drawing.
 * Only one page writes: each transaction first asks whether the device still is this page's,
 * so that a page that slept through a handover cannot spoil the other's ink.
 */
export class InkKeep {
  /** Called when another page has taken the device over. */
  onsuperseded = () => {};
  /** Called when ink can no longer be kept on the device, only in this page; and when it can again. */
  onmemoryonly = () => {};

  /** @type {Change[]} */
  #waiting = [];
  #busy = false;
  /** There was no room for what waits. */
  #isFull = false;
  #mine = false;
  /**
   * Made, but not yet known to be on the device.
   * @type {Set<Word>}
   */
  #unkept = new Set();
  #hasSpoken = false;
  /** @type {IDBDatabase | null} */
  #database = null;

  /** @param {string} page this page's own name */
  constructor(page) { this.page = page; }

  /** Whether what is drawn outlives this page. */
  get keeps() { return this.#database !== null && !this.#isFull; }

  /** Opens the device's store and makes it this page's. Without IndexedDB, memory has to do. */
  async open() {
    try {
      const request = indexedDB.open("inkling-ink", 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("drawings", { keyPath: "id" });
        request.result.createObjectStore("operations", { keyPath: ["drawing", "seq"] });
        request.result.createObjectStore("page");
      };
      this.#database = await answer(request);
      const transaction = this.#database.transaction(stores, "readwrite");
      transaction.objectStore("page").put(this.page, "owner");
      await done(transaction);
      this.#mine = true;
    } catch {
      this.#fail();
    }
  }

  /** The drawings kept, oldest first, with their operations. */
  async load() {
    if (!this.#database) return [];
    this.#hearLastWords();
    await this.settled();
    const transaction = this.#database.transaction(stores, "readonly");
    /** @type {[DrawingRecord[], KeptOperation[]]} */
    const [records, operations] = await Promise.all([
      answer(transaction.objectStore("drawings").getAll()),
      answer(transaction.objectStore("operations").getAll()),
    ]);
    /** @type {Map<string, KeptOperation[]>} */
    const rows = new Map(records.map(({ id }) => [id, []]));
    for (const operation of operations) rows.get(operation.drawing)?.push(operation);
    return records.sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
      .map((record) => ({ record, operations: inOneRow(record, rows.get(record.id) ?? []) }));
  }

  /** @param {DrawingRecord} record */
  keepRecord(record) {
    const copy = structuredClone(record);
    if (this.#mine) this.#unkept.add({ record: copy });
    this.#write(record.id, "drawings", (store) => store.put(copy));
  }

  /** @param {string} drawing @param {Operation} operation */
  keepOperation(drawing, operation) {
    const kept = { drawing, ...operation };
    if (this.#mine) this.#unkept.add(kept);
    this.#write(drawing, "operations", (store) => store.put(kept));
  }

  /**
   * Drops a drawing's operations, and its record too.
   * @param {string} id
   */
  forget(id) {
    this.forgetOperations(id);
    this.#write(id, "drawings", (store) => store.delete(id), true);
  }

  /** @param {string} id */
  forgetOperations(id) {
    const all = IDBKeyRange.bound([id, 0], [id, Infinity]);
    this.#write(id, "operations", (store) => store.delete(all), true);
  }

  /** Resolves when all that was asked for is on the device. */
  async settled() {
    while (this.#busy && !this.#isFull) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  /**
   * Puts what is not yet on the device where a page that is being closed can still put it:
   * a transaction begun now would be dropped with the page.
   */
  speakLastWords() {
    if (!this.#mine || this.#unkept.size === 0) return;
    const words = [...this.#unkept].map((word) => (
      "record" in word || typeof word.frame === "string" ? word : { ...word, frame: [...word.frame] }));
    this.#hasSpoken = true;
    try {
      localStorage.setItem(lastWordsKey, JSON.stringify(words));
    } catch { /* the storage is full or barred: the transaction may still get through */ }
  }

  #hearLastWords() {
    const words = localStorage.getItem(lastWordsKey);
    if (!words) return;
    localStorage.removeItem(lastWordsKey);
    for (const { record, drawing, seq, at, frame } of JSON.parse(words)) {
      if (record) this.keepRecord(record);
      else this.keepOperation(drawing, { seq, at, frame: typeof frame === "string" ? frame : Uint8Array.from(frame) });
    }
  }

  /**
   * @param {string} drawing @param {"drawings" | "operations"} store
   * @param {(store: IDBObjectStore) => void} write @param {boolean} [makesRoom]
   */
  #write(drawing, store, write, makesRoom = false) {
    if (!this.#mine) return;
    this.#waiting.push({ drawing, store, makesRoom, write });
    if (!this.#busy && !this.#isFull) this.#drain();
  }

  /** Writes what waits in one transaction, then what came meanwhile in the next. */
  async #drain() {
    if (!this.#database) return;
    this.#busy = true;
    while (this.#waiting.length > 0 && this.#mine) {
      const changes = this.#waiting.splice(0);
      const kept = [...this.#unkept];
      /** @type {IDBTransaction | null} */
      let transaction = null;
      try {
        transaction = this.#database.transaction(stores, "readwrite");
        const owner = transaction.objectStore("page").get("owner");
        owner.onsuccess = () => { if (owner.result !== this.page) this.#yield(owner.transaction); };
        for (const { store, write } of changes) write(transaction.objectStore(store));
        await done(transaction);
        for (const word of kept) this.#unkept.delete(word);
        this.#unsay();
        this.#setFull(false);
      } catch (error) {
        abort(transaction);
        // Browsers have several names for a device without room; only a store that is closed stays so.
        if (this.#mine && !(error instanceof DOMException && error.name === "InvalidStateError")) {
          this.#waiting = roomFirst([...changes, ...this.#waiting]);
          this.#setFull(true);
          break;
        }
        if (this.#mine) this.#fail();
      }
    }
    this.#busy = false;
  }

  /**
   * While there is no room it is tried again and again: drawings that were handed in make some.
   * @param {boolean} isFull
   */
  #setFull(isFull) {
    const isNew = isFull !== this.#isFull;
    this.#isFull = isFull;
    if (isFull) {
      setTimeout(() => {
        this.#waiting = roomFirst(this.#waiting);
        if (this.#mine && !this.#busy) this.#drain();
      }, retryMs);
    }
    if (isNew) this.onmemoryonly();
  }

  /** What was put away for a page that then lived on is not to be heard later. */
  #unsay() {
    if (!this.#hasSpoken || this.#unkept.size > 0) return;
    this.#hasSpoken = false;
    localStorage.removeItem(lastWordsKey);
  }

  /** @param {IDBTransaction | null} transaction */
  #yield(transaction) {
    this.release();
    abort(transaction);
    this.onsuperseded();
  }

  /** Stops writing: the device is another page's now. */
  release() {
    this.#mine = false;
    this.#waiting = [];
    this.#unkept.clear();
  }

  #fail() {
    this.release();
    this.#database = null;
    this.onmemoryonly();
  }
}

/**
 * What makes room comes first, and what would be written only to be taken away again not at all.
 * @param {Change[]} changes
 */
function roomFirst(changes) {
  const room = changes.filter(({ makesRoom }) => makesRoom);
  const last = new Map(changes.map(({ drawing, store, makesRoom }, index) => (
    [makesRoom ? `${drawing} ${store}` : "", index])));
  const rest = changes.filter(({ drawing, store, makesRoom }, index) => (
    !makesRoom && index > (last.get(`${drawing} ${store}`) ?? -1)));
  return [...room, ...rest];
}

/**
 * A drawing's operations as far as they follow one another without a gap.
 * @param {DrawingRecord} record @param {KeptOperation[]} operations
 */
function inOneRow(record, operations) {
  const first = (record.base?.seq ?? 0) + 1;
  const row = operations.filter(({ seq }) => seq >= first);
  const gap = row.findIndex(({ seq }, index) => seq !== first + index);
  return gap < 0 ? row : row.slice(0, gap);
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * Half of what belongs together is not to be written.
 * @param {IDBTransaction | null} transaction
 */
function abort(transaction) {
  try { transaction?.abort(); } catch { /* it has ended by itself */ }
}

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
function done(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

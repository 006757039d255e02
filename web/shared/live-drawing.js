import { Ink } from "./ink.js";
import { decodePoints, encodePoints, longestElapsed, pointsPerFrame, stepsPerUnit } from "./wire.js";

/** @typedef {import("./ink.js").Canvas} Canvas */
/** @typedef {import("./ink.js").InkPoint} InkPoint */

/**
 * One change to a drawing. Its frame never changes once made, so that sending it again is safe.
 * @typedef {object} Operation
 * @property {number} seq 1, 2, 3 …
 * @property {Uint8Array | string} frame as it travels
 * @property {number} at when it was made, ms since 1970
 */

/**
 * Ink that another page or device drew, as the server told it.
 * @typedef {{ seq: number, strokes: number[][][] }} Base strokes of `[x, y, pressure, t]`
 */

/**
 * A place in a round: `round` is a UUID.
 * @typedef {{ mode: string, round?: string, place?: number }} Play
 */

/**
 * What is known of a drawing apart from its operations.
 * @typedef {object} DrawingRecord
 * @property {string} id
 * @property {string} shape
 * @property {Canvas} canvas
 * @property {string} device
 * @property {boolean} finished
 * @property {Base | null} base
 * @property {number} [order] among this device's drawings: ids go by a clock that may be set back
 * @property {Play} [play] as what it is played
 * @property {string} [refused] why the server would not take it
 */

/** @typedef {{ x: number, y: number, pressure: number, time: number }} Sample whole steps and ms since 1970 */

/**
 * A drawing as operations and as the ink they make. The ink is never changed but by an
 * operation, so the operations alone bring it back.
 */
export class LiveDrawing {
  ink = new Ink();
  /**
   * All that were made here, the unsaved and the saved.
   * @type {Operation[]}
   */
  operations = [];
  /** The newest operation known to be durable at the server. */
  saved = 0;
  /** The newest operation that may have left this page. */
  sent = 0;
  /**
   * Called with every operation made.
   * @type {(operation: Operation) => void}
   */
  onoperation = () => {};
  /** Called when points wait to become an operation. */
  onpending = () => {};
  /** Called when the server's ink has taken the place of the operations made here. */
  onadopted = () => {};

  #pending = { starts: false, points: /** @type {InkPoint[]} */ ([]) };
  #penIsDown = false;
  #pointsAfter = new Map([[0, 0]]);

  /** @param {DrawingRecord} record @param {Operation[]} [operations] */
  constructor(record, operations = []) {
    this.record = record;
    if (record.base) this.#lay(record.base);
    for (const operation of operations) this.#replay(operation);
    this.sent = this.lastSeq;
  }

  get id() { return this.record.id; }
  get finished() { return this.record.finished; }
  get isEmpty() { return this.ink.points.length === 0; }
  get lastSeq() { return this.operations[this.operations.length - 1]?.seq ?? this.record.base?.seq ?? 0; }

  /**
   * How many points the drawing had after an operation, if that is known here.
   * @param {number} seq
   */
  pointsAfter(seq) { return this.#pointsAfter.get(seq); }

  /** @param {number} seq @returns {Operation | undefined} */
  operation(seq) {
    const first = this.operations[0]?.seq ?? 0;
    return this.operations[seq - first];
  }

  /**
   * How the strokes look that follow.
   * @param {string} color
   * @param {number} width canvas units
   */
  style(color, width) { this.#make((seq) => JSON.stringify({ type: "style", seq, color, width })); }

  /** @param {Sample} sample @param {boolean} starts whether the pen came down with it */
  add(sample, starts) {
    if (starts) this.lift();
    const before = this.ink.points[this.ink.points.length - 1];
    const elapsed = before ? Math.max(0, Math.min(longestElapsed, sample.time - before.time)) : 0;
    this.#addPoint({ ...sample, elapsed, seq: this.lastSeq + 1 }, starts);
  }

  /** Ends the stroke; what waits becomes an operation at once. */
  lift() {
    if (!this.#penIsDown) return;
    this.#penIsDown = false;
    this.flush(true);
  }

  /** Makes the waiting points an operation. */
  flush(ends = false) {
    const { starts, points } = this.#pending;
    if (points.length === 0 && !ends) return;
    this.#pending = { starts: false, points: [] };
    this.#make((seq) => encodePoints({ seq, starts, ends, points }), points[points.length - 1]?.time);
  }

  /**
   * Keeps the first `count` points.
   * @param {number} count
   */
  truncate(count) {
    this.lift();
    this.ink.truncate(count);
    this.#make((seq) => JSON.stringify({ type: "truncate", seq, points: count }));
  }

  /**
   * Adds strokes that were drawn before, with their own timing.
   * @param {readonly InkPoint[][]} strokes
   */
  addStrokes(strokes) {
    this.lift();
    for (const stroke of strokes) {
      stroke.forEach((point, index) => {
        const elapsed = this.isEmpty ? 0 : point.elapsed;
        this.#addPoint({ ...point, elapsed, seq: this.lastSeq + 1 }, index === 0);
      });
      this.lift();
    }
  }

  submit() {
    this.lift();
    this.record.finished = true;
    this.#make((seq) => JSON.stringify({ type: "submit", seq }));
  }

  /**
   * Takes the server's ink in place of what was known here; strokes that never left this page
   * are drawn again on top of it.
   * @param {Base} base
   */
  adopt(base) {
    this.lift();
    const submits = this.record.finished;
    const unsent = this.ink.strokes
      .map((stroke) => stroke.filter((point) => point.seq > this.sent))
      .filter((stroke) => stroke.length > 0);
    this.record.base = base;
    this.record.finished = false;
    this.operations = [];
    this.ink = new Ink();
    this.#pointsAfter.clear();
    this.#lay(base);
    this.saved = this.sent = base.seq;
    this.onadopted();
    this.addStrokes(unsent);
    if (submits) this.submit();
  }

  /** @param {InkPoint} point @param {boolean} starts */
  #addPoint(point, starts) {
    if (this.#pending.points.length === pointsPerFrame) this.flush();
    if (starts) this.#pending.starts = true;
    point.seq = this.lastSeq + 1;
    this.#penIsDown = true;
    this.#pending.points.push(point);
    this.ink.add(point, starts);
    this.onpending();
  }

  /** @param {(seq: number) => Uint8Array | string} frameFor @param {number} at */
  #make(frameFor, at = Date.now()) {
    const seq = this.lastSeq + 1;
    const operation = { seq, frame: frameFor(seq), at };
    this.operations.push(operation);
    this.#pointsAfter.set(seq, this.ink.points.length);
    this.onoperation(operation);
  }

  /** @param {Operation} operation */
  #replay(operation) {
    if (typeof operation.frame === "string") {
      const message = JSON.parse(operation.frame);
      if (message.type === "truncate") this.ink.truncate(message.points);
      if (message.type === "submit") this.record.finished = true;
    } else {
      const { starts, points } = decodePoints(operation.frame);
      let time = operation.at - points.reduce((sum, point) => sum + point.elapsed, 0);
      points.forEach((point, index) => {
        time += point.elapsed;
        this.ink.add({ ...point, time, seq: operation.seq }, starts && index === 0);
      });
    }
    this.operations.push(operation);
    this.#pointsAfter.set(operation.seq, this.ink.points.length);
  }

  /** @param {Base} base */
  #lay({ seq, strokes }) {
    const last = strokes[strokes.length - 1];
    const end = last?.[last.length - 1]?.[3] ?? 0;
    const began = Date.now() - end;
    let before = 0;
    for (const stroke of strokes) {
      stroke.forEach(([x, y, pressure, t], index) => {
        const point = {
          x: Math.round(x * stepsPerUnit), y: Math.round(y * stepsPerUnit),
          pressure: Math.round(pressure * 255), elapsed: Math.min(longestElapsed, t - before),
          time: began + t, seq,
        };
        before = t;
        this.ink.add(point, index === 0);
      });
    }
    this.#pointsAfter.set(seq, this.ink.points.length);
  }
}

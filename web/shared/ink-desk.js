import { makeIdentifier } from "./identifier.js";
import { InkKeep } from "./ink-keep.js";
import { InkLink } from "./ink-link.js";
import { Line } from "./line.js";
import { LiveDrawing } from "./live-drawing.js";
import { OfflineJudge } from "./offline-judge.js";
import { PageClaim } from "./page-claim.js";

/** @typedef {import("./ink.js").Canvas} Canvas */
/** @typedef {import("./live-drawing.js").DrawingRecord} DrawingRecord */
/** @typedef {import("./live-drawing.js").Play} Play */
/** @typedef {import("./ink-link.js").Verdict} Verdict */
/** @typedef {import("./session.js").Session} Session */

/** Everything between the pen and the server: what is drawn is kept here, sent, and let go of once stored. */
export class InkDesk {
  /**
   * The drawing on the sheet, if one was begun.
   * @type {LiveDrawing | null}
   */
  current = null;
  /** The drawing on the sheet is another one now, or its ink is. */
  onreplaced = () => {};
  /** This page no longer draws: another one does. */
  onelsewhere = () => {};
  /**
   * A finished drawing is judged: by the server, which has stored it then, or before that by the page (`local`).
   * @type {(drawing: LiveDrawing, verdict: Verdict) => void}
   */
  onsubmitted = () => {};
  /**
   * The server will not take a drawing; it stays on this device.
   * @type {(drawing: LiveDrawing, code: string) => void}
   */
  onrefused = () => {};

  #order = 0;
  #page = makeIdentifier();
  keep = new InkKeep(this.#page);
  #claim = new PageClaim(this.#page);
  #judge = new OfflineJudge(this);
  /**
   * Drawings the server would not take.
   * @type {Set<string>}
   */
  #setAside = new Set();

  /** @param {Session} session */
  constructor(session) {
    this.line = new Line("/ws/drawing");
    this.link = new InkLink(this.line, session);
    this.link.onstranger = (drawing) => this.#rename(drawing);
    this.link.onopen = (open) => this.#goOnWith(open);
    this.link.onsubmitted = (drawing, verdict) => {
      this.keep.forget(drawing.id);
      this.#judge.settled(drawing);
      if (drawing === this.current) this.current = null;
      this.onsubmitted(drawing, verdict);
    };
    this.link.onrefused = (drawing, code) => {
      this.#setAside.add(drawing.id);
      this.keep.keepRecord({ ...drawing.record, refused: code });
      this.#judge.settled(drawing);
      if (drawing === this.current) this.current = null;
      this.onrefused(drawing, code);
    };
    this.link.ontakenover = () => this.#stepAside();
    this.keep.onsuperseded = () => this.#stepAside();
    this.#claim.onclaimed = async () => {
      this.current?.lift();
      this.line.stop();
      await this.keep.settled();
      this.keep.release();
      this.#stepAside();
    };
    addEventListener("pagehide", () => this.putAway());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.putAway(); });
  }

  /** Makes this the page that draws, and goes on where this device stopped. */
  async open() {
    this.line.stop();
    await this.#claim.take();
    await this.keep.open();
    const kept = await this.keep.load();
    for (const { record } of kept) {
      if (record.refused) this.#setAside.add(record.id);
      this.#order = Math.max(this.#order, record.order ?? 0);
    }
    const drawings = kept.filter(({ record }) => !record.refused)
      .map(({ record, operations }) => this.#watch(new LiveDrawing(record, operations)));
    const last = drawings[drawings.length - 1];
    this.current = last && !last.finished ? last : null;
    // Only the newest may be unfinished: one before it was left behind by a page that died.
    const isLost = (/** @type {LiveDrawing} */ drawing) => drawing !== this.current && !drawing.finished;
    for (const drawing of drawings.filter(isLost)) {
      if (drawing.ink.points.length < 2) this.keep.forget(drawing.id);
      else drawing.submit();
    }
    this.link.queue = drawings.filter((drawing) => !isLost(drawing));
    this.line.start();
  }

  /**
   * Begins a drawing on the sheet.
   * @param {string} shape
   * @param {Canvas} canvas
   * @param {string} device
   * @param {Play} [play] as what it is played, if it is
   */
  begin(shape, canvas, device, play) {
    /** @type {DrawingRecord} */
    const record = {
      id: makeIdentifier(), shape, canvas, device, finished: false, base: null, order: this.#order += 1,
      ...(play && { play }),
    };
    const drawing = this.#watch(new LiveDrawing(record));
    this.keep.keepRecord(record);
    this.link.queue.push(drawing);
    this.current = drawing;
    return drawing;
  }

  /** Hands the drawing on the sheet in. */
  finish() {
    const drawing = this.current;
    if (!drawing) return null;
    this.current = null;
    drawing.submit();
    this.keep.keepRecord(drawing.record);
    this.#judge.finished(drawing);
    return drawing;
  }

  /** Whether the page can judge drawings while the server is away. */
  get judgesAlone() { return this.#judge.isReady; }

  /** Loses nothing should the page end now. */
  putAway() {
    this.current?.flush();
    this.keep.speakLastWords();
  }

  /** @param {LiveDrawing} drawing */
  #watch(drawing) {
    drawing.onpending = () => {
      this.link.schedule(drawing);
      this.#judge.inkChanged(drawing);
    };
    drawing.onoperation = (operation) => {
      this.keep.keepOperation(drawing.id, operation);
      this.link.pump();
      this.#judge.inkChanged(drawing);
    };
    drawing.onadopted = () => {
      this.keep.forgetOperations(drawing.id);
      this.keep.keepRecord(drawing.record);
      if (drawing === this.current) this.onreplaced();
    };
    return drawing;
  }

  /**
   * The same ink under a new id, for a server that counts the old one as another's.
   * @param {LiveDrawing} drawing
   */
  #rename(drawing) {
    const record = { ...drawing.record, id: makeIdentifier(), base: null, finished: false };
    const another = this.#watch(new LiveDrawing(record));
    this.keep.keepRecord(record);
    another.addStrokes(drawing.ink.strokes);
    if (drawing.finished) {
      another.submit();
      this.keep.keepRecord(record);
    }
    this.keep.forget(drawing.id);
    if (drawing === this.current) {
      this.current = another;
      this.onreplaced();
    }
    return another;
  }

  /**
   * A drawing open at the server, begun by another page or device: taken up if nothing is on
   * the sheet here.
   * @param {{ drawing: string, shape: string, seq: number, canvas?: Canvas, taken?: boolean }} open
   * `taken`: somebody asked for it here
   */
  #goOnWith({ drawing: id, shape, seq, canvas, taken }) {
    if (taken && this.current) this.finish();
    if (this.current || seq === 0 || this.#setAside.has(id)) return null;
    const base = { seq: 0, strokes: [] };
    /** @type {DrawingRecord} */
    const record = {
      id, shape, canvas: canvas ?? { width: 400, height: 400 }, device: "touch", finished: false, base,
      order: this.#order += 1,
    };
    const drawing = this.#watch(new LiveDrawing(record));
    this.link.queue.push(drawing);
    this.current = drawing;
    return drawing;
  }

  #stepAside() {
    this.line.stop();
    this.current = null;
    this.onelsewhere();
  }
}

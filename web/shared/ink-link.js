/** @typedef {import("./line.js").Line} Line */
/** @typedef {import("./live-drawing.js").LiveDrawing} LiveDrawing */
/** @typedef {import("./session.js").Session} Session */

/**
 * What would make it better, and where: `place` is a direction from the drawing's middle as `top_left`, x and y are
 * in canvas units.
 * @typedef {{ code: string, message: string, place?: string, amount?: number, x?: number, y?: number }} Hint
 */
/** @typedef {{ shape: string, confidence: number }} Guess */
/**
 * What somebody has reached with a drawing.
 * @typedef {{ streak?: number, days?: number, earned?: string[], best?: boolean,
 *   level?: { shape: string, level: number, is_new: boolean } | null }} Stats
 */
/**
 * @typedef {object} Verdict what is said of a drawing, live or in the end
 * @property {string} drawing
 * @property {number} [quality] 0 … 1
 * @property {number} [completeness] 0 … 1
 * @property {Hint[]} [hints]
 * @property {Guess[]} [guesses]
 * @property {{ closed: boolean, points: number[][] } | null} [ideal] fitted to it, in canvas units
 * @property {boolean} [kept] whether it was stored
 * @property {Stats} [stats]
 * @property {boolean} [local] the page says so: the server's own verdict, the same but for guesses and stats, follows
 */

/** Not saved yet, and yet on their way: as many operations as the server need hold for one page. */
const operationsUnderway = 64;
const bytesUnderway = 64 * 1024;
const offlineIntervalMs = 250;
const patienceWithRefusals = 3;
/** What the server will not take, however often it is sent. */
const permanent = new Set(["unknown_shape", "invalid", "off_canvas", "too_many_points",
  "too_many_strokes", "too_few_points"]);

/**
 * Brings drawings to the server, one after another, each operation once and in order. The last
 * in the queue is the one being drawn; those before it are finished.
 */
export class InkLink {
  /** @type {LiveDrawing[]} */
  queue = [];
  online = false;
  /** When the server last judged ink, by the page's clock. */
  heardAt = -Infinity;
  limits = { points: 20_000, strokes: 256 };

  /** @type {(online: boolean) => void} */
  ononline = () => {};
  /** @type {(drawing: LiveDrawing) => void} */
  onsaved = () => {};
  /** @type {(drawing: LiveDrawing, verdict: Verdict) => void} */
  onfeedback = () => {};
  /**
   * The drawing is stored and left the queue.
   * @type {(drawing: LiveDrawing, verdict: Verdict) => void}
   */
  onsubmitted = () => {};
  /**
   * The server will never take this drawing; it left the queue.
   * @type {(drawing: LiveDrawing, code: string) => void}
   */
  onrefused = () => {};
  /**
   * The server will not know this drawing as ours: it needs another id.
   * @type {(drawing: LiveDrawing) => LiveDrawing}
   */
  onstranger = (drawing) => drawing;
  /** Another page or device goes on with the drawing. */
  ontakenover = () => {};
  /** The server has other files of this page by now. */
  onoutdated = () => {};
  /**
   * The server has an open drawing that this page does not know.
   * @type {(open: any) => LiveDrawing | null}
   */
  onopen = () => null;

  #intervalMs = 16;
  #flushedAt = 0;
  #timer = 0;
  #welcomed = false;
  /**
   * The drawing this connection is about, and whether the server has answered for it.
   * @type {LiveDrawing | null}
   */
  #attached = null;
  #ready = false;
  /** @type {Set<LiveDrawing>} */
  #begun = new Set();
  #refusals = 0;
  /** @type {string | undefined} */
  #build;

  /** @param {Line} line @param {Session} session */
  constructor(line, session) {
    this.line = line;
    this.session = session;
    line.onprepare = () => session.ensure();
    line.onlost = () => this.#lost();
    line.onmessage = (message) => this.#receive(message);
  }

  /**
   * Points wait in a drawing: they become one operation an interval.
   * @param {LiveDrawing} drawing
   */
  schedule(drawing) {
    if (this.#timer !== 0) return;
    const interval = this.#welcomed ? this.#intervalMs : offlineIntervalMs;
    const wait = this.#flushedAt + interval - performance.now();
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      this.#flushedAt = performance.now();
      drawing.flush();
    }, Math.max(0, wait));
  }

  /** Sends what can be sent. Call it after every operation made. */
  pump() {
    if (!this.#welcomed) return;
    const drawing = this.queue[0];
    // Of one that another device began nothing is known yet: it is asked for.
    if (!drawing || drawing.lastSeq === 0 && !drawing.record.base) return;
    if (drawing !== this.#attached) this.#attach(drawing);
    if (!this.#ready) return;
    while (drawing.sent < drawing.lastSeq && drawing.sent < drawing.saved + operationsUnderway
      && this.line.bufferedAmount < bytesUnderway) {
      const operation = drawing.operation(drawing.sent + 1);
      if (!operation) return;
      this.line.send(operation.frame);
      drawing.sent += 1;
    }
    this.#expectAnswer(drawing);
  }

  /** @param {LiveDrawing} drawing */
  #expectAnswer(drawing) {
    if (drawing.sent > drawing.saved || drawing.finished) this.line.expectAnswer();
  }

  /** @param {LiveDrawing} drawing */
  #attach(drawing) {
    this.#attached = drawing;
    this.#ready = false;
    const { id, shape, canvas, device, play } = drawing.record;
    this.#say(this.#begun.has(drawing) || drawing.record.base
      ? { type: "resume", drawing: id }
      : { type: "begin", drawing: id, shape, canvas, device, ...(play && { play }) });
  }

  /** @param {object} message */
  #say(message) {
    this.line.send(JSON.stringify(message));
    this.line.expectAnswer();
  }

  #lost() {
    this.#welcomed = this.#ready = false;
    this.#attached = null;
    this.#setOnline(false);
  }

  /** @param {boolean} online */
  #setOnline(online) {
    if (online === this.online) return;
    this.online = online;
    this.ononline(online);
  }

  /** @param {any} message */
  #receive(message) {
    const drawing = this.#attached;
    if (message.type === "welcome") return this.#welcome(message);
    if (message.type === "pace") { this.#intervalMs = message.interval_ms; return; }
    if (message.type === "lesson") return void dispatchEvent(new CustomEvent("lesson", { detail: message }));
    if (message.type === "error") return this.#fault(message, drawing);
    if (!drawing || (message.drawing !== undefined && message.drawing !== drawing.id)) return;
    if (message.type === "begun") this.#start(drawing, 0);
    if (message.type === "resumed") this.#resumed(drawing, message);
    if (message.type === "saved") this.#saved(drawing, message.seq);
    if (message.type === "feedback") {
      this.heardAt = performance.now();
      this.#saved(drawing, message.saved);
      this.onfeedback(drawing, message);
      this.#expectAnswer(drawing);
    }
    if (message.type === "submitted") this.#leave(drawing, () => this.onsubmitted(drawing, message));
  }

  /** @param {any} welcome */
  async #welcome({ user, open: parked, pace, limits, build }) {
    if (user?.id !== undefined && !this.session.accepts(user.id)) return this.line.restart();
    const { taken } = this.session;
    this.session.taken = null;
    // What was taken over from another device may still be there: asked for, it comes.
    const open = taken ? { ...taken, seq: 1, taken: true } : parked;
    this.#compare(build);
    this.#welcomed = true;
    this.#intervalMs = pace?.interval_ms ?? this.#intervalMs;
    this.limits = { points: limits?.points ?? this.limits.points, strokes: limits?.strokes ?? this.limits.strokes };
    if (this.queue.length === 0) this.line.calm();
    if (open && !this.queue.some(({ id }) => id === open.drawing)) {
      const found = this.onopen(open);
      if (found) this.#begun.add(found);
    }
    for (const drawing of this.queue) if (drawing.id === open?.drawing) this.#begun.add(drawing);
    this.#setOnline(true);
    this.pump();
  }

  /**
   * The first connection says of what build this page is.
   * @param {string | undefined} build of the page's files as the server has them now
   */
  #compare(build) {
    if (build === undefined) return;
    this.#build ??= build;
    if (build !== this.#build) this.onoutdated();
  }

  /**
   * Sends every operation after `seq`.
   * @param {LiveDrawing} drawing
   * @param {number} seq
   */
  #start(drawing, seq) {
    this.#begun.add(drawing);
    this.#ready = true;
    drawing.sent = seq;
    // A server that lost its data knows less than it once said.
    drawing.saved = Math.min(drawing.saved, seq);
    this.line.calm();
    this.pump();
  }

  /** @param {LiveDrawing} drawing @param {any} answer */
  #resumed(drawing, { seq, points, strokes, canvas }) {
    const known = drawing.pointsAfter(seq);
    drawing.record.canvas = canvas ?? drawing.record.canvas;
    if (known === undefined || (points !== undefined && points !== known)) {
      drawing.adopt({ seq, strokes });
    }
    this.#saved(drawing, seq);
    this.#start(drawing, drawing.finished ? Math.min(seq, drawing.lastSeq - 1) : seq);
  }

  /** @param {LiveDrawing} drawing @param {number} seq */
  #saved(drawing, seq) {
    if (!(seq > drawing.saved)) return;
    drawing.saved = seq;
    this.#refusals = 0;
    this.onsaved(drawing);
    this.pump();
  }

  /** @param {LiveDrawing} drawing @param {() => void} tell */
  #leave(drawing, tell) {
    this.queue = this.queue.filter((other) => other !== drawing);
    this.#begun.delete(drawing);
    this.#attached = null;
    this.#ready = false;
    this.#refusals = 0;
    tell();
    this.pump();
  }

  /** @param {any} error @param {LiveDrawing | null} drawing */
  #fault({ code, seq }, drawing) {
    this.#refusals += 1;
    if (code === "session_unknown") {
      this.session.forget();
      return this.line.restart();
    }
    if (code === "taken_over") {
      this.line.stop();
      return this.ontakenover();
    }
    if (code === "draining" || !drawing) return;
    if (code === "unavailable" || code === "rate_limited") return this.line.restart();
    if (permanent.has(code) || this.#refusals > patienceWithRefusals) {
      return this.#leave(drawing, () => this.onrefused(drawing, code));
    }
    if (code === "no_drawing") return this.#attach(drawing);
    if (code === "gap" && Number.isInteger(seq)) return this.#start(drawing, seq - 1);
    if (code === "unknown_drawing" && !drawing.record.base) {
      this.#begun.delete(drawing);
      return this.#attach(drawing);
    }
    if (code === "unknown_drawing" || code === "not_yours") {
      const another = this.onstranger(drawing);
      this.queue = this.queue.map((other) => (other === drawing ? another : other));
      return this.#attach(another);
    }
  }
}

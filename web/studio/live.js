import { Agreement } from "./sides/agreement.js";
import { ClassifyStream } from "./sides/classify-stream.js";
import { Course } from "./sides/course.js";
import { Latencies } from "./sides/latencies.js";
import { PageSide } from "./sides/page-side.js";

/**
 * @typedef {import("./access.js").Access} Access
 * @typedef {import("./sides/classify-stream.js").Answer} Answer
 * @typedef {import("./sheet/desk.js").Desk} Desk
 * @typedef {"server" | "page" | "both"} Side who answers
 */

/**
 * Brings every operation of the sheet to whoever answers, and keeps what they say: the newest answers, how the
 * confidence went, how long it took. Fires `answer` when there is something new to show and `state` when somebody
 * came or went.
 */
export class Live extends EventTarget {
  /** @type {Side} */
  side = "server";
  /** @type {Answer | null} */
  server = null;
  /** @type {Answer | null} */
  page = null;
  /**
   * What a second model says.
   * @type {Answer | null}
   */
  beside = null;
  course = new Course();
  agreement = new Agreement();
  latencies = { server: new Latencies(), trip: new Latencies(), page: new Latencies() };
  /** Why somebody does not answer, in words. */
  faults = { page: "", beside: "", server: "" };

  /** @param {Access} access @param {Desk} desk */
  constructor(access, desk) {
    super();
    this.access = access;
    this.desk = desk;
    this.stream = new ClassifyStream(access);
    this.second = new ClassifyStream(access);
    this.pageSide = new PageSide(access);
    desk.ondrawing = () => this.#begin();
    desk.onoperation = (operation) => this.#take(operation);
    this.stream.onanswer = (answer, trip) => this.#serverSaid(answer, trip);
    this.second.onanswer = (answer) => {
      this.beside = answer;
      this.#tell("answer");
    };
    this.pageSide.onanswer = (answer) => this.#pageSaid(answer);
    for (const [stream, name] of /** @type {const} */ ([[this.stream, "server"], [this.second, "beside"]])) {
      stream.onstate = () => {
        if (stream.isOpen) this.faults[name] = "";
        desk.interval = Math.max(this.stream.interval, this.second.interval);
        this.#tell("state");
      };
      stream.onrefused = (code, message) => {
        this.faults[name] = message;
        // Without a key that is good the page says what to do.
        if (code.startsWith("key_")) access.check().catch(() => {});
        this.#tell("state");
      };
    }
    access.addEventListener("change", () => { if (this.side !== "server") this.#bringIn(); });
    this.stream.start();
  }

  /** Whether ink is seen now by whoever answers. */
  get isSeen() { return this.side === "page" ? this.pageSide.isReady : this.stream.isOpen; }

  /** The answer that is shown first. */
  get shown() { return this.side === "page" ? this.page : this.server; }

  /** The one that is shown beside it. */
  get other() { return this.second.model ? this.beside : this.side === "both" ? this.page : null; }

  /**
   * Chooses who answers.
   * @param {Side} side
   */
  choose(side) {
    this.side = side;
    if (side !== "server") this.#bringIn();
    if (side === "page") this.stream.stop();
    else this.stream.start();
    this.#tell("state");
    this.#tell("answer");
  }

  /**
   * Shows a second model on the same ink.
   * @param {string} version none when it is empty
   */
  compare(version) {
    this.beside = null;
    this.second.model = version;
    if (version) this.second.start();
    else this.second.stop();
    this.faults.beside = "";
    this.#tell("state");
    this.#tell("answer");
  }

  /** Tries again after a refusal. */
  again() {
    this.faults.server = "";
    if (this.side !== "page") this.stream.line.restart();
    if (this.side !== "page") this.stream.start();
  }

  async #bringIn() {
    try {
      await this.pageSide.load();
      this.faults.page = "";
      if (this.desk.drawing) this.pageSide.catchUp(this.desk.drawing);
    } catch (error) {
      this.faults.page = error instanceof Error ? error.message : String(error);
    }
    this.#tell("state");
  }

  #begin() {
    const { drawing } = this.desk;
    this.course.clear();
    this.agreement.restart();
    this.pageSide.reset();
    [this.server, this.page, this.beside] = [null, null, null];
    this.stream.drawing = this.second.drawing = drawing;
    this.#tell("answer");
  }

  /** @param {import("../shared/live-drawing.js").Operation} operation */
  #take(operation) {
    const { drawing } = this.desk;
    if (!drawing) return;
    if (this.side !== "server") this.pageSide.take(drawing, operation);
    if (this.side !== "page") this.stream.pump();
    if (this.second.model) this.second.pump();
  }

  /** @param {Answer} answer @param {number | null} trip */
  #serverSaid(answer, trip) {
    this.server = answer;
    this.latencies.server.add(answer.latency_us);
    if (trip !== null) this.latencies.trip.add(trip * 1_000);
    if (this.side === "both") this.agreement.addServer(answer);
    this.course.add(answer);
    this.desk.see(answer.seq);
    this.#tell("answer");
    // Another model serves: what is known of the model is old.
    if (answer.model !== this.access.info?.version) this.access.check().catch(() => {});
  }

  /** @param {Answer} answer */
  #pageSaid(answer) {
    this.page = answer;
    this.latencies.page.add(answer.latency_us);
    if (this.side === "both") return this.agreement.addPage(answer);
    this.course.add(answer);
    this.desk.see(answer.seq);
    return this.#tell("answer");
  }

  /** @param {string} type */
  #tell(type) { this.dispatchEvent(new Event(type)); }
}

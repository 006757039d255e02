import { say } from "./page-note.js";

/** @typedef {import("./ink-desk.js").InkDesk} InkDesk */

const restMs = 4_000;
const lookMs = 1_000;

/**
 * A page that is older than its server comes anew, as soon as nothing lies on the sheet and what was drawn last has
 * been looked at.
 */
export class PageVersion {
  #timer = 0;
  #busyAt = 0;

  /**
   * @param {InkDesk} desk
   * @param {() => string} sentence what is said as long as it has to wait
   */
  constructor(desk, sentence) {
    this.desk = desk;
    this.sentence = sentence;
    desk.link.onoutdated = () => this.#wait();
  }

  #wait() {
    if (this.#timer !== 0) return;
    this.#busyAt = performance.now();
    this.#timer = setInterval(() => this.#look(), lookMs);
    this.#look();
  }

  #look() {
    const { current, link, keep } = this.desk;
    const isBusy = current !== null && !current.isEmpty;
    // Without a store on the device only the server keeps what was drawn.
    const isAtRisk = !keep.keeps && link.queue.some(({ isEmpty }) => !isEmpty);
    if (isBusy || isAtRisk) {
      this.#busyAt = performance.now();
      say("version", this.sentence());
    } else if (link.online && performance.now() - this.#busyAt > restMs) {
      clearInterval(this.#timer);
      this.desk.putAway();
      location.reload();
    }
  }
}

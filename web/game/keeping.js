import { t } from "./languages/language.js";

/** @typedef {import("../shared/ink-desk.js").InkDesk} InkDesk */
/** @typedef {import("./table.js").Table} Table */

const outageMs = 700;

/** Says where the ink is while it is not yet at the server: in words and by the sheet's edge. */
export class Keeping {
  #timer = 0;
  #isOffline = false;

  /**
   * @param {Table} table
   * @param {InkDesk} desk
   */
  constructor(table, desk) {
    this.table = table;
    this.desk = desk;
    desk.keep.onmemoryonly = () => this.tell();
    desk.link.ononline = () => this.note();
  }

  /** The connection came or went. A short break is not worth a word. */
  note() {
    clearTimeout(this.#timer);
    if (this.desk.link.online) this.#set(false);
    else this.#timer = setTimeout(() => this.#set(true), outageMs);
  }

  tell() {
    const { link: { queue }, keep: { keeps } } = this.desk;
    const waiting = queue.filter(({ finished }) => finished).length;
    const counted = { count: waiting };
    const onDevice = waiting === 0 ? t("keeping.device") : t("keeping.device_count", counted);
    const inPage = waiting === 0 ? t("keeping.page") : t("keeping.page_count", counted);
    this.table.keeping.textContent = !keeps ? inPage : this.#isOffline ? onDevice : "";
  }

  /** @param {boolean} isOffline */
  #set(isOffline) {
    this.#isOffline = isOffline;
    this.table.body.classList.toggle("offline", isOffline);
    this.tell();
  }
}

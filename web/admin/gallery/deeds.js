import { ask, reasonOf, Refusal } from "../api.js";
import { counted } from "../figures.js";
import { offerUndo } from "../undo-bar.js";
import { changeMany, countMatching, undoMany } from "./bulk.js";
import { sentenceOf } from "./change-words.js";
import { mend, toDo, undoChange, wasDone } from "./mending.js";
import { pickShape } from "./shape-picker.js";

/** @typedef {import("./drawing.js").Drawing} Drawing */
/** @typedef {import("./mending.js").Mending} Mending */

/** Changes drawings as somebody asks for it, one after the other, and offers to take each back. */
export class Deeds {
  /** @type {{ id: string, name: string, enabled?: boolean }[]} */
  shapes = [];
  /** What was asked for before; a change waits for it, so that nobody overtakes themselves. */
  #queue = Promise.resolve();

  /**
   * @param {import("./drawing-list.js").DrawingList} list @param {import("./selection.js").Selection} selection
   * @param {import("./notice-bar.js").NoticeBar} notice
   * @param {(drawing: Drawing) => void} know is told how a drawing is now
   */
  constructor(list, selection, notice, know) {
    this.list = list;
    this.selection = selection;
    this.notice = notice;
    this.know = know;
  }

  /**
   * @param {Mending} wish @param {Drawing | null} drawing null for those that were chosen
   * @returns {Promise<boolean>} whether it was done
   */
  async do(wish, drawing) {
    const mending = await this.#withShape(wish, drawing);
    if (!mending) return false;
    if (drawing) return this.#one(drawing, mending);
    const { ids, isAll } = this.selection;
    const only = ids.size === 1 && !isAll ? this.list.of([...ids][0]) : undefined;
    return only ? this.#one(only, mending) : this.#many(mending);
  }

  /** @param {Mending} mending @param {Drawing | null} drawing @returns {Promise<Mending | null>} */
  async #withShape(mending, drawing) {
    if (mending.action !== "relabel" || mending.shape) return mending;
    const shape = await pickShape(drawing ? `What is this ${drawing.shape}?` : "What are they?", this.shapes);
    return shape ? { ...mending, shape } : null;
  }

  /** @param {Drawing} drawing @param {Mending} mending @returns {Promise<boolean>} */
  #one(drawing, mending) {
    const done = this.#queue.then(() => this.#mend(this.list.of(drawing.id) ?? drawing, mending));
    this.#queue = done.then(() => {}, () => {});
    return done;
  }

  /** @param {Drawing} drawing @param {Mending} mending */
  async #mend(drawing, mending) {
    try {
      const { change, ...now } = await mend(drawing, mending);
      this.know(now);
      if (change !== null) offerUndo(wasDone(mending, `the ${drawing.shape}`), () => undoChange(change));
      return true;
    } catch (error) {
      if (error instanceof Refusal && error.status === 412) this.#settle(error, mending);
      else this.notice.ask(reasonOf(error), "", true);
      return false;
    }
  }

  /**
   * Somebody was faster: what they did is shown, and one's own wish is kept.
   * @param {Refusal} refusal @param {Mending} mending
   */
  async #settle(refusal, mending) {
    const newest = /** @type {Drawing} */ (refusal.problem.drawing);
    this.know(newest);
    const said = await ask(`/api/admin/drawings/${newest.id}/history`)
      .then(({ entries }) => `While you looked at it, ${sentenceOf(entries[0])}.`, () => reasonOf(refusal));
    const isWanted = await this.notice.ask(`${said} Yours was not done.`,
      `${toDo(mending, "it")} all the same`);
    if (isWanted) this.#one(newest, mending);
  }

  /** @param {Mending} mending */
  async #many(mending) {
    const { isAll, ids } = this.selection;
    const filter = Object.fromEntries([...this.list.filter].filter(([name]) => name !== "sort"));
    try {
      if (isAll && !(await this.#isMeant(mending, filter))) return false;
      const chosen = isAll ? { filter } : { ids: [...ids] };
      this.selection.clear();
      const jobs = await changeMany(mending, chosen);
      const changed = jobs.reduce((sum, job) => sum + job.changed, 0);
      offerUndo(wasDone(mending, counted(changed, "drawing")), () => undoMany(jobs));
      return true;
    } catch (error) {
      this.notice.ask(reasonOf(error), "", true);
      return false;
    }
  }

  /**
   * Whether as many as the server counts are meant.
   * @param {Mending} mending @param {Record<string, string>} filter
   */
  async #isMeant(mending, filter) {
    const { matching, is_exact: isExact } = await countMatching(mending, filter);
    const what = `${isExact ? "" : "at least "}${counted(matching, "drawing")}`;
    return this.notice.ask(`${toDo(mending, what)}: all that match the filter now, also those that were not looked at. `
      + "One undo brings all of it back.", toDo(mending, what));
  }
}

import { ask, reasonOf, Refusal } from "../api.js";
import { offerUndo, tell } from "../undo-bar.js";

/**
 * @typedef {import("./suspects.js").Suspect} Suspect
 * @typedef {"flag" | "delete" | { relabel: string }} Action what is done to a drawing that is amiss
 */

/**
 * Decisions in the order they were made: each is shown at once, told to the server one after the
 * other, and can be taken back, the newest first.
 */
export class Deciding {
  /** @type {Suspect[]} */
  #done = [];
  #queue = Promise.resolve();

  /** @param {import("./suspect-queue.js").SuspectQueue} queue */
  constructor(queue) {
    this.queue = queue;
  }

  /** How many can be taken back. */
  get count() { return this.#done.length; }

  /**
   * Decides about the suspect that is looked at.
   * @param {Action | null} action null: there is nothing to it
   */
  decide(action) {
    const suspect = this.queue.current;
    if (!suspect) return;
    this.#done.push(suspect);
    this.queue.decide();
    offerUndo(wordsOf(suspect, action), () => this.undo());
    this.#then(async () => {
      const { id } = suspect.drawing;
      try {
        await ask(`/api/admin/review/${id}`,
          action === null ? { decision: "dismiss" } : { decision: "confirm", action });
      } catch (error) {
        this.#done = this.#done.filter((one) => one !== suspect);
        // Somebody was faster, or it waits no more: then there is nothing left to decide.
        const isOver = error instanceof Refusal && [404, 409].includes(error.status);
        if (!isOver) this.queue.putBack(suspect);
        tell(isOver ? reasonOf(error) : `Nothing was decided about the ${suspect.drawing.shape}: ${reasonOf(error)}`);
      }
      this.queue.settle(id);
    });
  }

  /**
   * Takes the newest decision back; its suspect is looked at again.
   * @returns {Promise<string>} what to say
   */
  async undo() {
    const suspect = this.#done.pop();
    if (!suspect) return "There is no decision left to take back.";
    this.queue.bringBack(suspect);
    return this.#then(async () => {
      try {
        const { drawing } = await ask(`/api/admin/review/${suspect.drawing.id}`, undefined, { method: "DELETE" });
        if (drawing) this.queue.renew(drawing);
        return `Taken back: the ${suspect.drawing.shape} waits again.`;
      } catch (error) {
        this.queue.returned(suspect.drawing.id);
        this.queue.take(suspect.drawing.id);
        throw error;
      }
    });
  }

  /**
   * Does it after all that was asked for before, so that nobody overtakes themselves.
   * @template T
   * @param {() => Promise<T>} act @returns {Promise<T>}
   */
  #then(act) {
    const done = this.#queue.then(act);
    this.#queue = done.then(() => {}, () => {});
    return done;
  }
}

/** @param {Suspect} suspect @param {Action | null} action */
function wordsOf({ drawing: { shape } }, action) {
  if (action === null) return `Nothing wrong with the ${shape}`;
  if (action === "flag") return `Flagged the ${shape}`;
  return action === "delete" ? `Deleted the ${shape}` : `Relabelled the ${shape} as ${action.relabel}`;
}

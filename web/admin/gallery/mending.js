import { ask } from "../api.js";

/** @typedef {import("./drawing.js").Drawing} Drawing */

/**
 * A change to drawings. `reason` goes with `flag`, `shape` with `relabel`.
 * @typedef {{ action: "flag" | "unflag" | "delete" | "restore" | "relabel", reason?: string, shape?: string }} Mending
 */

/** @type {Record<Mending["action"], [string, string, string]>} what to do, what is being done, what was done */
const words = {
  flag: ["Flag", "Flagging", "Flagged"],
  unflag: ["Take the flag from", "Taking the flag from", "Took the flag from"],
  delete: ["Delete", "Deleting", "Deleted"],
  restore: ["Restore", "Restoring", "Restored"],
  relabel: ["Relabel", "Relabelling", "Relabelled"],
};

/**
 * "Relabel 3 drawings as heart"
 * @param {Mending} mending @param {string} what
 */
export const toDo = ({ action, shape }, what) => `${words[action][0]} ${what}${shape ? ` as ${shape}` : ""}`;
/** @param {Mending} mending @param {string} what */
export const beingDone = ({ action, shape }, what) =>
  `${words[action]?.[1] ?? action} ${what}${shape ? ` as ${shape}` : ""}`;
/** @param {Mending} mending @param {string} what */
export const wasDone = ({ action, shape }, what) => `${words[action][2]} ${what}${shape ? ` as ${shape}` : ""}`;

/**
 * Changes one drawing, unless somebody else changed it since this page last heard of it: that is
 * a `Refusal` of 412 with the newest state in its `problem.drawing`.
 * @param {Drawing} drawing @param {Mending} mending
 * @returns {Promise<Drawing & { change: number | null }>} as it is then; `change` undoes it
 */
export function mend({ id, etag }, { action, reason, shape }) {
  const path = `/api/admin/drawings/${id}`;
  const headers = etag ? { "If-Match": `"${etag}"` } : undefined;
  switch (action) {
    case "flag": return ask(`${path}/flag`, { flagged: true, ...(reason && { reason }) }, { headers });
    case "unflag": return ask(`${path}/flag`, { flagged: false }, { headers });
    case "relabel": return ask(`${path}/relabel`, { shape }, { headers });
    case "restore": return ask(`${path}/restore`, {}, { headers });
    case "delete": return ask(path, undefined, { method: "DELETE", headers });
  }
}

/**
 * Takes a change back.
 * @param {number} change the audit's row of it @returns {Promise<any>}
 */
export const undoChange = (change) => ask(`/api/admin/audit/${change}/undo`, {});

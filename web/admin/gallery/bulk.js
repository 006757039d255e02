import { ask } from "../api.js";
import { feed } from "../feed.js";
import { count, counted } from "../figures.js";

/**
 * A change to many drawings, as the server carries it out.
 * @typedef {{ id: number, kind: string, status: "queued" | "running" | "succeeded" | "failed" | "cancelled",
 *   done: number, total: number, changed: number, skipped?: number, error: string | null,
 *   config?: { action?: import("./mending.js").Mending["action"], shape?: string } }} Job
 * @typedef {{ ids: string[] } | { filter: Record<string, string> }} Chosen
 */

/** As many drawings the server takes by their names at once. */
const idsAtOnce = 1_000;
const path = "/api/admin/drawings/bulk";

/**
 * Whether it is over.
 * @param {{ status: string }} job
 */
export const isOver = ({ status }) => status !== "queued" && status !== "running";

/**
 * How many drawings a filter matches now.
 * @param {import("./mending.js").Mending} mending @param {Record<string, string>} filter
 * @returns {Promise<{ matching: number, is_exact: boolean }>}
 */
export const countMatching = (mending, filter) => ask(path, { ...mending, filter, dry_run: true });

/**
 * Changes all that were chosen; resolves when it is over.
 * @param {import("./mending.js").Mending} mending @param {Chosen} chosen
 * @returns {Promise<Job[]>} those that undo it
 */
export async function changeMany(mending, chosen) {
  const parts = "filter" in chosen ? [chosen] : Array.from({ length: Math.ceil(chosen.ids.length / idsAtOnce) },
    (_, index) => ({ ids: chosen.ids.slice(index * idsAtOnce, (index + 1) * idsAtOnce) }));
  const jobs = [];
  for (const part of parts) jobs.push(await jobOf(() => ask(path, { ...mending, ...part, dry_run: false })));
  return jobs;
}

/**
 * Takes all of them back, the newest first.
 * @param {Job[]} jobs
 * @returns {Promise<string>} what became of it
 */
export async function undoMany(jobs) {
  let [changed, skipped] = [0, 0];
  for (const { id } of [...jobs].reverse()) {
    const undone = await jobOf(() => ask(`/api/admin/jobs/${id}/undo`, {}));
    changed += undone.changed;
    skipped += undone.skipped ?? 0;
  }
  const back = `${counted(changed, "drawing")} taken back.`;
  return skipped === 0 ? back : `${back} Somebody changed ${count(skipped)} since: left as they are.`;
}

/**
 * Starts a job and waits for its end.
 * @param {() => Promise<{ id: number }>} start
 * @returns {Promise<Job>}
 */
export async function jobOf(start) {
  const { id } = await start();
  const job = await ended(id);
  if (job.status === "failed") {
    throw new Error(job.error ?? "The server could not finish it. What it had changed can be undone in the audit.");
  }
  return job;
}

/**
 * Resolves with a job when it is over. It is watched first and asked for then, so that no end is missed.
 * @param {number} id
 * @returns {Promise<Job>}
 */
function ended(id) {
  return new Promise((resolve, reject) => {
    const look = async () => {
      const job = await ask(`/api/admin/jobs/${id}`);
      if (isOver(job)) finish(job);
    };
    const lookOrFail = () => { look().catch((error) => { end(); reject(error); }); };
    const ends = [
      feed.watch("jobs", (push) => { if (push.job === id && isOver(/** @type {any} */ (push))) lookOrFail(); }),
      feed.onStale(lookOrFail)];
    const end = () => { for (const one of ends) one(); };
    const finish = (/** @type {Job} */ job) => {
      end();
      resolve(job);
    };
    lookOrFail();
  });
}

/**
 * @typedef {{ path: string, message: string }} Fault
 * @typedef {{ email: string, id: number }} Administrator
 * @typedef {{ phase?: string, epoch?: number, epochs?: number, step?: number, steps?: number, loss?: number,
 *   accuracy?: number, validation_accuracy?: number, validation_loss?: number, images_per_second?: number,
 *   eta_s?: number }} Progress
 * @typedef {{ shape: string, drawings: number, recall: number | null, precision: number | null,
 *   f1: number | null }} ShapeFigures
 * @typedef {{ confidence: number | null, accuracy: number | null, drawings: number }} Calibration
 * @typedef {{ drawings?: number, accuracy?: number | null, accuracy_low?: number | null,
 *   accuracy_high?: number | null, classes?: ShapeFigures[], confusion?: number[][],
 *   unfinished?: { ink: number, accuracy: number | null }[], calibration?: Calibration[],
 *   calibration_error?: number | null, settled_at?: number | null, rejected?: number | null,
 *   latency_us?: { median: number, p99: number }, activate?: boolean, reason?: string }} Metrics
 * @typedef {{ id: number, status: "queued" | "running" | "succeeded" | "failed" | "cancelled",
 *   cancel_requested: boolean, attempts: number, config: { shapes: string[], epochs: number | null, notes: string },
 *   progress: Progress | null, metrics: Metrics | null, error: string | null,
 *   model: { id: number, version: string } | null, created_at: string, started_at: string | null,
 *   finished_at: string | null }} Training
 * @typedef {{ drawings?: number, held_out?: number, synthetic?: boolean, by_shape?: Record<string, number>,
 *   sha256?: string }} ModelData
 * @typedef {{ id: number, version: string, active: boolean, labels: string[], size_bytes: number,
 *   data: ModelData, config: Record<string, any>, metrics: Metrics, notes: string, created_at: string,
 *   activated_at: string | null }} Model
 * @typedef {{ drawings: number, difference: number | null, low: number, high: number, p_value: number,
 *   only_a: number, only_b: number, a: Metrics, b: Metrics,
 *   differing: { drawing?: string, a: string, b: string }[] }} Comparison
 */

/** The server's no, in words for people. */
export class Refusal extends Error {
  /**
   * @param {number} status 0 when the server was not reached
   * @param {any} problem
   * @param {number} retryAfter seconds
   */
  constructor(status, problem, retryAfter) {
    super(problem?.detail ?? `The server answered ${status}.`);
    this.status = status;
    /** All that it said, with the members of its kind. */
    this.problem = problem ?? {};
    /** @type {string | undefined} */
    this.code = problem?.code;
    /** @type {Fault[]} */
    this.faults = problem?.errors ?? [];
    this.retryAfter = retryAfter;
  }
}

/**
 * Asks the API; what it refuses is thrown as a `Refusal`. Where the session is over, `signed-out`
 * is fired on the window as well.
 * @param {string} path @param {object} [body] posts it, unless another method is told
 * @param {{ method?: string, headers?: Record<string, string>, signal?: AbortSignal }} [options]
 * @returns {Promise<any>}
 */
export async function ask(path, body, options = {}) {
  const content = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const headers = { ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...options.headers };
  const answer = await fetch(path, { credentials: "same-origin", ...content, ...options,
    headers: new Headers(headers) })
    .catch((error) => {
      if (error.name === "AbortError") throw error;
      throw new Refusal(0, { detail: "The server does not answer. Nothing was changed; try again in a moment." }, 0);
    });
  const told = answer.status === 204 ? null : await answer.json().catch(() => null);
  if (answer.ok) return told;
  if (answer.status === 401 && told?.code !== "wrong_login") dispatchEvent(new CustomEvent("signed-out"));
  throw new Refusal(answer.status, told, Number(answer.headers.get("Retry-After")) || 0);
}

/**
 * What went wrong, as a sentence.
 * @param {unknown} error
 */
export const reasonOf = (error) => (error instanceof Error ? error.message : String(error));

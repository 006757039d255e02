/**
 * The server's answer to what it does not take, or what kept it from answering.
 *
 * `code` is stable and for programs, `message` for people. Codes of this library's own:
 * `unreachable`, `timeout`, `cut_off` (an answer broke off) and `closed`.
 */
export class InklingError extends Error {
  /**
   * @param {string} code @param {string} message
   * @param {{ status?: number, errors?: { path: string, message: string }[], retryAfter?: number,
   *   requestID?: string }} more
   */
  constructor(code, message, { status = 0, errors = [], retryAfter, requestID } = {}) {
    super(message);
    this.name = "InklingError";
    this.code = code;
    /** Of HTTP; 0 where there was no answer, or it came over a WebSocket. */
    this.status = status;
    /** The faults of what was sent, each with its path. */
    this.errors = errors;
    /**
     * Seconds to wait before another attempt, where the server said so.
     * @type {number | undefined}
     */
    this.retryAfter = retryAfter;
    this.requestID = requestID;
  }

  /** @param {number} status @param {string} text the body @param {string | null} [retryAfter] the header */
  static of(status, text, retryAfter) {
    /** @type {any} */
    let problem = {};
    try { problem = JSON.parse(text) ?? {}; } catch { /* not from Inkling itself */ }
    const seconds = Number.parseFloat(retryAfter ?? "");
    return new InklingError(problem.code ?? "http", problem.detail ?? `the server answered ${status}`, {
      status, errors: problem.errors, retryAfter: Number.isNaN(seconds) ? undefined : seconds,
      requestID: problem.request_id });
  }
}

/** @param {number} milliseconds */
export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** How long to wait before attempt n + 1: doubling, with chance, so that clients do not come all at once.
 * @param {number} attempt from 0 @param {number} [least] ms */
export const backOff = (attempt, least = 0) =>
  Math.max(least, Math.min(5_000, 250 * 2 ** attempt) * (0.5 + Math.random() / 2));

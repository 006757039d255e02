/** The server's no. `status` 0: it was not reached. */
export class Refusal extends Error {
  /** @param {number} status @param {string} code */
  constructor(status, code) {
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
  }
}

/**
 * Asks the server; what it refuses is thrown as a `Refusal`.
 * @param {string} path
 * @param {{ method?: string, body?: object }} [options]
 * @returns {Promise<any>}
 */
export async function ask(path, options = {}) {
  const { method = "GET", body } = options;
  const headers = { Accept: "application/json", ...(body ? { "Content-Type": "application/json" } : {}) };
  const answer = await fetch(path, { method, headers, credentials: "same-origin", body: body && JSON.stringify(body) })
    .catch(() => { throw new Refusal(0, "unreachable"); });
  const told = answer.status === 204 ? null : await answer.json().catch(() => null);
  if (!answer.ok) throw new Refusal(answer.status, told?.code ?? "");
  return told;
}

import { recall, remember } from "../../shared/session.js";

/**
 * What the server says of asking.
 * @typedef {{ ask: boolean, text: string | null, version: number }} Asking
 */

/** What was answered on this device, and to which text. */
const key = "inkling.consent";
const retryMs = 15_000;

/**
 * Whether the drawings of this device may be kept. Until somebody says so they are judged and thrown away.
 * Fires `change`.
 */
class Consent extends EventTarget {
  /**
   * What the server holds of it: null before it was asked, and where it asks nobody.
   * @type {boolean | null}
   */
  given = null;
  /** @type {Asking | null} */
  asking = null;
  /** Whether somebody came over from another device: what was answered on this one was somebody else's. */
  isAnother = false;
  /** @type {Promise<void> | null} */
  #ready = null;
  #retry = 0;

  constructor() {
    super();
    addEventListener("online", () => { if (this.#retry !== 0) this.#later(0); });
  }

  /** Whether drawings are thrown away, as far as is known. */
  get isWithheld() { return this.given === false; }

  /**
   * Resolves when the game may begin: after the answer, or at once where nobody asks or the server is away. It is
   * asked later then, and nothing counts as given until somebody has answered.
   */
  ready() { return (this.#ready ??= this.#begin()); }

  /**
   * Says it to the server, and remembers it here.
   * @param {boolean} given
   * @returns {Promise<boolean>} whether the server knows; if not, it is told later
   */
  async set(given) {
    remember(key, JSON.stringify({ given, version: this.asking?.version ?? 0 }));
    try {
      await send("/api/user/consent", { given });
    } catch {
      this.#later(retryMs);
      return false;
    }
    this.#know(given);
    return true;
  }

  /**
   * What was answered on this device to the text that the server asks with by now: a session begins with it.
   * @returns {Promise<boolean | null>} false where nobody has answered that, and while the server is away; null where
   *   it asks nobody
   */
  async answered() {
    try {
      const { consent } = await send("/api/game");
      return consent.ask ? answerTo(consent.version) ?? false : null;
    } catch {
      return false;
    }
  }

  async #begin() {
    try {
      const [{ consent }, { consent: given }] = await Promise.all([send("/api/game"), send("/api/user/game")]);
      this.asking = consent;
      if (!consent?.ask) return this.#know(given ?? null);
      if (this.isAnother) this.#adopt(given);
      const answered = answerTo(consent.version);
      // The server may have lost what it was told, or made a new session for the same device.
      if (answered === null) await this.question();
      else if (answered !== given) await this.set(answered);
      else this.#know(given);
    } catch (error) {
      // A server of before this was asked has no such route, and keeps what it is given.
      if (!(error instanceof Response && error.status === 404)) this.#later(retryMs);
    }
  }

  /** Puts the question, whatever was answered before. */
  async question() {
    this.#know(this.given ?? false);
    const { ConsentDialog } = await import("./consent-dialog.js");
    await this.set(await ConsentDialog.answer(this.asking?.text ?? null));
  }

  /**
   * Takes over what the person said on the other device. A no may also be that nobody has asked: it is asked here.
   * @param {boolean | null} given
   */
  #adopt(given) {
    this.isAnother = false;
    remember(key, given ? JSON.stringify({ given, version: this.asking?.version ?? 0 }) : null);
  }

  /** @param {number} milliseconds */
  #later(milliseconds) {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      this.#retry = 0;
      this.#begin();
    }, milliseconds);
  }

  /** @param {boolean | null} given */
  #know(given) {
    if (given === this.given) return;
    this.given = given;
    this.dispatchEvent(new Event("change"));
  }
}

export const consent = new Consent();

/**
 * What was answered on this device to this text.
 * @param {number} version
 * @returns {boolean | null}
 */
function answerTo(version) {
  try {
    const known = JSON.parse(recall(key) ?? "null");
    return known?.version === version && typeof known.given === "boolean" ? known.given : null;
  } catch {
    return null;
  }
}

/** @param {string} path @param {object} [body] @returns {Promise<any>} what is refused is thrown as the answer */
async function send(path, body) {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  const answer = await fetch(path,
    { credentials: "same-origin", ...(body && { method: "PUT", headers, body: JSON.stringify(body) }) });
  if (!answer.ok) throw answer;
  return answer.status === 204 ? null : answer.json();
}

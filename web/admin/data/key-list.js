import { ask, reasonOf } from "../api.js";
import { feed } from "../feed.js";
import { moment } from "../figures.js";
import { button, confirmed, make, part, say } from "../make.js";
import { age } from "../parts/age-label.js";
import { Rows } from "../rows.js";

/**
 * @typedef {{ id: number, name: string, scopes: string[], created_at: string,
 *   last_used_at: string | null, revoked_at: string | null }} Key
 */

/** What a key is good for, in words. */
export const scopes = [
  { scope: "classify", words: "ask what drawings are" },
  { scope: "generate", words: "have drawings made up" },
  { scope: "submit", words: "hand drawings in" },
  { scope: "admin", words: "do all that administrators do" },
];

/** The keys that programs have: what for, when they were last used, and the way to take them back. */
export class KeyList extends HTMLElement {
  #rows = /** @type {Rows<Key> | undefined} */ (undefined);
  #stop = [() => {}];

  connectedCallback() {
    const list = make("ol", { class: "keys-in-use" });
    const gone = make("details", { hidden: true }, make("summary"), make("ul"));
    this.#rows = new Rows(list, (key) => this.#row(key), fill);
    this.replaceChildren(make("p", { class: "fault", role: "alert" }), list,
      make("p", { class: "aside none", hidden: true },
        "No program has a key. One that runs on this machine may ask what drawings are without."), gone);
    this.#stop = [feed.watch("audit", ({ audit }) => { if (audit.action.startsWith("key.")) this.load(); }),
      feed.onStale(() => this.load())];
    this.load();
  }

  disconnectedCallback() { for (const stop of this.#stop) stop(); }

  async load() {
    try {
      const { keys } = /** @type {{ keys: Key[] }} */ (await ask("/api/admin/keys"));
      const revoked = keys.filter(({ revoked_at: at }) => at !== null);
      this.#rows?.show(keys.filter(({ revoked_at: at }) => at === null));
      part(this, ".none").hidden = revoked.length < keys.length;
      part(this, "details").hidden = revoked.length === 0;
      say(part(this, "summary"), `revoked (${revoked.length})`);
      part(this, "details ul").replaceChildren(...revoked.map(({ name, revoked_at: at }) => (
        make("li", { class: "aside" }, make("strong", {}, name), ` revoked ${moment(at ?? "")}`))));
      say(part(this, ".fault"), "");
    } catch (error) {
      say(part(this, ".fault"), reasonOf(error));
    }
  }

  /** @param {Key} key */
  #row({ id, name, scopes: granted, created_at: made }) {
    const may = granted.map((scope) => scopes.find((one) => one.scope === scope)?.words ?? scope).join(", ");
    return make("li", { "data-key": String(id) },
      make("div", { class: "head" }, make("strong", {}, name), make("span", { class: "used aside" }),
        button("revoke", "quiet revoke", () => this.#revoke(id, name))),
      make("p", { class: granted.includes("admin") ? "may is-wide" : "may" }, `may ${may}`),
      make("p", { class: "aside" }, `made ${moment(made)}`));
  }

  /** @param {number} id @param {string} name */
  async #revoke(id, name) {
    if (!(await confirmed(`Revoke “${name}”?`, "Programs that show this key are refused from now on. "
      + "This cannot be taken back; they would need a new one.", "revoke it"))) return;
    try {
      await ask(`/api/admin/keys/${id}`, undefined, { method: "DELETE" });
      await this.load();
    } catch (error) {
      say(part(this, ".fault"), reasonOf(error));
    }
  }
}

/** @param {HTMLElement} row @param {Key} key */
function fill(row, { last_used_at: used }) {
  const place = part(row, ".used");
  if (!used) return say(place, "never used");
  if (place.dataset.at !== used) place.replaceChildren("used ", age(used));
  place.dataset.at = used;
  return undefined;
}

customElements.define("key-list", KeyList);

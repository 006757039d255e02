import { ask, reasonOf, Refusal } from "../../admin/api.js";
import { ago, count, counted } from "../../admin/figures.js";
import { button, confirmed, make, part, say } from "../../admin/make.js";
import { copy } from "../../admin/parts/copy.js";
import { scopes } from "./scopes.js";

/**
 * @typedef {import("../app.js").Studio} Studio
 * @typedef {{ id: number, name: string, scopes: string[], per_second: number, created_at: string,
 *   last_used_at: string | null, revoked_at: string | null,
 *   usage: { requests: number, drawings: number, refused: number } }} Key
 */

/** Keys for programs: administrators make and revoke them here, others enter the one that they were given. */
export class KeysPanel extends HTMLElement {
  /** @type {Studio | null} */
  #studio = null;
  /** @type {string | null | undefined} */
  #shownFor;

  connectedCallback() {
    const own = make("form", { class: "own", autocomplete: "off" },
      make("label", {}, "A key that you have", make("input",
        { name: "key", type: "password", autocomplete: "off", spellcheck: "false", placeholder: "inkling_…" })),
      make("div", { class: "go" }, make("button", { class: "strong" }, "Use it"),
        this.#act("forget it", "forget", () => this.#use(""))),
      make("p", { class: "aside state", role: "status" }));
    own.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#use(/** @type {HTMLInputElement} */ (part(own, "input")).value);
    });
    this.replaceChildren(make("div", { class: "making" }), own);
  }

  /** @param {Studio} studio */
  set studio(studio) {
    this.#studio = studio;
    studio.access.addEventListener("change", () => this.#show());
    this.#show();
  }

  /** @param {string} key */
  #use(key) {
    const { access, live } = /** @type {Studio} */ (this.#studio);
    /** @type {HTMLInputElement} */ (part(this, ".own input")).value = "";
    access.use(key);
    live.again();
  }

  #show() {
    const { access } = /** @type {Studio} */ (this.#studio);
    part(this, ".forget").hidden = access.key === "";
    say(part(this, ".own .state"), access.key === "" ? "It stays in this page’s memory, and fills the programs above."
      : `${access.key.slice(0, 12)}… is in use here, and in the programs above. It is gone when the page is closed.`);
    if (this.#shownFor === access.administrator) return;
    this.#shownFor = access.administrator;
    if (access.administrator) this.#showMaking();
    else {
      part(this, ".making").replaceChildren(
        make("p", {}, "A program on this server’s own machine needs no key. One on another machine does: "
          + "administrators make keys, each for what it is to do, and can take them back."),
        make("p", {}, make("a", { href: "/admin" }, "Sign in to the dashboard"),
          " and load this page anew, or ask whoever runs this server for one with the scope ",
          make("code", {}, "classify"), "."));
    }
  }

  #showMaking() {
    const form = make("form", { novalidate: true, autocomplete: "off" },
      make("label", {}, "What it is for",
        make("input", { name: "name", maxlength: "64", required: true, placeholder: "drawing robot" })),
      make("fieldset", {}, make("legend", {}, "What it may do"),
        ...scopes.map(({ scope, words }) => make("label", { class: "choice" }, make("input",
          { type: "checkbox", name: "scopes", value: scope, checked: scope === "classify" || scope === "generate" }),
        words))),
      make("label", {}, "Drawings a second at most", make("input",
        { name: "per_second", type: "text", inputmode: "numeric", placeholder: "as the server allows" })),
      make("div", { class: "go" }, make("button", { class: "strong" }, "Make a key"),
        make("p", { class: "fault", role: "alert" })));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#make(form);
    });
    part(this, ".making").replaceChildren(
      make("div", { class: "shown-once", role: "region", "aria-label": "The new key", hidden: true }), form,
      make("ul", { class: "list" }), make("p", { class: "aside none", hidden: true }, "No program has a key yet."));
    this.#list();
  }

  /** @param {HTMLFormElement} form */
  async #make(form) {
    const fields = new FormData(form);
    const rate = String(fields.get("per_second")).trim();
    const fault = part(form, ".fault");
    say(fault, "");
    try {
      const made = await ask("/api/admin/keys", {
        name: String(fields.get("name")).trim(), scopes: fields.getAll("scopes"),
        ...(rate === "" ? {} : { per_second: Number(rate) }) });
      form.reset();
      this.#reveal(made);
      // One for something else opens nothing on this page.
      if (made.scopes.includes("classify")) this.#use(made.key);
      await this.#list();
    } catch (error) {
      const faults = error instanceof Refusal ? error.faults : [];
      say(fault, faults.length > 0 ? faults.map(({ message }) => message).join("; ") : reasonOf(error));
    }
  }

  /** @param {{ name: string, key: string }} made */
  #reveal({ name, key }) {
    const place = part(this, ".shown-once");
    const code = make("code", { tabindex: "0" }, key);
    const told = make("p", { class: "aside", role: "status" });
    place.replaceChildren(make("h3", {}, `The key “${name}”`),
      make("p", {}, "Keep it now: it is not shown again. The programs above are filled with it."), code,
      make("div", { class: "go" }, this.#act("copy", "strong copy", async () => {
        const isCopied = await copy(key);
        if (!isCopied) getSelection()?.selectAllChildren(code);
        say(told, isCopied ? "It is on the clipboard." : "It is selected: copy it with the keyboard.");
      }), this.#act("I have it", "have", () => { place.hidden = true; place.replaceChildren(); }), told));
    place.hidden = false;
    part(place, ".copy").focus();
  }

  async #list() {
    const { keys } = /** @type {{ keys: Key[] }} */ (await ask("/api/admin/keys").catch((error) => {
      say(part(this, ".fault"), reasonOf(error));
      return { keys: [] };
    }));
    const good = keys.filter(({ revoked_at: at }) => at === null);
    part(this, ".list").replaceChildren(...good.map((key) => this.#row(key)));
    part(this, ".none").hidden = good.length > 0;
  }

  /** @param {Key} key */
  #row({ id, name, scopes: granted, per_second: rate, usage, last_used_at: used }) {
    const figures = `${counted(usage.requests, "request")}, ${counted(usage.drawings, "drawing")}`
      + (usage.refused > 0 ? `, ${count(usage.refused)} refused` : "");
    return make("li", { "data-key": String(id) }, make("strong", {}, name), make("span", { class: "aside" },
      `${granted.join(", ")}; ${count(rate)} a second`), make("span", { class: "aside usage" },
      `${figures}; ${used ? `last used ${ago((Date.now() - Date.parse(used)) / 1_000)}` : "never used"}`),
    button("revoke", "quiet revoke", () => this.#revoke(id, name)));
  }

  /** @param {number} id @param {string} name */
  async #revoke(id, name) {
    if (!await confirmed(`Revoke “${name}”?`, "Programs that show this key are refused from now on. "
      + "This cannot be taken back; they would need a new one.", "revoke it")) return;
    await ask(`/api/admin/keys/${id}`, undefined, { method: "DELETE" })
      .catch((error) => say(part(this, ".making .fault"), reasonOf(error)));
    await this.#list();
  }

  /** @param {string} words @param {string} name @param {() => unknown} action */
  #act(words, name, action) {
    const made = make("button", { type: "button", class: name.includes("strong") ? name : `quiet ${name}` }, words);
    made.addEventListener("click", action);
    return made;
  }
}

customElements.define("keys-panel", KeysPanel);

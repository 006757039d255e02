import { ask, reasonOf, Refusal } from "../api.js";
import { feed } from "../feed.js";
import { moment } from "../figures.js";
import { button, make, part, say } from "../make.js";
import { Rows } from "../rows.js";
import { offerUndo } from "../undo-bar.js";
import { field, markFaults } from "./password-form.js";

/** @typedef {{ id: number, email: string, created_at: string, disabled_at: string | null }} Account */

/** Who may sign in. Accounts are closed and opened again, never deleted: the audit names them. */
class AdministratorList extends HTMLElement {
  #stop = [() => {}];
  /** @type {Rows<Account> | undefined} */
  #rows;
  /** Oneself. */
  #own = 0;

  connectedCallback() {
    const list = make("ol");
    this.#rows = new Rows(list, (account) => this.#row(account), fill);
    const form = make("form", { novalidate: true }, make("div", { class: "pair-of-fields" },
      field("email", "E-mail", "off", "email"), field("password", "A first password", "new-password")),
    make("div", { class: "go" }, make("button", { class: "strong" }, "Add an administrator"),
      make("p", { class: "outcome", role: "status" })));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#add(form);
    });
    this.replaceChildren(make("p", { class: "fault load", role: "alert" }), list, form);
    this.#stop = [feed.watch("audit", ({ audit }) => {
      if (audit.action.startsWith("administrator.")) this.#load();
    }), feed.onStale(() => this.#load())];
    this.#load();
  }

  disconnectedCallback() { for (const stop of this.#stop) stop(); }

  async #load() {
    try {
      if (this.#own === 0) this.#own = (await ask("/api/admin/me")).administrator.id;
      this.#rows?.show((await ask("/api/admin/administrators")).administrators);
      say(part(this, ".load"), "");
    } catch (error) {
      say(part(this, ".load"), reasonOf(error));
    }
  }

  /** @param {Account} account */
  #row({ id, email, created_at: made }) {
    const row = make("li", { "data-administrator": email }, make("p", { class: "head" }, make("strong", {}, email),
      make("span", { class: "status" }), ...(id === this.#own ? [make("span", { class: "aside" }, "you")] : [])),
    make("p", { class: "aside" }, `since ${moment(made)}`), make("p", { class: "refusal", role: "alert" }));
    const turn = (/** @type {"disable" | "enable"} */ verb) => ask(`/api/admin/administrators/${id}/${verb}`, {});
    const act = (/** @type {"disable" | "enable"} */ verb, /** @type {"disable" | "enable"} */ back,
      /** @type {string} */ words) => async () => {
      try {
        await turn(verb);
        say(part(row, ".refusal"), "");
        offerUndo(words, () => turn(back));
      } catch (error) {
        say(part(row, ".refusal"), reasonOf(error));
      }
      await this.#load();
    };
    if (id !== this.#own) {
      part(row, ".head").append(button("disable", "quiet disable",
        act("disable", "enable", `${email} cannot sign in any more`)),
        button("enable", "quiet enable", act("enable", "disable", `${email} can sign in again`)));
    }
    return row;
  }

  /** @param {HTMLFormElement} form */
  async #add(form) {
    const fields = new FormData(form);
    const go = part(form, ".go button");
    go.toggleAttribute("disabled", true);
    try {
      const { email } = await ask("/api/admin/administrators",
        { email: String(fields.get("email")).trim(), password: fields.get("password") });
      form.reset();
      markFaults(form, []);
      say(part(form, ".outcome"), `${email} can sign in now. Tell them the password yourself.`);
      await this.#load();
    } catch (error) {
      const faults = error instanceof Refusal ? error.faults : [];
      const strays = markFaults(form, faults);
      say(part(form, ".outcome"), faults.length > 0 && strays.length === 0 ? ""
        : strays.map(({ message }) => message).join("; ") || reasonOf(error));
      part(form, "[aria-invalid]")?.focus();
    } finally {
      go.toggleAttribute("disabled", false);
    }
  }
}

/** @param {HTMLElement} row @param {Account} account */
function fill(row, { disabled_at: disabled }) {
  row.dataset.status = disabled ? "cancelled" : "succeeded";
  say(part(row, ".status"), disabled ? `disabled ${moment(disabled)}` : "can sign in");
  for (const [name, isHidden] of /** @type {const} */ ([[".disable", disabled !== null],
    [".enable", disabled === null]])) {
    const act = row.querySelector(name);
    if (act instanceof HTMLElement) act.hidden = isHidden;
  }
}

customElements.define("administrator-list", AdministratorList);

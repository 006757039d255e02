import { ask, reasonOf, Refusal } from "./api.js";
import { make, part, say } from "./make.js";

const fewest = 10;

/**
 * Makes the first administrator. Fires `signed-in` with the administrator as its detail, or
 * `is-set-up` with a sentence where there is one already.
 */
export class SetupForm extends HTMLElement {
  /** Of the link that the server printed. */
  token = "";

  connectedCallback() {
    const form = make("form", { novalidate: true, "aria-labelledby": "setup-title" },
      make("h2", { id: "setup-title" }, "Make the first account"),
      make("p", { class: "aside" },
        "With it you see what is drawn, mend it, and train the models. More administrators can follow."),
      make("label", {}, "Your e-mail", make("input", { name: "email", type: "email", autocomplete: "username",
        required: true })),
      make("label", {}, "A password", make("input", { name: "password", type: "password", autocomplete: "new-password",
        required: true, "aria-describedby": "password-rule" })),
      make("p", { class: "aside", id: "password-rule" },
        `At least ${fewest} characters: three words are easy to keep in mind.`),
      make("p", { class: "fault", role: "alert" }),
      make("button", { class: "strong" }, "Begin"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(form);
    });
    this.replaceChildren(form);
    part(this, "[name=email]").focus();
    this.#check();
  }

  /** A link that has been used leads on to the sign-in. */
  async #check() {
    const { needed } = await ask("/api/admin/setup").catch(() => ({ needed: true }));
    if (!needed) this.#giveWay();
  }

  #giveWay() {
    this.dispatchEvent(new CustomEvent("is-set-up", { detail: "There is an administrator already: sign in." }));
  }

  /** @param {HTMLFormElement} form */
  async #submit(form) {
    const fields = new FormData(form);
    const [email, password] = [String(fields.get("email")).trim(), String(fields.get("password"))];
    if (email === "" || password === "") return this.#complain("Enter your e-mail address and a password.");
    const go = part(this, "button");
    go.toggleAttribute("disabled", true);
    this.#complain("");
    try {
      const { administrator } = await ask("/api/admin/setup", { token: this.token, email, password });
      this.dispatchEvent(new CustomEvent("signed-in", { detail: administrator }));
    } catch (error) {
      if (error instanceof Refusal && error.status === 410) return this.#giveWay();
      const faults = error instanceof Refusal ? error.faults : [];
      this.#complain(faults.map(({ path, message }) => `${path}: ${message}`).join("; ") || reasonOf(error));
    } finally {
      go.toggleAttribute("disabled", false);
    }
  }

  /** @param {string} words */
  #complain(words) { say(part(this, ".fault"), words); }
}

customElements.define("setup-form", SetupForm);

import { ask, Refusal, reasonOf } from "./api.js";
import { make, part, say } from "./make.js";

/** Asks who is there. Fires `signed-in` with the administrator as its detail. */
export class LoginForm extends HTMLElement {
  #waitingSeconds = 0;

  connectedCallback() {
    const form = make("form", { novalidate: true, "aria-labelledby": "login-title" },
      make("h2", { id: "login-title" }, "Sign in"),
      make("label", {}, "E-mail",
        make("input", { name: "email", type: "email", autocomplete: "username", required: true })),
      make("label", {}, "Password",
        make("input", { name: "password", type: "password", autocomplete: "current-password", required: true })),
      make("p", { class: "fault", role: "alert" }),
      make("button", { class: "strong" }, "Sign in"),
      make("p", { class: "aside none" },
        "No account yet? Open the link that the server printed when it started, or let ",
        make("code", {}, "inkling admin create EMAIL"), " make one."));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(form);
    });
    this.replaceChildren(form);
  }

  /** @param {string} [reason] why one has to sign in again */
  open(reason = "") {
    this.hidden = false;
    say(part(this, ".fault"), reason);
    part(this, "[name=email]").focus();
  }

  /** @param {HTMLFormElement} form */
  async #submit(form) {
    const fields = new FormData(form);
    const [email, password] = [String(fields.get("email")).trim(), String(fields.get("password"))];
    if (email === "" || password === "") return this.#complain("Enter your e-mail address and your password.");
    this.#bar(true);
    this.#complain("");
    try {
      const { administrator } = await ask("/api/admin/login", { email, password });
      form.reset();
      this.hidden = true;
      this.#bar(false);
      this.dispatchEvent(new CustomEvent("signed-in", { detail: administrator }));
    } catch (error) {
      if (error instanceof Refusal && error.status === 429) return this.#wait(Math.max(1, error.retryAfter));
      this.#bar(false);
      this.#complain(reasonOf(error));
      part(this, "[name=password]").focus();
    }
  }

  /**
   * Counts the seconds down until one may try again.
   * @param {number} seconds
   */
  #wait(seconds) {
    this.#waitingSeconds = seconds;
    const tick = () => {
      if (this.#waitingSeconds <= 0) {
        this.#bar(false);
        return this.#complain("You can try again now.");
      }
      this.#complain(`Too many attempts. Try again in ${this.#waitingSeconds} s.`);
      this.#waitingSeconds -= 1;
      setTimeout(tick, 1_000);
    };
    tick();
  }

  /** @param {string} words */
  #complain(words) { say(part(this, ".fault"), words); }

  /** @param {boolean} isBarred */
  #bar(isBarred) { /** @type {HTMLButtonElement} */ (part(this, "button")).disabled = isBarred; }
}

customElements.define("login-form", LoginForm);

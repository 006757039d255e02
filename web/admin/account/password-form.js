import { ask, reasonOf, Refusal } from "../api.js";
import { make, part, say } from "../make.js";

/** Changes one's own password; all other sessions of the account end with it. */
class PasswordForm extends HTMLElement {
  connectedCallback() {
    const form = make("form", { novalidate: true },
      field("current", "Your password now", "current-password"), field("new", "The new one", "new-password"),
      make("p", { class: "aside" }, "Whoever is signed in elsewhere with your account is signed out."),
      make("div", { class: "go" }, make("button", { class: "strong" }, "Change password"),
        make("p", { class: "outcome", role: "status" })));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(form);
    });
    this.replaceChildren(form);
  }

  /** @param {HTMLFormElement} form */
  async #submit(form) {
    const fields = new FormData(form);
    const go = part(form, ".go button");
    go.toggleAttribute("disabled", true);
    say(part(this, ".outcome"), "");
    try {
      await ask("/api/admin/password", { current: fields.get("current"), new: fields.get("new") });
      form.reset();
      markFaults(this, []);
      say(part(this, ".outcome"), "Your password is changed.");
    } catch (error) {
      const faults = error instanceof Refusal ? error.faults : [];
      const isWrong = error instanceof Refusal && error.code === "wrong_password";
      const known = isWrong ? [{ path: "current", message: reasonOf(error) }] : faults;
      const strays = markFaults(this, known);
      say(part(this, ".outcome"), known.length > 0 && strays.length === 0 ? ""
        : strays.map(({ message }) => message).join("; ") || reasonOf(error));
      part(this, "[aria-invalid]")?.focus();
    } finally {
      go.toggleAttribute("disabled", false);
    }
  }
}

customElements.define("password-form", PasswordForm);

/** @param {string} name @param {string} words @param {string} autocomplete @param {string} [type] */
export const field = (name, words, autocomplete, type = "password") =>
  make("div", { class: "field", "data-name": name },
  make("label", {}, words, make("input", { name, type, autocomplete, required: true })),
    make("p", { class: "fault", role: "alert" }));

/**
 * Puts each fault at its field.
 * @param {HTMLElement} form @param {import("../api.js").Fault[]} faults
 * @returns {import("../api.js").Fault[]} those without a field
 */
export function markFaults(form, faults) {
  const strays = new Set(faults);
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll(".field"))) {
    const own = faults.filter(({ path }) => path === place.dataset.name);
    for (const fault of own) strays.delete(fault);
    say(part(place, ".fault"), own.map(({ message }) => message).join("; "));
    if (own.length > 0) part(place, "input").setAttribute("aria-invalid", "true");
    else part(place, "input").removeAttribute("aria-invalid");
  }
  return [...strays];
}

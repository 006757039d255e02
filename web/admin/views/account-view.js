import "../account/administrator-list.js";
import "../account/password-form.js";
import { ask } from "../api.js";
import { button, make, part, say } from "../make.js";

/** One's own password, who else may sign in, and the way out. */
class AccountView extends HTMLElement {
  connectedCallback() {
    this.replaceChildren(
      make("section", { "aria-labelledby": "own-title" }, make("h2", { id: "own-title" }, "Your account"),
        make("p", { class: "own" }), document.createElement("password-form"),
        button("Sign out", "quiet leave", () =>
          document.querySelector("account-menu")?.dispatchEvent(new CustomEvent("sign-out")))),
      make("section", { "aria-labelledby": "others-title" }, make("h2", { id: "others-title" }, "Administrators"),
        document.createElement("administrator-list")));
  }

  async navigate() {
    const { administrator } = await ask("/api/admin/me");
    say(part(this, ".own"), administrator.email);
  }
}

customElements.define("account-view", AccountView);

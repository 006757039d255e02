import { button, make, part, say } from "./make.js";
import { addressOf, destinations } from "./router.js";

/** Who is signed in, and what is theirs. Fires `sign-out`. */
export class AccountMenu extends HTMLElement {
  connectedCallback() {
    const menu = make("details", {}, make("summary", {}, make("span", { class: "name" })),
      make("div", { class: "menu" }, make("p", { class: "email" }),
        ...destinations.filter(({ isInMenu }) => isInMenu)
          .map(({ name, title }) => make("a", { href: addressOf(name) }, title)),
        button("Sign out", "logout", () => this.dispatchEvent(new CustomEvent("sign-out")))));
    const close = () => { menu.open = false; };
    menu.addEventListener("click", ({ target }) => {
      if (target instanceof Element && target.closest("a, button")) close();
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      close();
      part(menu, "summary").focus();
    });
    menu.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !menu.contains(relatedTarget)) close();
    });
    document.addEventListener("pointerdown", ({ target }) => {
      if (target instanceof Node && !menu.contains(target)) close();
    });
    this.replaceChildren(menu);
  }

  /** @param {import("./api.js").Administrator} administrator */
  set administrator({ email }) {
    say(part(this, ".name"), email.split("@")[0]);
    say(part(this, ".email"), email);
    part(this, "summary").setAttribute("aria-label", `${email}: account and sign out`);
  }
}

customElements.define("account-menu", AccountMenu);

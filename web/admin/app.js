import "./account-menu.js";
import "./login-form.js";
import "./setup-form.js";
import { ask, Refusal, reasonOf } from "./api.js";
import { feed } from "./feed.js";
import { count } from "./figures.js";
import { make, part, say } from "./make.js";
import { addressOf, destinations, Router, whereTo } from "./router.js";
import { forgetUndo } from "./undo-bar.js";

/** A connection that is lost for less is not spoken of. */
const silenceMs = 1_000;

/** The frame: who is signed in, the way to the pages, and whether news arrive. */
class Frame {
  #main = part(document, "main");
  #nav = part(document, "nav");
  #menu = /** @type {import("./account-menu.js").AccountMenu} */ (part(document, "account-menu"));
  #people = part(document, ".people");
  #router = new Router(this.#main);
  #isIn = false;
  #stopWatching = () => {};

  constructor() {
    this.#nav.replaceChildren(...destinations.filter(({ isInMenu }) => !isInMenu)
      .map(({ name, title }) => make("a", { href: addressOf(name), "data-name": name }, title)));
    this.#menu.addEventListener("sign-out", () => this.#signOut());
    this.#router.addEventListener("moved", (event) => this.#mark(/** @type {CustomEvent} */ (event).detail));
    for (const source of [feed, window]) {
      source.addEventListener("signed-out", () =>
        this.#leave("You were signed out. Sign in to go on; nothing is lost."));
    }
    feed.addEventListener("state", () => this.#tellConnection());
    part(document, ".skip").addEventListener("click", () => this.#main.focus());
  }

  async open() {
    const { name, query } = whereTo();
    if (name === "setup") return this.#setUp(query.get("token") ?? "");
    try {
      await this.#enter((await ask("/api/admin/me")).administrator);
    } catch (error) {
      this.#askWho(error instanceof Refusal && error.status === 401 ? "" : reasonOf(error));
    }
  }

  /** @param {import("./api.js").Administrator} administrator */
  async #enter(administrator) {
    this.#isIn = true;
    this.#menu.administrator = administrator;
    this.#show(true);
    await feed.open();
    if (!this.#isIn) return;
    this.#stopWatching = feed.watch("stats", ({ stats }) => this.#tellPeople(stats.drawing_now));
    this.#router.start();
  }

  async #signOut() {
    try {
      await ask("/api/admin/logout", {});
      this.#leave("");
    } catch (error) {
      say(part(document, ".connection"), reasonOf(error));
    }
  }

  /** @param {string} reason */
  #leave(reason) {
    if (!this.#isIn) return;
    this.#isIn = false;
    this.#stopWatching();
    feed.close();
    this.#router.stop();
    forgetUndo();
    for (const dialog of document.querySelectorAll("dialog")) dialog.close();
    this.#askWho(reason);
  }

  /** @param {string} reason */
  #askWho(reason) {
    this.#show(false);
    document.title = "Inkling: sign in";
    const form = /** @type {import("./login-form.js").LoginForm} */ (document.createElement("login-form"));
    this.#await(form);
    form.open(reason);
  }

  /** @param {string} token */
  #setUp(token) {
    this.#show(false);
    document.title = "Inkling: set up";
    const form = /** @type {import("./setup-form.js").SetupForm} */ (document.createElement("setup-form"));
    form.token = token;
    form.addEventListener("is-set-up", (event) => {
      history.replaceState(null, "", addressOf("live"));
      this.#askWho(/** @type {CustomEvent} */ (event).detail);
    });
    this.#await(form);
  }

  /** @param {HTMLElement} form */
  #await(form) {
    form.addEventListener("signed-in", (event) => {
      // The token is of no more use, and nobody need see it.
      if (whereTo().name === "setup") history.replaceState(null, "", addressOf("live"));
      this.#main.replaceChildren();
      this.#enter(/** @type {CustomEvent} */ (event).detail);
    });
    this.#main.replaceChildren(form);
  }

  /** @param {boolean} isIn */
  #show(isIn) {
    document.body.classList.toggle("is-in", isIn);
    for (const one of [this.#nav, this.#menu, part(document, ".skip")]) one.hidden = !isIn;
    this.#people.hidden = true;
    this.#tellConnection();
  }

  /** @param {import("./router.js").Destination} destination */
  #mark({ name, title }) {
    document.title = `Inkling: ${title.toLowerCase()}`;
    for (const link of this.#nav.querySelectorAll("a")) {
      if (link.dataset.name !== name) link.removeAttribute("aria-current");
      else {
        link.setAttribute("aria-current", "page");
        // On a narrow screen the names lie in a strip that moves.
        this.#nav.scrollTo({ left: link.offsetLeft - (this.#nav.clientWidth - link.offsetWidth) / 2 });
      }
    }
  }

  /** @param {number} people */
  #tellPeople(people) {
    this.#people.hidden = false;
    this.#people.classList.toggle("nobody", people === 0);
    say(this.#people, people === 0 ? "nobody is drawing" : `${count(people)} drawing now`);
  }

  #tellConnection() {
    const place = part(document, ".connection");
    if (!this.#isIn || feed.isOpen) return say(place, "");
    setTimeout(() => {
      if (this.#isIn && !feed.isOpen) say(place, "No news from the server: trying again. What is shown may be old.");
    }, silenceMs);
  }
}

new Frame().open();

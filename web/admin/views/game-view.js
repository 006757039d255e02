import { ask, reasonOf, Refusal } from "../api.js";
import { make, part, say } from "../make.js";
import { offerUndo } from "../undo-bar.js";

/**
 * How the game is set.
 * @typedef {{ consent: { ask: boolean, text: string | null, version: number },
 *   typed_names: boolean, time_limits: boolean }} GameSettings
 */

const address = "/api/admin/game";
const longestText = 2_000;

/** What whoever draws is asked and allowed. A change holds for the next visit, and can be taken back. */
class GameView extends HTMLElement {
  /** @type {GameSettings | null} */
  #known = null;

  connectedCallback() {
    const text = make("textarea",
      { name: "text", rows: "6", maxlength: String(longestText), dir: "auto", "aria-describedby": "text-note",
        placeholder: "Empty: the page asks in its own words, in the language of whoever draws." });
    const form = make("form", { novalidate: true },
      make("fieldset", {}, make("legend", {}, "Consent"),
        choice("ask", "Ask whether drawings may be kept", "Who says no plays all the same: the drawing is judged "
          + "and thrown away. Off: everything is kept, nobody is asked."),
        make("div", { class: "field", "data-name": "consent.text" }, make("label", {}, "Your own words", text),
          make("p", { class: "aside", id: "text-note" },
            "Plain text; a new line begins a paragraph. After a change everybody is asked again."),
          make("p", { class: "fault", role: "alert" }))),
      make("fieldset", {}, make("legend", {}, "Names on the leaderboard"),
        choice("typed_names", "Allow typed names", "Off: people choose from made-up names, as is best for children.")),
      make("fieldset", {}, make("legend", {}, "Time"),
        choice("time_limits", "Each drawing has a quiet time", "Whoever draws can switch it off for themselves.")),
      make("div", { class: "go" }, make("button", { class: "strong" }, "Save"),
        make("p", { class: "outcome", role: "status" })));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    this.replaceChildren(make("section", { "aria-labelledby": "game-title" },
      make("h2", { id: "game-title" }, "The game"),
      make("p", { class: "fault", role: "alert" }), form));
  }

  async navigate() {
    try {
      this.#show(await ask(address));
    } catch (error) {
      say(part(this, "section > .fault"), reasonOf(error));
    }
  }

  /** @param {GameSettings} settings */
  #show(settings) {
    this.#known = settings;
    const check = (/** @type {string} */ name, /** @type {boolean} */ is) => {
      part(this, `[name=${name}]`).toggleAttribute("checked", is);
      /** @type {HTMLInputElement} */ (part(this, `[name=${name}]`)).checked = is;
    };
    check("ask", settings.consent.ask);
    check("typed_names", settings.typed_names);
    check("time_limits", settings.time_limits);
    /** @type {HTMLTextAreaElement} */ (part(this, "textarea")).value = settings.consent.text ?? "";
  }

  async #save() {
    const before = this.#known;
    if (!before) return this.navigate();
    const is = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (part(this, `[name=${name}]`)).checked;
    const text = /** @type {HTMLTextAreaElement} */ (part(this, "textarea")).value.trim();
    const wanted = { consent: { ask: is("ask"), text: text === "" ? null : text },
      typed_names: is("typed_names"), time_limits: is("time_limits") };
    const go = part(this, ".go button");
    go.toggleAttribute("disabled", true);
    this.#mark("");
    say(part(this, ".outcome"), "");
    try {
      this.#show(await ask(address, wanted, { method: "PATCH" }));
      const { consent: { ask: asks, text: words }, typed_names, time_limits } = before;
      offerUndo("Saved how the game is set", async () => {
        const old = { consent: { ask: asks, text: words }, typed_names, time_limits };
        this.#show(await ask(address, old, { method: "PATCH" }));
        return "The game is set as before.";
      });
    } catch (error) {
      const faults = error instanceof Refusal ? error.faults : [];
      const own = faults.filter(({ path }) => path.endsWith("text"));
      this.#mark(own.map(({ message }) => message).join("; "));
      say(part(this, ".outcome"), own.length > 0 ? ""
        : faults.map(({ message }) => message).join("; ") || reasonOf(error));
    } finally {
      go.toggleAttribute("disabled", false);
    }
  }

  /** @param {string} fault of the text */
  #mark(fault) {
    const text = part(this, "textarea");
    say(part(this, ".field .fault"), fault);
    if (fault === "") text.removeAttribute("aria-invalid");
    else {
      text.setAttribute("aria-invalid", "true");
      text.focus();
    }
  }
}

customElements.define("game-view", GameView);

/** @param {string} name @param {string} words @param {string} more */
const choice = (name, words, more) => make("label", { class: "choice" }, make("input", { type: "checkbox", name }),
  make("span", {}, words, make("small", { class: "aside" }, more)));

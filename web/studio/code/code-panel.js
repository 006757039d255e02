import { make, part, say } from "../../admin/make.js";
import { copy } from "../../admin/parts/copy.js";
import { snippets } from "../snippets/all.js";

/** @typedef {import("../snippets/all.js").Snippet} Snippet */

/** Programs to copy and run, filled with this server's address and the key. */
export class CodePanel extends HTMLElement {
  #chosen = snippets[0];
  /** @type {import("../access.js").Access | null} */
  #access = null;

  connectedCallback() {
    const tabs = snippets.map(({ id, language, does }, index) => {
      const tab = make("button",
        { type: "button", role: "tab", id: `tab-${id}`, "data-id": id, "aria-controls": "snippet",
          "aria-selected": String(index === 0), tabindex: index === 0 ? "0" : "-1" },
        make("strong", {}, language), make("span", {}, does));
      tab.addEventListener("click", () => this.#choose(index));
      return tab;
    });
    const list = make("div", { class: "tabs", role: "tablist", "aria-label": "Programs" }, ...tabs);
    list.addEventListener("keydown", (event) => this.#move(event));
    const copying = make("button", { type: "button", class: "strong copy" }, "copy");
    copying.addEventListener("click", () => this.#copy());
    this.replaceChildren(list, make("div", { class: "program", id: "snippet", role: "tabpanel" },
      make("div", { class: "head" }, make("p", { class: "how" }), copying,
        make("p", { class: "outcome", role: "status" })),
      make("pre", { tabindex: "0", "aria-label": "the program" }, make("code")),
      make("p", { class: "aside needs" }), make("p", { class: "aside key-words" })));
    this.#show();
  }

  /** @param {import("../app.js").Studio} studio */
  set studio({ access }) {
    this.#access = access;
    access.addEventListener("change", () => this.#show());
    this.#show();
  }

  /** @param {number} index */
  #choose(index) {
    this.#chosen = snippets[index];
    for (const tab of this.querySelectorAll("[role=tab]")) {
      const isChosen = /** @type {HTMLElement} */ (tab).dataset.id === this.#chosen.id;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.setAttribute("tabindex", isChosen ? "0" : "-1");
    }
    say(part(this, ".outcome"), "");
    this.#show();
  }

  /** @param {KeyboardEvent} event */
  #move(event) {
    const way = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (way === undefined) return;
    event.preventDefault();
    const index = (snippets.indexOf(this.#chosen) + way + snippets.length) % snippets.length;
    this.#choose(index);
    part(this, `#tab-${snippets[index].id}`).focus();
  }

  #show() {
    const access = this.#access;
    const way = { address: access?.address ?? location.origin, key: access?.key ?? "" };
    const { id, file, needs, run, text } = this.#chosen;
    const program = part(this, "pre code");
    part(this, "#snippet").setAttribute("aria-labelledby", `tab-${id}`);
    program.dataset.id = id;
    say(program, text(way));
    part(this, ".how").replaceChildren(...(file
      ? ["Save it as ", make("code", {}, file), ", then ", make("code", {}, run(way))]
      : ["Paste it into a shell."]));
    say(part(this, ".needs"), `It needs: ${needs}`);
    say(part(this, ".key-words"), keyWords(way, access));
  }

  async #copy() {
    const program = part(this, "pre code");
    const isCopied = await copy(program.textContent ?? "");
    if (!isCopied) getSelection()?.selectAllChildren(program);
    say(part(this, ".outcome"), isCopied ? "It is on the clipboard." : "It is selected: copy it with the keyboard.");
  }
}

/** @param {{ key: string }} way @param {import("../access.js").Access | null} access */
function keyWords({ key }, access) {
  if (key) return "The key is filled in. It is in this page's memory alone: close the page, and it is forgotten.";
  if (access?.state === "key") return "From here a key is needed: make or enter one, and it is filled in.";
  return "On the server's own machine no key is needed. From another machine one is: "
    + "make it under Keys, and it is filled in here.";
}

customElements.define("code-panel", CodePanel);

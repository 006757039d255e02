import { bytes } from "../../admin/figures.js";
import { make, part, say } from "../../admin/make.js";
import { save } from "../save.js";

/** @typedef {import("../app.js").Studio} Studio */

/** What the model can be had as. */
const formats = [
  { format: "js", name: "recognizer.js", words: "One file for browsers and Node: ink in, answer out. No dependency." },
  { format: "c", name: "recognizer.c", words: "One file of C99. No dependency, no allocation." },
  { format: "swift", name: "recognizer.swift", words: "One file of Swift, without Foundation." },
  { format: "onnx", name: "ONNX", words: "For onnxruntime and all that reads it." },
  { format: "safetensors", name: "safetensors", words: "The weights alone, by name." },
  { format: "inkling", name: "Inkling’s own", words: "For the command line, another server, and this page." },
];

/** The model to take along, in every format that the server makes. */
export class TakingPanel extends HTMLElement {
  /** @type {Studio | null} */
  #studio = null;
  #asked = "";
  #isInView = false;

  connectedCallback() {
    const choose = make("select", { name: "model" });
    this.replaceChildren(make("label", { class: "which", hidden: true }, "Version", choose),
      make("ul", {}, ...formats.map((one) => this.#item(one))), make("p", { class: "fault", role: "alert" }),
      make("p", { class: "aside" },
        "The one-file recognisers check themselves against drawings whose answers are known, and say the same as "
        + "this server, to the bit. All of this is described in ",
        make("a", { href: "/api/openapi.json" }, "/api/openapi.json"), "."));
    choose.addEventListener("change", () => this.#weigh());
    new IntersectionObserver(([{ isIntersecting }]) => {
      this.#isInView = isIntersecting;
      this.#weigh();
    }, { rootMargin: "200px" }).observe(this);
  }

  /** @param {Studio} studio */
  set studio(studio) {
    this.#studio = studio;
    studio.access.addEventListener("change", () => this.#offer());
    this.#offer();
  }

  get #version() { return /** @type {HTMLSelectElement} */ (part(this, "select")).value; }

  #offer() {
    const { info, models } = /** @type {Studio} */ (this.#studio).access;
    const select = /** @type {HTMLSelectElement} */ (part(this, "select"));
    const chosen = select.value;
    select.replaceChildren(
      make("option", { value: "" }, info ? `${info.version}, which serves` : "the one that serves"),
      ...models.filter(({ active }) => !active).map(({ version }) => make("option", { value: version }, version)));
    select.value = models.some(({ version }) => version === chosen) ? chosen : "";
    part(this, ".which").hidden = models.length < 2;
    this.#weigh();
  }

  /** @param {string} format */
  #address(format) {
    const query = new URLSearchParams({ format, ...(this.#version ? { model: this.#version } : {}) });
    return `/api/inference/model/file?${query}`;
  }

  /** @param {{ format: string, name: string, words: string }} one */
  #item({ format, name, words }) {
    const take = make("button", { type: "button", class: "download" }, "download");
    take.setAttribute("aria-label", `download ${name}`);
    take.addEventListener("click", () => this.#take(format, take));
    return make("li", { "data-format": format }, make("strong", {}, name), make("p", {}, words),
      make("p", { class: "size aside" }), take);
  }

  /** Asks how large each would be, once for each model and only when it is looked at. */
  async #weigh() {
    const { access } = /** @type {Studio} */ (this.#studio ?? {});
    const key = `${access?.info?.checksum} ${this.#version}`;
    if (!this.#isInView || !access?.info || key === this.#asked) return;
    this.#asked = key;
    await Promise.all(formats.map(async ({ format }) => {
      const place = part(this, `[data-format=${format}]`);
      const answer = await fetch(this.#address(format), { method: "HEAD", headers: access.headers }).catch(() => null);
      if (key !== this.#asked) return;
      const size = Number(answer?.headers.get("Content-Length"));
      place.classList.toggle("missing", !answer?.ok);
      part(place, "button").toggleAttribute("disabled", !answer?.ok);
      say(part(place, ".size"), !answer?.ok ? "This server does not make it." : size > 0 ? bytes(size) : "");
    }));
  }

  /** @param {string} format @param {HTMLButtonElement} button */
  async #take(format, button) {
    const { access } = /** @type {Studio} */ (this.#studio);
    button.disabled = true;
    say(part(this, ".fault"), "");
    // With a key in a header, for addresses end up in logs.
    const answer = await fetch(this.#address(format), { headers: access.headers }).catch(() => null);
    button.disabled = false;
    if (!answer) return say(part(this, ".fault"), "The server does not answer; try again in a moment.");
    if (!answer.ok) {
      const problem = await answer.json().catch(() => null);
      return say(part(this, ".fault"), problem?.detail ?? `The server answered ${answer.status}.`);
    }
    const name = /filename="?([^";]+)/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? `model.${format}`;
    return save(await answer.blob(), name);
  }
}

customElements.define("taking-panel", TakingPanel);

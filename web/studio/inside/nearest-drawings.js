import { ask, reasonOf, Refusal } from "../../admin/api.js";
import { counted, percent } from "../../admin/figures.js";
import { make } from "../../admin/make.js";
import { thumb } from "../../admin/parts/thumb.js";
import { called } from "../sheet/guess-bars.js";

/** @typedef {{ id: string, shape: string, similarity: number }} Near */

const most = 8;

/** The collected drawings that are most like the ink, for administrators alone: people drew them. */
export class NearestDrawings extends HTMLElement {
  connectedCallback() { this.#say("The drawings that people made and that are most like yours appear here."); }

  /**
   * @param {import("../access.js").Access} access @param {import("../sheet/desk.js").Drawing} drawing
   * @param {AbortSignal} signal
   */
  async show(access, drawing, signal) {
    if (!access.administrator) {
      this.#say("People drew them, so only administrators see them. ",
        make("a", { href: "/admin" }, "Sign in to the dashboard"), ", then load this page anew.");
      return;
    }
    try {
      const { drawings, searched } = await ask("/api/inference/nearest", { ...drawing, count: most }, { signal });
      if (drawings.length === 0) return this.#say("Nobody has drawn anything here yet.");
      this.replaceChildren(make("ol", { class: "strip" }, ...drawings.map(item)),
        make("p", { class: "aside" },
          `The nearest of ${counted(searched, "drawing")}, by what the network makes of them.`));
    } catch (error) {
      if (signal.aborted) return;
      this.#say(error instanceof Refusal && error.status === 404
        ? "This server is older than this page: it cannot look for them." : reasonOf(error));
    }
  }

  /** @param {(string | Node)[]} words */
  #say(...words) { this.replaceChildren(make("p", { class: "aside" }, ...words)); }
}

/** @param {Near} near */
const item = ({ id, shape, similarity }) => make("li", {}, make("a", { href: `/admin#/gallery?drawing=${id}` },
  make("span", { class: "paper" }, thumb({ id, shape })),
  make("span", { class: "caption" }, make("span", { class: "name" }, called(shape)), percent(similarity))));

customElements.define("nearest-drawings", NearestDrawings);

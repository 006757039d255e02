import { counted } from "../figures.js";
import { button, make, part, say } from "../make.js";
import { addressOf } from "../router.js";
import { Rows } from "../rows.js";
import { difficulties, dots, picture } from "./shape.js";

/** @typedef {import("./shape.js").Shape} Shape */
/** @typedef {Shape & { id: any }} Row shapes go by their names */

/**
 * Shapes in their order. Fires `moved` with `{ shape, way }`, `opened`, `retired` and `returned`
 * with the shape.
 */
export class ShapeList extends HTMLElement {
  /** @type {Rows<Row> | undefined} */
  #rows;
  /** @type {Map<string, Shape>} */
  #shapes = new Map();

  connectedCallback() {
    const list = make("ol");
    this.#rows = new Rows(list, ({ id }) => this.#row(id), (row, shape) => fill(row, shape));
    this.replaceChildren(list);
  }

  /** @param {Shape[]} shapes */
  set shapes(shapes) {
    this.#shapes = new Map(shapes.map((shape) => [shape.id, shape]));
    this.#rows?.show(/** @type {Row[]} */ (shapes));
    shapes.forEach(({ id }, index) => {
      const row = this.#rows?.of(/** @type {any} */ (id));
      row?.querySelector(".earlier")?.toggleAttribute("disabled", index === 0);
      row?.querySelector(".afterwards")?.toggleAttribute("disabled", index === shapes.length - 1);
    });
  }

  /** @param {string} id @param {string} selector */
  focusOn(id, selector) {
    /** @type {HTMLElement | null} */ (this.querySelector(`[data-shape="${id}"] ${selector}`))?.focus();
  }

  /** @param {string} id */
  #row(id) {
    const tell = (/** @type {string} */ name, /** @type {number} */ way = 0) => {
      const shape = this.#shapes.get(id);
      return this.dispatchEvent(new CustomEvent(name, { detail: way === 0 ? shape : { shape, way } }));
    };
    return make("li", { "data-shape": id },
      make("div", { class: "look" }),
      make("div", { class: "words" }, make("h3", {}), make("p", { class: "description aside" })),
      make("p", { class: "difficulty" },
        make("span", { class: "dots", "aria-hidden": "true" }), make("span", { class: "level" })),
      make("div", { class: "numbers" },
        make("p", { class: "counts" }, make("a", { href: addressOf("gallery", { shape: id }) })),
        make("p", { class: "scored aside" }),
        make("div", { class: "readiness" }, make("p", {}), make("progress", { max: "1" }))),
      make("div", { class: "acts" },
        button("↑", "step earlier", () => tell("moved", -1)),
        button("↓", "step afterwards", () => tell("moved", 1)),
        button("change", "quiet change", () => tell("opened")), button("retire", "quiet retire", () => tell("retired")),
        button("bring back", "quiet return", () => tell("returned"))));
  }
}

/** @param {HTMLElement} row @param {Shape} shape */
function fill(row, shape) {
  const { name, description, difficulty, drawings, trainable, missing, enabled, examples, scored_by: scored } = shape;
  row.classList.toggle("is-retired", !enabled);
  const look = JSON.stringify(shape.outline ?? shape.id);
  if (row.dataset.look !== look) part(row, ".look").replaceChildren(picture(shape));
  row.dataset.look = look;
  say(part(row, "h3"), name);
  say(part(row, ".description"), description);
  say(part(row, ".dots"), dots(difficulty));
  say(part(row, ".level"), difficulties[difficulty - 1] ?? String(difficulty));
  say(part(row, ".counts a"), counted(drawings, "drawing"));
  say(part(row, ".scored"), scored === "examples" ? `scored by ${counted(examples, "example")}`
    : scored === "neatness" ? "no example: scored by neatness" : "");
  const readiness = part(row, ".readiness");
  readiness.classList.toggle("is-ready", trainable);
  say(part(readiness, "p"),
    trainable ? "a model can learn it" : `${counted(missing, "drawing")} until a model can learn it`);
  const bar = /** @type {HTMLProgressElement} */ (part(readiness, "progress"));
  bar.hidden = trainable;
  bar.setAttribute("aria-label", `drawings of ${name} until a model can learn it`);
  bar.value = trainable ? 1 : Math.max(0, drawings) / Math.max(1, drawings + missing);
  for (const [act, words] of [["earlier", `move ${name} up`], ["afterwards", `move ${name} down`],
    ["change", `change ${name}`], ["retire", `retire ${name}`], ["return", `bring ${name} back`]]) {
    part(row, `.${act}`).setAttribute("aria-label", words);
  }
  for (const act of [".earlier", ".afterwards", ".retire"]) part(row, act).hidden = !enabled;
  part(row, ".return").hidden = enabled;
}

customElements.define("shape-list", ShapeList);

import "../shapes/shape-form.js";
import "../shapes/shape-list.js";
import { ask, reasonOf } from "../api.js";
import { feed } from "../feed.js";
import { button, make, part, say } from "../make.js";
import { offerUndo } from "../undo-bar.js";

/**
 * @typedef {import("../shapes/shape.js").Shape} Shape
 * @typedef {import("../shapes/shape-list.js").ShapeList} ShapeList
 * @typedef {import("../shapes/shape-form.js").ShapeForm} ShapeForm
 */

/** What people are asked to draw: added, described, put in order, retired and brought back. */
class ShapesView extends HTMLElement {
  /** @type {Shape[]} */
  #shapes = [];
  #list = /** @type {ShapeList} */ (document.createElement("shape-list"));
  #retired = /** @type {ShapeList} */ (document.createElement("shape-list"));
  #stop = [() => {}];
  /** Of those that are asked for: one at a time, and once more where news came meanwhile. */
  #asking = { isUnderWay: false, isOld: false };

  connectedCallback() {
    this.replaceChildren(
      make("section", { class: "all", "aria-labelledby": "shapes-title" },
        make("header", {}, make("h2", { id: "shapes-title" }, "Shapes"),
          button("Order by difficulty", "quiet by-difficulty",
            () => this.#order(this.#inUse.map((shape) => [shape, null]), "Ordered by difficulty"))),
        make("p", { class: "fault", role: "alert" }),
        make("p", { class: "aside empty", hidden: true }, "No shape is drawn. Add one, or bring one back."),
        this.#list,
        make("div", { class: "retired", hidden: true }, make("h3", {}, "Retired"),
          make("p", { class: "aside" }, "Nobody is asked for these any more; their drawings are kept."),
          this.#retired)),
      make("section", { class: "one", "aria-label": "Add or change a shape" }, document.createElement("shape-form")));
    for (const list of [this.#list, this.#retired]) {
      const hear = (/** @type {string} */ name, /** @type {(detail: any) => void} */ act) => (
        list.addEventListener(name, (event) => act(/** @type {CustomEvent} */ (event).detail)));
      hear("moved", ({ shape, way }) => this.#move(shape, way));
      hear("opened", (shape) => this.#open(shape));
      hear("retired", (shape) => this.#turn(shape, false));
      hear("returned", (shape) => this.#turn(shape, true));
    }
    this.#form.addEventListener("changed", () => this.#load());
    this.#form.addEventListener("closed", () => this.#mark());
    this.#stop = [feed.watch("shapes", () => this.#load()),
      feed.watch("stats", ({ stats }) => this.#count(stats.shapes)), feed.onStale(() => this.#load())];
    this.#load();
  }

  disconnectedCallback() { for (const stop of this.#stop) stop(); }

  navigate() {}

  get #form() { return /** @type {ShapeForm} */ (part(this, "shape-form")); }
  get #inUse() { return this.#shapes.filter(({ enabled }) => enabled); }

  async #load() {
    if (this.#asking.isUnderWay) {
      this.#asking.isOld = true;
      return;
    }
    this.#asking = { isUnderWay: true, isOld: false };
    await this.#do(async () => {
      this.#shapes = await ask("/api/admin/shapes");
      this.#show();
    });
    this.#asking.isUnderWay = false;
    if (this.#asking.isOld) await this.#load();
  }

  /**
   * Counts as they are pushed; what that means for learning is asked for.
   * @param {{ id: string, drawings: number }[]} counts
   */
  #count(counts) {
    const drawn = new Map(counts.map(({ id, drawings }) => [id, drawings]));
    const changed = this.#shapes.filter(({ id, drawings }) => drawn.has(id) && drawn.get(id) !== drawings);
    if (changed.length === 0) return undefined;
    if (changed.some(({ trainable }) => !trainable)) return this.#load();
    this.#shapes = this.#shapes.map((shape) => ({ ...shape, drawings: drawn.get(shape.id) ?? shape.drawings }));
    return this.#show();
  }

  #show() {
    const retired = this.#shapes.filter(({ enabled }) => !enabled);
    this.#list.shapes = this.#inUse;
    this.#retired.shapes = retired;
    part(this, ".retired").hidden = retired.length === 0;
    part(this, ".empty").hidden = this.#inUse.length > 0;
    part(this, ".by-difficulty").hidden = this.#inUse.every(({ order }) => order === null);
    this.#mark();
  }

  #mark() {
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-shape]"))) {
      row.toggleAttribute("aria-current", row.dataset.shape === this.#form.shape?.id);
    }
  }

  /** @param {Shape} shape */
  #open(shape) {
    this.#form.open(shape);
    this.#mark();
    const name = part(this.#form, "[name=name]");
    name.focus();
    name.scrollIntoView({ block: "nearest" });
  }

  /** @param {Shape} shape @param {boolean} enabled */
  #turn({ id, name }, enabled) {
    const turn = (/** @type {boolean} */ isIn) => (
      ask(`/api/admin/shapes/${id}`, { enabled: isIn }, { method: "PATCH" }));
    return this.#do(async () => {
      await turn(enabled);
      offerUndo(enabled ? `Brought “${name}” back` : `Retired “${name}”`, () => turn(!enabled));
      await this.#load();
    });
  }

  /** @param {Shape} shape @param {number} way -1 up, 1 down */
  async #move(shape, way) {
    const shapes = this.#inUse;
    const from = shapes.findIndex(({ id }) => id === shape.id);
    const [one] = shapes.splice(from, 1);
    shapes.splice(from + way, 0, one);
    const retired = this.#shapes.filter(({ enabled }) => !enabled);
    this.#shapes = [...shapes, ...retired];
    this.#show();
    await this.#order(shapes.map((each, index) => [each, index + 1]), `Moved “${one.name}”`);
    const [wanted, other] = way < 0 ? [".earlier", ".afterwards"] : [".afterwards", ".earlier"];
    // Where it can go no further, the other way is left.
    this.#list.focusOn(one.id, `${wanted}:not(:disabled)`);
    if (!this.contains(document.activeElement)) this.#list.focusOn(one.id, other);
  }

  /**
   * Gives shapes their places, and null back to those that go by their difficulty.
   * @param {[Shape, number | null][]} places @param {string} words
   */
  #order(places, words) {
    const changed = places.filter(([{ order }, place]) => order !== place);
    const set = async (/** @type {[Shape, number | null][]} */ wanted) => {
      for (const [{ id }, order] of wanted) await ask(`/api/admin/shapes/${id}`, { order }, { method: "PATCH" });
    };
    return this.#do(async () => {
      await set(changed);
      offerUndo(words, () => set(changed.map(([shape]) => [shape, shape.order])));
      await this.#load();
    });
  }

  /** @param {() => Promise<void>} act what it is refused is said at the top */
  async #do(act) {
    try {
      await act();
      say(part(this, ".all > .fault"), "");
    } catch (error) {
      say(part(this, ".all > .fault"), reasonOf(error));
    }
  }
}

customElements.define("shapes-view", ShapesView);

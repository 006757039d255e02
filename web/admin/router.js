import { reasonOf } from "./api.js";
import { button, make } from "./make.js";

/**
 * A page of the dashboard: a custom element `<NAME-view>` in `views/NAME-view.js`, styled by
 * `views/NAME-view.css`. It is made when somebody goes there and thrown away when they leave;
 * `navigate` gets the query of the address once it is connected, and whenever that changes.
 * @typedef {HTMLElement & { navigate(query: URLSearchParams): void }} View
 * @typedef {{ name: string, title: string, isInMenu?: boolean }} Destination
 */

/** @type {readonly Destination[]} */
export const destinations = [
  { name: "live", title: "Live" },
  { name: "gallery", title: "Gallery" },
  { name: "review", title: "Review" },
  { name: "training", title: "Training" },
  { name: "models", title: "Models" },
  { name: "shapes", title: "Shapes" },
  { name: "data", title: "Data" },
  { name: "game", title: "Game" },
  { name: "audit", title: "Audit", isInMenu: true },
  { name: "account", title: "Account", isInMenu: true },
];

/** Where the address leads: `#/gallery?shape=heart` is the gallery with a query. */
export function whereTo(hash = location.hash) {
  const [name, query = ""] = hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  return { name, query: new URLSearchParams(query) };
}

/**
 * The address of a page; what is null, undefined or empty is left out.
 * @param {string} name @param {Record<string, unknown>} [query]
 */
export function addressOf(name, query = {}) {
  const told = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const words = new URLSearchParams(told.map(([key, value]) => [key, String(value)])).toString();
  return `#/${name}${words && `?${words}`}`;
}

/** Shows the page that the address names. Fires `moved` with the destination. */
export class Router extends EventTarget {
  /** @type {View | null} */
  #view = null;
  #name = "";
  /** Counts the ways gone: a page that loads late is not shown over a newer one. */
  #turn = 0;
  #follow = () => { this.#go(); };

  /** @param {HTMLElement} place */
  constructor(place) {
    super();
    this.place = place;
  }

  start() {
    addEventListener("hashchange", this.#follow);
    this.#go();
  }

  stop() {
    removeEventListener("hashchange", this.#follow);
    this.#turn += 1;
    [this.#view, this.#name] = [null, ""];
    this.place.replaceChildren();
  }

  async #go() {
    const turn = (this.#turn += 1);
    const { name, query } = whereTo();
    const destination = destinations.find((one) => one.name === name);
    if (!destination) return location.replace(addressOf("live"));
    if (name === this.#name) return this.#view?.navigate(query);
    const isFirst = this.#name === "";
    try {
      await Promise.all([import(`./views/${name}-view.js`), styled(`/admin/views/${name}-view.css`)]);
      if (turn !== this.#turn) return;
      this.#show(destination, /** @type {View} */ (document.createElement(`${name}-view`)), query, isFirst);
    } catch (error) {
      if (turn === this.#turn) this.#apologise(destination, reasonOf(error));
    }
  }

  /** @param {Destination} destination @param {View} view @param {URLSearchParams} query @param {boolean} isFirst */
  #show(destination, view, query, isFirst) {
    [this.#view, this.#name] = [view, destination.name];
    this.place.replaceChildren(view);
    view.navigate(query);
    scrollTo(0, 0);
    // Whoever reads by ear or by keyboard goes on at the top of the new page.
    if (!isFirst) this.place.focus({ preventScroll: true });
    this.dispatchEvent(new CustomEvent("moved", { detail: destination }));
  }

  /** @param {Destination} destination @param {string} reason */
  #apologise(destination, reason) {
    [this.#view, this.#name] = [null, ""];
    this.place.replaceChildren(make("div", { class: "sorry", role: "alert" },
      make("p", {}, `The page “${destination.title}” could not be loaded. Nothing was changed.`),
      make("p", { class: "aside" }, reason),
      button("try again", "quiet", () => location.reload())));
    this.dispatchEvent(new CustomEvent("moved", { detail: destination }));
  }
}

/**
 * Adds a style sheet once, and waits for it, so that no page shows itself unstyled.
 * @param {string} href
 */
function styled(href) {
  if (document.querySelector(`link[href="${href}"]`)) return undefined;
  const link = make("link", { rel: "stylesheet", href });
  const loaded = new Promise((resolve) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
  });
  document.head.append(link);
  return loaded;
}

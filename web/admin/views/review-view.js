import "../review/next-suspects.js";
import "../review/precision-table.js";
import "../review/scan-strip.js";
import "../review/suspect-sheet.js";
import { ask, reasonOf } from "../api.js";
import { feed } from "../feed.js";
import { count, counted } from "../figures.js";
import { make, part, say } from "../make.js";
import { addressOf } from "../router.js";
import { isTyping, tell } from "../undo-bar.js";
import { pickShape } from "../gallery/shape-picker.js";
import { Deciding } from "../review/deciding.js";
import { SuspectQueue } from "../review/suspect-queue.js";
import { inBrief, kinds, nameOf } from "../review/suspects.js";

/** News that come together are asked about once. */
const breathMs = 150;

/** Drawings that are worth a second look, one after the other, each decided with one key. */
class ReviewView extends HTMLElement {
  #queue = new SuspectQueue();
  #deciding = new Deciding(this.#queue);
  #sheet = /** @type {import("../review/suspect-sheet.js").SuspectSheet} */ (document.createElement("suspect-sheet"));
  #next = /** @type {import("../review/next-suspects.js").NextSuspects} */ (document.createElement("next-suspects"));
  #scan = /** @type {import("../review/scan-strip.js").ScanStrip} */ (document.createElement("scan-strip"));
  #precision = /** @type {import("../review/precision-table.js").PrecisionTable} */ (
    document.createElement("precision-table"));
  #stop = [() => {}];
  /** @type {number | undefined} */
  #breath;
  #isScanNews = false;
  #press = (/** @type {KeyboardEvent} */ event) => this.#key(event);

  connectedCallback() {
    this.replaceChildren(make("h2", { class: "heard" }, "Review"),
      make("div", { class: "above" }, make("nav", { "aria-label": "Why they are here" }), this.#scan),
      make("p", { class: "fault", role: "alert" }), make("p", { class: "heard told", role: "status" }),
      make("div", { class: "body" },
        make("div", { class: "desk" }, this.#actions(), this.#sheet, make("div", { class: "empty", hidden: true })),
        make("aside", { "aria-label": "The others, and how often it was right" }, this.#next, this.#precision)));
    this.#queue.addEventListener("changed", () => this.#show());
    this.#next.addEventListener("looked", (event) => this.#queue.lookAt(/** @type {CustomEvent} */ (event).detail));
    this.#stop = [feed.watch("review", (push) => this.#hear(push)), feed.watch("jobs", (push) => this.#hearJob(push)),
      feed.watch("drawings", (push) => this.#hearDrawing(push)), feed.onStale(() => {
        this.#queue.returned();
        this.#queue.load();
      })];
    // After the strip with the undo: what it takes back is not taken back twice.
    addEventListener("keydown", this.#press);
  }

  disconnectedCallback() {
    for (const stop of this.#stop) stop();
    clearTimeout(this.#breath);
    removeEventListener("keydown", this.#press);
  }

  /** @param {URLSearchParams} query `kind`: those with such a reason alone */
  navigate(query) { this.#queue.load(query.get("kind") ?? ""); }

  #actions() {
    /**
     * @param {string} words @param {string} key @param {string} className
     * @param {() => unknown} action @param {string} [keys]
     */
    const act = (words, key, className, action, keys = key.toLowerCase()) => {
      const made = make("button", { type: "button", class: className, "aria-keyshortcuts": keys },
        words, " ", make("kbd", {}, key));
      made.addEventListener("click", () => action());
      return made;
    };
    /** @param {string} sign @param {string} words @param {string} name @param {number} way @param {string} key */
    const step = (sign, words, name, way, key) => {
      const made = make("button", { type: "button", class: `step ${name}`,
        "aria-label": words, title: words, "aria-keyshortcuts": key }, sign);
      made.addEventListener("click", () => this.#queue.step(way));
      return made;
    };
    return make("div", { class: "actions", role: "group", "aria-label": "What to do with it" },
      act("Flag it", "Y", "strong confirm", () => this.#deciding.decide("flag"), "y Enter"),
      act("It is fine", "N", "quiet dismiss", () => this.#deciding.decide(null)),
      act("Delete", "X", "quiet delete", () => this.#deciding.decide("delete")),
      act("Relabel", "L", "quiet relabel", () => this.#relabel()),
      act("Undo", "U", "quiet undo", () => this.#undo()),
      act("Play", "P", "quiet replay", () => this.#sheet.play()),
      make("span", { class: "steps" }, step("←", "the one before", "back", -1, "ArrowLeft"),
        step("→", "decide later: the next one", "later", 1, "ArrowRight")));
  }

  async #relabel() {
    const suspect = this.#queue.current;
    if (!suspect) return;
    const shapes = await ask("/api/shapes").catch(() => []);
    const others = shapes.filter((/** @type {{ id: string }} */ { id }) => id !== suspect.drawing.shape);
    const shape = await pickShape(`What is this ${suspect.drawing.shape}?`, others);
    if (shape && suspect.drawing.id === this.#queue.current?.drawing.id) this.#deciding.decide({ relabel: shape });
  }

  async #undo() {
    tell(await this.#deciding.undo().catch((error) => `It could not be taken back: ${reasonOf(error)}`));
  }

  /** Somebody decided, or a search has ended. */
  #hear(/** @type {import("../feed.js").Push} */ { decided, reopened }) {
    if (decided) {
      // It is told of one's own decisions too, perhaps after they were taken back.
      if (this.#queue.isReturning(decided)) return;
      const wasLooked = decided === this.#queue.current?.drawing.id;
      if (this.#queue.take(decided) && wasLooked) tell("Somebody else decided about that one.");
    } else {
      this.#isScanNews ||= true;
      if (reopened) {
        this.#queue.settle(reopened);
        this.#queue.returned(reopened);
      }
    }
    this.#soon();
  }

  /** @param {import("../feed.js").Push} push */
  #hearJob(push) {
    if (push.kind !== "review") return;
    this.#queue.hear(push);
    if (push.status !== "queued" && push.status !== "running") {
      this.#isScanNews = true;
      this.#soon();
    }
  }

  /** @param {import("../feed.js").Push} push */
  #hearDrawing({ type, drawing }) {
    if (type === "drawing" && !this.#queue.isReturning(drawing.id)) this.#queue.renew(drawing);
    else if (type === "bulk") this.#isScanNews = true;
    if (type === "bulk") this.#soon();
  }

  #soon() {
    clearTimeout(this.#breath);
    this.#breath = setTimeout(() => {
      this.#precision.load();
      if (this.#isScanNews) this.#queue.load();
      else this.#queue.count();
      this.#isScanNews = false;
    }, breathMs);
  }

  #show() {
    const { current, suspects, ahead, open, byKind, kind, fault, isLoaded, scan } = this.#queue;
    say(part(this, ":scope > .fault"), fault ? reasonOf(fault) : "");
    this.#showKinds();
    this.#scan.scan = scan;
    for (const one of [this.#sheet, part(this, ".actions")]) one.hidden = !current;
    part(this, ".desk .empty").hidden = Boolean(current) || !isLoaded;
    this.#next.hidden = !current;
    part(this, ".actions .undo").toggleAttribute("disabled", this.#deciding.count === 0);
    part(this, ".actions .later").toggleAttribute("disabled", ahead.length === 0);
    part(this, ".actions .back").toggleAttribute("disabled", this.#queue.behind === 0);
    if (!current) return this.#tellEmpty();
    if (current.drawing.id !== this.#sheet.suspect?.drawing.id) {
      say(part(this, ".told"), `${current.drawing.shape}: ${inBrief(current)}`);
    }
    this.#sheet.show(current);
    const waiting = kind ? byKind[kind] ?? 0 : open;
    return this.#next.show(ahead, Math.max(0, waiting - suspects.length));
  }

  #showKinds() {
    const { open, byKind, kind } = this.#queue;
    const way = (/** @type {string} */ name, /** @type {string} */ words, /** @type {number} */ number) => make("a", {
      href: addressOf("review", { kind: name }),
      "aria-current": name === kind ? "true" : undefined,
      class: number === 0 ? "none" : undefined,
    }, words, " ", make("span", { class: "number" }, count(number)));
    const ways = [way("", "all", open), ...kinds.map(({ kind: name }) => way(name, nameOf(name), byKind[name] ?? 0))];
    const nav = part(this, ".above nav");
    const hadFocus = [...nav.children].indexOf(/** @type {Element} */ (document.activeElement));
    const isSame = nav.textContent === ways.map((one) => one.textContent).join("")
      && nav.querySelector("[aria-current]")?.textContent === ways.find((one) => one.ariaCurrent)?.textContent;
    if (isSame) return;
    nav.replaceChildren(...ways);
    if (hadFocus >= 0) ways[hadFocus]?.focus();
  }

  #tellEmpty() {
    const { open, kind, scan } = this.#queue;
    const place = part(this, ".desk .empty");
    const say = (/** @type {string} */ title, /** @type {(Node | string)[]} */ ...words) => (
      place.replaceChildren(make("p", { class: "title" }, title), make("p", { class: "aside" }, ...words)));
    this.#sheet.suspect = null;
    if (open > 0 && kind) {
      const others = make("a", { href: addressOf("review") }, `Go on with the other ${count(open)}`);
      return say(`Nothing waits because: ${nameOf(kind)}.`, others);
    }
    if (!scan) {
      return say("Nothing was looked at yet.", "A search judges every drawing by models that never saw what its "
        + "person drew, and finds scribbles, copies and what was given up. Begin it with “Search now”.");
    }
    if (["queued", "running"].includes(scan.status)) {
      return say("The search is under way.", "What it finds is shown here as soon as it is done.");
    }
    return say("All decided.", `${counted(scan.drawings, "drawing")} were looked at. `
      + "The next search begins by itself when a thousand more are drawn, or with “Search now”.");
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event) || document.querySelector("dialog[open]")) return;
    const isOnSomething = event.target instanceof Element && event.target.closest("a, button, summary, input") !== null;
    const act = { y: () => this.#deciding.decide("flag"), n: () => this.#deciding.decide(null),
      x: () => this.#deciding.decide("delete"), delete: () => this.#deciding.decide("delete"),
      l: () => this.#relabel(), u: () => this.#undo(), p: () => this.#sheet.play(),
      arrowright: () => this.#queue.step(1), arrowleft: () => this.#queue.step(-1),
      // On a button Enter presses the button.
      enter: isOnSomething ? undefined : () => this.#deciding.decide("flag") }[event.key.toLowerCase()];
    if (!act || (event.target instanceof HTMLInputElement && event.key.startsWith("Arrow"))) return;
    event.preventDefault();
    act();
  }
}

customElements.define("review-view", ReviewView);

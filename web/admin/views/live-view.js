import "../parts/live-wall.js";
import "../parts/minute-chart.js";
import "../parts/newest-strip.js";
import { ask } from "../api.js";
import { feed } from "../feed.js";
import { bytes, count, counted, duration, microseconds, percent, score } from "../figures.js";
import { make, part, say } from "../make.js";
import { age } from "../parts/age-label.js";
import { showFigures } from "../parts/figure-line.js";
import { showHealth } from "../parts/health-list.js";
import { allQualities, median, showQualities } from "../parts/quality-multiples.js";
import { showShares } from "../parts/share-list.js";
import { addressOf } from "../router.js";

const minuteMs = 60_000;
/** Why a drawing is suspected, of several. */
const kindNames = new Map([["disagrees", "seen as another shape"], ["scribble", "scribbles"], ["gave_up", "given up"],
  ["duplicate", "duplicates"], ["outlier", "unlike their person's others"], ["unlike_all", "unlike every shape"]]);

/** What happens right now, how good it is, how the server is, and what waits for somebody. */
class LiveView extends HTMLElement {
  #stop = [() => {}];
  /**
   * Those under way.
   * @type {Map<number, import("../feed.js").Push>}
   */
  #trainings = new Map();

  connectedCallback() {
    this.replaceChildren(
      make("h2", { class: "heard" }, "Live"),
      make("ul", { class: "figures-line", "aria-label": "figures" }),
      make("p", { class: "as-of aside" }, "last change ", make("span", { class: "age" })),
      section("wall", "Being drawn now", document.createElement("live-wall")),
      section("minutes", "Drawings a minute", document.createElement("minute-chart")),
      section("qualities", "Quality by shape, and its median", make("div", { class: "multiples" })),
      make("div", { class: "aside-column" }, section("needs", "Needs you",
        make("p", { class: "suspects" }, "looking …")),
        section("learning", "Training now", make("p", { class: "training-now" }))),
      section("counts", "Drawings of each shape", make("ul", { class: "shares" })),
      section("devices", "Drawn with", make("ul", { class: "shares" })),
      section("parts", "How the server is", make("ul", { class: "health" })),
      section("newest", "Newest drawings", document.createElement("newest-strip")));
    this.#stop = [
      feed.watch("stats", ({ stats }) => this.#showStats(stats)),
      feed.watch("health", (health) => showHealth(part(this, ".health"), health, new Date().toISOString())),
      feed.watch("training", (push) => this.#follow(push)),
      feed.watch("review", () => this.#askReview()),
      feed.onStale(() => {
        this.#trainings.clear();
        this.navigate();
      }),
    ];
    this.#showTraining();
  }

  disconnectedCallback() { for (const stop of this.#stop) stop(); }

  async navigate() {
    this.#askReview();
    // For those whom the feed does not reach; it tells the same as soon as it does.
    if (!feed.isOpen) this.#showStats(await ask("/api/admin/stats"));
  }

  /** @param {any} stats */
  #showStats(stats) {
    const { shapes, devices, storage } = stats;
    showFigures(part(this, ".figures-line"), figuresOf(stats));
    /** @type {import("../parts/minute-chart.js").MinuteChart} */ (part(this,
      "minute-chart")).counts = stats.drawings_by_minute;
    showQualities(part(this, ".multiples"), shapes);
    showShares(part(this, ".counts .shares"), shapes.map((/** @type {any} */ { id, name, drawings, flagged }) =>
      ({ name, value: drawings,
      href: addressOf("gallery", { shape: id }), note: flagged > 0 ? `, ${count(flagged)} flagged` : "" })));
    showShares(part(this, ".devices .shares"), Object.entries(devices ?? {}).filter(([, value]) => value > 0)
      .sort(([, a], [, b]) => b - a).map(([name, value]) => ({ name, value,
        href: addressOf("gallery", { device: name }) })),
    (value, all) => percent(value / all));
    part(this, ".parts").classList.toggle("low", storage.days_until_full !== null && storage.days_until_full < 14);
    for (const place of this.querySelectorAll(":is(.as-of, .minutes, .qualities, .counts, .devices) .age")) {
      place.replaceChildren(age(stats.at));
    }
  }

  /** @param {import("../feed.js").Push} push */
  #follow(push) {
    if (push.status === "queued" || push.status === "running") this.#trainings.set(push.job,
      { ...this.#trainings.get(push.job), ...push });
    else this.#trainings.delete(push.job);
    this.#showTraining();
  }

  #showTraining() {
    const place = part(this, ".training-now");
    const [now] = [...this.#trainings.values()].sort((a, b) =>
      Number(b.status === "running") - Number(a.status === "running"));
    if (!now) return place.replaceChildren("None is under way. ",
      make("a", { href: addressOf("training") }, "Train a model"));
    const words = now.status === "queued" ? "waits for the worker"
      : [now.epochs && `epoch ${now.epoch} of ${now.epochs}`,
      now.accuracy !== undefined && `${percent(now.accuracy)} right`, now.eta_s !== undefined
        && `${duration(now.eta_s)} left`]
      .filter(Boolean).join(", ") || `${now.phase ?? "begins"} …`;
    const bar = make("progress", { "aria-label": `training ${now.job}`, max: String(now.steps ?? 1) });
    if (now.step !== undefined) bar.value = now.step;
    return place.replaceChildren(make("a", { href: addressOf("training", { job: now.job }) }, `Training ${now.job}`),
      `: ${words}`, bar);
  }

  async #askReview() {
    const place = part(this, ".suspects");
    const review = await ask("/api/admin/review?limit=1").catch(() => null);
    if (!review) return say(place, "Whether there are suspects is not known right now.");
    if (review.open === 0) return say(place, "No suspects: every drawing looks like what it should be.");
    const kinds = Object.entries(review.by_kind ?? {}).filter(([, number]) => Number(number) > 0)
      .map(([kind, number]) => `${count(Number(number))} ${kindNames.get(kind) ?? kind}`).join(", ");
    return place.replaceChildren(make("a", { class: "large", href: addressOf("review") },
      counted(review.open, "suspect")),
      ...(kinds ? [make("span", { class: "aside" }, kinds)] : []));
  }
}

/** @param {string} name @param {string} title @param {HTMLElement} content */
function section(name, title, content) {
  return make("section", { class: name, "aria-labelledby": `${name}-title` },
    make("h3", { id: `${name}-title` }, title, make("span", { class: "age" })), content);
}

/** @param {any} stats @returns {import("../parts/figure-line.js").Figure[]} */
function figuresOf({ shapes, drawings_by_minute: minutes, drawings_today: today, people_online: online,
  drawing_now: drawing,
  open_drawings: open, model, latency, storage, at }) {
  const lastMinute = Math.floor(Math.max(Date.now(), Date.parse(at)) / minuteMs) - 1;
  const perMinute = minutes.find((/** @type {any} */ { minute }) =>
    Date.parse(minute) / minuteMs === lastMinute)?.drawings ?? 0;
  const all = shapes.reduce((/** @type {number} */ sum, /** @type {any} */ shape) => sum + shape.drawings, 0);
  const { disk_bytes: disk, disk_free_bytes: free, days_until_full: days } = storage;
  const used = storage.main_bytes + storage.log_bytes + storage.ink_bytes;
  return [
    { key: "online", value: count(online), name: "online", note: drawing === 0 ? "nobody drawing"
      : `${counted(drawing, "person", "people")} drawing` },
    { key: "open", value: count(open), name: "in progress" },
    { key: "today", value: count(today), name: "today", note: `${count(all)} in all`, href: addressOf("gallery") },
    { key: "minute", value: count(perMinute), name: "a minute", note: "in the last whole one" },
    { key: "quality", value: score(median(allQualities(shapes))), name: "median quality",
      href: addressOf("gallery", { sort: "worst" }) },
    { key: "model", value: model ? percent(model.accuracy) : "none", name: model ? "accuracy"
      : "model", href: addressOf("models"),
      note: [model?.version, latency && `${microseconds(latency.p50_us)}, p99 ${microseconds(latency.p99_us)}`]
        .filter(Boolean).join(" · ") },
    { key: "disk", value: bytes(used), name: "of drawings", state: days !== null && days < 14 ? "doubt" : undefined,
      note: disk === undefined ? "" : `${bytes(free)} of ${bytes(disk)} free, ${timeLeft(days)}` },
  ];
}

/** @param {number | null} days until the disk is full */
function timeLeft(days) {
  if (days === null || days > 3_650) return "for years";
  if (days > 60) return `full in ${Math.round(days / 30)} months`;
  return `full in ${counted(days, "day")}`;
}

customElements.define("live-view", LiveView);

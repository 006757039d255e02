import { ask, reasonOf } from "../api.js";
import { feed } from "../feed.js";
import { bytes, count, counted, duration } from "../figures.js";
import { button, make, part, say } from "../make.js";
import { age } from "../parts/age-label.js";
import { Rows } from "../rows.js";
import { uploads } from "./uploads.js";

/**
 * @typedef {import("./uploads.js").Import} Import
 * @typedef {import("./uploads.js").Upload} Upload
 * @typedef {{ id: any, row: Import | null, upload: Upload | null }} Shown
 *   a file: as the server has it, as this page sends it
 */

const pageful = 20;
/** What was not heard of for so long has broken off. */
const silenceMs = 10_000;

/** The files that came and those that come: how far, what was new in them, and what was refused and why. */
export class ImportList extends HTMLElement {
  /** @type {Import[]} */
  #imports = [];
  /** @type {string | null} */
  #cursor = null;
  #rows = /** @type {Rows<Shown> | undefined} */ (undefined);
  /** When an import was last heard of that another page sends. */
  #heard = new Map();
  #stop = [() => {}];
  #follow = () => this.#show();

  connectedCallback() {
    const list = make("ol");
    this.#rows = new Rows(list, (shown) => begin(shown), (row, shown) => this.#fill(row, shown));
    this.replaceChildren(make("p", { class: "fault", role: "alert" }), list,
      make("p", { class: "aside none", hidden: true }, "Nothing was imported yet."),
      button("older ones", "quiet older", () => this.#load(true)));
    part(this, ".older").hidden = true;
    uploads.addEventListener("changed", this.#follow);
    const timer = setInterval(() => this.#show(), silenceMs);
    this.#stop = [feed.watch("jobs", (push) => this.#hear(push)), feed.onStale(() => this.#load()),
      () => uploads.removeEventListener("changed", this.#follow), () => clearInterval(timer)];
    this.#load();
    this.#show();
  }

  disconnectedCallback() { for (const stop of this.#stop) stop(); }

  async #load(isOlder = false) {
    try {
      const cursor = isOlder && this.#cursor ? `&cursor=${encodeURIComponent(this.#cursor)}` : "";
      const { imports, next_cursor: next } = await ask(`/api/admin/imports?limit=${pageful}${cursor}`);
      this.#imports = isOlder ? [...this.#imports, ...imports] : imports;
      this.#cursor = next;
      say(part(this, ".fault"), "");
      part(this, ".none").hidden = this.#imports.length + uploads.all.length > 0;
    } catch (error) {
      say(part(this, ".fault"), reasonOf(error));
    }
    part(this, ".older").hidden = this.#cursor === null;
    this.#show();
  }

  /** @param {import("../feed.js").Push} push */
  #hear({ kind, job, status, done }) {
    if (kind !== "import") return;
    this.#heard.set(job, Date.now());
    const known = this.#imports.find(({ id }) => id === job);
    if (!known || status !== known.status) return void this.#load();
    known.received = done;
    this.#show();
  }

  #show() {
    const sent = new Set(uploads.all.map((upload) => upload.import?.id));
    const shown = [...uploads.all.map((upload) => ({ id: `upload-${upload.number}`, upload, row: upload.import })),
      ...this.#imports.filter(({ id }) => !sent.has(id)).map((row) => ({ id: `import-${row.id}`, upload: null, row }))];
    this.#rows?.show(/** @type {Shown[]} */ (shown));
    if (shown.length > 0) part(this, ".none").hidden = true;
  }

  /** @param {HTMLElement} place @param {Shown} shown */
  #fill(place, { row, upload }) {
    const isSentElsewhere = !upload && row?.status === "receiving"
      && Date.now() - (this.#heard.get(row.id) ?? 0) < silenceMs;
    const state = upload?.state
      ?? (row?.status === "receiving" ? (isSentElsewhere ? "sending" : "stopped") : row?.status) ?? "waiting";
    place.dataset.status = { waiting: "queued", sending: "running", importing: "running", pausing: "running",
      done: "succeeded", failed: "failed", stopped: "cancelled" }[state] ?? "queued";
    place.dataset.state = state;
    const [size, received] = [upload?.size ?? row?.size ?? 0, row?.received ?? 0];
    say(part(place, ".status"), stateWords(state, upload, isSentElsewhere));
    say(part(place, ".size"), received < size ? `${bytes(received)} of ${bytes(size)}` : bytes(size));
    const bar = /** @type {HTMLProgressElement} */ (part(place, "progress"));
    bar.hidden = ["done", "failed"].includes(state);
    [bar.max, bar.value] = [Math.max(1, size), received];
    const rest = upload && state === "sending" && upload.rate > 0 ? (size - received) / upload.rate : 0;
    say(part(place, ".pace"), rest > 1 ? `${bytes(upload?.rate ?? 0)} a second, ${duration(rest)} left` : "");
    say(part(place, ".outcome"), row && (row.lines ?? row.imported + row.known + row.refused) > 0
      ? `${counted(row.imported, "new drawing")} · ${count(row.known)} known already · ${count(row.refused)} refused`
      : state === "done" ? "There was no drawing in it." : "");
    say(part(place, ".fault"), state === "failed" ? upload?.words || "No line of it could be taken." : "");
    part(place, ".stop").hidden = !upload || !["waiting", "sending", "pausing"].includes(state);
    part(place, ".go-on").hidden = !upload
      || !(state === "stopped" || (state === "failed" && row?.status !== "failed"));
    part(place, "details").hidden = !row || row.refused === 0;
    if (!row || row.refused === 0) return;
    place.dataset.import = String(row.id);
    say(part(place, "summary"), `what was refused (${count(row.refused)})`);
    part(place, ".all-of-them").setAttribute("href", `/api/admin/imports/${row.id}/report`);
    const isOpen = /** @type {HTMLDetailsElement} */ (part(place, "details")).open;
    if (isOpen && ["done", "failed"].includes(state) && place.dataset.refused !== String(row.refused)) {
      showRefusals(place);
    }
  }
}

/**
 * @param {string} state @param {Upload | null} upload @param {boolean} isSentElsewhere
 */
function stateWords(state, upload, isSentElsewhere) {
  if (isSentElsewhere) return "another page sends it";
  switch (state) {
    case "waiting": return "waits for the ones before it";
    case "sending": case "importing": return "on its way";
    case "pausing": return `waits: ${upload?.words} It goes on by itself.`;
    case "stopped": return upload ? "stopped" : "broke off: choose the same file again, and it goes on";
    case "failed": return "failed";
    default: return "imported";
  }
}

/** @param {Shown} shown */
function begin({ upload, row }) {
  const place = make("li", {}, make("p", { class: "head" },
    make("strong", { class: "name" }, upload?.name ?? row?.name ?? ""), make("span", { class: "status" }),
    make("span", { class: "size aside" }), ...(row && !upload ? [age(row.created_at)] : []),
    button("stop", "quiet stop", () => { if (upload) uploads.stop(upload); }),
    button("go on", "quiet go-on", () => { if (upload) uploads.goOn(upload); })),
  make("progress", { "aria-label": `how much of ${upload?.name ?? row?.name} has come` }),
  make("p", { class: "pace aside" }), make("p", { class: "outcome", role: "status" }),
  make("p", { class: "fault", role: "alert" }),
  make("details", { hidden: true }, make("summary"), make("div", { class: "refusals" }),
    make("a", { class: "all-of-them", download: true }, "all of them as a table (CSV)")));
  const details = /** @type {HTMLDetailsElement} */ (part(place, "details"));
  details.addEventListener("toggle", () => { if (details.open) showRefusals(place); });
  return place;
}

/** @param {HTMLElement} place */
async function showRefusals(place) {
  const box = part(place, ".refusals");
  try {
    const { refusals, refused, name } = await ask(`/api/admin/imports/${place.dataset.import}`);
    place.dataset.refused = String(refused);
    const table = make("table", {}, make("caption", {}, refused > refusals.length
      ? `The first ${count(refusals.length)} of ${count(refused)}` : `All ${count(refused)}`),
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "line"), make("th", { scope: "col" }, "why"))),
      make("tbody", {}, ...refusals.map((/** @type {{ line: number, reason: string }} */ { line, reason }) =>
        make("tr", {}, make("td", {}, count(line)), make("td", {}, reason)))));
    const around = make("div",
      { class: "around", tabindex: "0", role: "region", "aria-label": `lines of ${name} that were refused` }, table);
    box.replaceChildren(around);
  } catch (error) {
    box.replaceChildren(make("p", { class: "fault" }, reasonOf(error)));
  }
}

customElements.define("import-list", ImportList);

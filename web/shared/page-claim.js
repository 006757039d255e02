const holderKey = "inkling.page";
const patienceMs = 400;

/**
 * Which of a browser's pages draws: the newest, or the one that was asked to. It lets the page
 * before it put its ink away first.
 */
export class PageClaim {
  /**
   * Called when another page wants to draw; the claim passes on when it resolves.
   * @type {() => Promise<void>}
   */
  onclaimed = async () => {};
  #channel = new BroadcastChannel("inkling.page");
  #held = false;

  /** @param {string} page this page's own name */
  constructor(page) {
    this.page = page;
    this.#channel.addEventListener("message", async ({ data }) => {
      if (data.type !== "claim" || !this.#held) return;
      this.#held = false;
      await this.onclaimed();
      this.#channel.postMessage({ type: "released", to: data.page });
    });
    addEventListener("pagehide", () => this.#drop());
  }

  /** Resolves when this page may draw. A page that does not answer is not waited for. */
  async take() {
    if (stored() !== null) await this.#askHolder();
    this.#held = true;
    store(this.page);
  }

  #askHolder() {
    return new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
      const finish = () => {
        clearTimeout(timer);
        this.#channel.removeEventListener("message", listen);
        resolve();
      };
      /** @param {MessageEvent} event */
      const listen = ({ data }) => { if (data.type === "released" && data.to === this.page) finish(); };
      const timer = setTimeout(finish, patienceMs);
      this.#channel.addEventListener("message", listen);
      this.#channel.postMessage({ type: "claim", page: this.page });
    });
  }

  #drop() {
    if (this.#held && stored() === this.page) store(null);
  }
}

function stored() {
  try { return localStorage.getItem(holderKey); } catch { return null; }
}

/** @param {string | null} page */
function store(page) {
  try {
    if (page === null) localStorage.removeItem(holderKey);
    else localStorage.setItem(holderKey, page);
  } catch { /* without storage each page has its own drawings anyway */ }
}

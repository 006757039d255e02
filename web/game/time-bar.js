import { number, t } from "./languages/language.js";

const tickMs = 100;

/** The quiet time of a drawing, as a line that grows shorter; in a race with a clock. Fires `over` once. */
export class TimeBar extends HTMLElement {
  #began = 0;
  #timer = 0;
  #clock = 0;
  /** @type {Animation | null} */
  #run = null;

  connectedCallback() {
    this.innerHTML = `
      <span class="line" aria-hidden="true"><i></i></span><span class="clock" aria-hidden="true"></span>`;
  }

  /** Seconds since it began. */
  get seconds() { return (performance.now() - this.#began) / 1_000; }

  /**
   * @param {{ seconds: number, hasLine: boolean, hasClock: boolean, isStill: boolean }} how
   */
  begin({ seconds, hasLine, hasClock, isStill }) {
    this.stop();
    this.#began = performance.now();
    this.classList.toggle("counts", hasLine);
    if (hasClock) {
      this.#clock = setInterval(() => this.#tell(), tickMs);
      this.#tell();
    }
    if (!hasLine) return;
    // The browser moves it by itself: no work of the page a frame.
    this.#run = this.#find("i").animate([{ transform: "scaleX(1)" }, { transform: "scaleX(0)" }],
      { duration: seconds * 1_000, fill: "forwards", easing: isStill ? "steps(10, end)" : "linear" });
    this.#timer = setTimeout(() => {
      this.classList.add("over");
      this.dispatchEvent(new Event("over"));
    }, seconds * 1_000);
  }

  /** The clock stands where it is. */
  halt() {
    clearTimeout(this.#timer);
    clearInterval(this.#clock);
    this.#run?.pause();
  }

  stop() {
    this.halt();
    this.#run?.cancel();
    this.#run = null;
    this.classList.remove("counts", "over");
    this.#find(".clock").textContent = "";
  }

  #tell() { this.#find(".clock").textContent = t("reveal.time", { seconds: number(Math.floor(this.seconds)) }); }

  /** @param {string} selector */
  #find(selector) { return /** @type {HTMLElement} */ (this.querySelector(selector)); }
}

customElements.define("time-bar", TimeBar);

/**
 * Where the pen was: CSS pixels in the page, 0 … 1, ms since 1970.
 * @typedef {{ x: number, y: number, pressure: number, time: number }} Touch
 */

const palmMs = 500;
const penMs = 1_000;

/**
 * The one pointer that draws. A second finger or a palm is ignored while it does; a pen that
 * comes down on a palm's mark takes over from it.
 */
export class Pen {
  /** @type {(device: string) => boolean} */
  ondown = () => true;
  /** @type {(touches: Touch[]) => void} */
  onmove = () => {};
  onup = () => {};
  /** What was drawn since the last `ondown` was a palm. */
  onpalm = () => {};

  /** @type {PointerEvent | null} */
  #active = null;
  #penSeen = -Infinity;

  /** @param {HTMLElement} surface */
  constructor(surface) {
    this.surface = surface;
    surface.addEventListener("pointerdown", (event) => this.#down(event));
    surface.addEventListener("pointermove", (event) => this.#move(event));
    for (const type of ["pointerup", "pointercancel", "lostpointercapture"]) {
      surface.addEventListener(type, (event) => this.#up(/** @type {PointerEvent} */ (event)));
    }
    // Safari scrolls, selects and magnifies unless these are stopped, whatever the style says.
    for (const type of ["touchstart", "touchmove", "contextmenu", "selectstart", "dragstart"]) {
      surface.addEventListener(type, (event) => event.preventDefault(), { passive: false });
    }
  }

  get isDown() { return this.#active !== null; }

  /** Ends the stroke, whatever the hand does. */
  lift() {
    if (!this.#active) return;
    const { pointerId } = this.#active;
    this.#active = null;
    if (this.surface.hasPointerCapture(pointerId)) this.surface.releasePointerCapture(pointerId);
    this.onup();
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    if (event.pointerType === "pen") this.#penSeen = event.timeStamp;
    if (event.pointerType === "touch" && event.timeStamp - this.#penSeen < penMs) return;
    if (this.#active) {
      if (event.pointerType !== "pen" || this.#active.pointerType !== "touch") return;
      const isPalm = event.timeStamp - this.#active.timeStamp < palmMs;
      this.lift();
      if (isPalm) this.onpalm();
    }
    if (!this.ondown(event.pointerType)) return;
    this.#active = event;
    try { this.surface.setPointerCapture(event.pointerId); } catch { /* it has already gone */ }
    this.onmove([touchOf(event)]);
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (event.pointerType === "pen") this.#penSeen = event.timeStamp;
    if (event.pointerId !== this.#active?.pointerId) return;
    // Only a secure origin has coalesced events, and some browsers leave the list empty.
    const events = event.getCoalescedEvents?.() ?? [];
    this.onmove((events.length > 0 ? events : [event]).map(touchOf));
  }

  /** @param {PointerEvent} event */
  #up(event) {
    if (event.pointerId === this.#active?.pointerId) this.lift();
  }
}

/** @param {PointerEvent} event @returns {Touch} */
function touchOf({ clientX: x, clientY: y, pressure, timeStamp }) {
  return { x, y, pressure: pressure > 0 ? pressure : 0.5, time: Math.round(performance.timeOrigin + timeStamp) };
}

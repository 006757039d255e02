/**
 * The drawings that were chosen: some, or all that the filter matches.
 *
 * Fires `changed`.
 */
export class Selection extends EventTarget {
  /** @type {Set<string>} */
  ids = new Set();
  isAll = false;
  /** Where a range begins. */
  #anchor = 0;
  /**
   * What was chosen before the range.
   * @type {Set<string>}
   */
  #before = new Set();

  get isEmpty() { return !this.isAll && this.ids.size === 0; }

  /** @param {string} id */
  has(id) { return this.isAll || this.ids.has(id); }

  /** @param {string} id @param {number} place */
  toggle(id, place) {
    if (this.isAll) this.#forget();
    if (!this.ids.delete(id)) this.ids.add(id);
    this.begin(place);
    this.#tell();
  }

  /**
   * A range that is stretched from now on begins here.
   * @param {number} place
   */
  begin(place) {
    this.#anchor = place;
    this.#before = new Set(this.ids);
  }

  /**
   * Chooses everything from where the range began, and leaves what was chosen before it.
   * @param {number} place @param {{ id: string }[]} drawings
   */
  stretch(place, drawings) {
    if (this.isAll) this.#forget();
    const [from, to] = [Math.min(this.#anchor, place), Math.max(this.#anchor, place)];
    this.ids = new Set([...this.#before, ...drawings.slice(from, to + 1).map(({ id }) => id)]);
    this.#tell();
  }

  all() {
    this.#forget();
    this.isAll = true;
    this.#tell();
  }

  clear() {
    if (this.isEmpty) return;
    this.#forget();
    this.#tell();
  }

  #forget() {
    this.isAll = false;
    this.ids = new Set();
    this.#before = new Set();
  }

  #tell() { this.dispatchEvent(new CustomEvent("changed")); }
}

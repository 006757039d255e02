/**
 * Rows of a list that stay what they are while the things they show change, so that nothing moves
 * under a finger and nothing that was opened closes.
 * @template {{ id: number }} Thing
 */
export class Rows {
  /** @type {Map<number, HTMLElement>} */
  #rows = new Map();

  /**
   * @param {HTMLElement} list
   * @param {(thing: Thing) => HTMLElement} begin makes the row of a new thing
   * @param {(row: HTMLElement, thing: Thing) => void} fill shows how it is now
   */
  constructor(list, begin, fill) {
    this.list = list;
    this.begin = begin;
    this.fill = fill;
  }

  /** @param {Thing[]} things in their order */
  show(things) {
    const ids = new Set(things.map(({ id }) => id));
    for (const [id, row] of this.#rows) {
      if (ids.has(id)) continue;
      row.remove();
      this.#rows.delete(id);
    }
    things.forEach((thing, index) => {
      const row = this.#rows.get(thing.id) ?? this.begin(thing);
      this.#rows.set(thing.id, row);
      if (this.list.children[index] !== row) this.list.insertBefore(row, this.list.children[index] ?? null);
      this.fill(row, thing);
    });
  }

  /** @param {number} id */
  of(id) { return this.#rows.get(id); }

  entries() { return this.#rows.entries(); }
}

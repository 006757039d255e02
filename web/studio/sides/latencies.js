/** Values below this have a bucket each; then eight follow for each power of two. */
const exact = 16;

/**
 * How long answers took: a histogram whose buckets span an eighth of a doubling, as the server's own, so
 * that a percentile is right within some 6 % of however many.
 */
export class Latencies {
  /** @type {number[]} */
  #buckets = [];
  count = 0;

  /** @param {number} microseconds */
  add(microseconds) {
    const bucket = bucketOf(Math.max(0, Math.round(microseconds)));
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
    this.count += 1;
  }

  /**
   * What such a share of the answers stayed below, in microseconds; null before the first.
   * @param {number} share 0 … 1
   */
  percentile(share) {
    if (this.count === 0) return null;
    let left = Math.ceil(this.count * share);
    for (let bucket = 0; bucket < this.#buckets.length; bucket += 1) {
      left -= this.#buckets[bucket] ?? 0;
      if (left <= 0) return middleOf(bucket);
    }
    return middleOf(this.#buckets.length - 1);
  }

  clear() { [this.#buckets, this.count] = [[], 0]; }
}

/** @param {number} value a whole number */
export function bucketOf(value) {
  if (value < exact) return value;
  const exponent = Math.floor(Math.log2(value));
  return (exponent - 2) * 8 + (Math.floor(value / 2 ** (exponent - 3)) & 7);
}

/** @param {number} bucket */
export function middleOf(bucket) {
  if (bucket < exact) return bucket;
  const exponent = Math.floor(bucket / 8) + 2;
  return (8 + (bucket % 8)) * 2 ** (exponent - 3) + Math.floor(2 ** (exponent - 3) / 2);
}

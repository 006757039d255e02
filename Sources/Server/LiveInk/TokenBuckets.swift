/// A bucket for each of many who come and go, such as addresses.
struct TokenBuckets {
  private var buckets: [String: TokenBucket] = [:]
  private let limit: Int

  /// - Parameter limit: so many are kept at most.
  init(limit: Int = 10_000) { self.limit = limit }

  /// - Parameters:
  ///   - amount: as `TokenBucket.take` has it.
  ///   - who: whose bucket.
  ///   - new: what somebody unknown begins with.
  mutating func take(
    _ amount: Double = 1, of who: String, new: @autoclosure () -> TokenBucket
  ) -> Bool {
    if buckets.count >= limit, buckets[who] == nil { makeRoom() }
    return buckets[who, default: new()].take(amount)
  }

  /// Whether so much could be taken now.
  mutating func has(_ amount: Double = 1, of who: String) -> Bool {
    buckets[who]?.has(amount) ?? true
  }

  /// Forgets the full ones, which are as good as new, and if need be the fullest of the others:
  /// whoever has taken most is remembered longest.
  private mutating func makeRoom() {
    let used = buckets.map { (who: $0.key, bucket: $0.value, share: $0.value.share) }
      .filter { $0.share < 1 }.sorted { $0.share < $1.share }
    buckets = Dictionary(
      uniqueKeysWithValues: used.prefix(limit / 2).map { ($0.who, $0.bucket) })
  }
}

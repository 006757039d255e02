/// A drawing's place in an order.
struct GalleryKey: Sendable, Equatable {
  /// Of the quality, in thousandths; 0 where the order is that of time.
  var permille: Int64
  var id: Int64
}

extension DrawingSort {
  /// Whether the first comes before the second.
  func precedes(_ a: GalleryKey, _ b: GalleryKey) -> Bool {
    switch self {
    case .newest: a.id > b.id
    case .oldest: a.id < b.id
    case .best: (a.permille, a.id) > (b.permille, b.id)
    case .worst: (a.permille, a.id) < (b.permille, b.id)
    }
  }
}

/// The first so many keys of an order, of all that are offered.
struct FirstKeys {
  let sort: DrawingSort
  let limit: Int
  private(set) var keys: [GalleryKey] = []
  /// Nothing after this one is known completely: a walk that ended early stopped here.
  private(set) var end: GalleryKey?

  init(sort: DrawingSort, limit: Int) {
    self.sort = sort
    self.limit = limit
  }

  /// Whether a key could still change the answer.
  func wants(_ key: GalleryKey) -> Bool {
    if let end, !sort.precedes(key, end) { return false }
    return keys.count < limit || sort.precedes(key, keys[limit - 1])
  }

  var isFull: Bool { keys.count == limit }

  mutating func insert(_ key: GalleryKey) {
    guard wants(key) else { return }
    // Keys come in order from each source, so the place is mostly near the end.
    var place = keys.count
    while place > 0, sort.precedes(key, keys[place - 1]) { place -= 1 }
    keys.insert(key, at: place)
    if keys.count > limit { keys.removeLast() }
  }

  /// A source was left at this key: only what comes before it is known, and the key itself.
  mutating func stop(at key: GalleryKey) {
    if let end, !sort.precedes(key, end) { return }
    end = key
    keys.removeAll { sort.precedes(key, $0) }
  }
}

import GRDB

/// What the first page of an administrator shows, from counters alone.
public struct StoreStatistics: Sendable {
  public struct Shape: Sendable, Equatable {
    public let key, name: String
    /// Finished and not deleted, the flagged ones too.
    public var drawings = 0
    public var flagged = 0
    public var partial = 0
    public var deleted = 0
    /// Of the finished ones that a model has guessed: how many, and how often it saw the shape.
    public var guessed = 0
    public var agreeing = 0
    /// Finished and not deleted, by twentieths of their quality.
    public var qualities = [Int](repeating: 0, count: 20)
  }

  /// The easy ones first.
  public var shapes: [Shape] = []
  /// Finished drawings of each minute that had any, oldest first: since 1970, UTC.
  public var minutes: [(minute: Int64, drawings: Int)] = []
  public var storage: StorageFigures
}

extension Store {
  /// - Parameter minutes: so many up to now.
  public func statistics(minutes: Int64 = 60) throws(StoreError) -> StoreStatistics {
    var statistics = StoreStatistics(storage: try storage())
    let since = storeTime() / 60_000 - minutes
    (statistics.shapes, statistics.minutes) = try read { database in
      (
        try StoreStatistics.shapes(in: database),
        try Row.fetchAll(
          database, sql: "SELECT minute, count FROM minute_count WHERE minute > ? ORDER BY minute",
          arguments: [since]
        ).map { (minute: $0[0], drawings: $0[1]) }
      )
    }
    return statistics
  }
}

extension StoreStatistics {
  fileprivate static func shapes(in database: Database) throws -> [Shape] {
    var shapes: [Int64: Shape] = [:]
    var order: [Int64] = []
    let rows = try Row.fetchAll(
      database, sql: "SELECT id, key, name FROM shape ORDER BY difficulty, id")
    for row in rows {
      order.append(row[0])
      shapes[row[0]] = Shape(key: row[1], name: row[2])
    }
    let facets = try HotStatement(database, "SELECT facet, count FROM facet_count")
    defer { facets.reset() }
    while try facets.step() {
      let facet = Facet(number: facets.integer(0))
      shapes[facet.shape]?.add(facet, Int(facets.integer(1)))
    }
    let qualities = try HotStatement(
      database, "SELECT shape, quality_step, count FROM quality_count WHERE status = 1")
    defer { qualities.reset() }
    while try qualities.step() {
      shapes[qualities.integer(0)]?.qualities[Int(qualities.integer(1))] += Int(
        qualities.integer(2))
    }
    return order.compactMap { shapes[$0] }
  }
}

extension StoreStatistics.Shape {
  fileprivate mutating func add(_ facet: Facet, _ count: Int) {
    if facet.isDeleted {
      deleted += count
      return
    }
    if facet.isFlagged { flagged += count }
    guard facet.isComplete else {
      partial += count
      return
    }
    drawings += count
    if facet.verdict != .none { guessed += count }
    if facet.verdict == .agrees { agreeing += count }
  }
}

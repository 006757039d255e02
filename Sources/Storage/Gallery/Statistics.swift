import GRDB
public import Ink

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
  /// Finished drawings by what they were drawn with.
  public var devices: [Device: Int] = [:]
  /// Drawings of the day that it is, UTC, and of the seven before.
  public var today = 0
  public var weekBefore = 0
  public var storage: StorageFigures

  /// Bytes a drawing takes, of all there are; nil without any.
  public var bytesPerDrawing: Double? {
    let count = shapes.reduce(0) { $0 + $1.drawings + $1.partial + $1.deleted }
    guard count > 0 else { return nil }
    return Double(storage.mainBytes - storage.freeBytes) / Double(count)
  }

  /// Days until the disk is full if as much is drawn as in the last week; nil when nothing was.
  public var daysUntilFull: Double? {
    guard let free = storage.diskFreeBytes, weekBefore > 0, let bytesPerDrawing else { return nil }
    return Double(free) / (bytesPerDrawing * Double(weekBefore) / 7)
  }
}

extension Store {
  /// - Parameter minutes: so many up to now.
  public func statistics(minutes: Int64 = 60) throws(StoreError) -> StoreStatistics {
    var statistics = StoreStatistics(storage: try storage())
    let now = storeTime()
    try read { database in
      try statistics.readFacets(of: database)
      try statistics.readDays(until: now / 86_400_000, of: database)
      statistics.minutes = try Row.fetchAll(
        database, sql: "SELECT minute, count FROM minute_count WHERE minute > ? ORDER BY minute",
        arguments: [now / 60_000 - minutes]
      ).map { (minute: $0[0], drawings: $0[1]) }
    }
    return statistics
  }
}

extension StoreStatistics {
  fileprivate mutating func readDays(until today: Int64, of database: Database) throws {
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT day, sum(count) FROM drawing_count WHERE day >= ? AND status = 1 GROUP BY day
          """), arguments: [today - 7])
    for row in rows {
      let (day, count): (Int64, Int) = (row[0], row[1])
      if day < today { weekBefore += count } else { self.today += count }
    }
  }

  fileprivate mutating func readFacets(of database: Database) throws {
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
      let count = Int(facets.integer(1))
      shapes[facet.shape]?.add(facet, count)
      if facet.isComplete && !facet.isDeleted { devices[facet.device, default: 0] += count }
    }
    let qualities = try HotStatement(
      database, "SELECT shape, quality_step, count FROM quality_count WHERE status = 1")
    defer { qualities.reset() }
    while try qualities.step() {
      shapes[qualities.integer(0)]?.qualities[Int(qualities.integer(1))] += Int(
        qualities.integer(2))
    }
    self.shapes = order.compactMap { shapes[$0] }
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

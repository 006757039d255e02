import GRDB

/// What is known of the drawings that there are of a shape.
public struct ShapeNeed: Sendable, Equatable {
  /// Complete ones that are not deleted.
  public var drawings = 0
  /// By `Device.rawValue`.
  public var byDevice = [Int](repeating: 0, count: 5)
  /// How sure the model was of the right shape in the newest ones, 0...1; nil when nobody guessed.
  public var confidence: Double?

  public init() {}
}

extension Store {
  /// By the shape's id, from counters and the newest drawings alone.
  public func shapeNeeds() throws(StoreError) -> [Int64: ShapeNeed] {
    try read { database in
      var needs: [Int64: ShapeNeed] = [:]
      let counts = try Row.fetchCursor(
        database.cachedStatement(sql: "SELECT facet, sum(count) FROM facet_count GROUP BY facet"))
      while let row = try counts.next() {
        let facet = Facet(number: row[0])
        guard facet.isComplete, !facet.isDeleted else { continue }
        needs[facet.shape, default: ShapeNeed()].drawings += row[1] as Int
        needs[facet.shape]?.byDevice[Int(facet.device.rawValue)] += row[1] as Int
      }
      let newest = try Row.fetchCursor(
        database.cachedStatement(
          sql: """
            SELECT shape, avg(iif(guess = shape, guess_permille, 0)) FROM (
              SELECT shape, guess, guess_permille FROM drawing ORDER BY id DESC LIMIT 2000)
            WHERE guess IS NOT NULL GROUP BY shape
            """))
      while let row = try newest.next() {
        needs[row[0], default: ShapeNeed()].confidence = (row[1] as Double) / 1_000
      }
      return needs
    }
  }

  /// The shapes of a person's newest drawings, the newest first.
  public func newestShapes(ofUser user: Int64, limit: Int) throws(StoreError) -> [Int64] {
    try read { database in
      try Int64.fetchAll(
        database.cachedStatement(
          sql: "SELECT shape FROM drawing WHERE user_id = ? AND status = 1 ORDER BY id DESC LIMIT ?"
        ), arguments: [user, limit])
    }
  }
}

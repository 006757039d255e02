import GRDB

/// How often the suspicions of a kind were right, from what was decided about them.
public struct ReviewPrecision: Sendable, Equatable {
  public let kind: ReviewKind
  public let confirmed, dismissed: Int

  public init(kind: ReviewKind, confirmed: Int, dismissed: Int) {
    self.kind = kind
    self.confirmed = confirmed
    self.dismissed = dismissed
  }

  /// 0 ... 1; nil before the first decision.
  public var value: Double? {
    let total = confirmed + dismissed
    return total == 0 ? nil : Double(confirmed) / Double(total)
  }

  /// Where it lies with 95 % certainty (Wilson 1927).
  public var interval: ClosedRange<Double> {
    guard let p = value else { return 0...1 }
    let (n, z) = (Double(confirmed + dismissed), 1.959_964)
    let middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    let spread = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    return max(middle - spread, 0)...min(middle + spread, 1)
  }
}

extension Reviews {
  /// Of each kind; a drawing that was suspect for two reasons counts for both.
  public func precision() throws(StoreError) -> [ReviewPrecision] {
    try store.read { database in
      try ReviewKind.allCases.map { kind in
        let row = try database.cachedStatement(
          sql: """
            SELECT count(*) FILTER (WHERE confirmed), count(*) FILTER (WHERE NOT confirmed)
            FROM review_decision WHERE kinds & ? <> 0
            """
        ).fetchRow([kind.bit])
        return ReviewPrecision(kind: kind, confirmed: row?[0] ?? 0, dismissed: row?[1] ?? 0)
      }
    }
  }
}

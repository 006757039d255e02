import GRDB

/// What a key was used for.
public struct KeyUse: Sendable, Equatable {
  /// Those that were answered and those that were refused; a connection is one.
  public var requests: Int
  /// Looked at, or made up.
  public var drawings: Int
  /// Requests for something that the key is not for, or for too much at once.
  public var refused: Int

  public init(requests: Int = 0, drawings: Int = 0, refused: Int = 0) {
    (self.requests, self.drawings, self.refused) = (requests, drawings, refused)
  }

  public static func += (sum: inout KeyUse, other: KeyUse) {
    sum.requests += other.requests
    sum.drawings += other.drawings
    sum.refused += other.refused
  }
}

extension Store {
  /// Adds to what keys were used for until now, and waits until that is durable.
  public func note(_ uses: [Int64: KeyUse]) throws(StoreError) {
    guard !uses.isEmpty else { return }
    try change { try $0.note(uses) }
  }

  /// Those of some keys that were revoked.
  public func revoked(of keys: Set<Int64>) throws(StoreError) -> Set<Int64> {
    try read { database in
      let statement = try database.cachedStatement(
        sql: "SELECT 1 FROM api_key WHERE id = ? AND revoked IS NULL")
      return try keys.filter { try statement.fetchRow([$0]) == nil }
    }
  }
}

extension StoreWriter {
  /// The same; nobody waits for it, and a failure is harmless.
  public func note(_ uses: [Int64: KeyUse]) {
    enqueue(
      Change(
        apply: { database, _ in
          try database.note(uses)
          return {}
        }, failed: { _ in }, isAccepted: false))
  }
}

extension Database {
  fileprivate func note(_ uses: [Int64: KeyUse]) throws {
    let statement = try cachedStatement(
      sql: """
        UPDATE api_key SET requests = requests + ?, drawings = drawings + ?, refused = refused + ?,
          last_used = ?
        WHERE id = ?
        """)
    for (key, use) in uses {
      try statement.execute(
        arguments: [use.requests, use.drawings, use.refused, storeTime(), key])
    }
  }
}

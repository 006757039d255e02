import Foundation
import GRDB

/// What came of choosing a name.
public enum NameOutcome: Sendable {
  case chosen(name: String?, isListed: Bool)
  /// Somebody else has it.
  case taken
  /// Only who has a name can be listed.
  case noName
}

extension Store {
  /// Those of some names that nobody has.
  public func freeNames(_ names: [String]) throws(StoreError) -> [String] {
    try read { database in
      let statement = try database.cachedStatement(sql: "SELECT 1 FROM user WHERE player = ?")
      return try names.filter { try statement.fetchRow([$0]) == nil }
    }
  }

  /// Chooses a name, takes it away, or leaves it, and says whether the leaderboard may show it.
  ///
  /// - Parameters:
  ///   - name: nil to leave it as it is, `.some(nil)` for none.
  ///   - isTyped: it is of the person's own making.
  public func setName(
    _ name: String??, isTyped: Bool, isListed: Bool?, ofUser user: Int64
  ) throws(StoreError) -> NameOutcome {
    try change { database in
      if let name {
        if let name,
          let owner = try Int64.fetchOne(
            database, sql: "SELECT id FROM user WHERE player = ?", arguments: [name]),
          owner != user
        {
          return .taken
        }
        try database.execute(
          sql: """
            UPDATE user SET player = ?1, player_typed = ?2, listed = iif(?1 IS NULL, 0, listed)
            WHERE id = ?3
            """, arguments: [name, isTyped, user])
      }
      if let isListed {
        try database.execute(
          sql: "UPDATE user SET listed = ?1 WHERE id = ?2 AND (player IS NOT NULL OR ?1 = 0)",
          arguments: [isListed, user])
        if database.changesCount == 0 && isListed { return .noName }
      }
      let row = try Row.fetchOne(
        database, sql: "SELECT player, listed FROM user WHERE id = ?", arguments: [user])
      return .chosen(name: row?[0], isListed: row?[1] ?? false)
    }
  }
}

/// What the leaderboard can go by.
public enum LeaderboardOrder: String, Sendable, CaseIterable {
  case drawings, quality, streak, levels

  /// Of one shape.
  fileprivate var scoreOfShape: String? {
    switch self {
    case .drawings: "user_shape.drawings"
    case .quality: "user_shape.best_quality"
    case .streak, .levels: nil
    }
  }

  /// Whether one shape alone can be asked for.
  public var isOfShapes: Bool { scoreOfShape != nil }

  fileprivate var score: String {
    switch self {
    case .drawings: "drawings"
    // One lucky drawing is no average.
    case .quality: "iif(drawings >= 6, quality_sum / drawings, 0)"
    case .streak: "best_streak"
    case .levels: "levels"
    }
  }
}

/// A place of the leaderboard; equal scores share one.
public struct LeaderboardPlace: Sendable, Equatable {
  public let place: Int
  public let name: String
  public let score: Double
  public let isOwn: Bool
}

extension Store {
  /// Those who are listed and have a score, the best first.
  /// - Parameters:
  ///   - shape: what is drawn of this shape alone counts; nil for all. The quality is then that of
  ///     the best one. `order.isOfShapes` has to be true.
  ///   - user: whose place is told as well, if listed.
  public func leaderboard(
    by order: LeaderboardOrder, ofShape shape: Int64? = nil, limit: Int, user: Int64
  ) throws(StoreError) -> (places: [LeaderboardPlace], own: LeaderboardPlace?) {
    let score = (shape == nil ? nil : order.scoreOfShape) ?? order.score
    let table =
      shape == nil ? "" : "JOIN user_shape ON user_shape.user_id = user.id AND user_shape.shape = ?"
    return try read { database in
      // Whoever is listed: few, and found by an index of their own.
      let rows = try Row.fetchCursor(
        database.cachedStatement(
          sql: """
            SELECT rank() OVER (ORDER BY score DESC), player, score, id FROM (
              SELECT id, player, \(score) AS score FROM user \(table)
              WHERE listed = 1 AND player IS NOT NULL
                AND (player_typed = 0 OR (SELECT typed_names FROM game_setting)))
            WHERE score > 0 ORDER BY score DESC, id
            """), arguments: shape.map { [$0] } ?? [])
      var places: [LeaderboardPlace] = []
      var own: LeaderboardPlace?
      while let row = try rows.next() {
        let isOwn = row[3] == user
        if places.count >= limit && (own != nil || !isOwn) { continue }
        let place = LeaderboardPlace(place: row[0], name: row[1], score: row[2], isOwn: isOwn)
        if isOwn { own = place }
        if places.count < limit { places.append(place) }
      }
      return (places, own)
    }
  }
}

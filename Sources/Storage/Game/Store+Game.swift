import Foundation
import GRDB
public import Ink

/// All that a person's own page shows of the game.
public struct GameState: Sendable {
  public struct Shape: Sendable {
    public let id: Int64
    public let level: Level
    /// The best one; nil where it was drawn before that was kept.
    public let best: DrawingID?
  }

  public struct Earned: Sendable {
    public let achievement: Achievement
    /// ms since 1970; nil as long as it is not earned.
    public let at: Int64?
    /// 0 to the achievement's goal.
    public let progress: Int
  }

  public let stats: UserStats
  /// Those that were drawn.
  public let shapes: [Shape]
  public let achievements: [Earned]
  public let name: String?
  public let isListed: Bool
  /// Nil for who was never asked.
  public let consent: Bool?
}

/// A person's drawing of the day.
public struct DailyDrawing: Sendable {
  public let id: DrawingID
  public let quality: Double
}

extension Store {
  public func gameState(ofUser user: Int64) throws(StoreError) -> GameState {
    var stats = try stats(ofUser: user)
    if stats.drawings == 0 { stats.rank = nil }
    let counted = stats
    return try read { database in
      let progress = try Progress(user: user, in: database)
      let shapes = try progress.shapes.map { id, shape in
        let best = try shape.bestDrawing.flatMap { row in
          try database.cachedStatement(sql: "SELECT public_id FROM drawing WHERE id = ?")
            .fetchRow([row])
        }
        return GameState.Shape(
          id: id, level: shape.level, best: best.map { DrawingID(data: $0[0]) })
      }
      var times: [String: Int64] = [:]
      let rows = try Row.fetchCursor(
        database.cachedStatement(sql: "SELECT id, earned FROM achievement WHERE user_id = ?"),
        arguments: [user])
      while let row = try rows.next() { times[row[0]] = row[1] }
      let achievements = Achievement.allCases.map {
        GameState.Earned(
          achievement: $0, at: times[$0.rawValue], progress: $0.progress(progress))
      }
      let person = try database.cachedStatement(
        sql: "SELECT player, listed, consent FROM user WHERE id = ?"
      ).fetchRow([user])
      return GameState(
        stats: counted, shapes: shapes.sorted { $0.id < $1.id }, achievements: achievements,
        name: person?[0], isListed: person?[1] ?? false, consent: person?[2])
    }
  }

  /// What a person has earned, in the order of the list.
  public func achievements(ofUser user: Int64) throws(StoreError) -> [Achievement] {
    try read { database in
      let ids = try String.fetchSet(
        database, sql: "SELECT id FROM achievement WHERE user_id = ?", arguments: [user])
      return Achievement.allCases.filter { ids.contains($0.rawValue) }
    }
  }

  /// Notes whether a person's drawings may be kept from now on.
  public func setConsent(_ isGiven: Bool, ofUser user: Int64) throws(StoreError) {
    try change { database in
      try database.execute(
        sql: "UPDATE user SET consent = ? WHERE id = ?", arguments: [isGiven, user])
    }
  }

  // MARK: - The challenge of the day

  /// The shape that a day asks for; the same for everybody from the first question on.
  /// - Parameter choice: what it is to be, for whoever asks first.
  public func challenge(of day: Int64, choice: Int64) throws(StoreError) -> Int64 {
    if let known = try read({ try Progress.challenge(of: day, in: $0) }) { return known }
    return try change { database in
      try database.execute(
        sql: "INSERT INTO daily (day, shape) VALUES (?, ?) ON CONFLICT DO NOTHING",
        arguments: [day, choice])
      return try Progress.challenge(of: day, in: database) ?? choice
    }
  }

  /// A person's best drawing of the challenge of a day that is not over.
  public func dailyDrawing(
    ofUser user: Int64, shape: Int64, day: Int64
  ) throws(StoreError) -> DailyDrawing? {
    try read { database in
      // No clock is a day ahead of another.
      let first = (day - 1) * 86_400_000 << 20
      let rows = try Row.fetchAll(
        database.cachedStatement(
          sql: """
            SELECT public_id, quality, ifnull(finished, drawing.id)
            FROM drawing JOIN play ON drawing_id = drawing.id
            WHERE user_id = ? AND drawing.id >= ? AND status = 1 AND shape = ? AND mode = ?
            ORDER BY quality DESC
            """), arguments: [user, first, shape, Int(PlayMode.daily.rawValue)])
      return rows.first { ServerCalendar.day(of: ($0[2] as Int64) >> 20) == day }
        .map { DailyDrawing(id: DrawingID(data: $0[0]), quality: $0[1]) }
    }
  }
}

import Foundation
import GRDB
import Ink

/// What a drawing was good for.
public struct Reward: Sendable, Equatable {
  /// What it earned; the same whenever it is asked for.
  public var earned: [Achievement]
  /// The shape's key, and the level that the person has with it.
  public var shape: String
  public var level: Int
  /// It brought a level that the person had not.
  public var isNewLevel: Bool
  /// It is the person's best of its shape.
  public var isBest: Bool
}

extension Progress {
  /// What is kept of a person, as it stands.
  /// - Parameter round: the one round that matters; the others stay in their rows.
  init(user: Int64, round: DrawingID? = nil, in database: Database) throws {
    if let row = try database.cachedStatement(
      sql: """
        SELECT drawings, quality_sum, streak, best_streak, days, best_days, last_day, devices,
          rounds, good_rounds, dailies, last_daily FROM user WHERE id = ?
        """
    ).fetchRow([user]) {
      (drawings, qualitySum, streak, bestStreak) = (row[0], row[1], row[2], row[3])
      (days, bestDays, lastDay, devices) = (row[4], row[5], row[6], row[7])
      (rounds, goodRounds, dailies, lastDaily) = (row[8], row[9], row[10], row[11])
    }
    let shapeRows = try Row.fetchCursor(
      database.cachedStatement(
        sql: "SELECT shape, drawings, best_quality, best_drawing FROM user_shape WHERE user_id = ?"),
      arguments: [user])
    while let row = try shapeRows.next() {
      shapes[row[0]] = ShapeProgress(drawings: row[1], bestQuality: row[2], bestDrawing: row[3])
    }
    let modeRows = try Row.fetchCursor(
      database.cachedStatement(
        sql: "SELECT mode, drawings, good FROM user_mode WHERE user_id = ?"), arguments: [user])
    while let row = try modeRows.next() {
      if let mode = PlayMode(rawValue: row[0]) {
        modes[mode] = ModeProgress(drawings: row[1], good: row[2])
      }
    }
    if let round,
      let row = try database.cachedStatement(
        sql: "SELECT drawn, good FROM user_round WHERE user_id = ? AND round = ?"
      ).fetchRow([user, round.data])
    {
      openRounds[round] = RoundProgress(drawn: row[0], good: row[1])
    }
  }

  /// Writes what has changed since `before`.
  func write(user: Int64, before: Progress, in database: Database) throws {
    try database.cachedStatement(
      sql: """
        UPDATE user SET drawings = ?, quality_sum = ?, streak = ?, best_streak = ?, days = ?,
          best_days = ?, last_day = ?, devices = ?, rounds = ?, good_rounds = ?, dailies = ?,
          last_daily = ?, levels = ?
        WHERE id = ?
        """
    ).execute(arguments: [
      drawings, qualitySum, streak, bestStreak, days, bestDays, lastDay, devices, rounds,
      goodRounds, dailies, lastDaily, levels, user,
    ])
    for (id, shape) in shapes where shape != before.shapes[id] {
      try database.cachedStatement(
        sql: """
          INSERT OR REPLACE INTO user_shape (user_id, shape, drawings, best_quality, best_drawing)
          VALUES (?, ?, ?, ?, ?)
          """
      ).execute(arguments: [user, id, shape.drawings, shape.bestQuality, shape.bestDrawing])
    }
    for (mode, value) in modes where value != before.modes[mode] {
      try database.cachedStatement(
        sql: "INSERT OR REPLACE INTO user_mode (user_id, mode, drawings, good) VALUES (?, ?, ?, ?)"
      ).execute(arguments: [user, Int(mode.rawValue), value.drawings, value.good])
    }
    for (id, value) in openRounds where value != before.openRounds[id] {
      try database.cachedStatement(
        sql: "INSERT OR REPLACE INTO user_round (user_id, round, drawn, good) VALUES (?, ?, ?, ?)"
      ).execute(arguments: [user, id.data, value.drawn, value.good])
    }
  }

  /// Counts a drawing that was stored just now, within the same transaction.
  static func count(
    _ drawing: PlayedDrawing, shape: String, of user: Int64, in database: Database
  ) throws -> Reward {
    let before = try Progress(user: user, round: drawing.play?.round?.id, in: database)
    var after = before
    after.add(drawing)
    try after.write(user: user, before: before, in: database)
    let known: String =
      try database.cachedStatement(
        sql: "SELECT ifnull(group_concat(id), '') FROM achievement WHERE user_id = ?"
      ).fetchRow([user])?[0] ?? ""
    let had = Set(known.split(separator: ",").map(String.init))
    let earned = Achievement.reached(by: after).filter { !had.contains($0.rawValue) }
    for achievement in earned {
      try database.cachedStatement(
        sql: "INSERT INTO achievement (user_id, id, drawing, earned) VALUES (?, ?, ?, ?)"
      ).execute(arguments: [user, achievement.rawValue, drawing.row, drawing.finished >> 20])
    }
    let level = after.shapes[drawing.shape]?.level.number ?? 1
    let levelBefore = before.shapes[drawing.shape]?.level.number ?? 1
    return Reward(
      earned: earned, shape: shape, level: level, isNewLevel: level > levelBefore,
      isBest: after.shapes[drawing.shape]?.bestDrawing == drawing.row)
  }

  /// Counts everything anew from what is stored: after drawings have gone.
  static func recount(user: Int64, in database: Database) throws {
    var progress = Progress()
    let rows = try Row.fetchCursor(
      database.cachedStatement(
        sql: """
          SELECT drawing.id, ifnull(finished, drawing.id), shape, quality, device, guess,
            mode, round, play.place
          FROM drawing LEFT JOIN play ON drawing_id = drawing.id
          WHERE user_id = ? AND status = 1 ORDER BY 2
          """), arguments: [user])
    var challenges: [Int64: Int64?] = [:]
    while let row = try rows.next() {
      let play = Play(row, from: 6)
      var challenge: Int64?
      if play?.mode == .daily {
        let day = ServerCalendar.day(of: (row[1] as Int64) >> 20)
        challenge = try challenges[day] ?? Self.challenge(of: day, in: database)
        challenges[day] = challenge
      }
      progress.add(
        PlayedDrawing(
          row: row[0], finished: row[1], shape: row[2], quality: row[3],
          device: Device(rawValue: row[4]) ?? .unknown, guess: row[5], play: play,
          challenge: challenge))
    }
    for table in ["user_shape", "user_mode", "user_round"] {
      try database.execute(sql: "DELETE FROM \(table) WHERE user_id = ?", arguments: [user])
    }
    try progress.write(user: user, before: Progress(), in: database)
  }

  /// The shape that a day asks for, where somebody has asked for it yet.
  static func challenge(of day: Int64, in database: Database) throws -> Int64? {
    try database.cachedStatement(sql: "SELECT shape FROM daily WHERE day = ?").fetchRow([day])?[0]
  }

  /// What a drawing that is stored was good for.
  static func reward(
    drawing: Int64, of user: Int64, in database: Database
  ) throws -> Reward {
    let ids = try String.fetchSet(
      database.cachedStatement(
        sql: "SELECT id FROM achievement WHERE user_id = ? AND drawing = ?"),
      arguments: [user, drawing])
    let row = try database.cachedStatement(
      sql: """
        SELECT user_shape.drawings, best_quality, best_drawing, key
        FROM drawing JOIN shape ON shape.id = drawing.shape
          JOIN user_shape ON user_shape.user_id = drawing.user_id AND user_shape.shape = shape.id
        WHERE drawing.id = ?
        """
    ).fetchRow([drawing])
    let best: Int64? = row?[2]
    return Reward(
      earned: Achievement.allCases.filter { ids.contains($0.rawValue) }, shape: row?[3] ?? "",
      level: row.map { Level(drawings: $0[0], bestQuality: $0[1]).number } ?? 1,
      isNewLevel: false, isBest: best == drawing)
  }
}

extension Play {
  /// Reads mode, round and place; nil where there is no mode.
  init?(_ row: Row, from index: Int) {
    guard let number: UInt8 = row[index], let mode = PlayMode(rawValue: number) else { return nil }
    let id: Data? = row[index + 1]
    let place: Int? = row[index + 2]
    self.init(mode: mode, round: id.flatMap { id in place.map { (DrawingID(data: id), $0) } })
  }

  func write(drawing: Int64, in database: Database) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO play (drawing_id, mode, round, place) VALUES (?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """
    ).execute(arguments: [drawing, Int(mode.rawValue), round?.id.data, round?.place])
  }
}

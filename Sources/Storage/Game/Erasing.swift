import Foundation
import GRDB
public import Ink

// What goes at its person's own wish goes for good: no trash, no row, no ink.
extension Store {
  /// Deletes one's own drawing, finished or put aside.
  /// - Returns: false when there is no such drawing of that person.
  public func eraseDrawing(_ id: DrawingID, ofUser user: Int64) throws(StoreError) -> Bool {
    try change { database in
      guard let row = try StoreWriter.row(of: id, in: database), row.userID == user else {
        return false
      }
      try StoreWriter.erase([row.id], of: user, in: database)
      try Progress.recount(user: user, in: database)
      return true
    }
  }

  /// Deletes all of one's own drawings.
  /// - Returns: how many there were.
  public func eraseDrawings(ofUser user: Int64) throws(StoreError) -> Int {
    var count = 0
    while true {
      // In parts, so that nobody's drawing waits long; counted anew with the last one alone.
      let (part, isLast) = try change { database in
        let rows = try Int64.fetchAll(
          database, sql: "SELECT id FROM drawing WHERE user_id = ? LIMIT ?",
          arguments: [user, Self.erasedAtOnce])
        try StoreWriter.erase(rows, of: user, in: database)
        let isLast = rows.count < Self.erasedAtOnce
        if isLast { try Progress.recount(user: user, in: database) }
        return (rows.count, isLast)
      }
      count += part
      if isLast { return count }
    }
  }

  private static let erasedAtOnce = 200
}

extension StoreWriter {
  /// Removes a person's drawings from the file itself; the person's counts are left to be counted
  /// anew.
  static func erase(_ rows: [Int64], of user: Int64, in database: Database) throws {
    guard !rows.isEmpty else { return }
    // Freed pages are overwritten, so that no ink stays in the file.
    try database.execute(sql: "PRAGMA secure_delete = ON")
    defer { try? database.execute(sql: "PRAGMA secure_delete = OFF") }
    let now = storeTime()
    for row in rows {
      let id = try database.cachedStatement(
        sql: "SELECT public_id FROM drawing WHERE id = ? AND user_id = ?"
      ).fetchRow([row, user]).map { DrawingID(data: $0[0]) }
      guard let id else { continue }
      try database.cachedStatement(sql: "DELETE FROM drawing WHERE id = ?")
        .execute(arguments: [row])
      try database.cachedStatement(
        sql: "INSERT OR REPLACE INTO erased (public_id, at) VALUES (?, ?)"
      ).execute(arguments: [id.data, now])
      try database.cachedStatement(
        sql: "DELETE FROM idempotency_key WHERE user_id = ? AND key = ?"
      ).execute(arguments: [user, id.string])
      try database.tell("drawings", "{\"event\":\"deleted\",\"drawing\":\"\(id.string)\"}")
    }
  }

  /// Whether a person's drawing may be stored: unless they have not consented, or have deleted it.
  static func mayKeep(_ id: DrawingID, of user: Int64, in database: Database) throws -> Bool {
    try database.cachedStatement(
      sql: """
        SELECT NOT EXISTS (SELECT 1 FROM user WHERE id = ? AND consent = 0)
          AND NOT EXISTS (SELECT 1 FROM erased WHERE public_id = ?)
        """
    ).fetchRow([user, id.data])?[0] ?? true
  }
}

extension PlayedDrawing {
  init(_ new: NewDrawing, row: Int64, finished: Int64, in database: Database) throws {
    var challenge: Int64?
    if new.play?.mode == .daily {
      challenge = try Progress.challenge(
        of: ServerCalendar.day(of: finished >> 20), in: database)
    }
    self.init(
      row: row, finished: finished, shape: new.shapeID, quality: Double(new.quality),
      device: new.drawing.device, guess: new.guess?.columns.guess, play: new.play,
      challenge: challenge)
  }
}

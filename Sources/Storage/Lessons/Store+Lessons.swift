import Foundation
import GRDB
public import Ink

extension Store {
  /// Begins a lesson, with a code that no other has or had.
  public func beginLesson(
    name: String?, teams: Int, shapes: [String]?, actor: String
  ) throws(StoreError) -> Lesson {
    let list = shapes.map(Self.json)
    return try change { database in
      var code = LessonCode.random()
      while try Lesson.fetchOne(database, where: "code = ?", [code]) != nil {
        code = LessonCode.random()
      }
      try database.execute(
        sql: "INSERT INTO lesson (code, name, teams, shapes, created) VALUES (?, ?, ?, ?, ?)",
        arguments: [code, name, teams, list, storeTime()])
      let id = database.lastInsertedRowID
      try database.audit(actor: actor, action: "lesson.begin", subject: String(id))
      return try Lesson.fetchOne(database, where: "id = ?", [id])!
    }
  }

  private static func json(_ list: [String]) -> String {
    // Strings can always be written.
    String(decoding: (try? JSONEncoder().encode(list)) ?? Data("[]".utf8), as: UTF8.self)
  }

  public func lesson(_ id: Int64) throws(StoreError) -> Lesson? {
    try read { try Lesson.fetchOne($0, where: "id = ?", [id]) }
  }

  /// The newest ones, newest first.
  public func lessons(atMost limit: Int = 50) throws(StoreError) -> [Lesson] {
    try read {
      try Lesson.fetch($0, where: "id IN (SELECT id FROM lesson ORDER BY id DESC LIMIT ?)", [limit])
    }
  }

  /// Those that are under way, and those that ended a moment ago.
  /// - Parameter since: ms since 1970.
  public func lessonsUnderWay(endedSince since: Int64) throws(StoreError) -> [Lesson] {
    try read {
      try Lesson.fetch($0, where: "ended IS NULL OR (ended >= ? AND removed IS NULL)", [since])
    }
  }

  public func freezeLesson(_ id: Int64, _ isFrozen: Bool) throws(StoreError) -> Lesson? {
    try changeLesson(id, "frozen = ?", [isFrozen])
  }

  /// - Parameter seat: nil for none.
  public func spotlight(_ seat: Int?, inLesson id: Int64) throws(StoreError) -> Lesson? {
    try changeLesson(id, "spotlight = ?", [seat])
  }

  /// Ends it for good. One that has ended stays as it was.
  public func endLesson(_ id: Int64, actor: String) throws(StoreError) -> Lesson? {
    try change { database in
      try database.execute(
        sql: "UPDATE lesson SET ended = ?, spotlight = NULL WHERE id = ? AND ended IS NULL",
        arguments: [storeTime(), id])
      if database.changesCount > 0 {
        try database.audit(actor: actor, action: "lesson.end", subject: String(id))
      }
      return try Lesson.fetchOne(database, where: "id = ?", [id])
    }
  }

  /// Changes a lesson that has not ended.
  private func changeLesson(
    _ id: Int64, _ assignment: String, _ arguments: StatementArguments
  ) throws(StoreError) -> Lesson? {
    try change { database in
      try database.execute(
        sql: "UPDATE lesson SET \(assignment) WHERE id = ? AND ended IS NULL",
        arguments: arguments + [id])
      return try Lesson.fetchOne(database, where: "id = ?", [id])
    }
  }

  /// Removes all of a lesson's data: the drawings really, with their ink, those that were never
  /// finished too; seats and names. What is under way ends first.
  ///
  /// - Parameters:
  ///   - drawn: what somebody is drawing, which is not in the store yet.
  ///   - patience: ms after which it leaves the rest for the next call.
  public func removeLesson(
    _ id: Int64, actor: String, drawn: (_ user: Int64) -> [DrawingID] = { _ in [] },
    patience: Int64 = 5_000
  ) throws(StoreError) -> RemovedLesson? {
    guard let lesson = try endLesson(id, actor: actor) else { return nil }
    let open = lesson.seats.filter(\.isTaken).compactMap(\.user).flatMap(drawn)
    try change { database in
      // It is judged when it is finished, and thrown away.
      for id in open {
        try database.cachedStatement(
          sql: "INSERT OR REPLACE INTO erased (public_id, at) VALUES (?, ?)"
        ).execute(arguments: [id.data, storeTime()])
      }
    }
    let deadline = storeTime() + patience
    var drawings = 0
    var part = 0
    repeat {
      // In parts, so that nobody's drawing waits long.
      part = try change { try Self.eraseSomeDrawings(ofLesson: id, in: $0) }
      drawings += part
    } while part > 0 && storeTime() < deadline
    let erased = drawings
    return try change { database in
      let left = try Int.fetchOne(
        database,
        sql: "SELECT count(*) FROM (\(Self.drawingsOfLesson))", arguments: [id])
      if let left, left > 0 {
        try database.audit(
          actor: actor, action: "lesson.remove", subject: String(id),
          after: "{\"drawings\":\(erased),\"left\":\(left)}")
        return RemovedLesson(drawings: erased, seats: 0, left: left)
      }
      try database.execute(sql: "DELETE FROM lesson_seat WHERE lesson_id = ?", arguments: [id])
      let removed = RemovedLesson(drawings: erased, seats: database.changesCount, left: 0)
      try database.execute(
        sql: "UPDATE lesson SET name = NULL, removed = ifnull(removed, ?) WHERE id = ?",
        arguments: [storeTime(), id])
      try database.audit(
        actor: actor, action: "lesson.remove", subject: String(id),
        after: "{\"drawings\":\(removed.drawings),\"seats\":\(removed.seats)}")
      return removed
    }
  }

  /// What was finished at its seats, and what was begun there and never finished.
  private static let drawingsOfLesson = """
    SELECT drawing.id, drawing.user_id FROM lesson_drawing
    JOIN drawing ON drawing.id = drawing_id WHERE lesson_id = ?1
    UNION
    SELECT drawing.id, drawing.user_id FROM lesson_seat
    JOIN drawing ON drawing.user_id = lesson_seat.user_id
    WHERE lesson_id = ?1 AND status = 0 AND drawing.id >= joined << 20
      AND (left IS NULL OR drawing.id < left << 20)
    """

  /// - Returns: how many; 0 when none is left.
  private static func eraseSomeDrawings(
    ofLesson id: Int64, in database: Database
  ) throws -> Int {
    // One person's at a time: each is counted anew once for a part.
    let rows = try Row.fetchAll(
      database,
      sql: Self.drawingsOfLesson + " ORDER BY user_id LIMIT 200", arguments: [id])
    for (user, rows) in Dictionary(grouping: rows, by: { $0[1] as Int64 }) {
      try StoreWriter.erase(rows.map { $0[0] }, of: user, in: database)
      try Progress.recount(user: user, in: database)
    }
    return rows.count
  }
}

/// Codes of letters that cannot be misread, nor make a word.
public enum LessonCode {
  public static let length = 5
  static let letters = Array("BCDFHJKMNPRTVWXY")

  static func random() -> String {
    String((0..<length).map { _ in letters.randomElement()! })
  }

  /// As it is kept, from what somebody typed; nil when it can be none.
  public static func read(_ text: String) -> String? {
    let code = text.filter { !$0.isWhitespace }.uppercased()
    return code.count == length && code.allSatisfy { letters.contains($0) } ? code : nil
  }
}

import GRDB
import Ink

extension Store {
  /// Takes a seat in the lesson of a code: the same again for whoever sits or sat there, another
  /// where a seat's own code is given, else a new one. Nobody sits in two lessons.
  ///
  /// - Parameters:
  ///   - seatCode: of a seat that somebody goes on with from another device.
  ///   - names: made up, to choose a free one from.
  public func joinLesson(
    code: String, seatCode: String?, user: Int64, names: [String]
  ) throws(StoreError) -> Joined {
    try change { database in
      guard let lesson = try Lesson.fetchOne(database, where: "code = ?", [code]) else {
        return .noLesson
      }
      guard lesson.state != .ended else { return .ended }
      let number: Int
      if let seatCode {
        guard let seat = lesson.seats.first(where: { $0.code == seatCode }) else { return .noSeat }
        number = seat.number
        // Whoever sat elsewhere in this lesson leaves that seat for good.
        try database.execute(
          sql: """
            UPDATE lesson_seat SET user_id = NULL, left = ifnull(left, ?)
            WHERE lesson_id = ? AND user_id = ? AND number <> ?
            """, arguments: [storeTime(), lesson.id, user, number])
      } else if let own = lesson.seats.first(where: { $0.user == user }) {
        number = own.number
      } else if let new = try lesson.addSeat(names: names, in: database) {
        number = new
      } else {
        return .full
      }
      try database.execute(
        sql: """
          UPDATE lesson_seat SET left = ? WHERE user_id = ? AND left IS NULL AND lesson_id <> ?
          """, arguments: [storeTime(), user, lesson.id])
      try database.execute(
        sql: "UPDATE lesson_seat SET user_id = ?, left = NULL WHERE lesson_id = ? AND number = ?",
        arguments: [user, lesson.id, number])
      let seats = try LessonSeat.fetch(database, lesson: lesson.id)
      return .seated(lesson, seats.first { $0.number == number }!)
    }
  }

  /// Leaves the seat; whoever comes back finds it as it was.
  public func leaveLesson(user: Int64) throws(StoreError) {
    try change { database in
      try database.execute(
        sql: "UPDATE lesson_seat SET left = ? WHERE user_id = ? AND left IS NULL",
        arguments: [storeTime(), user])
    }
  }
}

extension Lesson {
  /// - Returns: the new seat's number; nil where all are taken.
  fileprivate func addSeat(names: [String], in database: Database) throws -> Int? {
    guard seats.count < Self.seatsAtMost else { return nil }
    let number = (seats.last?.number ?? 0) + 1
    let taken = Set(seats.map(\.name))
    let name = names.first { !taken.contains($0) } ?? "Seat \(number)"
    var code = LessonCode.random()
    while seats.contains(where: { $0.code == code }) { code = LessonCode.random() }
    // The team with the fewest.
    var team = 0
    if teams > 0 {
      let sizes = Dictionary(grouping: seats, by: \.team).mapValues(\.count)
      team = (1...teams).min { (sizes[$0] ?? 0, $0) < (sizes[$1] ?? 0, $1) }!
    }
    try database.execute(
      sql: """
        INSERT INTO lesson_seat (lesson_id, number, code, name, team, joined)
        VALUES (?, ?, ?, ?, ?, ?)
        """, arguments: [id, number, code, name, team, storeTime()])
    return number
  }

  /// So long after the end a drawing still belongs to the lesson, until its person leaves the seat: a
  /// tablet may have been without the server. ms.
  static let lateAtMost: Int64 = 3_600_000

  /// Notes a finished drawing at the seat of whoever sits in a lesson that is under way, or was a
  /// while ago; in the transaction that stores it, and once however often it comes.
  ///
  /// What was begun after the end counts for nobody, and goes with the lesson's data.
  ///
  /// - Parameter row: nil for what is not kept.
  static func note(_ new: NewDrawing, row: Int64?, in database: Database) throws {
    let now = storeTime()
    let begun = new.begun ?? now - Int64(new.drawing.ink.durationInMilliseconds)
    try database.cachedStatement(
      sql: """
        INSERT INTO lesson_drawing (public_id, lesson_id, seat, drawing_id, late)
        SELECT ?1, lesson_id, number, ?2, ifnull(ended < ?5, 0)
        FROM lesson_seat JOIN lesson ON lesson.id = lesson_id
        WHERE user_id = ?3 AND left IS NULL AND ifnull(ended > ?4, 1)
          AND NOT EXISTS (SELECT 1 FROM erased WHERE public_id = ?1) LIMIT 1
        ON CONFLICT DO NOTHING
        """
    ).execute(arguments: [
      new.drawing.id.data, row, new.userID, now - lateAtMost, begun,
    ])
  }
}

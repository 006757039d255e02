import Foundation
import GRDB
public import Ink

/// A class that plays together: a code by which it is joined, seats, and what is finished there.
public struct Lesson: Sendable, Equatable {
  public enum State: String, Sendable { case open, frozen, ended }

  public let id: Int64
  public let code: String
  public let name: String?
  /// 0 without teams.
  public let teams: Int
  /// Keys of those to draw; nil for all.
  public let shapes: [String]?
  public let state: State
  /// The number of the seat that is shown large.
  public let spotlight: Int?
  /// ms since 1970.
  public let created: Int64
  public let ended, removed: Int64?
  /// By number.
  public internal(set) var seats: [LessonSeat] = []
}

/// A place in a lesson. Its name is made up, and its progress stays whoever sits there.
public struct LessonSeat: Sendable, Equatable {
  public let number: Int
  /// By this it is taken again from another device.
  public let code: String
  public let name: String
  /// 1 and on; 0 without teams.
  public let team: Int
  /// Who sits there, or sat there last.
  public let user: Int64?
  public let joined: Int64
  public let isTaken: Bool
  /// Drawings that were finished here.
  public internal(set) var done = 0
  /// Of those that were kept: the mean, the best, and the newest.
  public internal(set) var averageQuality, bestQuality: Double?
  public internal(set) var newest: DrawingID?
}

/// What joining by a code came to.
public enum Joined: Sendable {
  case seated(Lesson, LessonSeat)
  case noLesson, ended, full, noSeat
}

/// What was removed with all of a lesson's data.
public struct RemovedLesson: Sendable {
  public let drawings, seats: Int
  /// Drawings that the next call removes; the seats go with the last.
  public let left: Int
}

extension Lesson {
  /// As many sit in a lesson.
  public static let seatsAtMost = 60
  public static let teamsAtMost = 6
  static let columns = """
    id, code, name, teams, shapes, frozen, spotlight, created, ended, removed
    """

  init(_ row: Row) {
    let ended: Int64? = row["ended"]
    let isFrozen: Bool = row["frozen"]
    let shapes: String? = row["shapes"]
    self.init(
      id: row["id"], code: row["code"], name: row["name"], teams: row["teams"],
      shapes: shapes.flatMap { try? JSONDecoder().decode([String].self, from: Data($0.utf8)) },
      state: ended != nil ? .ended : isFrozen ? .frozen : .open, spotlight: row["spotlight"],
      created: row["created"], ended: ended, removed: row["removed"])
  }

  /// - Parameter condition: over the table's columns; nil for none that fits.
  static func fetchOne(
    _ database: Database, where condition: String, _ arguments: StatementArguments
  ) throws -> Lesson? {
    try fetch(database, where: condition, arguments).first
  }

  /// Lessons with their seats, newest first.
  static func fetch(
    _ database: Database, where condition: String, _ arguments: StatementArguments
  ) throws -> [Lesson] {
    let rows = try Row.fetchAll(
      database, sql: "SELECT \(columns) FROM lesson WHERE \(condition) ORDER BY id DESC",
      arguments: arguments)
    return try rows.map { row in
      var lesson = Lesson(row)
      lesson.seats = try LessonSeat.fetch(database, lesson: lesson.id)
      return lesson
    }
  }
}

extension LessonSeat {
  static func fetch(_ database: Database, lesson: Int64) throws -> [LessonSeat] {
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT number, code, name, team, lesson_seat.user_id, joined, left,
            count(lesson_drawing.public_id), avg(quality), max(quality), max(drawing.id)
          FROM lesson_seat
          LEFT JOIN lesson_drawing
            ON lesson_drawing.lesson_id = lesson_seat.lesson_id AND seat = number AND late = 0
          LEFT JOIN drawing ON drawing.id = drawing_id
          WHERE lesson_seat.lesson_id = ? GROUP BY number ORDER BY number
          """), arguments: [lesson])
    return try rows.map { row in
      let left: Int64? = row[6]
      var seat = LessonSeat(
        number: row[0], code: row[1], name: row[2], team: row[3], user: row[4], joined: row[5],
        isTaken: left == nil)
      seat.done = row[7]
      seat.averageQuality = row[8]
      seat.bestQuality = row[9]
      if let newest: Int64 = row[10] {
        seat.newest = try database.cachedStatement(
          sql: "SELECT public_id FROM drawing WHERE id = ?"
        ).fetchRow([newest]).map { DrawingID(data: $0[0]) }
      }
      return seat
    }
  }
}

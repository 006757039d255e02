import Ink
import Storage

/// What players and the big screen are told of a lesson.
enum LessonMessages {
  /// To whoever sits there, over `/ws/drawing`.
  static func state(of lesson: Lesson, _ seat: LessonSeat) -> [UInt8] {
    var writer = JSONWriter(capacityInBytes: 256)
    writer.beginObject()
    writer.member("type", "lesson")
    writer.writeState(of: lesson, seat)
    writer.endObject()
    return writer.bytes
  }

  /// To whoever sits there no more.
  static let left: [UInt8] = Array(#"{"type":"lesson","state":"left"}"#.utf8)

  /// To the big screen, over `/ws/admin`.
  static func whole(_ lesson: Lesson) -> [UInt8] {
    DashboardMessages.message("lesson") { writer in
      writer.name("lesson")
      writer.write(lesson)
    }
  }
}

extension JSONWriter {
  mutating func writeState(of lesson: Lesson, _ seat: LessonSeat) {
    member("lesson", Int(lesson.id))
    member("code", lesson.code)
    member("state", lesson.state.rawValue)
    member("spotlight", lesson.spotlight == seat.number)
    member("seat", seat.number)
    member("seat_code", seat.code)
    member("name", seat.name)
    member("team", seat.team)
    member("done", seat.done)
    writeShapes(of: lesson)
  }

  mutating func writeShapes(of lesson: Lesson) {
    name("shapes")
    guard let shapes = lesson.shapes else { return null() }
    beginArray()
    for shape in shapes { string(shape) }
    endArray()
  }

  /// A lesson with its seats, teams and totals.
  mutating func write(_ lesson: Lesson) {
    beginObject()
    member("id", Int(lesson.id))
    member("code", lesson.code)
    name("name")
    if let text = lesson.name { string(text) } else { null() }
    member("state", lesson.state.rawValue)
    name("spotlight")
    if let seat = lesson.spotlight { integer(seat) } else { null() }
    writeShapes(of: lesson)
    member("created", timestamp(lesson.created))
    member("ended", time: lesson.ended)
    member("removed", time: lesson.removed)
    name("seats")
    beginArray()
    for seat in lesson.seats { write(seat) }
    endArray()
    name("teams")
    beginArray()
    if lesson.teams > 0 {
      for team in 1...lesson.teams {
        beginObject()
        member("team", team)
        writeTotals(of: lesson.seats.filter { $0.team == team })
        endObject()
      }
    }
    endArray()
    name("totals")
    beginObject()
    writeTotals(of: lesson.seats)
    endObject()
    endObject()
  }

  private mutating func write(_ seat: LessonSeat) {
    beginObject()
    member("seat", seat.number)
    member("code", seat.code)
    member("name", seat.name)
    member("team", seat.team)
    member("here", seat.isTaken)
    member("joined", timestamp(seat.joined))
    member("done", seat.done)
    writeQuality("average_quality", seat.averageQuality)
    writeQuality("best_quality", seat.bestQuality)
    name("drawing")
    if let newest = seat.newest { string(newest) } else { null() }
    endObject()
  }

  private mutating func writeTotals(of seats: [LessonSeat]) {
    member("seats", seats.count)
    member("done", seats.reduce(0) { $0 + $1.done })
    let judged = seats.compactMap { seat in seat.averageQuality.map { ($0, seat.done) } }
    let weight = judged.reduce(0) { $0 + $1.1 }
    let sum = judged.reduce(0) { $0 + $1.0 * Double($1.1) }
    writeQuality("average_quality", weight > 0 ? sum / Double(weight) : nil)
  }

  private mutating func writeQuality(_ key: StaticString, _ quality: Double?) {
    name(key)
    if let quality { number(quality) } else { null() }
  }
}

import Ink
import Storage
import Synchronization
import Transport

/// The routes by which a tablet comes into a lesson and goes.
final class SeatRoutes: Sendable {
  private let store: Store
  private let board: LessonBoard
  /// Codes that were wrong, by address.
  private let wrong = Mutex(TokenBuckets())

  /// Wrong codes that an address may send at once, and in a second: a class behind one address
  /// mistypes, and a million codes take weeks.
  private static let wrongAtOnce = (capacity: 60.0, perSecond: 0.5)

  init(store: Store, board: LessonBoard) { (self.store, self.board) = (store, board) }

  var routes: [Route] {
    [
      Route(.post, "/api/lessons/join", .session, bodyLimit: 1_024, handle: join),
      Route(.post, "/api/lessons/leave", .session, bodyLimit: 1_024, handle: leave),
    ]
  }

  private func join(_ call: Call) throws -> Response {
    let user = try call.requireSession().user.id
    let body = try call.json()
    guard let text = body["code"]?.string, text.utf8.count <= 64 else {
      throw Problem.invalid(
        "A lesson is joined by its code.", [Fault(path: "code", message: "five letters")])
    }
    var seatCode: String?
    if let value = body["seat"], !value.isNull {
      guard let text = value.string, text.utf8.count <= 64, let code = LessonCode.read(text) else {
        throw Problem.invalid(
          "A seat is taken again by its own code.", [Fault(path: "seat", message: "five letters")])
      }
      seatCode = code
    }
    let peer = call.request.peer
    guard wrong.withLock({ $0.has(of: peer) }) else { throw Self.tooMany }
    guard let code = LessonCode.read(text) else { throw wrongCode(peer) }
    var random = SystemRandomNumberGenerator()
    let names = PlayerName.made(Lesson.seatsAtMost + 1, using: &random)
    switch try store.joinLesson(code: code, seatCode: seatCode, user: user, names: names) {
    case .seated(let lesson, let seat):
      board.changed()
      return .json { writer in
        writer.beginObject()
        writer.writeState(of: lesson, seat)
        writer.endObject()
      }
    case .noLesson: throw wrongCode(peer)
    case .noSeat:
      countWrong(peer)
      throw Problem(404, "no_seat", "There is no seat with this code in the lesson.")
    case .ended: throw Problem.lessonEnded
    case .full:
      throw Problem(409, "lesson_full", "All \(Lesson.seatsAtMost) seats of the lesson are taken.")
    }
  }

  private func leave(_ call: Call) throws -> Response {
    try store.leaveLesson(user: call.requireSession().user.id)
    board.changed()
    return Response(status: 204, headers: [("cache-control", "no-store")])
  }

  private func countWrong(_ peer: String) {
    let (capacity, perSecond) = Self.wrongAtOnce
    _ = wrong.withLock {
      $0.take(of: peer, new: TokenBucket(capacity: capacity, perSecond: perSecond))
    }
  }

  private func wrongCode(_ peer: String) -> Problem {
    countWrong(peer)
    return Problem(404, "no_lesson", "No lesson has this code; look at the big screen again.")
  }

  private static var tooMany: Problem {
    var problem = Problem(
      429, "too_many_requests", "Too many wrong codes from here; try again in a few seconds.")
    problem.retryAfterSeconds = 2
    return problem
  }
}

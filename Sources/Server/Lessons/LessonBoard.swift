import Foundation
import Logging
import Storage
import Synchronization

/// Where somebody sits, for the loops.
struct LessonPlace: Sendable, Equatable {
  let lesson: Int64
  let seat: Int
}

/// All lessons that are under way, as of one moment.
struct LessonEdition: Sendable {
  var lessons: [Lesson] = []
  /// By person: what their page is told.
  var seats: [Int64: (place: LessonPlace, state: Lesson.State, message: [UInt8])] = [:]
  /// By person: the shapes that their lesson asks for.
  var shapes: [Int64: [String]] = [:]

  init() {}

  init(_ lessons: [Lesson]) {
    self.lessons = lessons
    // The newest last, so that it counts.
    for lesson in lessons.reversed() {
      for seat in lesson.seats where seat.isTaken {
        guard let user = seat.user else { continue }
        seats[user] = (
          LessonPlace(lesson: lesson.id, seat: seat.number), lesson.state,
          LessonMessages.state(of: lesson, seat)
        )
        if lesson.state != .ended { shapes[user] = lesson.shapes }
      }
    }
  }
}

/// Keeps what loops and dashboards tell of lessons, read anew from the store when something may
/// have changed. The store alone is right: after a restart all is there again.
final class LessonBoard: Sendable {
  private let store: Store
  private let log: Logger
  private let thread = PeriodicThread(name: "lessons", pause: 1)
  private let published = Mutex(LessonEdition())
  private let count = Atomic<UInt64>(0)
  private let isUnderWay = Atomic(false)

  /// ms for which a lesson that has ended is told of: tablets that were away learn of it.
  private static let endingIsTold: Int64 = 3_600_000
  /// Seconds between two looks: what 40 tablets finish at once is read once.
  private static let pause = 0.1

  init(store: Store, log: Logger) {
    (self.store, self.log) = (store, log)
    look()
  }

  func start() {
    thread.start { [self] in
      look()
      _ = thread.rest(seconds: Self.pause)
    }
  }

  func stop() { thread.stop() }

  /// Changes with each edition.
  var version: UInt64 { count.load(ordering: .acquiring) }

  var edition: LessonEdition { published.withLock { $0 } }

  /// Something about a lesson, a seat, or its drawings has changed.
  func changed() { thread.wake() }

  /// A drawing was finished, perhaps in a lesson.
  func drawingWasFinished() { if isUnderWay.load(ordering: .relaxed) { thread.wake() } }

  private func look() {
    do {
      let lessons = try store.lessonsUnderWay(endedSince: storeTime() - Self.endingIsTold)
      guard lessons != edition.lessons else { return }
      published.withLock { $0 = LessonEdition(lessons) }
      isUnderWay.store(!lessons.isEmpty, ordering: .relaxed)
      count.add(1, ordering: .releasing)
    } catch {
      log.error("lessons cannot be read", metadata: ["reason": "\(error)"])
    }
  }
}

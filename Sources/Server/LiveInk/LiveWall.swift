import Ink
import Synchronization

/// Ink as it is being drawn: a few drawings of however many, for administrators to watch.
///
/// Loops report what is new of their seats five times a second while somebody watches, and nothing
/// otherwise: ten thousand who draw cost as much as the few that are shown.
final class LiveWall: Sendable {
  /// Drawings that a loop shows at once.
  static let seatsPerLoop = 24
  /// ms between two reports.
  static let period: UInt64 = 200

  /// What is new of one drawing.
  struct Report: Sendable {
    enum Ending: Sendable { case submitted, left }
    let id: DrawingID
    let shape: String
    let canvas: Canvas
    let device: Device
    let quality: Float
    /// How many of the points reported before stay: 0 after an undo.
    let keep: Int
    let points: [WallPoint]
    let ending: Ending?
    /// Where its person sits in a lesson; nil on the wall of all.
    var place: LessonPlace?
  }

  private let watched = Atomic(false)
  private let reports = Mutex<[Report]>([])
  /// Reports that wait for a reader which does not come are worth nothing.
  private static let waitingAtMost = 2_000

  var isWatched: Bool {
    get { watched.load(ordering: .relaxed) }
    set { watched.store(newValue, ordering: .relaxed) }
  }

  func add(_ new: [Report]) {
    reports.withLock { reports in
      if reports.count + new.count > Self.waitingAtMost { reports.removeAll() }
      reports += new
    }
  }

  /// In order for each drawing.
  func take() -> [Report] {
    reports.withLock { reports in
      defer { reports.removeAll(keepingCapacity: true) }
      return reports
    }
  }
}

/// A point as a small picture needs it.
struct WallPoint: Sendable, Equatable {
  /// Whole canvas units.
  let x, y: Int16
  let startsStroke: Bool
}

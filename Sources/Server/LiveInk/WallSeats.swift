import Ink
import Synchronization

/// Which of a loop's drawings are shown on the live wall, and what was told of each; all of it
/// stays on the loop's thread.
final class WallSeats {
  private struct Seat {
    let drawing: LiveDrawing
    let place: LessonPlace?
    /// Points of the drawing that were looked at.
    var seen = 0
    /// Points that were told.
    var told = 0
    var truncations = 0
    var last: Point?
    /// When there was something new, ms.
    var changed: UInt64
  }

  private let wall: LiveWall
  private let capacity: Int
  private var seats: [Seat] = []
  private var next: UInt64
  private var now: UInt64 = 0
  private var isWatched = false

  /// ms after which a seat with nothing new is free for another drawing.
  private static let patience: UInt64 = 5_000
  /// Points of one drawing that are told at most.
  private static let pointsAtMost = 800

  init(wall: LiveWall, loop index: Int, capacity: Int = LiveWall.seatsPerLoop) {
    self.wall = wall
    self.capacity = capacity
    // Loops take turns.
    next = UInt64(index) * 17
  }

  /// Whether another drawing may be shown: a look at two fields, since every frame asks.
  private(set) var hasRoom = false

  /// Ink was added to a drawing.
  func offer(_ drawing: LiveDrawing, at place: LessonPlace? = nil) {
    guard !seats.contains(where: { $0.drawing === drawing }) else { return }
    seats.append(Seat(drawing: drawing, place: place, changed: now))
    updateRoom()
  }

  private func updateRoom() { hasRoom = isWatched && seats.count < capacity }

  /// - Parameter held: the loop's drawing of an id, if it has it still.
  func tick(_ now: UInt64, held: (DrawingID) -> HeldDrawing?) {
    self.now = now
    guard now >= next else { return }
    next = now + LiveWall.period
    isWatched = wall.isWatched
    if !isWatched { seats.removeAll() }
    defer { updateRoom() }
    guard !seats.isEmpty else { return }
    var reports: [LiveWall.Report] = []
    seats = seats.compactMap { seat in
      var seat = seat
      // Another loop may go on with it by now: nothing of it is read that changes.
      guard held(seat.drawing.id)?.drawing === seat.drawing else {
        reports.append(
          report(
            of: seat.drawing, keep: seat.told, quality: 0, points: [], ending: .left,
            place: seat.place))
        return nil
      }
      if let report = report(&seat) { reports.append(report) }
      return now - seat.changed > Self.patience ? nil : seat
    }
    if !reports.isEmpty { wall.add(reports) }
  }

  /// A drawing was submitted; it is still the loop's.
  func finished(_ drawing: LiveDrawing) {
    guard let index = seats.firstIndex(where: { $0.drawing === drawing }) else { return }
    var seat = seats.remove(at: index)
    updateRoom()
    if let report = report(&seat, ending: .submitted) { wall.add([report]) }
  }

  /// What is new of it, if anything is.
  private func report(
    _ seat: inout Seat, ending: LiveWall.Report.Ending? = nil
  ) -> LiveWall.Report? {
    let drawing = seat.drawing
    if seat.truncations != drawing.truncations {
      (seat.seen, seat.told, seat.last) = (0, 0, nil)
      seat.truncations = drawing.truncations
    } else if seat.seen == drawing.ink.points.count && ending == nil {
      return nil
    }
    seat.changed = now
    let keep = seat.told
    let points = newPoints(&seat)
    return report(
      of: drawing, keep: keep, quality: drawing.score().quality, points: points, ending: ending,
      place: seat.place)
  }

  private func report(
    of drawing: LiveDrawing, keep: Int, quality: Float, points: [WallPoint],
    ending: LiveWall.Report.Ending?, place: LessonPlace?
  ) -> LiveWall.Report {
    LiveWall.Report(
      id: drawing.id, shape: drawing.shape.key, canvas: drawing.canvas, device: drawing.device,
      quality: quality, keep: keep, points: points, ending: ending,
      place: place)
  }

  /// As many points as a picture of some hundred pixels can show.
  private func newPoints(_ seat: inout Seat) -> [WallPoint] {
    let (ink, canvas) = (seat.drawing.ink, seat.drawing.canvas)
    let step = Int32(max(canvas.width, canvas.height)) / 100
    var starts = Set<Int>()
    for stroke in ink.strokes.reversed() {
      guard stroke.start >= seat.seen else { break }
      starts.insert(Int(stroke.start))
    }
    var points: [WallPoint] = []
    for index in seat.seen..<ink.points.count where seat.told < Self.pointsAtMost {
      let point = ink.points[index]
      let startsStroke = starts.contains(index)
      if let last = seat.last, !startsStroke,
        abs(Int32(point.x) - Int32(last.x)) + abs(Int32(point.y) - Int32(last.y)) < step
      {
        continue
      }
      points.append(
        WallPoint(
          x: Int16(point.xInUnits.rounded()), y: Int16(point.yInUnits.rounded()),
          startsStroke: startsStroke))
      seat.last = point
      seat.told += 1
    }
    seat.seen = ink.points.count
    return points
  }
}

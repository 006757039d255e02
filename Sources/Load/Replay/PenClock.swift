import Ink

/// Which points go into which frame, and when each frame is due: by the pen's own clock and the
/// server's pace, whatever the generator gets around to.
///
/// A frame that is sent late still holds what it would have held in time, and its delay counts
/// from the moment when it was due. Otherwise a stall of the machine would hide the waiting of
/// all frames behind it ("coordinated omission").
struct PenClock {
  /// The points of one frame.
  struct Frame: Equatable {
    let points: Range<Int>
    let startsStroke, endsStroke: Bool
    /// Microseconds.
    let due: UInt64
  }

  let drawing: WireDrawing
  /// Microseconds between two frames, unless a stroke ends.
  var interval: UInt64
  /// The next point and its stroke.
  private(set) var position = 0
  private var stroke = 0
  /// When the pen's clock said 0.
  private var start: UInt64
  /// When the last frame was due.
  private var latest: UInt64?

  init(drawing: WireDrawing, start: UInt64, interval: UInt64) {
    self.drawing = drawing
    self.start = start
    self.interval = interval
  }

  var isDone: Bool { position == drawing.times.count }

  /// When the next frame is due; nil when everything was drawn.
  var nextDue: UInt64? {
    guard !isDone else { return nil }
    let drawn = start + drawing.times[position]
    guard let latest else { return drawn }
    // A stroke that ended and one that began in the same interval go out together.
    return drawn <= latest ? latest : max(latest + interval, drawn)
  }

  /// Takes all points of one stroke that the pen drew until the frame is due.
  mutating func take() -> Frame? {
    guard let due = nextDue else { return nil }
    latest = due
    let range = drawing.drawing.ink.range(ofStroke: stroke)
    let first = position
    while position < range.upperBound, drawing.times[position] <= due - start,
      position - first < InkLimits.pointsPerFrame
    { position += 1 }
    let endsStroke = position == range.upperBound
    if endsStroke { stroke += 1 }
    return Frame(
      points: first..<position, startsStroke: first == range.lowerBound, endsStroke: endsStroke,
      due: due)
  }

  /// The pen rested while the connection was gone: its clock goes on at the next point.
  mutating func resume(at now: UInt64) {
    guard !isDone else { return }
    start = now - drawing.times[position]
    latest = nil
  }
}

import Ink

/// Ink that numbered operations make, each applied once and in order, within the limits.
struct NumberedInk: Sendable {
  let canvas: Canvas
  private(set) var ink = Strokes()
  private(set) var style: StrokeStyle
  /// The newest operation that was applied.
  private(set) var seq: UInt32 = 0
  /// ms from the beginning to the last point.
  private(set) var clock: UInt32 = 0
  /// The newest stroke goes on: no operation has said that the pen was lifted.
  private(set) var isPenDown = false

  init(canvas: Canvas, style: StrokeStyle = .standard) {
    self.canvas = canvas
    self.style = style
  }

  /// Goes on from a state that was kept.
  init(_ ink: Strokes, canvas: Canvas, style: StrokeStyle, seq: UInt32) {
    self.init(canvas: canvas, style: style)
    self.ink = ink
    self.seq = seq
    clock = Self.clock(of: ink)
  }

  private static func clock(of ink: Strokes) -> UInt32 {
    ink.points.reduce(0) { $0 + UInt32($1.elapsed) }
  }

  enum Order { case next, known }

  /// Where an operation stands: the next one, or one that was applied before.
  /// - Throws: a gap, with the number that is expected.
  func order(of seq: UInt32) throws(Refusal) -> Order {
    if seq <= self.seq && seq > 0 { return .known }
    guard seq == self.seq + 1 else {
      throw Refusal(
        code: "gap", message: "Operation \(seq) cannot follow \(self.seq); send \(self.seq + 1).",
        expected: self.seq + 1)
    }
    return .next
  }

  /// Applies the next operation's points.
  mutating func append(
    _ points: UnsafeBufferPointer<Point>, flags: PointFlags
  ) throws(Refusal) {
    guard ink.points.count + points.count <= InkLimits.points else {
      throw Refusal(
        code: "too_many_points",
        message: "A drawing has at most \(InkLimits.points) points; submit it or take some back.")
    }
    let starts = flags.contains(.startsStroke)
    if starts && ink.strokes.count >= InkLimits.strokes {
      throw Refusal(
        code: "too_many_strokes",
        message: "A drawing has at most \(InkLimits.strokes) strokes; submit it or take some back.")
    }
    if points.isEmpty {
      guard flags == .endsStroke else {
        throw .invalid("A frame without points can only end a stroke.")
      }
    } else if ink.isEmpty && !starts {
      throw .invalid("The first point of a drawing starts a stroke.")
    }
    for point in points where !canvas.admits(point) {
      throw Refusal(
        code: "off_canvas",
        message:
          "The point \(point.xInUnits), \(point.yInUnits) lies outside the canvas and a tenth around it."
      )
    }
    seq += 1
    isPenDown = !flags.contains(.endsStroke)
    if starts { ink.startStroke(style: style) }
    for point in points {
      clock += UInt32(point.elapsed)
      ink.append(point)
    }
  }

  mutating func setStyle(_ style: StrokeStyle) {
    seq += 1
    self.style = style
  }

  /// Keeps the first points: undo and clear both.
  mutating func truncate(to count: Int) throws(Refusal) {
    guard 0...ink.points.count ~= count else {
      throw .invalid("The drawing has \(ink.points.count) points; it cannot keep \(count).")
    }
    seq += 1
    isPenDown = false
    ink.truncate(to: count)
    clock = Self.clock(of: ink)
  }

  /// Counts an operation that changes nothing of the ink.
  mutating func pass() { seq += 1 }
}

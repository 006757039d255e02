import Ink

/// Ink that is to be completed.
struct Beginning {
  /// One for each stroke, in eighths of a canvas unit.
  let strokes: [Trace]
  /// Which of those that are finished go against the common direction, a bit each.
  let reversed: UInt16
  let last: Point
  let style: StrokeStyle
  /// Whether the device feels pressure.
  let feelsPressure: Bool
  let canvas: Canvas

  /// Points of each stroke that are compared.
  static let points = 20

  /// - Parameters:
  ///   - ink: not empty.
  ///   - strokesAtMost: ink of more is taken for a single stroke.
  init(_ ink: Strokes, strokesAtMost: Int, canvas: Canvas) {
    var time = 0.0
    let times = ink.points.map { point in
      time += Double(point.elapsed)
      return time
    }
    var ranges = ink.strokes.indices.map { ink.range(ofStroke: $0) }.filter { !$0.isEmpty }
    if ranges.count > strokesAtMost { ranges = [ink.points.indices] }
    strokes = ranges.map { Trace(ink.points[$0], times: times[$0], count: Self.points) }
    var reversed: UInt16 = 0
    for (index, stroke) in strokes.dropLast().enumerated() where stroke.isAgainstTheWay {
      reversed |= 1 << UInt16(index)
    }
    self.reversed = reversed
    last = ink.points[ink.points.count - 1]
    style = ink.strokes[ink.strokes.count - 1].style
    let pressure = last.pressure
    feelsPressure = ink.points.contains { $0.pressure != pressure }
    self.canvas = canvas
  }

  /// The canvas' shorter side, in eighths of a unit.
  var side: Double { max(Double(min(canvas.width, canvas.height)), 1) }
}

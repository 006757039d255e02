import Ink

/// What can be told from the ink alone: that somebody scribbled, or gave up.
struct Effort {
  /// Length of the ink, by how far it reaches: 1 for a straight line, about 3 for a circle.
  private let turns: Double
  /// The larger side of the ink, by the smaller side of the canvas.
  private let size: Double

  init(_ subject: Subject) {
    let ink = subject.ink
    var length = 0.0
    for index in ink.strokes.indices {
      let points = ink.points[ink.range(ofStroke: index)]
      for (a, b) in zip(points, points.dropFirst()) {
        let (x, y) = (Double(b.x) - Double(a.x), Double(b.y) - Double(a.y))
        length += (x * x + y * y).squareRoot()
      }
    }
    let (width, height) = Self.extent(ink)
    let reach = max(width, height)
    turns = length / max(reach, 1)
    size = reach / Double(max(min(subject.canvas.width, subject.canvas.height), 1))
  }

  /// What each of the shapes needs at most, drawn once and by an unsteady hand.
  private static let turnsOfShapes = 4.5

  /// - Parameter hints: the scorer's, of the whole drawing.
  func scribble(quality: Float, hints: Hints) -> Reason? {
    // A shape of one's own may need more ink than any of the usual ones; the scorer knows.
    let isTooMuch = hints.contains { $0.code == .drawOnce }
    guard turns > Self.turnsOfShapes, isTooMuch || quality < 0.2, quality < 0.5 else { return nil }
    let excess = min((turns - Self.turnsOfShapes) / Self.turnsOfShapes, 1)
    return Reason(
      .scribble, score: (0.4 + 0.6 * excess) * (1 - Double(quality)),
      "Looks scribbled: \(tenths(turns)) times as much ink as it is large, quality \(percent(quality))."
    )
  }

  /// - Parameter completeness: the scorer's.
  func gaveUp(completeness: Float, points: Int) -> Reason? {
    if size < 0.04 || points < 3 {
      return Reason(
        .gaveUp, score: 1 - size / 0.08,
        "Hardly there: \(points) \(points == 1 ? "point" : "points"), \(percent(Float(size))) of the sheet wide."
      )
    }
    guard completeness < 0.65 else { return nil }
    return Reason(
      .gaveUp, score: 1 - Double(completeness) / 1.3,
      "Ended early: \(percent(completeness)) of the shape is there.")
  }

  private static func extent(_ ink: Strokes) -> (width: Double, height: Double) {
    guard let first = ink.points.first else { return (0, 0) }
    var (left, right, top, bottom) = (first.x, first.x, first.y, first.y)
    for point in ink.points {
      (left, right) = (min(left, point.x), max(right, point.x))
      (top, bottom) = (min(top, point.y), max(bottom, point.y))
    }
    return (Double(right) - Double(left), Double(bottom) - Double(top))
  }
}

/// For sentences: `62 %`.
func percent(_ share: Float) -> String { "\(Int((share * 100).rounded())) %" }

/// For sentences: `4.5`.
func tenths(_ value: Double) -> String {
  let tenths = Int((min(value, 1e6) * 10).rounded())
  return "\(tenths / 10).\(tenths % 10)"
}

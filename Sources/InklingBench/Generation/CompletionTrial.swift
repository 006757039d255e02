import Generation
import Ink
import Recognition

/// Begun drawings that the generator ends: how many of them a judge calls what was asked for, and how
/// long it takes.
struct CompletionTrial {
  /// The share of a drawing's points that are there when its rest is asked for.
  private static let share = 0.5

  let generator: Generator
  let judge: Model
  let seed: UInt64

  /// - Parameter drawings: whole ones, each of a shape that the generator knows.
  func report(_ drawings: [(shape: String, ink: Strokes, canvas: Canvas)], to report: BenchReport) {
    var recognizer = Recognizer(model: judge)
    var named = 0
    var times: [Double] = []
    for (number, (shape, ink, canvas)) in drawings.enumerated() {
      var begun = ink
      begun.truncate(to: max(Int(Double(ink.points.count) * Self.share), 1))
      var rest: Completion?
      times.append(
        ContinuousClock().measure {
          rest = generator.complete(
            begun, as: shape, isPenDown: true, seed: seed &+ UInt64(number), on: canvas)
        } / .milliseconds(1))
      recognizer.reset()
      let whole = rest.map { Self.joined(begun, $0) } ?? begun
      if recognizer.classify(whole, isFinished: true).label == shape { named += 1 }
    }
    times.sort()
    report.number("halves that were drawn to their end", Double(drawings.count), "")
    report.number(
      "  named as asked", 100 * Double(named) / Double(max(drawings.count, 1)), "%")
    report.number("  one, p50", times[times.count / 2], "ms")
    report.number("  one, p99", times[times.count * 99 / 100], "ms")
  }

  private static func joined(_ begun: Strokes, _ rest: Completion) -> Strokes {
    var whole = begun
    for index in rest.ink.strokes.indices {
      if index > 0 || !rest.continuesStroke {
        whole.startStroke(style: rest.ink.strokes[index].style)
      }
      for point in rest.ink.points[rest.ink.range(ofStroke: index)] { whole.append(point) }
    }
    return whole
  }
}

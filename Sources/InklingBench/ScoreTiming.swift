import Foundation
import Ink

/// The time of one batch: eight points more and a new score.
enum ScoreTiming {
  static func measure(_ report: BenchReport) {
    report.section("a batch of 8 points and its score, by the points before")
    for (name, kind) in kinds {
      for count in [200, 2_000, 20_000] {
        report.percentiles("\(name), \(count)", measure(kind, points: roundTrip(count)), "us")
      }
    }
  }

  private static var kinds: [(String, ShapeKind)] {
    var example = Strokes()
    example.startStroke(style: .standard)
    for point in roundTrip(100) { example.append(point) }
    let template = ShapeTemplate(examples: [example]).map { ("template", ShapeKind.template($0)) }
    return ScoreTable.names.map { ($0, ShapeKind(id: $0)) } + [template].compactMap(\.self)
  }

  /// A rounded path with a shake, the last tenth still to come.
  private static func roundTrip(_ count: Int) -> [Point] {
    (0..<count).map { index in
      let turn = 2 * Double.pi * 0.9 * Double(index) / Double(count)
      let radius = 120 + 4 * sin(turn * 9) + Double(index % 3)
      return Point(
        x: Int16(8 * (200 + radius * cos(turn))), y: Int16(8 * (200 + radius * sin(turn))))
    }
  }

  private static func measure(_ kind: ShapeKind, points: [Point]) -> [Double] {
    var times: [Double] = []
    let head = points.dropLast(8)
    let tail = points.suffix(8)
    let clock = ContinuousClock()
    for _ in 0..<2_000 {
      var scorer = LiveScorer(kind: kind, canvas: RealDrawing.canvas)
      scorer.startStroke()
      scorer.append(head)
      let time = clock.measure {
        scorer.append(tail)
        sink = scorer.score(finished: false)
      }
      times.append(Double(time.components.attoseconds) / 1e12)
    }
    return times
  }

  nonisolated(unsafe) private static var sink: Score?
}

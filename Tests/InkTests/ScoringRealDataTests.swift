import Foundation
import Testing

@testable import Ink

/// Drawings by real people, if the folder is there: `../shared/data` beside the package.
private enum RealInk {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("shared/data")
  static let isThere = FileManager.default.fileExists(
    atPath: folder.appendingPathComponent("eds.ndjson").path)

  struct Line: Decodable {
    let label: String
    let strokes: [[[Double?]]]
  }

  /// Every so many lines of a file, scaled into a canvas of 400.
  static func load(_ name: String, every step: Int) throws -> [(label: String, ink: Strokes)] {
    let lines = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      .split(separator: "\n")
    return try stride(from: 0, to: lines.count, by: step).map { index in
      let line = try JSONDecoder().decode(Line.self, from: Data(lines[index].utf8))
      return (line.label, ink(line.strokes))
    }
  }

  private static func ink(_ strokes: [[[Double?]]]) -> Strokes {
    let all = strokes.joined().map { ($0[0] ?? 0, $0[1] ?? 0) }
    let (xs, ys) = (all.map(\.0), all.map(\.1))
    let (left, right) = (xs.min() ?? 0, xs.max() ?? 0)
    let (top, bottom) = (ys.min() ?? 0, ys.max() ?? 0)
    let scale = 267 / max(right - left, bottom - top, 1e-9)
    return Sketch.ink(
      strokes.map { stroke in
        stroke.map { point in
          Sketch.point(
            200 + ((point[0] ?? 0) - (left + right) / 2) * scale,
            200 + ((point[1] ?? 0) - (top + bottom) / 2) * scale)
        }
      })
  }
}

@Suite(.enabled(if: RealInk.isThere)) struct ScoringRealDataTests {
  private static let names = ["line", "circle", "square", "triangle", "heart"]

  private func qualities(_ ink: Strokes) -> [Float] {
    ScoringRealDataTests.names.map { Sketch.quality(ink, ShapeKind(id: $0)) }
  }

  @Test func `real drawings score highest as what they were meant to be`() throws {
    var (right, total) = (0, 0)
    var own = [[Float]](repeating: [], count: 5)
    for (file, step) in [
      ("eds.ndjson", 5), ("dollar1.ndjson", 6), ("lowvision.ndjson", 12), ("quickdraw.ndjson", 2),
      ("sign.ndjson", 24), ("mmg.ndjson", 12),
    ] {
      for drawing in try RealInk.load(file, every: step) {
        guard let asked = ScoringRealDataTests.names.firstIndex(of: drawing.label) else { continue }
        let scores = qualities(drawing.ink)
        own[asked].append(scores[asked])
        total += 1
        if scores[asked] == scores.max() { right += 1 }
      }
    }
    #expect(Double(right) >= 0.98 * Double(total))
    for scores in own where !scores.isEmpty {
      #expect(scores.sorted()[scores.count / 2] > 0.7)
    }
  }

  @Test func `other things score low whatever was asked`() throws {
    let scores = try RealInk.load("others.ndjson", every: 25).map { qualities($0.ink) }
    for asked in 0..<5 {
      #expect(scores.map { $0[asked] }.sorted()[scores.count / 2] < 0.3)
    }
  }

  @Test func `real hearts may be drawn from anywhere, either way, in two strokes`() throws {
    for drawing in try RealInk.load("eds.ndjson", every: 7) where drawing.label == "heart" {
      let quality = Sketch.quality(drawing.ink, .heart)
      let points = drawing.ink.points
      #expect(Sketch.quality(Sketch.ink(points.reversed()), .heart) > quality - 0.1)
      let half = points.count / 2
      let split = Sketch.ink(Array(points[..<half]), points[half...].reversed())
      #expect(Sketch.quality(split, .heart) > quality - 0.1)
      let moved = Sketch.ink(Array(points[half...]) + Array(points[..<half]))
      #expect(Sketch.quality(moved, .heart) > quality - 0.15)
    }
  }
}

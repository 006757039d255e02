import ArgumentParser
import Foundation
import Ink
import Load

/// The drawings that the clients of a benchmark draw.
struct DrawingOptions: ParsableArguments {
  @Option(help: "A folder of .ndjson files with people's drawings; without it made-up ones.")
  var data: String?
  @Option(help: "Leave out drawings that took longer, in seconds.")
  var longest = 20.0
  @Option(help: "1 for the people's own speed, 2 for twice as fast, …")
  var speed = 1.0

  static let shapes: Set<String> = ["line", "circle", "square", "triangle", "heart"]

  /// Mixed, in the same order each time.
  func load() throws -> [WireDrawing] {
    var drawings = try data.map(people) ?? madeUp()
    var random = SplitMix64(seed: 7)
    drawings.shuffle(using: &random)
    let ready = drawings.map { WireDrawing($0, speed: speed) }
      .filter { Double($0.milliseconds) <= longest * 1_000 / speed }
    guard !ready.isEmpty else { throw BenchError("There is no drawing in \(data ?? "").") }
    return ready
  }

  /// Sources without times get those of a tablet, a point every 16 ms.
  private func people(_ folder: String) throws -> [Drawing] {
    var drawings: [Drawing] = []
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    where name.hasSuffix(".ndjson") {
      try RecordedDrawings.read(
        "\(folder)/\(name)", refused: { _ in },
        take: { recorded in
          if Self.shapes.contains(recorded.drawing.shape) { drawings.append(recorded.drawing) }
        })
    }
    return drawings
  }

  private func madeUp() -> [Drawing] {
    SyntheticShape.allCases.filter { Self.shapes.contains($0.rawValue) }.flatMap { shape in
      var synthesizer = Synthesizer(shape: shape, seed: 1)
      return (0..<100).map { _ in synthesizer.next() }
    }
  }

  func describe(_ drawings: [WireDrawing], to report: BenchReport) {
    let points = drawings.reduce(0) { $0 + $1.drawing.ink.points.count } / drawings.count
    let milliseconds = drawings.reduce(0) { $0 + $1.milliseconds } / drawings.count
    report.text(
      "drawings",
      "\(drawings.count) of \(data == nil ? "the synthesizer" : "people"), on average \(points) points in \(plain(Double(milliseconds) / 1_000)) s"
    )
  }
}

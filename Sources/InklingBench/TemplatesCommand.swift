import ArgumentParser
import Foundation
import Ink
import Recognition

struct TemplatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "templates",
    abstract: "How well and how fast a few drawings of each shape recognise others.")

  @Option(help: "A folder of drawings by real people, .ndjson.")
  var data: String

  @Option(help: "The seed of the choice of templates.")
  var seed: UInt64 = 1

  func run() throws {
    let drawings = try RealDrawing.load(from: data).compactMap { drawing in
      PointCloud(drawing.ink).map { (drawing: drawing, cloud: $0) }
    }
    let trials = TemplateTrials(
      shapes: drawings.filter { ScoreTable.names.contains($0.drawing.label) },
      others: drawings.filter { !ScoreTable.names.contains($0.drawing.label) })
    TemplateTiming.report(drawings.map { ($0.drawing.label, $0.drawing.ink, $0.cloud) })
    trials.reportShapes(seed: seed)
    trials.reportNewShapes(seed: seed)
  }
}

/// The time of one match, the cloud of the ink made too.
private enum TemplateTiming {
  static func report(_ drawings: [(label: String, ink: Strokes, cloud: PointCloud)]) {
    print("templates  labels  microseconds a match: median    p99")
    for count in [50, 200, 1_000] {
      var random = SplitMix64(seed: UInt64(count))
      var templates: [(label: String, cloud: PointCloud)] = []
      for _ in 0..<count {
        let pick = random.pick(drawings)
        templates.append((pick.label, pick.cloud))
      }
      let recognizer = TemplateRecognizer(templates: templates)
      let clock = ContinuousClock()
      var times: [Double] = []
      for _ in 0..<4_000 {
        let ink = random.pick(drawings).ink
        let time = clock.measure { sink = recognizer.match(ink) }
        times.append(Double(time.components.attoseconds) / 1e12)
      }
      print(
        String(
          format: "%9d %7d %30.1f %6.1f", count, recognizer.labels.count, quantile(times, 0.5),
          quantile(times, 0.99)))
    }
  }

  nonisolated(unsafe) private static var sink: TemplateMatch?
}

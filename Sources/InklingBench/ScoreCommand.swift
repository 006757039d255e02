import ArgumentParser
import Foundation
import Ink

/// How long scoring takes, and how good it is.
struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "How long scoring takes, and what it says of real drawings.")

  @Option(help: "A folder of drawings by real people, .ndjson; without it only the time.")
  var data: String?
  @Option(help: "Write the times as JSON into this file.") var json: String?

  func run() throws {
    let drawings = try data.map { try RealDrawing.load(from: $0) }
    let report = BenchReport("score")
    ScoreTiming.measure(report)
    try report.write(to: json)
    if let drawings { ScoreTable(drawings).report() }
  }
}

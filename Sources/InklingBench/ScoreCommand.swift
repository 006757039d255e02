import ArgumentParser
import Foundation
import Ink

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "How long scoring takes, and what it says of real drawings.")

  @Option(help: "A folder of drawings by real people, .ndjson.")
  var data: String

  func run() throws {
    let drawings = try RealDrawing.load(from: data)
    ScoreTiming.report()
    ScoreTable(drawings).report()
  }
}

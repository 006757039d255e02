import ArgumentParser
import Foundation
import Ink

struct SynthesizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "synthesize",
    abstract: "Writes made-up drawings to standard output, one a line; the seed fixes every byte.")

  @Option(help: "line, circle, square, triangle, heart or scribble.")
  var shape: String
  @Option(help: "How many.")
  var count = 1
  @Option(help: "The same seed gives the same drawings.")
  var seed: UInt64 = 1

  func run() throws {
    guard 1...10_000_000 ~= count else {
      throw Failure(Failure.usage, "A count is 1 to 10000000, not \(count).")
    }
    guard let known = SyntheticShape(rawValue: shape) else {
      throw Failure(
        Failure.usage,
        "There is no made-up \"\(shape)\"; use \(SyntheticShape.allCases.map(\.rawValue).joined(separator: ", "))."
      )
    }
    var synthesizer = Synthesizer(shape: known, seed: seed)
    for _ in 0..<count {
      try FileHandle.standardOutput.write(
        contentsOf: Data(synthesizer.next().json() + [UInt8(ascii: "\n")]))
    }
  }
}

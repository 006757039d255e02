import ArgumentParser
import CKernels
import Foundation
import Ink
import Recognition
import Training

struct LearnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn",
    abstract: "Trains on made-up drawings, on people's too with --people, and judges by people's.")

  @Option(help: "A folder of drawings by real people, .ndjson.") var data: String
  @Option(help: "Drawings shown in all.") var presentations = 120_000
  @Option(help: "The seed.") var seed: UInt64 = 1
  @Option(help: "Threads.") var threads = 2
  @Option(help: "Learning rate at its peak.") var rate = 2e-3
  @Option(help: "Instruction set: avx512, avx2 or baseline.") var kernels: String?
  @Flag(help: "Learn from people too: five times, each time without a fifth of them.")
  var people = false
  @Option(help: "Leave this source out when learning from people.") var without: String?
  @Option(help: "Write the model to this file.") var model: String?

  func run() throws {
    let labels = SyntheticShape.allCases.dropLast().map(\.rawValue) + [Examples.none]
    let drawings = try RealDrawing.load(from: data)
    var options = TrainingOptions()
    options.presentations = presentations
    options.seed = seed
    options.learningRate = rate
    let nobody = Examples(labels: labels, drawings: [])
    let trainer = try Trainer(
      nobody, validation: nobody, options: options, threads: threads, kernels: kernels)
    let clock = ContinuousClock()
    let time = try clock.measure {
      try trainer.run { progress in
        if progress.step % 500 == 0 {
          print(
            "step \(progress.step)/\(progress.steps) loss \(progress.loss) accuracy \(progress.accuracy) \(Int(progress.imagesPerSecond)) images/s"
          )
        }
      }
    }
    print("trained in \(time)")
    let made = MadeUp.examples(labels: labels, each: 300, seed: seed &+ 99)
    let result = try trainer.model(name: "bench", created: nil, calibration: made)
    print("temperatures \(result.temperatures)")
    if let model { try Data(result.bytes).write(to: URL(fileURLWithPath: model)) }
    try RecognitionTable(drawings, labels: labels, model: result).report()
  }
}

/// Made-up drawings that no training shows.
enum MadeUp {
  static func examples(labels: [String], each: Int, seed: UInt64) -> Examples {
    var drawings: [(label: String, person: String, ink: Strokes)] = []
    for shape in SyntheticShape.allCases {
      var synthesizer = Synthesizer(shape: shape, seed: seed &+ 0xca11)
      for _ in 0..<each { drawings.append((shape.rawValue, "", synthesizer.next().ink)) }
    }
    return Examples(labels: labels, drawings: drawings)
  }
}

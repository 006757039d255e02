import ArgumentParser
import Foundation
import Generation
import Ink
import Training

struct StarterGeneratorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "starter-generator",
    abstract: "Makes the generator that the program ships with, from made-up drawings alone.",
    discussion: "It gives the same bytes on every machine; that takes some seconds.")

  @Argument(help: "The file to write.") var file: String
  @Option(help: "Drawings of each shape to learn from.") var each = 1_200
  @Option(help: "The seed.") var seed: UInt64 = 1
  @Option(help: "Instruction set; another than baseline gives other bytes, sooner.")
  var kernels = "baseline"

  func run() throws {
    let labels = SyntheticShape.allCases.dropLast().map(\.rawValue) + [Examples.none]
    var options = GeneratorOptions()
    options.seed = seed
    options.codesPerShape = 400
    let trainer = try GeneratorTrainer(
      .madeUp(labels: labels, each: each, seed: seed), options: options,
      threads: ProcessInfo.processInfo.activeProcessorCount, kernels: kernels)
    try trainer.run()
    let generator = try trainer.generator(
      name: "starter", figures: [JSON.Member(name: "synthetic", value: .bool(true))])
    try Data(generator.bytes).write(to: URL(fileURLWithPath: file), options: .atomic)
    print("wrote \(generator.bytes.count) bytes, loss \(trainer.loss)")
  }
}

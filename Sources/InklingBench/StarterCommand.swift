import ArgumentParser
import Foundation
import Ink
import Recognition
import Training

struct StarterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "starter",
    abstract: "Makes the model that the program ships with, from made-up drawings alone.",
    discussion: "It gives the same bytes on every machine; that takes a minute or two.")

  @Argument(help: "The file to write.") var file: String
  @Option(help: "Drawings shown in all.") var presentations = 260_000
  @Option(help: "The seed.") var seed: UInt64 = 1
  @Option(help: "Instruction set; another than baseline gives other bytes, sooner.")
  var kernels = "baseline"

  func run() throws {
    let labels = SyntheticShape.allCases.dropLast().map(\.rawValue) + [Examples.none]
    var options = TrainingOptions()
    options.presentations = presentations
    options.seed = seed
    let nobody = Examples(labels: labels, drawings: [])
    let trainer = try Trainer(
      nobody, validation: nobody, options: options,
      threads: ProcessInfo.processInfo.activeProcessorCount, kernels: kernels)
    try trainer.run { progress in
      if progress.step % 500 == 0 {
        print("step \(progress.step) of \(progress.steps), loss \(progress.loss)")
      }
    }
    let made = Examples.madeUp(labels: labels, each: 1_000, seed: seed)
    let plain = try trainer.model(name: "starter", created: nil, calibration: made)
    // Judged by made-up drawings that it never saw; what people draw is in docs/recognition.md.
    let unseen = Examples.madeUp(labels: labels, each: 1_000, seed: seed &+ 1)
    let evaluation = Evaluation(try Observation.all(unseen, by: plain), labels: labels)
    var writer = JSONWriter()
    writer.beginObject()
    evaluation.writeMembers(to: &writer, forFile: true)
    writer.endObject()
    let figures = try JSON(parsing: writer.bytes).object ?? []
    let model = try trainer.model(
      name: "starter", created: nil, calibration: made, figures: figures)
    try Data(model.bytes).write(to: URL(fileURLWithPath: file), options: .atomic)
    print("wrote \(model.bytes.count) bytes")
    print("accuracy on made-up drawings \(evaluation.accuracy.value)")
  }
}

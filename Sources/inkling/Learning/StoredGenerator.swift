import Foundation
import Generation
import Ink
import Training

/// The generator that is learnt beside a model, from the same drawings.
enum StoredGenerator {
  /// - Parameters:
  ///   - examples: what the model learns from; those of `none` are left out.
  ///   - created: RFC 3339.
  ///   - shouldStop: asked all the time.
  /// - Returns: a file for `Generator(bytes:)`; nil when no shape has enough drawings to learn from.
  /// - Throws: `TrainingError.cancelled` when told to stop, and what reading throws.
  static func bytes(
    from examples: Examples, seed: UInt64, created: String? = nil,
    shouldStop: () -> Bool = { false }
  ) throws -> [UInt8]? {
    var options = GeneratorOptions()
    options.seed = seed
    let trainer: GeneratorTrainer
    do {
      trainer = try GeneratorTrainer(
        examples, options: options, threads: ProcessInfo.processInfo.activeProcessorCount,
        shouldStop: shouldStop)
    } catch TrainingError.noDrawings { return nil }
    try trainer.run(shouldStop: shouldStop)
    let drawings = JSON.number(Double(trainer.drawingCount))
    return try trainer.generator(
      name: "trained", created: created, figures: [JSON.Member(name: "drawings", value: drawings)]
    ).bytes
  }
}

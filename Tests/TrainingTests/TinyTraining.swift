import Ink
import Recognition

@testable import Training

/// A training that takes a fraction of a second.
enum TinyTraining {
  static let labels = ["circle", "triangle", Examples.none]

  /// Drawings by made-up people, four each.
  static func people(_ count: Int, first: Int = 0, labels: [String] = labels) -> Examples {
    let drawings = (first..<first + count).flatMap { person in
      (0..<4).map { number in
        let shape: SyntheticShape = [.circle, .triangle, .scribble, .circle][number]
        var synthesizer = Synthesizer(shape: shape, seed: UInt64(person * 4 + number))
        return (label: shape.rawValue, person: "person \(person)", ink: synthesizer.next().ink)
      }
    }
    return Examples(labels: labels, drawings: drawings)
  }

  static let training = people(12)
  static let validation = people(3, first: 50)

  static var options: TrainingOptions {
    var options = TrainingOptions()
    options.epochs = 5
    options.batchSize = 16
    options.syntheticShare = 0.3
    options.noneWeight = 0.5
    options.seed = 7
    options.patience = 0
    return options
  }

  static func trainer(
    _ options: TrainingOptions = options, threads: Int = 1, kernels: String? = nil,
    resuming checkpoint: [UInt8]? = nil
  ) throws -> Trainer {
    try Trainer(
      training, validation: validation, options: options, threads: threads, kernels: kernels,
      resuming: checkpoint)
  }

  static func model(_ trainer: Trainer) throws -> Model {
    try trainer.model(name: "tiny", created: nil, calibration: validation)
  }
}

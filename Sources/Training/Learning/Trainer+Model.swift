public import Ink
public import Recognition

extension Trainer {
  /// What was learnt as a model of whole numbers.
  ///
  /// Its temperatures are those at which held-out drawings are found most likely (Guo et al. 2017):
  /// one for whole drawings, one for unfinished ones.
  /// - Parameter calibration: people's or made-up drawings that were not learnt from.
  public func model(
    name: String, created: String?, calibration: Examples, figures: [JSON.Member] = []
  ) throws -> Model {
    if learner.weightSteps == nil {
      // It was stopped early: then these drawings say how large activations become.
      let some = Array(0..<min(calibration.count, options.batchSize))
      try Logits.of(calibration.picked(some), learner: learner, options: options) { _, _ in }
      learner.startRounding()
    }
    guard let steps = learner.weightSteps else { throw TrainingError.notFinite(step: step) }
    let network = try learner.parameters.network(steps, learner.activationSteps)
    let plain = try Model(labels: labels, network: network, name: name, created: created)
    let temperatures = try Calibration(of: plain, by: calibration).temperatures
    return try Model(
      labels: labels, network: network, temperatures: temperatures, name: name, created: created,
      figures: figures)
  }
}

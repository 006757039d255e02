import Ink

/// How much there is to do in a training, known before a drawing is read.
public struct Workload: Sendable, Equatable {
  public let epochs: Int
  /// Drawings shown in all epochs.
  public let presentations: Int

  /// - Parameters:
  ///   - drawings: how many are learnt from, by their labels.
  ///   - labels: the last is `none`.
  public init(drawings: [String: Int], labels: [String], options: TrainingOptions) {
    let size = Plan.counts(
      drawings: labels.map { drawings[$0] ?? 0 },
      isMadeUp: labels.map {
        options.syntheticShare > 0
          && ($0 == Examples.none || SyntheticShape(rawValue: $0) != nil)
      }, options: options
    ).reduce(0, +)
    epochs = Plan.epochs(ofSize: size, options: options)
    presentations = epochs * size
  }
}

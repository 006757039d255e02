import Server
import Storage

/// Where learning is joined to the rest of the program.
enum Learning {
  /// Kept with every model that is made.
  static let codeVersion = "1"

  /// What the worker runs.
  static let run: TrainingRun = { _ in
    throw Failure(Failure.unavailable, "This program was built without learning.")
  }

  /// How two models are compared; nil while there is no way.
  static let compare: ModelComparison? = nil

  /// The model that the program ships with, if it is found.
  static let starter: NewModel? = nil
}

extension Failure: CustomStringConvertible {
  var description: String { message }
}

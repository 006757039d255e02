/// Why nothing could be learnt, and what to do about it.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
  case noDrawings
  case oneClass(String)
  case onePerson
  case notFinite(step: Int)
  case cancelled
  case mismatch(String)

  public var description: String {
    switch self {
    case .noDrawings:
      "There are no drawings to learn from: collect or import some, or take back flags and deletions."
    case .oneClass(let label):
      "All drawings are of one shape, \(label): a model needs at least two to tell apart."
    case .onePerson:
      "All drawings are by one person, so nobody can be held out to judge the model by: "
        + "let a second person draw."
    case .notFinite(let step):
      "The loss was no number any more at step \(step); what was good before it is kept. "
        + "Try a lower learning_rate."
    case .cancelled: "The training was cancelled."
    case .mismatch(let what): "The model cannot be continued: \(what)."
    }
  }
}

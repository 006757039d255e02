/// Why nothing could be learnt, and what to do about it.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
  case noDrawings
  case oneClass(String)
  /// The shapes that have any, and how many each needs.
  case tooFew([String], needed: Int)
  /// So many shapes, of at most so many.
  case tooMany(Int, limit: Int)
  case onePerson
  case notFinite(step: Int)
  case cancelled
  case mismatch(String)
  /// What is wrong with it, without a full stop.
  case damagedCheckpoint(String)
  /// It belongs to another training.
  case foreignCheckpoint

  public var description: String {
    switch self {
    case .noDrawings:
      "There are no drawings to learn from: collect or import some, or take back flags and deletions."
    case .oneClass(let label):
      "All drawings are of one shape, \(label): a model needs at least two to tell apart."
    case .tooFew(let labels, let needed):
      "Of \(labels.joined(separator: ", ")) fewer than two have \(needed) drawings: collect more, "
        + "or mix in made-up ones with \"synthetic\"."
    case .tooMany(let count, let limit):
      "A model tells at most \(limit) shapes apart, and these drawings are of \(count): "
        + "choose some of them with \"shapes\"."
    case .onePerson:
      "All drawings are by one person, so nobody can be held out to judge the model by: "
        + "let a second person draw."
    case .notFinite(let step):
      "The loss was no number any more at step \(step); what was good before it is kept. "
        + "Try a lower learning_rate."
    case .cancelled: "The training was cancelled."
    case .mismatch(let what): "The model cannot be continued: \(what)."
    case .damagedCheckpoint(let fault):
      "The interrupted training cannot be continued: \(fault). Start it again."
    case .foreignCheckpoint:
      "The interrupted training had other options or drawings and cannot be continued with these. "
        + "Start it again."
    }
  }
}

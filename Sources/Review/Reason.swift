/// Why a drawing may be worth a second look.
public struct Reason: Sendable, Equatable {
  public enum Kind: Int, CaseIterable, Sendable {
    /// A model that has seen nothing of its person takes it for another shape.
    case disagrees
    case scribble
    /// Ended long before it was done.
    case gaveUp
    case duplicate
    /// Far worse than its person draws otherwise.
    case outlier
    /// Like none of the shapes.
    case unlikeAll

    /// How much a reason of full score says: of drawings with it, about how many are amiss.
    var weight: Double {
      switch self {
      case .disagrees, .duplicate: 0.95
      case .unlikeAll: 0.8
      case .gaveUp, .scribble: 0.75
      case .outlier: 0.4
      }
    }
  }

  public var kind: Kind
  /// A sentence for the person who decides.
  public var detail: String
  /// 0 ... 1.
  public var score: Double
  /// What the model takes it for.
  public var guess: String?
  /// The number of the drawing that it repeats.
  public var other: Int64?

  init(
    _ kind: Kind, score: Double, guess: String? = nil, other: Int64? = nil, _ detail: String
  ) {
    self.kind = kind
    self.detail = detail
    self.score = min(max(score, 0), 1)
    self.guess = guess
    self.other = other
  }
}

/// A drawing with reasons to look at it again.
public struct Suspicion: Sendable {
  /// The drawing's number.
  public let drawing: Int64
  /// The strongest first; never empty.
  public let reasons: [Reason]
  /// 0 ... 1: of all reasons together, as if each were right by itself.
  public let score: Double

  /// - Returns: nil without a reason.
  init?(_ drawing: Int64, _ reasons: [Reason]) {
    guard !reasons.isEmpty else { return nil }
    self.drawing = drawing
    self.reasons = reasons.sorted {
      ($0.kind.weight * $0.score, $1.kind.rawValue) > ($1.kind.weight * $1.score, $0.kind.rawValue)
    }
    score = 1 - reasons.reduce(1) { $0 * (1 - $1.kind.weight * $1.score) }
  }
}

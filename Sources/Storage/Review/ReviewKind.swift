/// Why a drawing may be worth a second look.
public enum ReviewKind: String, CaseIterable, Sendable {
  /// A model that has seen nothing of its person takes it for another shape.
  case disagrees
  case scribble
  /// Ended long before it was done.
  case gaveUp = "gave_up"
  case duplicate
  /// Far worse than its person draws otherwise.
  case outlier
  /// Like none of the shapes.
  case unlikeAll = "unlike_all"

  /// Its bit, as it is stored: for ever the same.
  var bit: Int64 {
    switch self {
    case .disagrees: 1
    case .scribble: 2
    case .gaveUp: 4
    case .duplicate: 8
    case .outlier: 16
    case .unlikeAll: 32
    }
  }
}

/// One reason to look at a drawing again.
public struct ReviewReason: Sendable, Equatable {
  public var kind: ReviewKind
  /// A sentence for the person who decides.
  public var detail: String
  /// 0 ... 1.
  public var score: Double
  /// What the model takes it for.
  public var guess: String?
  /// The store's id of the drawing that it repeats.
  public var other: Int64?

  public init(
    kind: ReviewKind, detail: String, score: Double, guess: String? = nil, other: Int64? = nil
  ) {
    self.kind = kind
    self.detail = detail
    self.score = score
    self.guess = guess
    self.other = other
  }
}

/// A drawing that a scan found.
public struct NewSuspect: Sendable {
  /// The store's own id.
  public var drawing: Int64
  /// 0 ... 1: how sure it is, of all its reasons together.
  public var score: Double
  /// The strongest first.
  public var reasons: [ReviewReason]

  public init(drawing: Int64, score: Double, reasons: [ReviewReason]) {
    self.drawing = drawing
    self.score = score
    self.reasons = reasons
  }
}

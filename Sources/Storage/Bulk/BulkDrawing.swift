/// A drawing that comes with many others.
public struct BulkDrawing: Sendable {
  public var new: NewDrawing
  /// When it counts as stored, ms since 1970; nil for now. Given times must rise.
  public var stored: Int64?
  public var isComplete = true
  public var isFlagged = false
  public var flagReason: String?
  /// When it was deleted, ms since 1970; nil when it was not.
  public var deleted: Int64?

  public init(_ new: NewDrawing) { self.new = new }
}

/// What became of one drawing of many.
public enum BulkOutcome: Sendable, Equatable {
  case stored
  /// It was there already; nothing was changed.
  case known
  case refused(StoreError)
}

extension BulkDrawing {
  var facet: Facet {
    Facet(
      shape: new.shapeID, isComplete: isComplete, isFlagged: isFlagged, isDeleted: deleted != nil,
      device: new.drawing.device,
      verdict: Facet.verdict(guess: new.guess, shape: new.shapeID))
  }
}

import Ink

/// All of a drawing that has few values, as one number: the column `facet`, computed by the table
/// itself. Equal facets stand together in the indexes, each in the order of time or of quality.
struct Facet: Hashable {
  var shape: Int64
  var isComplete = true
  var isFlagged = false
  var isDeleted = false
  var device = Device.unknown
  var verdict = Verdict.none

  /// What the guess says of the shape that was asked for.
  enum Verdict: Int64, CaseIterable {
    /// Nobody guessed.
    case none
    case agrees
    /// It looks like another shape.
    case differs
    /// It looks like none of the shapes.
    case nothing
  }

  /// So many numbers belong to each shape.
  static let perShape: Int64 = 160
}

extension Facet {
  /// As in the migration that adds the column.
  var number: Int64 {
    shape * Self.perShape + (isComplete ? 80 : 0) + (isFlagged ? 40 : 0) + (isDeleted ? 20 : 0)
      + Int64(device.rawValue) * 4 + verdict.rawValue
  }

  /// - Precondition: a number of the column.
  init(number: Int64) {
    shape = number / Self.perShape
    let rest = number % Self.perShape
    isComplete = rest / 80 == 1
    isFlagged = rest / 40 % 2 == 1
    isDeleted = rest / 20 % 2 == 1
    device = Device(rawValue: UInt8(rest / 4 % 5)) ?? .unknown
    verdict = Verdict(rawValue: rest % 4)!
  }

  static func verdict(guess: StoredGuess?, shape: Int64) -> Verdict {
    guard let guess else { return .none }
    guard let seen = guess.shapeID else { return .nothing }
    return seen == shape ? .agrees : .differs
  }
}

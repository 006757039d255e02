public import Ink

/// Which drawings a gallery shows. What is nil does not matter.
public struct DrawingFilter: Sendable, Equatable {
  /// The shape's id.
  public var shape: Int64?
  /// 0...1, both included; compared in the precision in which qualities are made.
  public var minQuality, maxQuality: Float?
  public var isFlagged: Bool?
  /// False unless told: deleted ones are looked for on purpose.
  public var isDeleted: Bool? = false
  public var isComplete: Bool?
  /// The person's row.
  public var user: Int64?
  public var device: Device?
  /// When they were stored, ms since 1970: from the first, up to but not including the second.
  public var from, to: Int64?
  public var guessed: Guessed?
  /// Whether the guess is another than the shape asked for. What nobody guessed does not disagree.
  public var disagrees: Bool?

  public enum Guessed: Sendable, Equatable {
    /// The shape's id.
    case shape(Int64)
    case noShape
  }

  public init() {}
}

/// In which order a gallery shows them. Qualities count in thousandths; among equals the newer
/// comes first in `best`, the older in `worst`.
public enum DrawingSort: UInt8, Sendable, CaseIterable {
  case newest, oldest, best, worst

  var isByQuality: Bool { self == .best || self == .worst }
  var isFalling: Bool { self == .newest || self == .best }
}

extension DrawingFilter {
  /// Whether drawings of a facet can match at all.
  func admits(_ facet: Facet) -> Bool {
    func fits<T: Equatable>(_ wanted: T?, _ value: T) -> Bool { wanted == nil || wanted == value }
    guard fits(shape, facet.shape), fits(isFlagged, facet.isFlagged),
      fits(isDeleted, facet.isDeleted), fits(isComplete, facet.isComplete),
      fits(device, facet.device),
      fits(disagrees, facet.verdict == .differs || facet.verdict == .nothing)
    else { return false }
    return switch guessed {
    case nil: true
    case .noShape: facet.verdict == .nothing
    case .shape(let seen):
      seen == facet.shape ? facet.verdict == .agrees : facet.verdict == .differs
    }
  }

  /// The same with the guess itself, which decides about drawings that look like another shape.
  func admits(_ facet: Facet, guess: Int64) -> Bool {
    guard admits(facet) else { return false }
    if case .shape(let seen) = guessed { return seen == guess }
    return true
  }

  /// Ids that a drawing of the wanted time has: above the first and below the second.
  var ids: (above: Int64, below: Int64) {
    let limits: ClosedRange<Int64> = 0...(1 << 42)
    func id(_ time: Int64) -> Int64 { min(max(time, limits.lowerBound), limits.upperBound) << 20 }
    return (from.map { id($0) - 1 } ?? -1, to.map(id) ?? .max)
  }

  /// Thousandths of the quality that can match, rounded down as the column is.
  var permilles: ClosedRange<Int64> {
    func permille(_ quality: Float) -> Int64 { Int64(min(max(Double(quality), 0), 1) * 1_000) }
    let low = minQuality.map(permille) ?? 0
    return low...max(low, maxQuality.map(permille) ?? 1_000)
  }

  /// No drawing can match.
  var isEmpty: Bool {
    if let minQuality, let maxQuality, minQuality > maxQuality { return true }
    if let minQuality, minQuality > 1 { return true }
    if let maxQuality, maxQuality < 0 { return true }
    return ids.above >= ids.below - 1
  }

  var hasQuality: Bool { minQuality != nil || maxQuality != nil }
  var hasTime: Bool { from != nil || to != nil }
}

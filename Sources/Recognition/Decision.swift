/// Whether the guesses about a growing drawing have settled, so that it can be said aloud.
///
/// A class is *steady* by how much the ink has grown since it became the best guess: 1 once there
/// are a third more points, before that in proportion. `confidence` is the steadiness times the lead
/// over the second guess; it is decided at `threshold` and above. A lifted pen is a strong hint that
/// the drawing is whole: then the lead alone counts.
public struct Decision: Sendable, Equatable {
  /// Class of the best guess; nil before the first.
  public private(set) var best: Int?
  /// 0...1: how sure it is that more ink will not change the best guess.
  public private(set) var confidence: Float = 0
  /// Points when `best` became the best guess.
  private var since = 0

  /// Where `confidence` is a decision.
  public static let threshold: Float = 0.6

  public init() {}

  public var isDecided: Bool { confidence >= Self.threshold }

  /// Takes the next look into account.
  /// - Parameter points: points of the drawing so far. Fewer than before, after undo, starts over.
  public mutating func update(_ guesses: Guesses, points: Int, isFinished: Bool) {
    if guesses.order[0] != best || points < since {
      best = guesses.order[0]
      since = points
    }
    let growth = Float(points - since) / Float(max(since, 1))
    let steadiness = isFinished ? 1 : min(3 * growth, 1)
    confidence = guesses.margin * steadiness
  }
}

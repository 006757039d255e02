/// How well an outline closes.
struct Closing {
  /// The bridged share of the outline, 0 ... 1.
  let gapShare: Float
  /// Beyond this, unfinished ink is not read as an outline: two sides of a square leave 0.41.
  static let mostGapShare: Float = 0.42
  var completeness: Float { 1 - gapShare }
  var quality: Float { falloff(gapShare - 0.01, half: 0.25) }

  init(_ trace: Trace) {
    gapShare = trace.closedLength > 0 ? trace.gapLength / trace.closedLength : 1
  }

  /// A gap shows before it costs much: it counts threefold among the hints.
  func hint(_ trace: Trace, around centre: Vector) -> Hint {
    Hint(
      .closeGap, amount: trace.widestGap, at: trace.gapMiddle, around: centre,
      loss: min(3 * (1 - quality), 1))
  }
}

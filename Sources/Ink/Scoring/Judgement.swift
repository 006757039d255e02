/// What one reading of the ink comes to.
struct Judgement {
  var quality: Float
  var completeness: Float
  var hints = Hints()

  static let nothing = Judgement(quality: 0, completeness: 0)

  /// Of two readings of unfinished ink the kinder one. How much is there is the larger figure of
  /// the two, as far as the other reading is about as good.
  func orBetter(_ other: Judgement) -> Judgement {
    let isBetter = other.quality > quality
    var better = isBetter ? other : self
    let rest = isBetter ? self : other
    let trust = clamp((rest.quality / max(better.quality, 1e-6) - 0.6) / 0.3, 0, 1)
    better.completeness += max(0, rest.completeness - better.completeness) * trust
    return better
  }
}

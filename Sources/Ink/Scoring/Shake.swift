/// How much a row of distances shakes, apart from how it bends.
///
/// Second differences, over three places, leave out every smooth course; a sixth of their mean square estimates the
/// variance of what jumps from place to place (Gasser, Sroka and Jennen-Steinmetz, "Residual
/// variance and residual pattern in nonlinear regression", 1986).
struct Shake {
  private static let lag = 3
  /// The last six distances, the newest first.
  private var recent = SIMD8<Float>.zero
  private var known = 0
  private var squares: Float = 0
  private var count: Float = 0

  @inline(__always)
  mutating func add(_ distance: Float) {
    if known >= 2 * Shake.lag {
      let bend = distance - 2 * recent[Shake.lag - 1] + recent[2 * Shake.lag - 1]
      squares += bend * bend
      count += 1
    }
    recent = SIMD8(
      distance, recent[0], recent[1], recent[2], recent[3], recent[4], recent[5], recent[6])
    known += 1
  }

  /// The next distance is no neighbour of the last.
  mutating func part() { known = 0 }

  /// Root mean square, in the unit of the distances.
  var amount: Float { count > 0 ? (squares / (6 * count)).squareRoot() : 0 }

  /// Whether shaking is most of a deviation.
  func explains(_ rms: Float) -> Bool { 2 * amount * amount > rms * rms }
}

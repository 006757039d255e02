/// The straight line through ink: total least squares (Pearson, "On lines and planes of closest
/// fit to systems of points in space", 1901).
struct LineFit {
  let centre: Vector
  /// Length 1.
  let direction: Vector
  /// The ends of the ink along the line, from the centre; `from` is not above 0.
  let from, to: Float
  /// Root mean square and largest distance from the line, canvas units.
  let rms, largest: Float
  let farthest: Vector

  var length: Float { to - from }

  init(_ places: UnsafeMutablePointer<Vector>, count: Int) {
    var sum = Vector.zero
    for index in 0..<count { sum += places[index] }
    let centre = sum / Float(count)
    var (xx, xy, yy): (Float, Float, Float) = (0, 0, 0)
    for index in 0..<count {
      let offset = places[index] - centre
      xx += offset.x * offset.x
      xy += offset.x * offset.y
      yy += offset.y * offset.y
    }
    let direction = principalDirection(xx: xx, xy: xy, yy: yy)
    var (from, to, squares, largest): (Float, Float, Float, Float) = (0, 0, 0, 0)
    var farthest = centre
    for index in 0..<count {
      let offset = places[index] - centre
      let along = offset.dot(direction)
      let across = Swift.abs(offset.cross(direction))
      from = Swift.min(from, along)
      to = Swift.max(to, along)
      squares += across * across
      if across > largest { (largest, farthest) = (across, places[index]) }
    }
    self.centre = centre
    self.direction = direction
    self.from = from
    self.to = to
    self.rms = (squares / Float(count)).squareRoot()
    self.largest = largest
    self.farthest = farthest
  }
}

/// The unit eigenvector of the larger eigenvalue of a symmetric 2 by 2 matrix.
func principalDirection(xx: Float, xy: Float, yy: Float) -> Vector {
  let half = (xx - yy) / 2
  let root = (half * half + xy * xy).squareRoot()
  // Of the two rows of the matrix less its eigenvalue, the longer is the more exact.
  let direction = half >= 0 ? Vector(half + root, xy) : Vector(xy, root - half)
  return direction.lengthSquared > 0 ? direction.unit : Vector(1, 0)
}

struct Judgement {
  var quality: Float
  var completeness: Float
  static let nothing = Judgement(quality: 0, completeness: 0)
}

extension LiveScorer {
  static func judgeLine(_ trace: Trace, hints: inout Hints) -> Judgement {
    let fit = LineFit(trace.open, count: Trace.sampleCount)
    guard fit.length > 0 else { return .nothing }
    var length: Float = 0
    for index in 1..<Trace.sampleCount {
      length += (trace.open[index] - trace.open[index - 1]).length
    }
    // While it is short, its faults are measured against the length that it will have.
    let reference = max(fit.length, trace.canvasSide / 8)
    let straight = falloff(fit.rms / reference, half: 0.05)
    let repeated = length / fit.length
    let once = falloff(repeated - 1.08, half: 0.5)
    hints.add(
      Hint(
        .straightenLine, amount: fit.largest, at: fit.farthest, around: trace.centre,
        loss: 1 - straight))
    hints.add(
      Hint(.drawOnce, amount: repeated, at: fit.centre, around: trace.centre, loss: 1 - once))
    return Judgement(
      quality: straight * once, completeness: min(1, fit.length / (trace.canvasSide / 2)))
  }
}

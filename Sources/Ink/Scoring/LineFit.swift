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
  let shake: Shake

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
    var shake = Shake()
    for index in 0..<count {
      let offset = places[index] - centre
      let along = offset.dot(direction)
      let signed = offset.cross(direction)
      shake.add(signed)
      let across = Swift.abs(signed)
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
    self.shake = shake
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

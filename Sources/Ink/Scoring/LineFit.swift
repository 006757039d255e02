/// The straight line through ink: total least squares (Pearson, "On lines and planes of closest
/// fit to systems of points in space", 1901).
struct LineFit {
  let centre: Vector
  /// Length 1.
  let direction: Vector
  /// The ends of the ink along the line, from the centre; `from` is not above 0.
  let from, to: Float
  /// Root mean square distance from the line, canvas units.
  let rms: Float
  /// How far the ink bows out from the chord between its ends, canvas units, and where.
  let bend: Float
  let bendPlace: Vector
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
    var (from, to, squares): (Float, Float, Float) = (0, 0, 0)
    // Little hooks at the very ends are no ends.
    let chordStart = places[2]
    let chord = (places[count - 3] - chordStart).unit
    var bow = (amount: Float(0), place: centre)
    var shake = Shake()
    for index in 0..<count {
      let offset = places[index] - centre
      let along = offset.dot(direction)
      let signed = offset.cross(direction)
      shake.add(signed)
      from = Swift.min(from, along)
      to = Swift.max(to, along)
      squares += signed * signed
      let out = Swift.abs((places[index] - chordStart).cross(chord))
      if out > bow.amount { bow = (out, places[index]) }
    }
    self.centre = centre
    self.direction = direction
    self.from = from
    self.to = to
    self.rms = (squares / Float(count)).squareRoot()
    (bend, bendPlace) = bow
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

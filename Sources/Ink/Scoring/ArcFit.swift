/// The circle through an arc, by Taubin's fit ("Estimation of planar curves, surfaces and
/// nonplanar space curves", 1991), with Newton's method for its root (Chernov, "Circular and
/// linear regression", 2010).
struct ArcFit {
  let centre: Vector
  /// Canvas units; infinite for a straight line.
  let radius: Float
  /// Root mean square distance of the ink from the circle, or rather from the oval that is left
  /// when the circle gives way a little along one axis; canvas units.
  let rms: Float
  /// The place farthest inside the circle, and how far, canvas units.
  let flattest: Vector
  let flatness: Float
  /// That oval's shortest diameter divided by its longest.
  let aspect: Float

  init(_ trace: Trace) {
    let count = Trace.sampleCount
    var mean = Vector.zero
    for index in 0..<count { mean += trace.open[index] }
    mean /= Float(count)
    let scale = Swift.max(trace.largerSide, 1e-3)
    var (xx, xy, yy, xz, yz, zz): (Float, Float, Float, Float, Float, Float) = (0, 0, 0, 0, 0, 0)
    for index in 0..<count {
      let p = (trace.open[index] - mean) / scale
      let z = p.lengthSquared
      xx += p.x * p.x
      xy += p.x * p.y
      yy += p.y * p.y
      xz += p.x * z
      yz += p.y * z
      zz += z * z
    }
    let n = Float(count)
    (xx, xy, yy, xz, yz, zz) = (xx / n, xy / n, yy / n, xz / n, yz / n, zz / n)
    let z = xx + yy
    let covariance = xx * yy - xy * xy
    let variance = zz - z * z
    let a3 = 4 * z
    let a2 = -3 * z * z - zz
    let a1 = variance * z + 4 * covariance * z - xz * xz - yz * yz
    let a0 =
      xz * (xz * yy - yz * xy) + yz * (yz * xx - xz * xy) - variance * covariance
    var root: Float = 0
    var value = a0
    for _ in 0..<12 {
      let slope = a1 + root * (2 * a2 + root * 3 * a3)
      guard slope != 0 else { break }
      let next = root - value / slope
      let nextValue = a0 + next * (a1 + next * (a2 + next * a3))
      guard Swift.abs(nextValue) < Swift.abs(value) else { break }
      (root, value) = (next, nextValue)
    }
    let determinant = 2 * (root * root - root * z + covariance)
    guard Swift.abs(determinant) > 1e-7 else {
      (centre, radius, aspect) = (mean, .infinity, 1)
      (flattest, flatness) = (mean, 0)
      rms = LineFit(trace.open, count: count).rms
      return
    }
    let local = Vector(
      (xz * (yy - root) - yz * xy) / determinant, (yz * (xx - root) - xz * xy) / determinant)
    let centre = mean + local * scale
    let radius = (local.lengthSquared + z + 2 * root).squareRoot() * scale
    let oval = OvalDeviation(trace.open, count: count, centre: centre, radius: radius)
    self.centre = centre
    self.radius = radius
    rms = oval.rms * radius
    (flattest, flatness) = (oval.flattest, oval.flatness * radius)
    aspect = (1 - oval.flattening) / (1 + oval.flattening)
  }
}

/// The distances of an arc from its circle, less what a small shift, another radius and an oval
/// explain: least squares on 1, cos, sin, cos 2 and sin 2 of the angle, by Cholesky's method.
struct OvalDeviation {
  /// Relative to the radius.
  let rms: Float
  /// The place farthest inside the circle, and how far, relative to the radius.
  let flattest: Vector
  let flatness: Float
  /// The second harmonic's amplitude relative to the radius, at most 0.6.
  let flattening: Float

  init(_ places: UnsafeMutablePointer<Vector>, count: Int, centre: Vector, radius: Float) {
    var lowest = (value: Float(0), place: places[0])
    // The lower triangle of the normal equations, row by row, and the right-hand side.
    (rms, flattening) = withUnsafeTemporaryAllocation(of: Float.self, capacity: 36) { memory in
      for index in 0..<36 { memory[index] = 0 }
      let (matrix, basis) = (memory.baseAddress!, memory.baseAddress! + 30)
      var squares: Float = 0
      for index in 0..<count {
        let direction = (places[index] - centre).unit
        let value = (places[index] - centre).length / radius - 1
        basis[0] = 1
        basis[1] = direction.x
        basis[2] = direction.y
        basis[3] = direction.x * direction.x - direction.y * direction.y
        basis[4] = 2 * direction.x * direction.y
        basis[5] = value
        squares += value * value
        if value < lowest.value { lowest = (value, places[index]) }
        for row in 0...5 {
          for column in 0...min(row, 4) { matrix[5 * row + column] += basis[row] * basis[column] }
        }
      }
      // A short arc does not tell these apart: what is not needed stays small.
      for row in 0..<5 { matrix[6 * row] += Float(count) * (row < 3 ? 0.001 : 0.005) }
      var explained: Float = 0
      for row in 0..<5 {
        for column in 0...row {
          var sum = matrix[5 * row + column]
          for inner in 0..<column { sum -= matrix[5 * row + inner] * matrix[5 * column + inner] }
          matrix[5 * row + column] =
            row == column ? max(sum, 1e-6).squareRoot() : sum / matrix[6 * column]
        }
        var sum = matrix[25 + row]
        for inner in 0..<row { sum -= matrix[5 * row + inner] * matrix[25 + inner] }
        matrix[25 + row] = sum / matrix[6 * row]
        explained += matrix[25 + row] * matrix[25 + row]
      }
      let sine = matrix[29] / matrix[24]
      let cosine = (matrix[28] - matrix[23] * sine) / matrix[18]
      return (
        (max(squares - explained, 0) / Float(count)).squareRoot(),
        min((sine * sine + cosine * cosine).squareRoot(), 0.6)
      )
    }
    (flattest, flatness) = (lowest.place, -lowest.value)
  }
}

/// Sums over an interval of places; the least-squares line through any interval follows from
/// the difference of two.
///
/// With places as complex numbers z, the sums of z, z² and |z|² hold all second moments.
struct LineSums {
  /// Sum of z (lanes 0 and 1) and of z² (lanes 2 and 3).
  private var sums = SIMD4<Float>.zero
  private var squares: Float = 0
  /// The sum of the weights.
  private(set) var count: Float = 0

  @inline(__always)
  mutating func add(_ p: Vector, weight: Float) {
    sums += SIMD4(p.x, p.y, p.x * p.x - p.y * p.y, 2 * p.x * p.y) * weight
    squares += (p.x * p.x + p.y * p.y) * weight
    count += weight
  }

  @inline(__always)
  static func - (a: LineSums, b: LineSums) -> LineSums {
    var difference = a
    difference.sums -= b.sums
    difference.squares -= b.squares
    difference.count -= b.count
    return difference
  }

  /// The sum of z² about the mean: its length is the difference of the scatter's eigenvalues,
  /// its angle twice that of the line.
  @inline(__always)
  private var spread: Vector {
    let (x, y, share) = (sums[0], sums[1], 1 / count)
    return Vector(sums[2] - (x * x - y * y) * share, sums[3] - 2 * x * y * share)
  }

  /// The sum of squared distances from the line of total least squares.
  @inline(__always)
  var cost: Float {
    let total = squares - (sums[0] * sums[0] + sums[1] * sums[1]) / count
    return max(0, (total - spread.length) / 2)
  }

  var mean: Vector { Vector(sums[0], sums[1]) / count }
  var direction: Vector {
    let spread = self.spread
    return principalDirection(xx: spread.x, xy: spread.y / 2, yy: 0)
  }
}

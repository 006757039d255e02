/// Sums over an interval of places; the least-squares line through any interval follows from
/// the difference of two.
struct LineSums {
  var count: Float = 0
  var sum = Vector.zero
  var xx: Float = 0
  var xy: Float = 0
  var yy: Float = 0

  @inline(__always)
  mutating func add(_ p: Vector) {
    count += 1
    sum += p
    xx += p.x * p.x
    xy += p.x * p.y
    yy += p.y * p.y
  }

  @inline(__always)
  static func - (a: LineSums, b: LineSums) -> LineSums {
    LineSums(
      count: a.count - b.count, sum: a.sum - b.sum, xx: a.xx - b.xx, xy: a.xy - b.xy,
      yy: a.yy - b.yy)
  }

  /// Covariance times count.
  @inline(__always)
  private var scatter: (xx: Float, xy: Float, yy: Float) {
    let share = 1 / count
    return (xx - sum.x * sum.x * share, xy - sum.x * sum.y * share, yy - sum.y * sum.y * share)
  }

  /// The sum of squared distances from the line of total least squares.
  @inline(__always)
  var cost: Float {
    let (xx, xy, yy) = scatter
    let half = (xx - yy) / 2
    return max(0, (xx + yy) / 2 - (half * half + xy * xy).squareRoot())
  }

  var mean: Vector { sum / count }
  var direction: Vector {
    let (xx, xy, yy) = scatter
    return principalDirection(xx: xx, xy: xy, yy: yy)
  }
}

// From operations that are rounded the same on every machine: the C library's results differ between
// machines in the last place, and equal seeds must give equal drawings.

/// e to the power of x, within the range of normal numbers.
func exponential(_ x: Double) -> Double {
  let x = min(max(x, -700), 700)
  // 2^n * e^r with |r| <= ln 2 / 2.
  let n = (x * 1.442_695_040_888_963_4).rounded()
  let r = x - n * 0.693_147_180_559_945_3
  var sum = 1.0
  for k in stride(from: 13.0, through: 1, by: -1) { sum = 1 + sum * r / k }
  return sum * Double(sign: .plus, exponent: Int(n), significand: 1)
}

/// The natural logarithm of x, above zero.
func logarithm(_ x: Double) -> Double {
  // 2^n * m with m in 1 ..< 2, and the series of the inverse hyperbolic tangent.
  let t = (x.significand - 1) / (x.significand + 1)
  let square = t * t
  var sum = 0.0
  for k in stride(from: 31.0, through: 1, by: -2) { sum = sum * square + 1 / k }
  return Double(x.exponent) * 0.693_147_180_559_945_3 + 2 * t * sum
}

/// A place of a figure, or the way between two; about one unit is the figure's longer side.
typealias Place = SIMD2<Double>

extension SIMD2<Double> {
  @inline(__always)
  var length: Double { (x * x + y * y).squareRoot() }
}

/// e to the power of x, from operations that are rounded the same on every machine: the C library's
/// results differ between machines in the last place, and equal trainings must not.
///
/// - Parameter x: at most 700; below -700 the result is 0.
func exponential(_ x: Double) -> Double {
  guard x > -700 else { return x.isNaN ? x : 0 }
  // 2^n * e^r with |r| <= ln 2 / 2.
  let n = (x * 1.442_695_040_888_963_4).rounded()
  let r = x - n * 0.693_147_180_559_945_3
  var sum = 1.0
  for k in stride(from: 13.0, through: 1, by: -1) { sum = 1 + sum * r / k }
  return sum * Double(sign: .plus, exponent: Int(n), significand: 1)
}

/// The natural logarithm of x, 1 or more, by Newton's method on `exponential`.
func logarithm(_ x: Double) -> Double {
  guard x.isFinite, x >= 1 else { return x.isNaN ? x : x < 1 ? 0 : .infinity }
  var y = Double(x.exponent) * 0.693_147_180_559_945_3
  for _ in 0..<6 { y += x * exponential(-y) - 1 }
  return y
}

/// Functions from operations that are rounded the same on every machine. The C library's results differ
/// between machines in the last place, and equal seeds must give equal models and equal drawings.
public enum Portable {
  /// e to the power of x, to about 2⁻⁵² for each factor of two in the result.
  ///
  /// - Returns: 0 below -700, infinity above 709, NaN for NaN.
  @inlinable
  public static func exp(_ x: Double) -> Double {
    guard x > -700 else { return x.isNaN ? x : 0 }
    guard x < 709 else { return .infinity }
    // 2^n * e^r with |r| <= ln 2 / 2.
    let n = (x * 1.442_695_040_888_963_4).rounded()
    let r = x - n * 0.693_147_180_559_945_3
    var sum = 1.0
    for k in stride(from: 13.0, through: 1, by: -1) { sum = 1 + sum * r / k }
    return sum * Double(sign: .plus, exponent: Int(n), significand: 1)
  }

  /// The natural logarithm of x, to about 2⁻⁵² of the result or, near x = 1, of 1.
  ///
  /// - Returns: minus infinity for 0, NaN below it and for NaN.
  @inlinable
  public static func log(_ x: Double) -> Double {
    guard x > 0, x.isFinite else { return x == 0 ? -.infinity : x > 0 ? x : .nan }
    // 2^n * m with m in 1 ..< 2, and the series of the inverse hyperbolic tangent.
    let t = (x.significand - 1) / (x.significand + 1)
    let square = t * t
    var sum = 0.0
    for k in stride(from: 31.0, through: 1, by: -2) { sum = sum * square + 1 / k }
    return Double(x.exponent) * 0.693_147_180_559_945_3 + 2 * t * sum
  }
}

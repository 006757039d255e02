/// A place of a figure, or the way between two; about one unit is the figure's longer side.
typealias Place = SIMD2<Double>

extension SIMD2<Double> {
  @inline(__always)
  var length: Double { (x * x + y * y).squareRoot() }
}

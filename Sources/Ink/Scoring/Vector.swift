/// A place or a direction, in canvas units.
///
/// All arithmetic of scoring is IEEE `Float` addition, multiplication, division and square root
/// in a fixed order, so that the server and the page agree bit for bit.
typealias Vector = SIMD2<Float>

extension SIMD2<Float> {
  @inline(__always) func dot(_ other: Vector) -> Float { x * other.x + y * other.y }
  /// Positive when `other` lies clockwise of `self` on the screen (y grows downwards).
  @inline(__always) func cross(_ other: Vector) -> Float { x * other.y - y * other.x }
  @inline(__always) var lengthSquared: Float { x * x + y * y }
  @inline(__always) var length: Float { lengthSquared.squareRoot() }
  /// Length 1, or zero if there is no direction.
  @inline(__always) var unit: Vector {
    let length = self.length
    return length > 0 ? self / length : .zero
  }
  /// A quarter turn.
  @inline(__always) var turned: Vector { Vector(-y, x) }
}

/// 1 without error, 1/2 at `half`, then slowly towards 0: the Cauchy weight
/// `1 / (1 + (error / half)²)`.
@inline(__always)
func falloff(_ error: Float, half: Float) -> Float {
  let ratio = Swift.max(error, 0) / half
  return 1 / (1 + ratio * ratio)
}

/// As `falloff`, with the fourth power: kinder below `half`, stricter above.
@inline(__always)
func steepFalloff(_ error: Float, half: Float) -> Float {
  let ratio = Swift.max(error, 0) / half
  let squared = ratio * ratio
  return 1 / (1 + squared * squared)
}

@inline(__always)
func clamp(_ value: Float, _ low: Float, _ high: Float) -> Float {
  Swift.min(Swift.max(value, low), high)
}

/// Degrees between -180 and 180, within 0.3 degrees (the rational approximation of S. Rajan et
/// al., "Efficient approximations for the arctangent function", 2006).
func angleInDegrees(_ direction: Vector) -> Float {
  let (x, y) = (Swift.abs(direction.x), Swift.abs(direction.y))
  guard Swift.max(x, y) > 0 else { return 0 }
  let ratio = Swift.min(x, y) / Swift.max(x, y)
  let octant = ratio * (45 + 15.64 * (1 - ratio))
  let quadrant = y > x ? 90 - octant : octant
  let half = direction.x < 0 ? 180 - quadrant : quadrant
  return direction.y < 0 ? -half : half
}

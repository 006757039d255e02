/// An ideal as 64 places and directions, laid out for comparison with ink.
///
/// Normalised: the mean place is the origin, the root mean square distance from it is 1.
struct Outline: Sendable {
  static let count = Trace.sampleCount
  /// How much a right angle between two directions weighs, halved, against distance.
  static let directionWeight: Float = 0.15

  let isClosed: Bool
  /// Eight groups of eight places.
  private(set) var xs: [SIMD8<Float>]
  private(set) var ys: [SIMD8<Float>]
  /// The direction's doubled angle, so that both senses of drawing are one.
  private(set) var us: [SIMD8<Float>]
  private(set) var vs: [SIMD8<Float>]
  /// Root mean square extent along each axis.
  let spread: Vector
  /// Every other place, a turn and a half of it, for matching parts.
  let partX, partY: [Float]
  /// Prefix sums of the parts: x, y, squared length.
  let partSums: [SIMD4<Float>]

  static let partCount = 32

  /// - Parameter places: 64 places at equal distances along the path.
  init(_ places: UnsafePointer<Vector>, closed: Bool) {
    isClosed = closed
    let frame = Frame(places, count: Outline.count)
    spread = frame.spread / frame.radius
    var (xs, ys, us, vs): ([SIMD8<Float>], [SIMD8<Float>], [SIMD8<Float>], [SIMD8<Float>]) = (
      [], [], [], []
    )
    for group in 0..<8 {
      var (x, y, u, v): (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>, SIMD8<Float>) = (
        .zero, .zero, .zero, .zero
      )
      for lane in 0..<8 {
        let index = group * 8 + lane
        let place = (places[index] - frame.centre) / frame.radius
        let direction = doubledDirection(places, at: index, closed: closed)
        (x[lane], y[lane], u[lane], v[lane]) = (place.x, place.y, direction.x, direction.y)
      }
      xs.append(x)
      ys.append(y)
      us.append(u)
      vs.append(v)
    }
    (self.xs, self.ys, self.us, self.vs) = (xs, ys, us, vs)
    var (partX, partY): ([Float], [Float]) = ([], [])
    var sums: [SIMD4<Float>] = [.zero]
    for index in 0..<(3 * Outline.partCount) {
      let source =
        closed
        ? Float((2 * index) % Outline.count)
        : Float(min(index, Outline.partCount - 1)) * Float(Outline.count - 1)
          / Float(Outline.partCount - 1)
      let low = Int(source)
      let high = min(low + 1, Outline.count - 1)
      let place =
        (places[low] + (places[high] - places[low]) * (source - Float(low)) - frame.centre)
        / frame.radius
      partX.append(place.x)
      partY.append(place.y)
      sums.append(sums[index] + SIMD4(place.x, place.y, place.lengthSquared, 0))
    }
    (self.partX, self.partY, partSums) = (partX, partY, sums)
  }

  func place(_ index: Int) -> Vector {
    Vector(xs[index >> 3][index & 7], ys[index >> 3][index & 7])
  }

  /// The mean squared distances, in place and direction, from the ink to the nearest of the
  /// outline and from the outline to the nearest of the ink (chamfer matching, Barrow et al.,
  /// "Parametric correspondence and chamfer matching", 1977).
  ///
  /// - Parameters:
  ///   - centre, scale: take the ink's canvas units to the outline's own.
  ///   - isInk: places that are not ink are no part of the first distance.
  func distances(
    _ places: UnsafeMutablePointer<Vector>, isInk: UnsafeMutablePointer<Bool>?, closed: Bool,
    centre: Vector, scale: Vector
  ) -> (fromInk: Float, fromOutline: Float) {
    withUnsafeTemporaryAllocation(of: SIMD8<Float>.self, capacity: 8) { nearest in
      for group in 0..<8 { nearest[group] = SIMD8(repeating: .infinity) }
      var (sum, inkCount): (Float, Float) = (0, 0)
      for index in 0..<Outline.count {
        let place = (places[index] - centre) * scale
        let direction = doubledDirection(places, at: index, closed: closed)
        let x = SIMD8<Float>(repeating: place.x)
        let y = SIMD8<Float>(repeating: place.y)
        let u = SIMD8<Float>(repeating: direction.x)
        let v = SIMD8<Float>(repeating: direction.y)
        let weight = SIMD8<Float>(repeating: Outline.directionWeight * Outline.directionWeight)
        var least = SIMD8<Float>(repeating: .infinity)
        for group in 0..<8 {
          let (dx, dy) = (xs[group] - x, ys[group] - y)
          let (du, dv) = (us[group] - u, vs[group] - v)
          let distance = dx * dx + dy * dy + (du * du + dv * dv) * weight
          least = pointwiseMin(least, distance)
          nearest[group] = pointwiseMin(nearest[group], distance)
        }
        if isInk?[index] ?? true {
          sum += least.min()
          inkCount += 1
        }
      }
      var back = SIMD8<Float>.zero
      for group in 0..<8 { back += nearest[group] }
      var backSum: Float = 0
      for lane in 0..<8 { backSum += back[lane] }
      return (inkCount > 0 ? sum / inkCount : .infinity, backSum / Float(Outline.count))
    }
  }
}

/// Where places lie and how large they are.
struct Frame {
  let centre: Vector
  /// Root mean square along each axis, canvas units.
  let spread: Vector
  /// Root mean square distance from the centre; at least a thousandth.
  var radius: Float { max(spread.length, 1e-3) }

  init(_ places: UnsafePointer<Vector>, count: Int) {
    var sum = Vector.zero
    for index in 0..<count { sum += places[index] }
    centre = sum / Float(count)
    var squares = Vector.zero
    for index in 0..<count {
      let offset = places[index] - centre
      squares += offset * offset
    }
    squares /= Float(count)
    spread = Vector(squares.x.squareRoot(), squares.y.squareRoot())
  }
}

/// The cosine and sine of twice the path's angle at a place.
@inline(__always)
func doubledDirection(_ places: UnsafePointer<Vector>, at index: Int, closed: Bool) -> Vector {
  let last = Trace.sampleCount - 1
  let before = closed ? (index + last) & last : max(index - 1, 0)
  let after = closed ? (index + 1) & last : min(index + 1, last)
  let along = places[after] - places[before]
  let square = along.lengthSquared
  guard square > 0 else { return .zero }
  return Vector(along.x * along.x - along.y * along.y, 2 * along.x * along.y) / square
}

typealias Float8 = SIMD8<Float>

@inline(__always)
private func smaller(_ a: Float8, _ b: Float8) -> Float8 { a.replacing(with: b, where: b .< a) }

/// An ideal as 64 places and directions, laid out for comparison with ink.
///
/// Normalised: the mean place is the origin, the root mean square distance from it is 1.
struct Outline: Sendable {
  static let count = Trace.sampleCount
  /// How much a right angle between two directions weighs, halved, against distance.
  static let directionWeight: Float = 0.15

  let isClosed: Bool
  /// Eight groups of eight places.
  private(set) var xs: [Float8]
  private(set) var ys: [Float8]
  /// The direction's doubled angle, so that both senses of drawing are one, times its weight.
  private(set) var us: [Float8]
  private(set) var vs: [Float8]
  /// Root mean square extent along each axis.
  let spread: Vector
  /// Every other place, three turns of it, for matching parts: a row of x, one of y, then prefix
  /// sums of x, y and squared length; each row `3 * partCount + 1` long.
  let parts: [Float]

  static let partCount = 32

  /// - Parameter places: 64 places at equal distances along the path.
  init(_ places: UnsafePointer<Vector>, closed: Bool) {
    isClosed = closed
    let frame = Frame(places, count: Outline.count)
    spread = frame.spread / frame.radius
    var (xs, ys, us, vs): ([Float8], [Float8], [Float8], [Float8]) = (
      [], [], [], []
    )
    for group in 0..<8 {
      var (x, y, u, v): (Float8, Float8, Float8, Float8) = (
        .zero, .zero, .zero, .zero
      )
      for lane in 0..<8 {
        let index = group * 8 + lane
        let place = (places[index] - frame.centre) / frame.radius
        let direction =
          doubledDirection(places, at: index, closed: closed) * Outline.directionWeight
        (x[lane], y[lane]) = (place.x, place.y)
        (u[lane], v[lane]) = (direction.x, direction.y)
      }
      xs.append(x)
      ys.append(y)
      us.append(u)
      vs.append(v)
    }
    (self.xs, self.ys, self.us, self.vs) = (xs, ys, us, vs)
    parts = Outline.parts(places, frame: frame, closed: closed)
  }

  private static func parts(
    _ places: UnsafePointer<Vector>, frame: Frame, closed: Bool
  ) -> [Float] {
    let length = 3 * partCount
    var rows = [Float](repeating: 0, count: 5 * (length + 1))
    for index in 0..<length {
      let source =
        closed
        ? Float((2 * index) % count)
        : Float(min(index, partCount - 1)) * Float(count - 1) / Float(partCount - 1)
      let low = Int(source)
      let high = min(low + 1, count - 1)
      let place =
        (places[low] + (places[high] - places[low]) * (source - Float(low)) - frame.centre)
        / frame.radius
      rows[index] = place.x
      rows[length + 1 + index] = place.y
      for (row, value) in zip(2..<5, [place.x, place.y, place.lengthSquared]) {
        let before = row * (length + 1) + index
        rows[before + 1] = rows[before] + value
      }
    }
    return rows
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
    withUnsafeTemporaryAllocation(of: Float8.self, capacity: 40) { memory in
      let nearest = memory.baseAddress!
      let (x, y, u, v) = (nearest + 8, nearest + 16, nearest + 24, nearest + 32)
      for group in 0..<8 {
        nearest[group] = Float8(repeating: .infinity)
        (x[group], y[group], u[group], v[group]) = (xs[group], ys[group], us[group], vs[group])
      }
      var (sum, inkCount): (Float, Float) = (0, 0)
      for index in 0..<Outline.count {
        let place = (places[index] - centre) * scale
        let direction =
          doubledDirection(places, at: index, closed: closed) * Outline.directionWeight
        var least = Float8(repeating: .infinity)
        for group in 0..<8 {
          let (dx, dy) = (x[group] - place.x, y[group] - place.y)
          let (du, dv) = (u[group] - direction.x, v[group] - direction.y)
          let distance = dx * dx + dy * dy + du * du + dv * dv
          least = smaller(least, distance)
          nearest[group] = smaller(nearest[group], distance)
        }
        if isInk?[index] ?? true {
          let (low, high) = (least.lowHalf, least.highHalf)
          let halved = low.replacing(with: high, where: high .< low)
          sum += min(min(halved[0], halved[1]), min(halved[2], halved[3]))
          inkCount += 1
        }
      }
      var back: Float = 0
      for group in 0..<8 {
        for lane in 0..<8 { back += nearest[group][lane] }
      }
      return (inkCount > 0 ? sum / inkCount : .infinity, back / Float(Outline.count))
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

struct Ellipse {
  let centre: Vector
  /// The half axes, canvas units, and the direction of the longer one.
  let longer, shorter: Float
  let direction: Vector

  var aspect: Float { shorter / longer }
  /// Of the circle of the same area.
  var radius: Float { (longer * shorter).squareRoot() }
  /// Ramanujan's first approximation (1914).
  var perimeter: Float {
    3.14159265
      * (3 * (longer + shorter)
        - ((3 * longer + shorter) * (longer + 3 * shorter)).squareRoot())
  }

  /// 1 on the ellipse.
  @inline(__always)
  func relativeRadius(_ place: Vector) -> Float {
    let offset = place - centre
    let along = offset.dot(direction) / longer
    let across = offset.cross(direction) / shorter
    return (along * along + across * across).squareRoot()
  }
}

/// An ellipse with the area, centre and second moments of a closed outline.
///
/// Area moments by Green's theorem (Steger, "On the calculation of arbitrary moments of
/// polygons", 1996) turn with any affine map, so an ellipse of whatever flatness becomes an
/// exact circle, and what is left over is what is not round.
struct EllipseFit {
  let ellipse: Ellipse
  /// Root mean square of the relative distance of the ink from the ellipse.
  let rms: Float
  /// The place that lies farthest inside, smoothed, and how far, relative to the ellipse.
  let flattest: Vector
  let flatness: Float
  /// Of the relative distances.
  let shake: Shake

  /// Nil for an outline that encloses nothing.
  init?(_ trace: Trace) {
    let count = Trace.sampleCount
    let places = trace.closed
    var origin = Vector.zero
    for index in 0..<count { origin += places[index] }
    origin /= Float(count)
    var (area, first): (Float, Vector) = (0, .zero)
    var (xx, xy, yy): (Float, Float, Float) = (0, 0, 0)
    var a = places[count - 1] - origin
    for index in 0..<count {
      let b = places[index] - origin
      let cross = a.cross(b)
      area += cross
      first += (a + b) * cross
      xx += (a.x * a.x + a.x * b.x + b.x * b.x) * cross
      yy += (a.y * a.y + a.y * b.y + b.y * b.y) * cross
      xy += (2 * a.x * a.y + a.x * b.y + b.x * a.y + 2 * b.x * b.y) * cross
      a = b
    }
    // The signs cancel between the moments and the area, whichever way round it was drawn.
    let length = trace.closedLength
    guard Swift.abs(area) > 0.02 * length * length / (2 * 3.14159265) else { return nil }
    let offset = first / (3 * area)
    xx = xx / (6 * area) - offset.x * offset.x
    yy = yy / (6 * area) - offset.y * offset.y
    xy = xy / (12 * area) - offset.x * offset.y
    let mean = (xx + yy) / 2
    let half = (xx - yy) / 2
    let root = (half * half + xy * xy).squareRoot()
    guard mean - root > 0.002 * mean else { return nil }
    // A full ellipse's second moment is a quarter of its half axis squared.
    let ellipse = Ellipse(
      centre: origin + offset, longer: 2 * (mean + root).squareRoot(),
      shorter: 2 * (mean - root).squareRoot(),
      direction: principalDirection(xx: xx, xy: xy, yy: yy))

    var radii = (sum: Float(0), squares: Float(0), ink: Float(0))
    var lowest = (value: Float.infinity, place: Vector.zero)
    var before: (Float, Float) = (
      ellipse.relativeRadius(places[count - 2]), ellipse.relativeRadius(places[count - 1])
    )
    var shake = Shake()
    for index in 0..<count {
      let value = ellipse.relativeRadius(places[index])
      if trace.isInk[index] { shake.add(value) } else { shake.part() }
      if trace.isInk[index] {
        radii.sum += value
        radii.squares += value * value
        radii.ink += 1
        let smooth = (before.0 + before.1 + value) / 3
        if smooth < lowest.value { lowest = (smooth, places[(index + count - 1) % count]) }
      }
      before = (before.1, value)
    }
    guard radii.ink > 0 else { return nil }
    let average = radii.sum / radii.ink
    self.ellipse = ellipse
    self.shake = shake
    rms = Swift.max(radii.squares / radii.ink - average * average, 0).squareRoot() / average
    flattest = lowest.place
    flatness = Swift.max(0, 1 - lowest.value / average)
  }
}

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
    for index in 0..<count {
      let value = ellipse.relativeRadius(places[index])
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
    rms = Swift.max(radii.squares / radii.ink - average * average, 0).squareRoot() / average
    flattest = lowest.place
    flatness = Swift.max(0, 1 - lowest.value / average)
  }
}

/// The circle through an arc, by Taubin's fit ("Estimation of planar curves, surfaces and
/// nonplanar space curves", 1991), with Newton's method for its root (Chernov, "Circular and
/// linear regression", 2010).
struct ArcFit {
  let centre: Vector
  /// Canvas units; infinite for a straight line.
  let radius: Float
  /// Root mean square distance of the ink from the circle, canvas units.
  let rms: Float

  init(_ trace: Trace) {
    let count = Trace.sampleCount
    var mean = Vector.zero
    for index in 0..<count { mean += trace.open[index] }
    mean /= Float(count)
    let scale = Swift.max(trace.largerSide, 1e-3)
    var (xx, xy, yy, xz, yz, zz): (Float, Float, Float, Float, Float, Float) = (0, 0, 0, 0, 0, 0)
    for index in 0..<count {
      let p = (trace.open[index] - mean) / scale
      let z = p.lengthSquared
      xx += p.x * p.x
      xy += p.x * p.y
      yy += p.y * p.y
      xz += p.x * z
      yz += p.y * z
      zz += z * z
    }
    let n = Float(count)
    (xx, xy, yy, xz, yz, zz) = (xx / n, xy / n, yy / n, xz / n, yz / n, zz / n)
    let z = xx + yy
    let covariance = xx * yy - xy * xy
    let variance = zz - z * z
    let a3 = 4 * z
    let a2 = -3 * z * z - zz
    let a1 = variance * z + 4 * covariance * z - xz * xz - yz * yz
    let a0 =
      xz * (xz * yy - yz * xy) + yz * (yz * xx - xz * xy) - variance * covariance
    var root: Float = 0
    var value = a0
    for _ in 0..<12 {
      let slope = a1 + root * (2 * a2 + root * 3 * a3)
      guard slope != 0 else { break }
      let next = root - value / slope
      let nextValue = a0 + next * (a1 + next * (a2 + next * a3))
      guard Swift.abs(nextValue) < Swift.abs(value) else { break }
      (root, value) = (next, nextValue)
    }
    let determinant = 2 * (root * root - root * z + covariance)
    guard Swift.abs(determinant) > 1e-7 else {
      (centre, radius, rms) = (mean, .infinity, LineFit(trace.open, count: count).rms)
      return
    }
    let local = Vector(
      (xz * (yy - root) - yz * xy) / determinant, (yz * (xx - root) - xz * xy) / determinant)
    let centre = mean + local * scale
    let radius = (local.lengthSquared + z + 2 * root).squareRoot() * scale
    var squares: Float = 0
    for index in 0..<count {
      let off = (trace.open[index] - centre).length - radius
      squares += off * off
    }
    self.centre = centre
    self.radius = radius
    self.rms = (squares / n).squareRoot()
  }
}

extension LiveScorer {
  static func judgeCircle(
    _ trace: Trace, finished: Bool, hints: inout Hints
  ) -> Judgement {
    let whole = judgeWholeCircle(trace, finished: finished, hints: &hints)
    if finished { return whole }
    let arc = ArcFit(trace)
    // An arc flatter than a circle as large as the canvas could hold is too straight: what counts
    // is how far it stays behind that circle's bend.
    let largest = trace.canvasSide * 0.6
    var rms = arc.rms
    if arc.radius > largest {
      let behind =
        0.0373 * trace.inkLength * trace.inkLength
        * (1 / largest - (arc.radius.isFinite ? 1 / arc.radius : 0))
      rms = (rms * rms + behind * behind).squareRoot()
    }
    let reference = clamp(arc.radius, trace.canvasSide * 0.15, largest)
    let turns = trace.inkLength / (2 * 3.14159265 * min(arc.radius, largest))
    let quality = falloff(rms / reference, half: 0.1) * falloff(turns - 1.25, half: 0.6)
    if quality < whole.quality {
      return Judgement(quality: whole.quality, completeness: max(whole.completeness, min(1, turns)))
    }
    return Judgement(quality: quality, completeness: min(1, turns))
  }

  private static func judgeWholeCircle(
    _ trace: Trace, finished: Bool, hints: inout Hints
  ) -> Judgement {
    guard let fit = EllipseFit(trace) else { return .nothing }
    let round = falloff(fit.rms, half: 0.07)
    let even = falloff(1 / fit.ellipse.aspect - 1, half: 1.2)
    let repeated = trace.inkLength / fit.ellipse.perimeter
    let once = falloff(repeated - 1.2, half: 0.5)
    let closing = Closing(trace)
    hints.add(
      Hint(
        .makeRounder, amount: fit.flatness * fit.ellipse.radius, at: fit.flattest,
        around: fit.ellipse.centre,
        loss: 1 - round))
    let (width, height) = (trace.high.x - trace.low.x, trace.high.y - trace.low.y)
    let ratio = width / max(height, 1e-3)
    let unevenness: (HintCode, Float) =
      ratio > 1.1
      ? (.makeTaller, 1 / ratio)
      : ratio < 0.9
        ? (.makeWider, ratio)
        : (.evenOut, 1 / fit.ellipse.aspect)
    hints.add(
      Hint(
        unevenness.0, amount: unevenness.1, at: fit.ellipse.centre, around: fit.ellipse.centre,
        loss: 1 - even))
    hints.add(
      Hint(
        .drawOnce, amount: repeated, at: fit.ellipse.centre, around: fit.ellipse.centre,
        loss: 1 - once))
    if finished { closing.hint(trace, around: fit.ellipse.centre, into: &hints) }
    return Judgement(
      quality: round * even * once * (finished ? closing.quality : 1),
      completeness: closing.completeness)
  }
}

/// How well an outline closes.
struct Closing {
  /// The bridged share of the outline, 0 ... 1.
  let gapShare: Float
  var completeness: Float { 1 - gapShare }
  var quality: Float { falloff(gapShare - 0.01, half: 0.3) }

  init(_ trace: Trace) {
    gapShare = trace.closedLength > 0 ? trace.gapLength / trace.closedLength : 1
  }

  func hint(_ trace: Trace, around centre: Vector, into hints: inout Hints) {
    // A gap shows before it costs much: it counts threefold among the hints.
    hints.add(
      Hint(
        .closeGap, amount: trace.widestGap, at: trace.gapMiddle, around: centre,
        loss: min(3 * (1 - quality), 1)))
  }
}

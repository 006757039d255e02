/// What is asked of a polygon.
enum PolygonRule {
  case square, triangle
  var sides: Int { self == .square ? 4 : 3 }
  /// The distance from straight sides, relative to the mean side, that halves the quality.
  var half: Float { self == .square ? 0.04 : 0.045 }
}

extension LiveScorer {
  static func judgePolygon(
    _ rule: PolygonRule, _ trace: Trace, finished: Bool, hints: inout Hints
  ) -> Judgement {
    withUnsafeTemporaryAllocation(of: LineSums.self, capacity: 2 * Trace.sampleCount + 1) { sums in
      guard let sums = sums.baseAddress else { return .nothing }
      let whole = judgeWholePolygon(rule, trace, sums: sums, finished: finished, hints: &hints)
      if finished { return whole }
      let part = judgePartOfPolygon(rule, trace, sums: sums)
      return part.quality > whole.quality
        ? part
        : Judgement(
          quality: whole.quality, completeness: max(whole.completeness, part.completeness))
    }
  }

  static func fillSums(
    _ sums: UnsafeMutablePointer<LineSums>, places: UnsafeMutablePointer<Vector>,
    origin: Vector, turns: Int
  ) {
    var running = LineSums()
    sums[0] = running
    for index in 0..<(turns * Trace.sampleCount) {
      running.add(places[index & (Trace.sampleCount - 1)] - origin)
      sums[index + 1] = running
    }
  }

  /// The outline, closed and with the asked number of sides.
  static func wholePolygon(
    _ rule: PolygonRule, _ trace: Trace, sums: UnsafeMutablePointer<LineSums>
  ) -> PolygonFit {
    fillSums(sums, places: trace.closed, origin: trace.centre, turns: 2)
    return PolygonFit(
      trace.closed, sums: sums, origin: trace.centre, sides: rule.sides, closed: true)
  }

  private static func judgeWholePolygon(
    _ rule: PolygonRule, _ trace: Trace, sums: UnsafeMutablePointer<LineSums>,
    finished: Bool, hints: inout Hints
  ) -> Judgement {
    let fit = wholePolygon(rule, trace, sums: sums)
    let perimeter = fit.perimeter
    guard perimeter > 0 else { return .nothing }
    let centre = fit.centre
    let meanSide = perimeter / Float(rule.sides)
    let straight = falloff(fit.rms / meanSide, half: rule.half)
    let form = rule == .square ? squareness(fit, hints: &hints) : openness(fit, hints: &hints)
    let repeated = trace.inkLength / perimeter
    let once = falloff(repeated - 1.2, half: 0.5)
    let closing = Closing(trace)
    let rounded = roundedCorner(fit, trace)
    let sharp = falloff(rounded.mean / meanSide - 0.03, half: 0.2)
    hints.add(
      Hint(
        .sharpenCorner, amount: rounded.largest, at: rounded.place, around: centre,
        loss: 1 - sharp))
    let bend = mostBentSide(fit, trace)
    hints.add(
      Hint(
        .straightenSide, amount: bend.amount, at: bend.place, around: centre, loss: 1 - straight))
    hints.add(Hint(.drawOnce, amount: repeated, at: centre, around: centre, loss: 1 - once))
    if finished { closing.hint(trace, around: centre, into: &hints) }
    return Judgement(
      quality: straight * form * sharp * once * (finished ? closing.quality : 1),
      completeness: closing.completeness)
  }

  /// How square four corners are: right angles, equal sides, one sense of turning.
  private static func squareness(_ fit: PolygonFit, hints: inout Hints) -> Float {
    let centre = fit.centre
    var worst = (cosine: Float(0), place: centre, degrees: Float(0))
    var turning: Float = 0
    for index in 0..<4 {
      let incoming = fit.side((index + 3) % 4).unit
      let outgoing = fit.side(index).unit
      let cosine = Swift.abs(incoming.dot(outgoing))
      turning += incoming.cross(outgoing) > 0 ? 1 : -1
      if cosine > worst.cosine {
        let angle = Swift.abs(
          angleInDegrees(Vector(incoming.dot(outgoing), incoming.cross(outgoing))))
        worst = (cosine, fit.corner(index), Swift.abs(90 - angle))
      }
    }
    let right = steepFalloff(worst.cosine, half: 0.5)
    let oneWay: Float = Swift.abs(turning) == 4 ? 1 : 0.2
    let a = fit.side(0).length + fit.side(2).length
    let b = fit.side(1).length + fit.side(3).length
    let ratio = max(a, b) / max(min(a, b), 1e-3)
    let even = falloff(ratio - 1, half: 0.9)
    hints.add(
      Hint(.squareCorner, amount: worst.degrees, at: worst.place, around: centre, loss: 1 - right))
    hints.add(Hint(.evenSides, amount: ratio, at: centre, around: centre, loss: 1 - even))
    return right * even * oneWay
  }

  /// How far a triangle is from falling flat.
  private static func openness(_ fit: PolygonFit, hints: inout Hints) -> Float {
    let (a, b, c) = (fit.side(0), fit.side(1), fit.side(2))
    let longest = max(a.lengthSquared, max(b.lengthSquared, c.lengthSquared))
    let height = Swift.abs(a.cross(b)) / max(longest, 1e-6)
    let open = 1 - steepFalloff(height, half: 0.12)
    hints.add(
      Hint(.openUp, amount: height, at: fit.centre, around: fit.centre, loss: 1 - open))
    return open
  }

  /// How far the ink stays away from the corners: on the mean, and where most.
  private static func roundedCorner(
    _ fit: PolygonFit, _ trace: Trace
  ) -> (mean: Float, largest: Float, place: Vector) {
    var (sum, largest, worst): (Float, Float, Vector) = (0, 0, fit.corner(0))
    for index in 0..<fit.cornerCount {
      let corner = fit.corner(index)
      var nearest = Float.infinity
      let cut = Int(fit.cuts[index])
      for offset in -5..<5 {
        let place = (cut + offset + 2 * Trace.sampleCount) % Trace.sampleCount
        let next = (place + 1) % Trace.sampleCount
        nearest = min(
          nearest, distanceSquared(corner, from: trace.closed[place], to: trace.closed[next]))
      }
      let distance = nearest.squareRoot()
      sum += distance
      if distance > largest { (largest, worst) = (distance, corner) }
    }
    return (sum / Float(fit.cornerCount), largest, worst)
  }

  private static func mostBentSide(
    _ fit: PolygonFit, _ trace: Trace
  ) -> (amount: Float, place: Vector) {
    var worst = (amount: Float(0), place: fit.corner(0))
    for side in 0..<fit.sideCount {
      let from = Int(fit.cuts[side])
      let to =
        side + 1 < fit.sideCount ? Int(fit.cuts[side + 1]) : Int(fit.cuts[0]) + Trace.sampleCount
      let (corner, direction) = (fit.corner(side), fit.side(side).unit)
      for index in from...to {
        let place = trace.closed[(index + Trace.sampleCount) % Trace.sampleCount]
        let distance = Swift.abs((place - corner).cross(direction))
        if distance > worst.amount { worst = (distance, place) }
      }
    }
    return worst
  }

  // MARK: Unfinished

  /// The best reading of the ink as the first sides of the polygon, the first and the last
  /// perhaps cut short.
  private static func judgePartOfPolygon(
    _ rule: PolygonRule, _ trace: Trace, sums: UnsafeMutablePointer<LineSums>
  ) -> Judgement {
    fillSums(sums, places: trace.open, origin: trace.centre, turns: 1)
    var best = Judgement.nothing
    var fit: PolygonFit?
    for sides in 1...(rule.sides + 1) {
      let next = PolygonFit(
        trace.open, sums: sums, origin: trace.centre, sides: sides, closed: false, from: fit)
      let judgement = judgePart(rule, next, trace)
      if judgement.quality > best.quality { best = judgement }
      fit = next
    }
    return best
  }

  private static func judgePart(
    _ rule: PolygonRule, _ fit: PolygonFit, _ trace: Trace
  ) -> Judgement {
    var longest: Float = 0
    for index in 0..<fit.sideCount { longest = max(longest, fit.side(index).length) }
    // While it is short, its faults are measured against the side that it will have.
    let reference = max(longest, trace.canvasSide * 0.2)
    var quality = falloff(fit.rms / reference, half: rule.half)
    quality *= falloff(trace.inkLength / max(fit.perimeter, 1e-3) - 1.1, half: 0.4)
    var (sense, worst): (Float, Float) = (0, 0)
    for index in 1..<max(fit.sideCount, 1) {
      let (incoming, outgoing) = (fit.side(index - 1).unit, fit.side(index).unit)
      sense += incoming.cross(outgoing) > 0 ? 1 : -1
      let cosine = incoming.dot(outgoing)
      worst = max(worst, rule == .square ? Swift.abs(cosine) : cosine - 0.4)
    }
    quality *= steepFalloff(worst, half: 0.5)
    if Swift.abs(sense) != Float(fit.sideCount - 1) { quality *= 0.3 }
    if rule == .square, fit.sideCount > 2 {
      var shortest = Float.infinity
      for index in 1..<(fit.sideCount - 1) { shortest = min(shortest, fit.side(index).length) }
      quality *= falloff(longest / max(shortest, 1e-3) - 1, half: 0.9)
    } else if rule == .triangle, fit.sideCount > 2 {
      // Three sides that do not lean towards each other never close.
      let (first, third) = (fit.side(0).unit, fit.side(2).unit)
      let leaning = first.cross(third) * (sense > 0 ? 1 : -1)
      quality *= steepFalloff(leaning + 0.3, half: 0.4)
    }
    let whole = Float(rule.sides) * max(longest, trace.canvasSide * 0.25)
    return Judgement(quality: quality, completeness: min(1, trace.inkLength / whole))
  }
}

/// From a place to a straight piece of path.
func distanceSquared(_ place: Vector, from start: Vector, to end: Vector) -> Float {
  let along = end - start
  let square = along.lengthSquared
  let share = square > 0 ? clamp((place - start).dot(along) / square, 0, 1) : 0
  return (place - start - along * share).lengthSquared
}

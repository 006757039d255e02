/// What is asked of a polygon.
enum PolygonRule {
  case square, triangle
  var sides: Int { self == .square ? 4 : 3 }
  /// The distance from straight sides, relative to the mean side, that halves the quality.
  var half: Float { 0.04 }
}

extension LiveScorer {
  static func judgePolygon(
    _ rule: PolygonRule, _ trace: Trace, finished: Bool
  ) -> Judgement {
    withUnsafeTemporaryAllocation(of: LineSums.self, capacity: 2 * Trace.sampleCount + 1) { sums in
      guard let sums = sums.baseAddress else { return .nothing }
      if finished { return judgeWholePolygon(rule, trace, sums: sums, finished: true) }
      let part = judgePartOfPolygon(rule, trace, sums: sums)
      // Ink that is more than half open is no outline yet.
      guard Closing(trace).gapShare < Closing.mostGapShare else { return part }
      return part.orBetter(judgeWholePolygon(rule, trace, sums: sums, finished: false))
    }
  }

  static func fillSums(
    _ sums: UnsafeMutablePointer<LineSums>, places: UnsafeMutablePointer<Vector>,
    isInk: UnsafeMutablePointer<Bool>?, origin: Vector, turns: Int
  ) {
    var running = LineSums()
    sums[0] = running
    for index in 0..<(turns * Trace.sampleCount) {
      let place = index & (Trace.sampleCount - 1)
      // A bridge says little about where the sides are.
      running.add(places[place] - origin, weight: isInk?[place] ?? true ? 1 : 0.1)
      sums[index + 1] = running
    }
  }

  /// The outline, closed and with the asked number of sides.
  static func wholePolygon(
    _ rule: PolygonRule, _ trace: Trace, sums: UnsafeMutablePointer<LineSums>
  ) -> PolygonFit {
    fillSums(sums, places: trace.closed, isInk: trace.isInk, origin: trace.centre, turns: 2)
    return PolygonFit(
      trace.closed, sums: sums, origin: trace.centre, sides: rule.sides, closed: true)
  }

  private static func judgeWholePolygon(
    _ rule: PolygonRule, _ trace: Trace, sums: UnsafeMutablePointer<LineSums>,
    finished: Bool
  ) -> Judgement {
    let fit = wholePolygon(rule, trace, sums: sums)
    let perimeter = fit.perimeter
    guard perimeter > 0 else { return .nothing }
    let centre = fit.centre
    let meanSide = perimeter / Float(rule.sides)
    let straight = falloff(fit.rms / thickness(rule, fit), half: rule.half)
    var hints = Hints()
    let form = rule == .square ? squareness(fit, hints: &hints) : openness(fit, hints: &hints)
    let repeated = trace.drawnLength / perimeter
    let once = falloff(repeated - 1.2, half: 0.5)
    let closing = Closing(trace)
    let rounded = roundedCorner(fit, trace)
    let sharp = falloff(rounded.mean / meanSide - 0.03, half: 0.17)
    let corners = CornerCount(trace.closed, expected: rule.sides)
    if corners.count != rule.sides {
      hints.add(
        Hint(
          corners.count < rule.sides ? .addCorner : .removeCorner,
          amount: Float(Swift.abs(corners.count - rule.sides)), at: corners.bluntest,
          around: centre, loss: min(1, 1.2 * (1 - straight * form * sharp))))
    }
    hints.add(
      Hint(
        .sharpenCorner, amount: rounded.largest, at: rounded.place, around: centre,
        loss: 1 - sharp))
    hints.add(bentSideHint(fit, trace.closed, around: centre, loss: 1 - straight))
    hints.add(Hint(.drawOnce, amount: repeated, at: centre, around: centre, loss: 1 - once))
    if finished { hints.add(closing.hint(trace, around: centre)) }
    return Judgement(
      quality: straight * form * sharp * once * (finished ? closing.quality : 1),
      completeness: closing.completeness, hints: hints)
  }

  /// What distances from the sides are measured against: the mean side; of a flat triangle less,
  /// as a flat oval would otherwise pass for one.
  private static func thickness(_ rule: PolygonRule, _ fit: PolygonFit) -> Float {
    let meanSide = fit.perimeter / Float(rule.sides)
    guard rule == .triangle else { return meanSide }
    // An equilateral triangle has the area of 0.433 sides squared.
    let area = Swift.abs(fit.side(0).cross(fit.side(1))) / 2
    let side = (area / 0.4330127).squareRoot()
    return max(side, meanSide * 0.1)
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

  /// The place farthest from its side; or, if the sides shake rather than bend, by how much.
  static func bentSideHint(
    _ fit: PolygonFit, _ places: UnsafeMutablePointer<Vector>, around centre: Vector, loss: Float
  ) -> Hint {
    var worst = (amount: Float(0), place: fit.corner(0))
    var shake = Shake()
    let mask = Trace.sampleCount - 1
    for side in 0..<fit.sideCount {
      let (from, to) = fit.places(ofSide: side)
      // Rounded corners are no bend.
      let inset = to - from > 6 ? 1 : 0
      let start = places[(from + inset) & mask]
      let direction = (places[(to - inset) & mask] - start).unit
      shake.part()
      for index in from...to {
        let distance = (places[index & mask] - start).cross(direction)
        shake.add(distance)
        if Swift.abs(distance) > worst.amount {
          worst = (Swift.abs(distance), places[index & mask])
        }
      }
    }
    let isShaky = shake.explains(fit.rms)
    return Hint(
      isShaky ? .drawSmoothly : .straightenSide, amount: isShaky ? shake.amount : worst.amount,
      at: worst.place, around: centre, loss: loss)
  }
}

/// From a place to a straight piece of path.
func distanceSquared(_ place: Vector, from start: Vector, to end: Vector) -> Float {
  let along = end - start
  let square = along.lengthSquared
  let share = square > 0 ? clamp((place - start).dot(along) / square, 0, 1) : 0
  return (place - start - along * share).lengthSquared
}

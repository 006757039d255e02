extension LiveScorer {
  /// The best reading of the ink as the first sides of the polygon, the first and the last
  /// perhaps cut short.
  static func judgePartOfPolygon(
    _ rule: PolygonRule, _ trace: Trace, sums: UnsafeMutablePointer<LineSums>
  ) -> Judgement {
    fillSums(sums, places: trace.open, isInk: nil, origin: trace.centre, turns: 1)
    var fit = PolygonFit(
      trace.open, sums: sums, origin: trace.centre, sides: 1, closed: false)
    var best = (fit: fit, reading: PartReading(rule, fit, trace))
    for sides in 2...(rule.sides + 1) {
      fit = PolygonFit(
        trace.open, sums: sums, origin: trace.centre, sides: sides, closed: false, from: fit)
      let reading = PartReading(rule, fit, trace)
      if reading.quality > best.reading.quality { best = (fit, reading) }
    }
    let reading = best.reading
    var hints = Hints()
    hints.add(
      bentSideHint(best.fit, trace.open, around: trace.centre, loss: 1 - reading.straight))
    if rule == .square {
      let cosine = reading.worstCosine
      let degrees = angleInDegrees(Vector((1 - min(cosine * cosine, 1)).squareRoot(), cosine))
      hints.add(
        Hint(
          .squareCorner, amount: degrees, at: reading.worstCorner, around: trace.centre,
          loss: 1 - reading.right))
    }
    return Judgement(
      quality: reading.quality, completeness: reading.completeness, hints: hints)
  }
}

/// Ink as the first sides of a polygon.
private struct PartReading {
  let quality, completeness: Float
  /// What bends and what wrong corners leave of the quality.
  let straight, right: Float
  /// How far the worst corner is from what it should be, as a cosine, and where it is.
  let worstCosine: Float
  let worstCorner: Vector

  init(_ rule: PolygonRule, _ fit: PolygonFit, _ trace: Trace) {
    var longest: Float = 0
    for index in 0..<fit.sideCount { longest = max(longest, fit.side(index).length) }
    // While it is short, its faults are measured against the side that it will have.
    let reference = max(longest, trace.canvasSide * 0.2)
    straight = falloff(fit.rms / reference, half: rule.half)
    var (sense, worst, place): (Float, Float, Vector) = (0, 0, trace.centre)
    for index in 1..<max(fit.sideCount, 1) {
      let (incoming, outgoing) = (fit.side(index - 1).unit, fit.side(index).unit)
      sense += incoming.cross(outgoing) > 0 ? 1 : -1
      let cosine = incoming.dot(outgoing)
      // A triangle's corners may be what they like, but no gentle bends.
      let off = rule == .square ? Swift.abs(cosine) : cosine - 0.4
      if off > worst { (worst, place) = (off, fit.corner(index)) }
    }
    (worstCosine, worstCorner) = (worst, place)
    right = steepFalloff(worst, half: 0.5)
    let repeated = trace.drawnLength / max(fit.perimeter, 1e-3)
    var quality = straight * right * falloff(repeated - 1.1, half: 0.4)
    if Swift.abs(sense) != Float(fit.sideCount - 1) { quality *= 0.3 }
    if rule == .square, fit.sideCount > 2 {
      var shortest = Float.infinity
      for index in 1..<(fit.sideCount - 1) { shortest = min(shortest, fit.side(index).length) }
      quality *= falloff(longest / max(shortest, 1e-3) - 1, half: 0.9)
    } else if rule == .triangle, fit.sideCount > 2 {
      // Three sides that do not lean towards each other never close.
      let leaning = fit.side(0).unit.cross(fit.side(2).unit) * (sense > 0 ? 1 : -1)
      quality *= steepFalloff(leaning + 0.3, half: 0.4)
    }
    self.quality = quality
    let whole = Float(rule.sides) * max(longest, trace.canvasSide * 0.25)
    completeness = min(1, trace.drawnLength / whole)
  }
}

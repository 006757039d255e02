extension LiveScorer {
  /// The best reading of the ink as the first sides of the polygon, the first and the last
  /// perhaps cut short.
  static func judgePartOfPolygon(
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
    let straight = falloff(fit.rms / reference, half: rule.half)
    let repeated = trace.drawnLength / max(fit.perimeter, 1e-3)
    var quality = straight * falloff(repeated - 1.1, half: 0.4)
    var hints = Hints()
    hints.add(bentSideHint(fit, trace.open, around: trace.centre, loss: 1 - straight))
    var (sense, worst, place): (Float, Float, Vector) = (0, 0, trace.centre)
    for index in 1..<max(fit.sideCount, 1) {
      let (incoming, outgoing) = (fit.side(index - 1).unit, fit.side(index).unit)
      sense += incoming.cross(outgoing) > 0 ? 1 : -1
      let cosine = incoming.dot(outgoing)
      let off = rule == .square ? Swift.abs(cosine) : cosine - 0.4
      if off > worst { (worst, place) = (off, fit.corner(index)) }
    }
    let right = steepFalloff(worst, half: 0.5)
    quality *= right
    if rule == .square {
      let degrees = angleInDegrees(Vector((1 - min(worst * worst, 1)).squareRoot(), worst))
      hints.add(
        Hint(.squareCorner, amount: degrees, at: place, around: trace.centre, loss: 1 - right))
    }
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
    return Judgement(
      quality: quality, completeness: min(1, trace.drawnLength / whole), hints: hints)
  }
}

extension LiveScorer {
  static func judgeHeart(_ trace: Trace, finished: Bool) -> Judgement {
    let outlines = Heart.outlines
    if finished { return judgeWholeHeart(outlines, trace, finished: true) }
    let part = judgePart(of: outlines[1], trace, half: 0.25)
    guard Closing(trace).gapShare < Closing.mostGapShare else { return part }
    return part.orBetter(judgeWholeHeart(outlines, trace, finished: false))
  }

  private static func judgeWholeHeart(
    _ outlines: [Outline], _ trace: Trace, finished: Bool
  ) -> Judgement {
    let features = HeartFeatures(trace)
    let outline = Heart.nearest(outlines, to: features.notchDepth)
    let (frame, distance) = heartDistance(outline, trace, features)
    let close = falloff(distance - 0.05, half: 0.15)
    let notched = 0.1 + 0.9 * (1 - steepFalloff(features.notchDepth, half: 0.06))
    let pointed = steepFalloff(-features.tipCosine - 0.2, half: 0.7)
    let even = falloff(features.lopsidedness - 1.1, half: 1.5)
    let aspect =
      frame.spread.x / max(frame.spread.y, 1e-3) * outline.spread.y
      / outline.spread.x
    let shapely = falloff(max(aspect, 1 / max(aspect, 1e-3)) - 1.05, half: 1.5)
    let ideal = frame.radius * 6.2
    let repeated = trace.drawnLength / ideal
    let once = falloff(repeated - 1.3, half: 0.5)
    let closing = Closing(trace)
    let centre = trace.centre
    let height = trace.high.y - trace.low.y
    var hints = Hints()
    hints.add(
      Hint(
        .addNotch, amount: max(0.2 - features.notchDepth, 0) * height, at: features.notch,
        around: centre, loss: 1 - notched))
    hints.add(
      Hint(
        .pointTip,
        amount: Swift.abs(
          angleInDegrees(
            Vector(
              features.tipCosine,
              max(0, 1 - features.tipCosine * features.tipCosine).squareRoot()))),
        at: features.tip, around: centre, loss: 1 - pointed))
    hints.add(
      Hint(
        .evenHalves, amount: features.lopsidedness, at: centre, around: centre, loss: 1 - even))
    let unevenness: (HintCode, Float) =
      aspect > 1 ? (.makeTaller, 1 / aspect) : (.makeWider, aspect)
    hints.add(
      Hint(unevenness.0, amount: unevenness.1, at: centre, around: centre, loss: 1 - shapely))
    hints.add(
      Hint(
        .followShape, amount: distance * frame.radius, at: centre, around: centre,
        loss: 1 - close))
    hints.add(Hint(.drawOnce, amount: repeated, at: centre, around: centre, loss: 1 - once))
    if finished { hints.add(closing.hint(trace, around: centre)) }
    return Judgement(
      quality: close * notched * pointed * even * shapely * once
        * (finished ? closing.quality : 1),
      completeness: closing.completeness, hints: hints)
  }

  /// The distance from the ideal, after a lean from tip to notch is set upright.
  private static func heartDistance(
    _ outline: Outline, _ trace: Trace, _ features: HeartFeatures
  ) -> (Frame, Float) {
    let axis = features.notch - features.tip
    let trust = clamp(features.notchDepth / 0.06, 0, 1)
    let lean = axis.y < 0 ? clamp(axis.x / axis.y, -0.4, 0.4) * trust : 0
    return withUnsafeTemporaryAllocation(of: Vector.self, capacity: Trace.sampleCount) { upright in
      let places = upright.baseAddress!
      for index in 0..<Trace.sampleCount {
        let place = trace.closed[index]
        places[index] = Vector(place.x - lean * (place.y - features.tip.y), place.y)
      }
      let frame = Frame(places, count: Trace.sampleCount)
      let scale = outline.spread / pointwiseMax(frame.spread, Vector(repeating: 1e-3))
      let (ink, back) = outline.distances(
        places, isInk: trace.isInk, closed: true, centre: frame.centre, scale: scale)
      return (frame, ((ink + back) / 2).squareRoot())
    }
  }
}

extension LiveScorer {
  static func judgeTemplate(
    _ template: ShapeTemplate, _ trace: Trace, finished: Bool
  ) -> Judgement {
    var hints = Hints()
    let outline = template.outline
    let places = outline.isClosed ? trace.closed : trace.open
    let frame = Frame(places, count: Trace.sampleCount)
    let (ink, back) = outline.distances(
      places, isInk: outline.isClosed ? trace.isInk : nil, closed: outline.isClosed,
      centre: frame.centre, scale: Vector(repeating: 1 / frame.radius))
    let distance = ((ink + back) / 2).squareRoot()
    let close = falloff(distance - template.half * 0.2, half: template.half)
    let repeated = trace.drawnLength / frame.radius / template.length
    let once = falloff(max(repeated, 1 / max(repeated, 1e-3)) - 1.25, half: 0.5)
    let closing = Closing(trace)
    let closed = finished && outline.isClosed ? closing.quality : 1
    let centre = trace.centre
    hints.add(
      Hint(
        .followShape, amount: distance * frame.radius, at: centre, around: centre,
        loss: 1 - close))
    if repeated > 1 {
      hints.add(Hint(.drawOnce, amount: repeated, at: centre, around: centre, loss: 1 - once))
    }
    if finished, outline.isClosed { hints.add(closing.hint(trace, around: centre)) }
    let whole = Judgement(quality: close * once * closed, completeness: 1, hints: hints)
    guard !finished else { return whole }
    // Whether unfinished ink is already the whole shape is for its length to say.
    var part = judgePart(of: outline, trace, half: template.half)
    part.completeness = min(part.completeness, 1)
    let drawn = min(1, repeated)
    return part.orBetter(
      Judgement(quality: whole.quality, completeness: min(drawn, close), hints: hints))
  }

  /// Unfinished ink as a part of an outline.
  static func judgePart(of outline: Outline, _ trace: Trace, half: Float) -> Judgement {
    let match = PartMatch(outline, trace)
    let quality = falloff(match.rms - 0.03, half: half)
    var hints = Hints()
    hints.add(
      Hint(
        .followShape, amount: match.rms * match.scale, at: trace.open[Trace.sampleCount - 1],
        around: trace.centre, loss: 1 - quality))
    return Judgement(quality: quality, completeness: match.share, hints: hints)
  }
}

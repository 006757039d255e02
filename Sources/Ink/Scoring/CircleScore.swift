extension LiveScorer {
  static func judgeCircle(_ trace: Trace, finished: Bool) -> Judgement {
    let whole = judgeWholeCircle(trace, finished: finished)
    return finished ? whole : judgeArc(trace).orBetter(whole)
  }

  /// The whole outline, its gaps bridged by straight lines.
  private static func judgeWholeCircle(_ trace: Trace, finished: Bool) -> Judgement {
    guard let fit = EllipseFit(trace) else { return nothingRound(trace) }
    let ellipse = fit.ellipse
    let round = falloff(fit.rms, half: 0.08)
    let even = evenness(ellipse.aspect)
    let repeated = trace.drawnLength / ellipse.perimeter
    let once = falloff(repeated - 1.2, half: 0.5)
    let closing = Closing(trace)
    var hints = Hints()
    let isShaky = fit.shake.explains(fit.rms)
    hints.add(
      Hint(
        isShaky ? .drawSmoothly : .makeRounder,
        amount: (isShaky ? fit.shake.amount : fit.flatness) * ellipse.radius, at: fit.flattest,
        around: ellipse.centre, loss: 1 - round))
    hints.add(unevennessHint(trace, ellipse, loss: 1 - even))
    hints.add(
      Hint(
        .drawOnce, amount: repeated, at: ellipse.centre, around: ellipse.centre, loss: 1 - once))
    if finished { hints.add(closing.hint(trace, around: ellipse.centre)) }
    return Judgement(
      quality: round * even * once * (finished ? closing.quality : 1),
      completeness: closing.completeness, hints: hints)
  }

  /// Ink that encloses nothing: a line, or a scribble.
  private static func nothingRound(_ trace: Trace) -> Judgement {
    var judgement = Judgement.nothing
    let repeated = trace.drawnLength / (3.14159265 * max(trace.largerSide, 1e-3))
    judgement.hints.add(
      Hint(
        .makeRounder, amount: trace.largerSide / 2, at: trace.centre, around: trace.centre,
        loss: 0.5))
    judgement.hints.add(
      Hint(
        .drawOnce, amount: repeated, at: trace.centre, around: trace.centre,
        loss: 1 - falloff(repeated - 1.2, half: 0.5)))
    return judgement
  }

  /// An unfinished circle: an arc of one, or of a moderate oval.
  private static func judgeArc(_ trace: Trace) -> Judgement {
    let arc = ArcFit(trace)
    // An arc flatter than a circle as large as the canvas could hold is too straight: what counts
    // is how far it stays behind that circle's bend. (An arc of length L and radius R deviates
    // from its chord by L² / 8R, from its straight line by 0.298 of that, root mean square.)
    let largest = trace.canvasSide * 0.6
    let length = trace.drawnLength
    let behind =
      arc.radius > largest ? 0.0373 * length * length * (1 / largest - 1 / arc.radius) : 0
    let rms = (arc.rms * arc.rms + behind * behind).squareRoot()
    let reference = clamp(arc.radius, trace.canvasSide * 0.15, largest)
    let turns = length / (2 * 3.14159265 * min(arc.radius, largest))
    let round = falloff(rms / reference, half: 0.08)
    let once = falloff(turns - 1.25, half: 0.6)
    var hints = Hints()
    hints.add(
      Hint(
        .makeRounder, amount: max(arc.flatness, behind), at: arc.flattest, around: trace.centre,
        loss: 1 - round))
    hints.add(
      Hint(.drawOnce, amount: turns, at: trace.centre, around: trace.centre, loss: 1 - once))
    return Judgement(
      quality: round * evenness(arc.aspect) * once, completeness: min(1, turns), hints: hints)
  }

  /// - Parameter aspect: the shortest diameter divided by the longest.
  private static func evenness(_ aspect: Float) -> Float {
    falloff(1 / max(aspect, 1e-3) - 1, half: 1.2)
  }

  private static func unevennessHint(_ trace: Trace, _ ellipse: Ellipse, loss: Float) -> Hint {
    let size = trace.high - trace.low
    let ratio = size.x / max(size.y, 1e-3)
    let (code, amount): (HintCode, Float) =
      ratio > 1.1
      ? (.makeTaller, 1 / ratio)
      : ratio < 0.9 ? (.makeWider, ratio) : (.evenOut, 1 / ellipse.aspect)
    return Hint(code, amount: amount, at: ellipse.centre, around: ellipse.centre, loss: loss)
  }
}

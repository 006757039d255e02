extension LiveScorer {
  /// Neatness alone: how little the path shakes around its own smooth course.
  static func judgeNeatness(_ trace: Trace) -> Judgement {
    var squares: Float = 0
    for index in 2..<(Trace.sampleCount - 2) {
      let around =
        (trace.open[index - 2] + trace.open[index - 1] + trace.open[index + 1]
          + trace.open[index + 2]) / 4
      squares += (trace.open[index] - around).lengthSquared
    }
    let shake = (squares / Float(Trace.sampleCount - 4)).squareRoot()
    let smooth = falloff(shake / max(trace.largerSide, trace.canvasSide / 8), half: 0.03)
    var hints = Hints()
    hints.add(
      Hint(.drawSmoothly, amount: shake, at: trace.centre, around: trace.centre, loss: 1 - smooth))
    return Judgement(quality: smooth, completeness: 1, hints: hints)
  }
}

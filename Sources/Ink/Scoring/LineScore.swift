extension LiveScorer {
  static func judgeLine(_ trace: Trace, finished: Bool) -> Judgement {
    let fit = LineFit(trace.open, count: Trace.sampleCount)
    guard fit.length > 0 else { return .nothing }
    // While it is short, its faults are measured against the length that it will have.
    let reference = max(fit.length, trace.canvasSide * (finished ? 0.125 : 0.5))
    let straight = falloff(fit.rms / reference, half: 0.05)
    let repeated = trace.drawnLength / fit.length
    let once = falloff((trace.drawnLength - fit.length) / reference - 0.08, half: 0.5)
    var hints = Hints()
    let isShaky = fit.shake.explains(fit.rms)
    hints.add(
      Hint(
        isShaky ? .drawSmoothly : .straightenLine,
        amount: isShaky ? fit.shake.amount : fit.bend, at: fit.bendPlace,
        around: trace.centre, loss: 1 - straight))
    hints.add(
      Hint(.drawOnce, amount: repeated, at: fit.centre, around: trace.centre, loss: 1 - once))
    return Judgement(
      quality: straight * once, completeness: min(1, fit.length / (trace.canvasSide / 2)),
      hints: hints)
  }
}

/// The learning rate over the steps: a short rise, then half a cosine to nearly nothing (Loshchilov
/// and Hutter 2017). In the last quarter weights and activations are rounded.
struct Schedule {
  let steps: Int
  let peak: Float
  /// How many steps were left out because learning stood still.
  private var skipped = 0

  init(steps: Int, peak: Float) {
    self.steps = steps
    self.peak = peak
  }

  private var roundingStart: Int { steps * 3 / 4 }

  func rate(at step: Int) -> Float {
    let place = step + skipped
    let warmUp = max(steps / 25, 1)
    if place < warmUp { return peak * Float(place + 1) / Float(warmUp) }
    let share = Double(place - warmUp) / Double(max(steps - warmUp, 1))
    return peak * Float(0.015 + 0.985 * (1 + Self.cosine(halfTurns: share)) / 2)
  }

  func rounds(at step: Int) -> Bool { step + skipped >= roundingStart }

  func isOver(at step: Int) -> Bool { step + skipped >= steps }

  var remainder: Int { skipped }

  /// Goes to the last part at once.
  mutating func finishSoon(at step: Int) { skipped = max(skipped, roundingStart - step) }

  mutating func restore(skipped: Int) { self.skipped = skipped }

  private static func cosine(halfTurns x: Double) -> Double {
    // Taylor's series around the middle: enough for a learning rate, and the same everywhere.
    let y = (0.5 - x) * 3.141_592_653_589_793
    let square = y * y
    return y * (1 - square / 6 * (1 - square / 20 * (1 - square / 42)))
  }
}

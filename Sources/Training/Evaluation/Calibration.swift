import Ink
import Recognition

/// Finds the temperatures at which a model's confidences fit how often it is right.
struct Calibration {
  let temperatures: Temperatures

  init(of model: Model, by examples: Examples) throws {
    var recognizer = Recognizer(model: model)
    var whole: [Sample] = []
    var unfinished: [Sample] = []
    var start = 0
    while start < min(examples.count, 6_000) {
      let chunk = start..<min(start + 512, examples.count)
      let inks = try examples.read(Array(examples.numbers[chunk]))
      for (ink, label) in zip(inks, examples.classes[chunk]) {
        whole.append(Sample(ink, true, label, &recognizer))
        for share in [0.25, 0.5, 0.75, 0.95] {
          var sketch = Sketch(ink)
          sketch.keepFirst(share)
          unfinished.append(Sample(sketch.ink, false, label, &recognizer))
        }
      }
      start = chunk.upperBound
    }
    temperatures = Temperatures(
      penDown: Self.multiplier(unfinished), penUp: Self.multiplier(whole))
  }

  private struct Sample {
    let logits: [Double]
    let label: Int

    init(_ ink: Strokes, _ isFinished: Bool, _ label: UInt8, _ recognizer: inout Recognizer) {
      recognizer.reset()
      recognizer.classify(ink, isFinished: isFinished)
      logits = recognizer.logits.map { Double($0) / 1_024 }
      self.label = Int(label)
    }

    func loss(_ factor: Double) -> Double {
      let most = logits.max() ?? 0
      let sum = logits.reduce(0) { $0 + Portable.exp(($1 - most) * factor) }
      return Portable.log(sum) - (logits[label] - most) * factor
    }
  }

  /// Golden section search for the factor of least loss, 1/20 ... 20.
  private static func multiplier(_ samples: [Sample]) -> Int32 {
    guard samples.count >= 50 else { return 4_096 }
    func loss(_ exponent: Double) -> Double {
      let factor = exponent < 0 ? Portable.exp(exponent) : 1 / Portable.exp(-exponent)
      return samples.reduce(0) { $0 + $1.loss(factor) }
    }
    var (low, high) = (-3.0, 3.0)
    for _ in 0..<24 {
      let span = (high - low) * 0.381_966
      if loss(low + span) < loss(high - span) { high -= span } else { low += span }
    }
    let middle = (low + high) / 2
    let factor = middle < 0 ? Portable.exp(middle) : 1 / Portable.exp(-middle)
    return Int32((factor * 4_096).rounded())
  }
}

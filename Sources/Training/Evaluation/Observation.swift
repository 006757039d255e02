import Ink
public import Recognition

/// What a model says of one held-out drawing, whole and while it grows.
public struct Observation: Sendable {
  /// The drawing's class; the last is none of the shapes.
  public let label: Int
  /// Confidences by class, of the whole drawing.
  public let whole: [Float]
  /// The same after each of `Observation.shares` of the ink, the pen still down; empty where only
  /// whole drawings were looked at.
  public let unfinished: [[Float]]
  /// Share of the ink after which the best guess did not change any more.
  public let settledAt: Double
  /// Median milliseconds between its points; 0 where the device told no times.
  public let interval: Int
  /// How long the whole drawing took to be recognised, from its points.
  public let microseconds: Double

  /// Shares of the ink, by length.
  public static let shares = [0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 1]

  /// What it is called, and how surely.
  public var answer: (label: Int, confidence: Float) {
    let label = Self.best(whole, amongShapes: false)
    return (label, whole[label])
  }

  /// The likeliest class; without `none` when `amongShapes`.
  static func best(_ confidences: [Float], amongShapes: Bool) -> Int {
    let candidates = amongShapes ? confidences.dropLast() : confidences[...]
    return candidates.indices.max { candidates[$0] < candidates[$1] } ?? 0
  }
}

extension Observation {
  /// Looks at examples one by one. A model with other labels is asked for those of the examples;
  /// what else it knows counts as none.
  ///
  /// - Parameter growing: whether to look at them while they grow, too, which takes twelve times as
  ///   long.
  public static func all(
    _ examples: Examples, by model: Model, growing: Bool = true
  ) throws -> [Observation] {
    var recognizer = Recognizer(model: model)
    let places = model.labels.map {
      examples.labels.firstIndex(of: $0) ?? examples.labels.count - 1
    }
    var observations: [Observation] = []
    var start = 0
    while start < examples.count {
      let chunk = start..<min(start + 1_024, examples.count)
      let inks = try examples.read(Array(examples.numbers[chunk]))
      for (ink, label) in zip(inks, examples.classes[chunk]) {
        observations.append(
          Observation(
            ink, label: Int(label), places, examples.labels.count, growing: growing, &recognizer))
      }
      start = chunk.upperBound
    }
    return observations
  }

  /// - Parameters:
  ///   - places: where each of the model's classes stands among the examples'.
  ///   - count: of the examples' classes.
  private init(
    _ ink: Strokes, label: Int, _ places: [Int], _ count: Int, growing: Bool,
    _ recognizer: inout Recognizer
  ) {
    func look(_ ink: Strokes, isFinished: Bool) -> [Float] {
      recognizer.reset()
      var confidences = [Float](repeating: 0, count: count)
      let found = recognizer.classify(ink, isFinished: isFinished).confidences
      for (place, confidence) in zip(places, found) { confidences[place] += confidence }
      return confidences
    }
    self.label = label
    let intervals = ink.points.dropFirst().map(\.elapsed).sorted()
    interval = intervals.isEmpty ? 0 : Int(intervals[intervals.count / 2])
    let start = ContinuousClock.now
    whole = look(ink, isFinished: true)
    microseconds = (ContinuousClock.now - start) / .microseconds(1)
    guard growing else {
      (unfinished, settledAt) = ([], .nan)
      return
    }
    let sketch = Sketch(ink)
    unfinished = Self.shares.map { share in
      var part = sketch
      part.keepFirst(share)
      return look(part.ink, isFinished: false)
    }
    let last = Self.best(whole, amongShapes: true)
    let changed = unfinished.lastIndex { Self.best($0, amongShapes: true) != last }
    settledAt = Self.shares[min((changed ?? -1) + 1, Self.shares.count - 1)]
  }
}

import Ink
public import Recognition

/// One model for each part of the people, which has learnt from the others only.
public struct Judges: Sendable {
  private var recognizers: [Recognizer?]

  /// Parts into which people are divided.
  public static let folds = 3

  /// Which part somebody belongs to: for ever the same.
  public static func fold(of person: UInt64) -> Int {
    var mixer = SplitMix64(seed: person ^ 0xf01d)
    return Int(mixer.next() % UInt64(folds))
  }

  /// - Parameter models: one for each part; nil where there was too little to learn from.
  public init(_ models: [Model?]) {
    precondition(models.count == Self.folds)
    recognizers = models.map { $0.map(Recognizer.init) }
  }

  /// From here on a model is taken at its word.
  private static let leastConfidence: Float = 0.5
  private static let surelyNone: Float = 0.8

  /// What the model of the drawing's person has against it.
  mutating func look(at subject: Subject) -> [Reason] {
    let fold = Self.fold(of: subject.person)
    guard recognizers[fold] != nil else { return [] }
    recognizers[fold]!.reset()
    let guesses = recognizers[fold]!.classify(subject.ink, isFinished: true)
    guard let asked = guesses.labels.firstIndex(of: subject.label) else { return [] }
    let own = guesses.confidences[asked]
    let none = guesses.confidences[guesses.labels.count - 1]
    var reasons: [Reason] = []
    let best = guesses.bestShape
    // Among the shapes: that it is like none of them is another reason.
    let ofShapes = guesses.confidences[best] / max(1 - none, 1e-6)
    if best != asked, guesses.confidences[best] > own, ofShapes >= Self.leastConfidence,
      none < Self.surelyNone
    {
      let lead = guesses.confidences[best] - own
      reasons.append(
        Reason(
          .disagrees, score: Double(max(lead, 0)), guess: guesses.labels[best],
          "A model that knows none of this person's drawings takes it for \(article(guesses.labels[best])) (\(percent(guesses.confidences[best]))), not \(article(subject.label)) (\(percent(own)))."
        ))
    }
    if none >= Self.surelyNone {
      reasons.append(
        Reason(
          .unlikeAll, score: Double((none - Self.surelyNone) / (1 - Self.surelyNone)),
          guess: Labels.none,
          "Unlike every shape: \(percent(none)) that it is none of them, \(percent(own)) that it is \(article(subject.label))."
        ))
    }
    return reasons
  }
}

/// For sentences: `a circle`.
func article(_ label: String) -> String {
  (label.first.map { "aeiou".contains($0) } == true ? "an " : "a ") + label
}

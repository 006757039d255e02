import Recognition

/// How good a model is, from what it says of drawings by people it never saw.
public struct Evaluation: Sendable {
  /// A share with its 95% interval (Wilson 1927).
  public struct Share: Sendable, Equatable {
    public let count, total: Int
    public let low, high: Double
    /// 0 ... 1; not a number without anything to count.
    public var value: Double { total == 0 ? .nan : Double(count) / Double(total) }

    public init(_ count: Int, of total: Int) {
      self.count = count
      self.total = total
      guard total > 0 else {
        (low, high) = (0, 1)
        return
      }
      let (p, n, z) = (Double(count) / Double(total), Double(total), 1.959_964)
      let middle = (p + z * z / (2 * n)) / (1 + z * z / n)
      let spread = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
      low = max(middle - spread, 0)
      high = min(middle + spread, 1)
    }
  }

  public struct PerClass: Sendable {
    public let label: String
    public let count: Int
    /// Of its drawings, how many are found best among the shapes (for none: rejected).
    public let recall: Share
    public let precision, f1: Double
  }

  public struct Sureness: Sendable {
    /// The mean of these answers.
    public let confidence: Double
    public let right: Share
  }

  public let labels: [String]
  /// Drawings of a shape for which it is the best among the shapes.
  public let best: Share
  /// Drawings of a shape that are called none.
  public let rejected: Share
  /// Of those, how many are so without a "perhaps": `none` is meant.
  public let turnedAway: Share
  /// All drawings, none being a class like the others.
  public let accuracy: Share
  public let classes: [PerClass]
  /// Rows are what was drawn, columns what was said.
  public let confusion: [[Int]]
  /// Drawings of none that are called a shape with a confidence above 0.9.
  public let falselySure: Share
  /// How well the confidence in none tells the shapes from the others, 0.5 ... 1.
  public let separation: Double
  /// Mean difference between confidence and share of right answers, over 15 steps of confidence:
  /// of drawings of the shapes, without and with none as an answer.
  public let calibrationError, calibrationErrorWithNone: Double
  /// How often answers of about the same confidence are right, none being an answer like the others:
  /// by tenths of the confidence, the surest last; tenths without answers are left out.
  public let calibration: [Sureness]
  /// `best` after each of `Observation.shares`; empty where only whole drawings were looked at.
  public let unfinished: [Share]
  /// Median share of the ink after which the best guess stays.
  public let settledAt: Double
  /// Microseconds that one drawing takes: the median, and what one in a hundred exceeds.
  public let medianLatency, highLatency: Double

  public init(_ observations: [Observation], labels: [String]) {
    self.labels = labels
    let none = labels.count - 1
    let shapes = observations.filter { $0.label != none }
    let others = observations.filter { $0.label == none }
    func best(_ observation: Observation) -> Int {
      Observation.best(observation.whole, amongShapes: true)
    }
    func said(_ observation: Observation) -> Int {
      Observation.best(observation.whole, amongShapes: false)
    }
    self.best = Share(shapes.count { best($0) == $0.label }, of: shapes.count)
    rejected = Share(shapes.count { said($0) == none }, of: shapes.count)
    turnedAway = Share(
      shapes.count { said($0) == none && $0.whole[none] >= Guesses.surelyNone }, of: shapes.count)
    accuracy = Share(observations.count { said($0) == $0.label }, of: observations.count)
    var confusion = [[Int]](
      repeating: [Int](repeating: 0, count: labels.count), count: labels.count)
    for observation in observations { confusion[observation.label][said(observation)] += 1 }
    self.confusion = confusion
    classes = labels.indices.map { label in
      let own = observations.filter { $0.label == label }
      let found = own.count { (label == none ? said($0) : best($0)) == label }
      let named = confusion.reduce(0) { $0 + $1[label] }
      let precision = named == 0 ? 0 : Double(confusion[label][label]) / Double(named)
      let recall = own.isEmpty ? 0 : Double(confusion[label][label]) / Double(own.count)
      return PerClass(
        label: labels[label], count: own.count, recall: Share(found, of: own.count),
        precision: precision,
        f1: precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall))
    }
    falselySure = Share(
      others.count { $0.whole.dropLast().contains { $0 > 0.9 } }, of: others.count)
    separation = Self.areaUnderCurve(
      low: shapes.map { $0.whole[none] }, high: others.map { $0.whole[none] })
    calibrationError = Self.calibrationError(
      shapes.map { observation in
        let sum = observation.whole.dropLast().reduce(0, +)
        let index = best(observation)
        return (observation.whole[index] / max(sum, 1e-9), index == observation.label)
      })
    calibrationErrorWithNone = Self.calibrationError(
      shapes.map { ($0.whole[said($0)], said($0) == $0.label) })
    calibration = Self.calibration(
      observations.map { ($0.answer.confidence, $0.answer.label == $0.label) })
    let isGrowing = observations.allSatisfy { !$0.unfinished.isEmpty }
    unfinished = Observation.shares.indices.filter { _ in isGrowing }.map { index in
      Share(
        shapes.count { Observation.best($0.unfinished[index], amongShapes: true) == $0.label },
        of: shapes.count)
    }
    let latencies = observations.map(\.microseconds).sorted()
    medianLatency = latencies.isEmpty ? .nan : latencies[latencies.count / 2]
    highLatency = latencies.isEmpty ? .nan : latencies[(latencies.count * 99 - 1) / 100]
    settledAt = shapes.map(\.settledAt).sorted().dropFirst(shapes.count / 2).first ?? 1
  }

  /// The chance that one of `high` is above one of `low` (Mann and Whitney 1947).
  static func areaUnderCurve(low: [Float], high: [Float]) -> Double {
    guard !low.isEmpty, !high.isEmpty else { return .nan }
    let ranked = (low.map { ($0, false) } + high.map { ($0, true) }).sorted { $0.0 < $1.0 }
    var (sum, index) = (0.0, 0)
    while index < ranked.count {
      var end = index
      while end < ranked.count, ranked[end].0 == ranked[index].0 { end += 1 }
      let rank = Double(index + end + 1) / 2
      for place in index..<end where ranked[place].1 { sum += rank }
      index = end
    }
    let (n, m) = (Double(high.count), Double(low.count))
    return (sum - n * (n + 1) / 2) / (n * m)
  }

  static func calibration(_ answers: [(confidence: Float, isRight: Bool)]) -> [Sureness] {
    let tenths = Dictionary(grouping: answers) { min(Int($0.confidence * 10), 9) }
    return tenths.sorted { $0.key < $1.key }.map { _, answers in
      Sureness(
        confidence: answers.reduce(0) { $0 + Double($1.confidence) } / Double(answers.count),
        right: Share(answers.count(where: \.isRight), of: answers.count))
    }
  }

  static func calibrationError(_ answers: [(confidence: Float, isRight: Bool)]) -> Double {
    guard !answers.isEmpty else { return .nan }
    var bins = [(count: Double, confidence: Double, right: Double)](repeating: (0, 0, 0), count: 15)
    for answer in answers {
      let bin = min(Int(answer.confidence * 15), 14)
      bins[bin].count += 1
      bins[bin].confidence += Double(answer.confidence)
      bins[bin].right += answer.isRight ? 1 : 0
    }
    return bins.reduce(0) { $0 + abs($1.confidence - $1.right) } / Double(answers.count)
  }
}

public import Ink
public import Recognition

/// Two models on the same drawings: which is better, how sure that is, and where they differ.
public struct Comparison: Sendable {
  public let first, second: Evaluation
  /// Drawings that only one of them names rightly.
  public let onlyFirst, onlySecond: [Int]
  /// Places of the drawings for which they say different things, with what each says.
  public let differing: [(place: Int, first: String, second: String)]
  public let total: Int

  /// - Parameter examples: with the labels that both are judged by; a label that a model does not
  ///   know counts as its `none`.
  /// - Parameter growing: as for `Observation.all`.
  public init(_ examples: Examples, first: Model, second: Model, growing: Bool = true) throws {
    self.init(
      try Observation.all(examples, by: first, growing: growing),
      try Observation.all(examples, by: second, growing: growing), labels: examples.labels)
  }

  /// Of what both said of the same drawings, in the same order.
  public init(_ a: [Observation], _ b: [Observation], labels: [String]) {
    precondition(a.count == b.count)
    var onlyFirst: [Int] = []
    var onlySecond: [Int] = []
    var differing: [(place: Int, first: String, second: String)] = []
    for place in a.indices {
      let said = (
        Observation.best(a[place].whole, amongShapes: false),
        Observation.best(b[place].whole, amongShapes: false)
      )
      let right = (said.0 == a[place].label, said.1 == a[place].label)
      if right.0 && !right.1 { onlyFirst.append(place) }
      if right.1 && !right.0 { onlySecond.append(place) }
      if said.0 != said.1 { differing.append((place, labels[said.0], labels[said.1])) }
    }
    self.first = Evaluation(a, labels: labels)
    self.second = Evaluation(b, labels: labels)
    self.onlyFirst = onlyFirst
    self.onlySecond = onlySecond
    self.differing = differing
    total = a.count
  }

  /// By how much the second is more accurate, -1 ... 1, with its 95% interval for paired shares
  /// (Wald's, with Bonett and Price's correction of 2012, which holds for few drawings as well).
  public var difference: (value: Double, low: Double, high: Double) {
    let (b, c, n) = (Double(onlyFirst.count), Double(onlySecond.count), Double(total))
    guard n > 0 else { return (0, -1, 1) }
    let (p, q) = ((b + 1) / (n + 2), (c + 1) / (n + 2))
    let spread = 1.959_964 * ((p + q - (q - p) * (q - p)) / (n + 2)).squareRoot()
    return ((c - b) / n, max(q - p - spread, -1), min(q - p + spread, 1))
  }

  /// Whether the second is less accurate by more than chance explains: its whole interval is below 0.
  public var isSecondWorse: Bool { difference.high < 0 }

  /// How likely a difference as large as this is when both are equally good: McNemar's exact test
  /// (McNemar 1947) with the middle p-value.
  public var pValue: Double {
    Self.midP(onlyFirst.count, onlySecond.count)
  }

  /// Twice the chance of fewer than the smaller count when each drawing falls to either with one
  /// half, and once the chance of just that.
  static func midP(_ one: Int, _ other: Int) -> Double {
    let (count, least) = (one + other, min(one, other))
    // Chances as multiples of the middle one, so that no power of one half becomes too small.
    var (all, below, own) = (0.0, 0.0, 0.0)
    func add(_ successes: Int, _ chance: Double) {
      all += chance
      if successes < least { below += chance }
      if successes == least { own = chance }
    }
    let middle = count / 2
    var chance = 1.0
    for successes in stride(from: middle, through: 0, by: -1) {
      add(successes, chance)
      chance *= Double(successes) / Double(count - successes + 1)
    }
    chance = 1
    for successes in middle..<count {
      chance *= Double(count - successes) / Double(successes + 1)
      add(successes + 1, chance)
    }
    // Equal counts are no sign of anything.
    return one == other ? 1 : (2 * below + own) / all
  }

  /// `"drawings","difference","low","high","p_value","only_a","only_b","a":{…},"b":{…}`
  public func writeMembers(to writer: inout JSONWriter) {
    let difference = difference
    writer.member("drawings", total)
    writer.share("difference", difference.value)
    writer.share("low", difference.low)
    writer.share("high", difference.high)
    writer.share("p_value", pValue)
    writer.member("only_a", onlyFirst.count)
    writer.member("only_b", onlySecond.count)
    for (name, evaluation) in [("a" as StaticString, first), ("b", second)] {
      writer.name(name)
      writer.beginObject()
      evaluation.writeMembers(to: &writer)
      writer.endObject()
    }
  }
}

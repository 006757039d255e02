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
  public init(_ examples: Examples, first: Model, second: Model) throws {
    let labels = examples.labels
    let a = try Observation.all(examples, by: first)
    let b = try Observation.all(examples, by: second)
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

  /// How likely a difference as large as this is when both are equally good: McNemar's exact test
  /// (McNemar 1947) with the middle p-value.
  public var pValue: Double {
    let (low, sum) = (min(onlyFirst.count, onlySecond.count), onlyFirst.count + onlySecond.count)
    guard sum > 0 else { return 1 }
    // Binomial shares of 1/2, from the logarithm of the first.
    var term = exponential(-0.693_147_180_559_945_3 * Double(min(sum, 1_000)))
    guard sum <= 1_000 else { return difference.low * difference.high > 0 ? 0 : 1 }
    var tail = 0.0
    for k in 0...low {
      tail += k == low ? term / 2 : term
      term *= Double(sum - k) / Double(k + 1)
    }
    return min(2 * tail, 1)
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

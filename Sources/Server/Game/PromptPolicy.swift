import Ink

/// Which shapes are asked for next (docs/game.md).
///
/// Each shape has a weight: how much the model needs drawings of it, less where this person has
/// drawn it lately. A round is a systematic sample of the weights: of each shape it has as many
/// prompts as its share says, rounded up or down. So the counts of many rounds are the shares.
struct PromptPolicy {
  /// A shape that may be asked for.
  struct Candidate: Equatable {
    let shape: String
    /// Finished drawings that there are.
    var drawings = 0
    /// The share that the active model recognises, 0...1; nil for one that it does not know.
    var accuracy: Double?
    /// How sure it is of the right shape, on average, 0...1; nil when nobody guessed.
    var confidence: Double?
    /// By device; those that nobody named are left out.
    var byDevice: [Int] = []
    /// How many drawings ago this person drew it: 1 for the last one; nil for long ago or never.
    var drawingsAgo: Int?
  }

  let candidates: [Candidate]
  /// Each shape's share of the prompts; they sum to 1.
  let shares: [Double]

  // What each need counts, beside 1 that every shape has.
  static let fewDrawings = 2.0
  static let lowAccuracy = 2.0
  static let lowConfidence = 1.0
  static let fewDevices = 1.0
  /// Drawings after which a person has a shape as fresh as any.
  static let memory = 12
  /// The part of its weight that the shape drawn last keeps.
  static let staleness = 0.25

  init(_ candidates: [Candidate]) {
    self.candidates = candidates
    let most = candidates.map(\.drawings).max() ?? 0
    let weights = candidates.map { $0.need(most: most) * $0.freshness }
    let sum = weights.reduce(0, +)
    shares = weights.map { $0 / sum }
  }

  /// Draws prompts.
  ///
  /// - Parameters:
  ///   - last: the shape that was asked for before; it does not come first.
  /// - Returns: indices of candidates. No shape twice in a row, where there is another. Only of two
  ///   shapes the one that was last may come first, so never three times.
  func draw(
    _ count: Int, after last: String?, using random: inout some RandomNumberGenerator
  ) -> [Int] {
    guard candidates.count > 1 else {
      return candidates.isEmpty ? [] : Array(repeating: 0, count: count)
    }
    let before = candidates.firstIndex { $0.shape == last }
    if count == 1 {
      var rest = shares
      if let before { rest[before] = 0 }
      return [Self.pick(rest, using: &random)]
    }
    let counts = Self.sample(expected(count), using: &random)
    return Self.arrange(counts, after: before, using: &random)
  }

  /// How many prompts of a round each shape has on average. None has more than can be kept apart;
  /// what it would have is shared among the others.
  func expected(_ count: Int) -> [Double] {
    // With two shapes they take turns, and one of them has the odd prompt.
    let cap = Double(candidates.count == 2 ? (count + 1) / 2 : max(1, count / 2))
    // Fewer shapes than prompts at one each: all may have more.
    let limit = max(cap, (Double(count) / Double(candidates.count)).rounded(.up))
    var isCapped = shares.map { _ in false }
    while true {
      let capped = isCapped.count { $0 }
      let free = zip(shares, isCapped).reduce(0) { $0 + ($1.1 ? 0 : $1.0) }
      let rest = Double(count) - Double(capped) * limit
      let result = zip(shares, isCapped).map { $1 ? limit : $0 / free * rest }
      let over = result.indices.filter { !isCapped[$0] && result[$0] > limit }
      if over.isEmpty { return result }
      for index in over { isCapped[index] = true }
    }
  }

  /// Whole numbers, each its expectation rounded up or down, right on average, with the same sum
  /// (Madow's systematic sample, in a random order).
  static func sample(
    _ expected: [Double], using random: inout some RandomNumberGenerator
  ) -> [Int] {
    var counts = expected.map { _ in 0 }
    let offset = Double.random(in: 0..<1, using: &random)
    var reached = 0.0
    for index in expected.indices.shuffled(using: &random) {
      // Ticks at offset, offset + 1, …: those between the sum before and the sum after.
      let before = (reached - offset).rounded(.up)
      reached += expected[index]
      counts[index] = Int((reached - offset).rounded(.up) - before)
    }
    // Sums of fractions are a hair off: the last tick may have been missed, or one too many met.
    let missing = Int(expected.reduce(0, +).rounded()) - counts.reduce(0, +)
    if missing != 0, let index = expected.indices.max(by: { expected[$0] < expected[$1] }) {
      counts[index] += missing
    }
    return counts
  }

  /// An order in which no two neighbours are equal, where there is one.
  static func arrange(
    _ counts: [Int], after last: Int?, using random: inout some RandomNumberGenerator
  ) -> [Int] {
    var left = counts
    var order: [Int] = []
    let total = counts.reduce(0, +)
    // Of two shapes one may have the odd prompt; then it is first and last, whatever was before.
    var before = last.flatMap { counts[$0] * 2 > total ? nil : $0 }
    for remaining in stride(from: total, to: 0, by: -1) {
      // One that is more than half of what is left must come now, or it comes twice in a row.
      let urgent = left.indices.first { left[$0] * 2 > remaining && $0 != before }
      var weights = left.map(Double.init)
      if let before { weights[before] = 0 }
      let next = urgent ?? (weights.contains { $0 > 0 } ? pick(weights, using: &random) : before!)
      left[next] -= 1
      order.append(next)
      before = next
    }
    return order
  }

  private static func pick(
    _ weights: [Double], using random: inout some RandomNumberGenerator
  ) -> Int {
    var place = Double.random(in: 0..<weights.reduce(0, +), using: &random)
    for index in weights.indices where weights[index] > 0 {
      place -= weights[index]
      if place < 0 { return index }
    }
    return weights.lastIndex { $0 > 0 } ?? 0
  }
}

extension PromptPolicy.Candidate {
  /// How much the model needs it: 1 and up.
  /// - Parameter most: drawings of the shape that has most.
  func need(most: Int) -> Double {
    // A handful more or less is no difference.
    let few = 1 - Double(drawings + 20) / Double(most + 20)
    return 1 + PromptPolicy.fewDrawings * few
      + PromptPolicy.lowAccuracy * (1 - (accuracy ?? 0))
      + PromptPolicy.lowConfidence * (1 - (confidence ?? 0))
      + PromptPolicy.fewDevices * (1 - variety)
  }

  /// 0 where all are of one device, 1 where mouse, touch and pen have a third each.
  var variety: Double {
    let total = Double(byDevice.reduce(0, +))
    guard total > 0 else { return 0 }
    // Simpson's index, stretched to 0...1.
    let same = byDevice.reduce(0) { $0 + (Double($1) / total) * (Double($1) / total) }
    return min(1, (1 - same) * 1.5)
  }

  /// 1 for what this person has not drawn lately.
  var freshness: Double {
    guard let drawingsAgo, drawingsAgo <= PromptPolicy.memory else { return 1 }
    let part = Double(drawingsAgo - 1) / Double(PromptPolicy.memory)
    return PromptPolicy.staleness + (1 - PromptPolicy.staleness) * part
  }
}

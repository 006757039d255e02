/// What a drawing may be, with how sure that is.
public struct Guesses: Sendable, Equatable {
  /// The classes; the last is `none`.
  public let labels: [String]
  /// By class; they add up to 1 but for rounding.
  public private(set) var confidences: [Float]
  /// The classes from the surest to the least sure; what is equally sure stands in the order of the
  /// labels.
  public private(set) var order: [Int]
  /// By class, in whole numbers: what is best has `Odds.one`.
  private var odds: [UInt32]

  /// No idea: every class is equally sure.
  public init(labels: [String]) {
    self.labels = labels
    odds = [UInt32](repeating: Odds.one, count: labels.count)
    confidences = [Float](repeating: 1 / Float(labels.count), count: labels.count)
    order = Array(labels.indices)
  }

  /// Takes new logits over, without taking memory.
  /// - Parameter multiplier: the temperature's, in 1/4096.
  mutating func update(logits: [Int64], multiplier: Int32) {
    var best = Int64.min
    for logit in logits { best = max(best, Self.tempered(logit, multiplier)) }
    for index in odds.indices {
      odds[index] = Odds.odds(at: best - Self.tempered(logits[index], multiplier))
    }
    rank()
  }

  /// Takes a network's guesses over, and shares what is none of its shapes among those that are
  /// known by a few templates only.
  ///
  /// - Parameters:
  ///   - network: its labels but the last are the first of these.
  ///   - match: of the same ink; nil when it was not worth looking.
  ///   - returned: classes of the network that templates answer for as long as they know better.
  mutating func update(network: Guesses, match: TemplateMatch?, returned: [Int]) {
    let last = network.labels.count - 1
    for index in odds.indices { odds[index] = index < last ? network.odds[index] : 0 }
    var none = UInt64(network.odds[last])
    for index in returned {
      none += UInt64(odds[index])
      odds[index] = 0
    }
    var left = Double(none)
    for candidate in match?.ranking ?? [] {
      guard let index = labels.firstIndex(of: candidate.label) else { continue }
      let share = (Double(none) * Double(candidate.confidence)).rounded(.down)
      odds[index] = UInt32(min(share, Double(UInt32.max)))
      left -= share
    }
    odds[odds.count - 1] = UInt32(min(max(left, 0), Double(UInt32.max)))
    rank()
  }

  /// Confidences and order by the odds.
  private mutating func rank() {
    var sum: UInt64 = 0
    for value in odds { sum += UInt64(value) }
    for index in odds.indices {
      confidences[index] = Float(Double(odds[index]) / Double(sum))
      // Insertion: there are few classes, and mostly they keep their order.
      var place = index
      while place > 0, odds[order[place - 1]] < odds[index] {
        order[place] = order[place - 1]
        place -= 1
      }
      order[place] = index
    }
  }

  private static func tempered(_ logit: Int64, _ multiplier: Int32) -> Int64 {
    (logit * Int64(multiplier) + 1 << 11) >> 12
  }
}

/// What to say.
extension Guesses {
  /// The surest label, maybe `none`.
  public var label: String { labels[order[0]] }
  /// How sure that is, 0...1.
  public var confidence: Float { confidences[order[0]] }
  /// How sure a label is, 0...1; 0 for one that is no class.
  public func confidence(of label: String) -> Float {
    labels.firstIndex(of: label).map { confidences[$0] } ?? 0
  }
  /// By how much the surest class leads the second.
  public var margin: Float { confidences[order[0]] - confidences[order[1]] }

  /// The class that is surest among the shapes; `none` is not one.
  public var bestShape: Int { order[0] == labels.count - 1 ? order[1] : order[0] }

  /// An answer for people.
  public enum Verdict: Sendable, Equatable {
    case shape(String)
    /// It looks like none of the shapes, but not surely: this one comes nearest.
    case perhaps(String)
    case none
  }

  /// From this confidence on `none` is meant.
  public static let surelyNone: Float = 0.9

  public var verdict: Verdict {
    if order[0] != labels.count - 1 { return .shape(label) }
    return confidence < Self.surelyNone ? .perhaps(labels[bestShape]) : .none
  }
}

extension Guesses {
  /// The confidences by class in parts of 10,000 that add up to exactly that: rounded down, and
  /// what is missing goes to the largest remainders, the first class first.
  public var shares: [Int] {
    let whole: UInt64 = 10_000
    var sum: UInt64 = 0
    for value in odds { sum += UInt64(value) }
    var shares = odds.map { Int(UInt64($0) * whole / sum) }
    var remainders = odds.map { Int64(UInt64($0) * whole % sum) }
    for _ in 0..<(Int(whole) - shares.reduce(0, +)) {
      var largest = 0
      for index in remainders.indices where remainders[index] > remainders[largest] {
        largest = index
      }
      shares[largest] += 1
      remainders[largest] = -1
    }
    return shares
  }
}

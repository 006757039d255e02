import Foundation
import Ink
import Testing

@testable import Recognition

@Suite struct GuessesTests {
  private let labels = ["circle", "line", "none"]

  private func guesses(_ logits: [Int64], multiplier: Int32 = 4_096) -> Guesses {
    var guesses = Guesses(labels: labels)
    guesses.update(logits: logits, multiplier: multiplier)
    return guesses
  }

  @Test func `the table of the exponential falls and is right to its last bit but one`() {
    #expect(Odds.table[0] == Odds.one)
    for (distance, value) in Odds.table.enumerated() {
      if distance > 0 { #expect(value <= Odds.table[distance - 1]) }
      let exact = exp(-Double(distance) / 1_024) * Double(Odds.one)
      #expect(abs(Double(value) - exact) < 0.51)
    }
    #expect(Odds.odds(at: Int64(Odds.table.count)) == 0)
    #expect(Odds.odds(at: .max) == 0)
    #expect(Odds.table.last == 1)
  }

  @Test func `confidences follow the logits and the temperature`() {
    let one = guesses([1_024, 0, 0])
    #expect(abs(one.confidences[0] - Float(M_E / (M_E + 2))) < 1e-6)
    #expect(one.confidences[1] == one.confidences[2])
    let hot = guesses([1_024, 0, 0], multiplier: 2_048)
    #expect(hot.confidences[0] < one.confidences[0])
    let sure = guesses([1 << 40, 0, -(1 << 40)])
    #expect(sure.confidences == [1, 0, 0])
    #expect(sure.shares == [10_000, 0, 0])
  }

  @Test func `the surest comes first, and equals keep the order of the labels`() {
    #expect(guesses([1, 3_000, 2_000]).order == [1, 2, 0])
    #expect(guesses([5, 5, 5]).order == [0, 1, 2])
    #expect(guesses([5, 5, 6]).order == [2, 0, 1])
  }

  @Test func `shares add up to one whatever the logits`() throws {
    var random = SplitMix64(seed: 3)
    for count in [2, 3, 7, 64] {
      let labels = (1..<count).map { "shape-\($0)" } + ["none"]
      for _ in 0..<300 {
        var guesses = Guesses(labels: labels)
        guesses.update(
          logits: labels.map { _ in Int64(random.index(8_000)) - 4_000 }, multiplier: 4_096)
        #expect(guesses.shares.reduce(0, +) == 10_000)
        var writer = JSONWriter()
        guesses.write(to: &writer)
        let json = try JSON(parsing: writer.bytes)
        let written = (json.array ?? []).map { $0["confidence"]?.number ?? 9 }
        #expect(written.count == count)
        #expect(written.map { Int(($0 * 10_000).rounded()) }.reduce(0, +) == 10_000)
        #expect(written == written.sorted(by: >))
      }
    }
  }

  @Test func `a moderate none names the nearest shape`() {
    #expect(guesses([4_000, 0, 0]).verdict == .shape("circle"))
    #expect(guesses([0, 1_000, 2_000]).verdict == .perhaps("line"))
    #expect(guesses([0, 0, 9_000]).verdict == .none)
    #expect(guesses([0, 1_000, 2_000]).bestShape == 1)
    #expect(guesses([0, 1_000, 2_000]).label == "none")
  }

  @Test func `a drawing is decided once a clear guess has stood while it grew`() {
    var decision = Decision()
    let (circle, line) = (guesses([4_000, 0, 0]), guesses([0, 4_000, 0]))
    decision.update(line, points: 10, isFinished: false)
    #expect(!decision.isDecided)
    decision.update(line, points: 12, isFinished: false)
    #expect(!decision.isDecided)
    decision.update(circle, points: 14, isFinished: false)
    #expect(decision.confidence == 0)
    decision.update(circle, points: 20, isFinished: false)
    #expect(decision.isDecided)
    decision.update(circle, points: 5, isFinished: false)
    #expect(!decision.isDecided)
    decision.update(circle, points: 5, isFinished: true)
    #expect(decision.isDecided)
    decision.update(guesses([100, 0, 0]), points: 50, isFinished: true)
    #expect(!decision.isDecided)
  }
}

import Ink
import Testing

@testable import Server

@Suite struct PromptPolicyTests {
  private static let school: [PromptPolicy.Candidate] = [
    candidate("line", drawings: 9_000, accuracy: 0.99, confidence: 0.95, [300, 300, 300]),
    candidate("circle", drawings: 8_000, accuracy: 0.97, confidence: 0.9, [900, 100, 0]),
    candidate("square", drawings: 5_000, accuracy: 0.9, confidence: 0.8, [10, 900, 20]),
    candidate("triangle", drawings: 4_000, accuracy: 0.6, confidence: 0.5, [500, 400, 100]),
    candidate("star", drawings: 40, accuracy: nil, confidence: nil, [40, 0, 0]),
  ]

  private static func candidate(
    _ shape: String, drawings: Int, accuracy: Double?, confidence: Double?, _ byDevice: [Int]
  ) -> PromptPolicy.Candidate {
    PromptPolicy.Candidate(
      shape: shape, drawings: drawings, accuracy: accuracy, confidence: confidence,
      byDevice: byDevice)
  }

  @Test func `in 1,000 rounds each shape is asked for as often as its share says`() {
    var random = SplitMix64(seed: 7)
    let policy = PromptPolicy(Self.school)
    let expected = policy.expected(6)
    var counts = [Int](repeating: 0, count: Self.school.count)
    var last: String?
    for _ in 0..<1_000 {
      let round = policy.draw(6, after: last, using: &random)
      #expect(round.count == 6)
      for (index, average) in expected.enumerated() {
        let count = round.count { $0 == index }
        counts[index] += count
        // A round never strays from the share by a whole prompt.
        #expect(abs(Double(count) - average) < 1)
      }
      last = Self.school[round[5]].shape
    }
    for (count, average) in zip(counts, expected) {
      // Rounded up or down: a variance of a quarter a round at most, so 16 is one deviation.
      #expect(abs(Double(count) - 1_000 * average) < 64)
    }
    // What the model needs most comes most.
    #expect(counts[4] > counts[3] && counts[3] > counts[2] && counts[2] > counts[0])
  }

  @Test func `each need weighs as it says`() {
    var candidate = Self.candidate("a", drawings: 100, accuracy: 1, confidence: 1, [9, 9, 9])
    #expect(abs(candidate.need(most: 100) - 1) < 1e-9)
    candidate.accuracy = 0.5
    #expect(abs(candidate.need(most: 100) - 2) < 1e-9)
    candidate.confidence = 0.5
    #expect(abs(candidate.need(most: 100) - 2.5) < 1e-9)
    candidate.byDevice = [27, 0, 0]
    #expect(abs(candidate.need(most: 100) - 3.5) < 1e-9)
    candidate.drawings = 0
    #expect(abs(candidate.need(most: 180) - 3.5 - 2 * 0.9) < 1e-9)
    candidate.drawingsAgo = 1
    #expect(candidate.freshness == 0.25)
    candidate.drawingsAgo = 13
    #expect(candidate.freshness == 1)
  }

  /// Calls of all sizes, with any number of shapes: somebody who does nothing but ask.
  @Test(arguments: 2...9)
  func `no shape comes three times in a row, nor twice within a call`(shapes: Int) {
    var random = SplitMix64(seed: UInt64(shapes))
    var candidates = (0..<shapes).map { PromptPolicy.Candidate(shape: "shape \($0)") }
    // One that is wanted far more than all others.
    for index in 1..<shapes {
      (candidates[index].drawings, candidates[index].accuracy) = (1_000_000, 1)
    }
    var asked: [Int] = []
    for _ in 0..<1_000 {
      let count = Int.random(in: 1...9, using: &random)
      let call = PromptPolicy(candidates).draw(
        count, after: asked.last.map { candidates[$0].shape }, using: &random)
      #expect(call.count == count)
      #expect(zip(call, call.dropFirst()).allSatisfy { $0 != $1 })
      asked += call
      for (ago, index) in asked.suffix(12).reversed().enumerated().reversed() {
        candidates[index].drawingsAgo = ago + 1
      }
    }
    #expect(
      zip(asked, zip(asked.dropFirst(), asked.dropFirst(2))).allSatisfy {
        $0 != $1.0 || $0 != $1.1
      })
    #expect(Set(asked).count == shapes)
  }

  @Test func `as the drawings come in, what was scarce catches up`() {
    var random = SplitMix64(seed: 11)
    var candidates = (0..<5).map { PromptPolicy.Candidate(shape: "\($0)", drawings: 200) }
    candidates[0].drawings = 0
    for index in candidates.indices { candidates[index].accuracy = 1 }
    var last: String?
    for _ in 0..<1_000 {
      let round = PromptPolicy(candidates).draw(6, after: last, using: &random)
      for index in round { candidates[index].drawings += 1 }
      last = candidates[round[5]].shape
    }
    let counts = candidates.map(\.drawings)
    #expect(Double(counts.max()! - counts.min()!) < 0.1 * Double(counts.max()!))
  }

  @Test func `where there is one shape it is asked for, and where none nothing`() {
    var random = SplitMix64(seed: 1)
    let one = PromptPolicy([PromptPolicy.Candidate(shape: "a")])
    #expect(one.draw(3, after: "a", using: &random) == [0, 0, 0])
    #expect(PromptPolicy([]).draw(3, after: nil, using: &random) == [])
  }
}

import Testing

@testable import Training

@Suite struct ComparisonTests {
  @Test func `the p-value is the one worked out by hand, for any count`() {
    // 2 and 8: 2 * (1 + 10) / 1024 + 45 / 1024.
    #expect(abs(Comparison.midP(2, 8) - 67.0 / 1_024) < 1e-12)
    #expect(Comparison.midP(8, 2) == Comparison.midP(2, 8))
    #expect(abs(Comparison.midP(0, 5) - 1.0 / 32) < 1e-12)
    #expect(Comparison.midP(0, 0) == 1 && Comparison.midP(40, 40) == 1)
    // By the normal distribution, 2.0 deviations are 0.0455.
    #expect(abs(Comparison.midP(4_900, 5_100) - 0.0455) < 1e-4)
    #expect(Comparison.midP(10, 90_000) == 0)
  }

  @Test func `a model compared with itself differs in nothing`() throws {
    let trainer = try TinyTraining.trainer()
    try trainer.run()
    let model = try TinyTraining.model(trainer)
    let comparison = try Comparison(TinyTraining.validation, first: model, second: model)
    #expect(comparison.total == TinyTraining.validation.count)
    #expect(comparison.differing.isEmpty && comparison.pValue == 1)
    let difference = comparison.difference
    #expect(difference.value == 0 && difference.low < 0 && difference.high > 0)
  }
}

import Foundation
import Ink
import Testing

@testable import Training

@Suite struct EvaluationTests {
  private func observation(
    _ label: Int, _ whole: [Float], unfinished: [Float]? = nil, settledAt: Double = 1,
    interval: Int = 16, microseconds: Double = 50
  ) -> Observation {
    Observation(
      label: label, whole: whole,
      unfinished: [[Float]](repeating: unfinished ?? whole, count: Observation.shares.count),
      settledAt: settledAt, interval: interval, microseconds: microseconds)
  }

  /// Of a, b and none: three of a, of which one is called b and one none; two of b, both right; two
  /// of none, of which one is surely called a.
  private var observations: [Observation] {
    [
      observation(0, [0.8, 0.1, 0.1], settledAt: 0.25, microseconds: 10),
      observation(0, [0.2, 0.7, 0.1], unfinished: [0.6, 0.3, 0.1], settledAt: 0.5),
      observation(0, [0.3, 0.1, 0.6], settledAt: 0.3, microseconds: 99),
      observation(1, [0.1, 0.8, 0.1], settledAt: 1),
      observation(1, [0, 1, 0], unfinished: [0.9, 0, 0.1], settledAt: 0.75),
      observation(2, [0.1, 0.1, 0.8]),
      observation(2, [0.95, 0, 0.05]),
    ]
  }

  @Test func `figures are those worked out by hand`() {
    let e = Evaluation(observations, labels: ["a", "b", "none"])
    #expect(e.best == .init(4, of: 5))
    #expect(e.rejected == .init(1, of: 5))
    // 0.6 for none is a "perhaps".
    #expect(e.turnedAway == .init(0, of: 5))
    let meant = Evaluation(
      [observation(0, [0.05, 0, 0.95]), observation(1, [0, 1, 0])], labels: ["a", "b", "none"])
    #expect(meant.turnedAway == .init(1, of: 2))
    #expect(e.accuracy == .init(4, of: 7))
    #expect(e.confusion == [[1, 1, 1], [0, 2, 0], [1, 0, 1]])
    #expect(e.falselySure == .init(1, of: 2))
    // a: 1 of 3, named twice; b: 2 of 2, named three times; none: 1 of 2, named twice.
    #expect(e.classes.map(\.precision) == [0.5, 2.0 / 3, 0.5])
    #expect(e.classes.map(\.count) == [3, 2, 2])
    for (one, f1) in zip(e.classes, [0.4, 0.8, 0.5]) { #expect(abs(one.f1 - f1) < 1e-12) }
    // Among the shapes the third is a.
    #expect(e.classes[0].recall == .init(2, of: 3))
    // Unfinished the second is right and the last of b is wrong.
    #expect(e.unfinished.allSatisfy { $0 == .init(4, of: 5) })
    #expect(e.settledAt == 0.5)
    // Shapes say none with 0.1 (3), 0.6 and 0; others with 0.8 and 0.05: 5 + 1 pairs of 10.
    #expect(abs(e.separation - 0.6) < 1e-12)
    #expect(e.medianLatency == 50 && e.highLatency == 99)
  }

  @Test func `ties count half in the area under the curve`() {
    #expect(Evaluation.areaUnderCurve(low: [0.5, 0.5], high: [0.5, 0.5]) == 0.5)
    #expect(Evaluation.areaUnderCurve(low: [0.1, 0.5], high: [0.5, 0.9]) == 0.875)
    #expect(Evaluation.areaUnderCurve(low: [0.1], high: [0.9]) == 1)
    #expect(Evaluation.areaUnderCurve(low: [], high: [0.9]).isNaN)
  }

  @Test func `the calibration error is the mean distance of confidence and truth, bin by bin`() {
    // Two bins: 0.9 twice, one right; 0.3 twice, none right.
    let error = Evaluation.calibrationError([(0.9, true), (0.9, false), (0.3, false), (0.3, false)])
    #expect(abs(error - (0.8 + 0.6) / 4) < 1e-6)
    #expect(Evaluation.calibrationError([(1, true), (1, true)]) == 0)
  }

  @Test func `an interval of a share is Wilson's`() {
    // Wilson's interval for 8 of 10 is 0.4902 to 0.9433.
    let share = Evaluation.Share(8, of: 10)
    #expect(abs(share.low - 0.490_162) < 1e-5 && abs(share.high - 0.943_318) < 1e-5)
    #expect(Evaluation.Share(0, of: 50).low == 0 && Evaluation.Share(50, of: 50).high > 0.999_999)
    let nothing = Evaluation.Share(0, of: 0)
    #expect(nothing.value.isNaN && nothing.low == 0 && nothing.high == 1)
  }

  @Test func `nothing to evaluate gives no figure, and still is JSON`() throws {
    let e = Evaluation([], labels: ["a", "none"])
    #expect(e.accuracy.value.isNaN && e.settledAt == 1)
    var writer = JSONWriter()
    writer.beginObject()
    e.writeMembers(to: &writer)
    writer.endObject()
    #expect(try JSON(parsing: writer.bytes)["auroc"] == .null)
  }

  @Test func `the JSON holds the figures`() throws {
    var writer = JSONWriter()
    writer.beginObject()
    Evaluation(observations, labels: ["a", "b", "none"]).writeMembers(to: &writer)
    writer.endObject()
    let json = try JSON(parsing: writer.bytes)
    #expect(json["accuracy"] == .number(0.5714) && json["settled_at"] == .number(0.5))
    #expect(json["confusion"]?.array?.count == 3)
    #expect(json["unfinished"]?.array?.count == Observation.shares.count)
    #expect(json["latency_us"]?["p99"] == .number(99))
  }

  @Test func `groups are evaluated apart`() {
    let groups = ["pen", "mouse", nil, "pen", "pen", "mouse", nil]
    let parts = Evaluation.grouped(observations, by: groups, labels: ["a", "b", "none"])
    #expect(parts.map(\.group) == ["mouse", "pen"])
    #expect(parts.map(\.evaluation.accuracy) == [.init(1, of: 2), .init(3, of: 3)])
    let rates = [0, 4, 8, 16, 33].map { observation(0, [1, 0], interval: $0).samplingRate }
    #expect(rates == [nil, "above 170 Hz", "85 to 170 Hz", "42 to 85 Hz", "below 42 Hz"])
  }
}

import Ink
import Testing

@testable import Load

struct ReplayReportTests {
  private func operation(due: UInt64) -> Unsaved.Operation {
    Unsaved.Operation(points: 0..<3, flags: 0, isSubmit: false, due: due)
  }

  @Test func `a delay counts from when the frame was due`() throws {
    var report = ReplayReport()
    for number in 1...100 as ClosedRange<UInt64> {
      report.count(operation(due: number * 10_000))
      report.feedback(of: operation(due: number * 10_000), number * 10_000 + 5_000)
      report.saved(operation(due: number * 10_000), number * 10_000 + 20_000)
    }
    let json = try JSON(parsing: Array(report.json.utf8))
    let feedback = try #require(json["feedback_ms"]?["p99"]?.number)
    let saved = try #require(json["saved_ms"]?["p50"]?.number)
    #expect(abs(feedback - 5) < 0.01 && abs(saved - 20) < 0.02)
    #expect(json["feedback_ms"]?["count"]?.integer == 100)
    #expect(json["frames"]?.integer == 100)
    // 100 frames, 10 ms apart.
    #expect(abs(report.framesPerSecond - 101) < 1)
  }

  @Test func `only frames due while all draw count for delays`() {
    var report = ReplayReport()
    report.measured = 1_000..<2_000
    for due in [999, 1_000, 1_999, 2_000] as [UInt64] {
      report.count(operation(due: due))
      report.feedback(of: operation(due: due), 5_000)
    }
    #expect(report.frames == 4)
    #expect(report.feedbackLatency.count == 2)
  }

  @Test func `a lost operation or an unfinished drawing is a failure`() {
    var report = ReplayReport()
    (report.requested, report.submitted) = (3, 3)
    #expect(!report.isFailure)
    report.acknowledgedLost = 1
    #expect(report.isFailure)
    (report.acknowledgedLost, report.submitted) = (0, 2)
    #expect(report.isFailure)
  }
}

import Foundation
import Histogram
import Ink

/// What a replay found.
struct ReplayReport {
  var requested = 0
  var submitted = 0
  var refused = 0
  var points = 0
  var frames = 0
  var feedbacks = 0
  var disconnects = 0
  var resumes = 0
  /// Operations that the server had called saved and did not know any more.
  var acknowledgedLost = 0
  var errors: [String: Int] = [:]
  var seconds = 0.0
  /// Microseconds from sending a frame to the feedback that covers it.
  var feedbackLatency = Histogram<UInt32>(
    highestTrackableValue: 600_000_000, numberOfSignificantValueDigits: .three)
  /// Microseconds from sending an operation to the word that it is durable.
  var savedLatency = Histogram<UInt32>(
    highestTrackableValue: 600_000_000, numberOfSignificantValueDigits: .three)
  var check: ReplayCheck?

  var isFailure: Bool {
    submitted + refused != requested || acknowledgedLost > 0
      || (check.map { !$0.isPerfect } ?? false)
  }

  var text: String {
    var lines = [
      "drawings   \(submitted) of \(requested) submitted, \(refused) refused, in \(fixed(seconds)) s",
      "sent       \(points) points in \(frames) frames (\(Int(Double(frames) / max(seconds, 0.001))) a second)",
      "feedback   \(feedbacks) answers; from frame to feedback \(Self.percentiles(feedbackLatency))",
      "saved      from operation to saved \(Self.percentiles(savedLatency))",
      "broken     \(disconnects) connections lost, \(resumes) resumed, \(acknowledgedLost) acknowledged operations lost",
    ]
    if !errors.isEmpty {
      let list = errors.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      lines.append("errors     \(list.joined(separator: ", "))")
    }
    if let check { lines.append("check      \(check.text)") }
    return lines.joined(separator: "\n")
  }

  private static func percentiles(_ histogram: Histogram<UInt32>) -> String {
    guard histogram.totalCount > 0 else { return "none" }
    func value(_ percentile: Double) -> String {
      fixed(Double(histogram.valueAtPercentile(percentile)) / 1_000)
    }
    return
      "p50 \(value(50)) ms, p95 \(value(95)) ms, p99 \(value(99)) ms, max \(value(100)) ms of \(histogram.totalCount)"
  }

  var json: String {
    var writer = JSONWriter()
    writer.beginObject()
    for (name, value) in [
      ("requested", requested), ("submitted", submitted), ("refused", refused),
      ("points", points), ("frames", frames), ("feedbacks", feedbacks),
      ("disconnects", disconnects), ("resumes", resumes),
      ("acknowledged_lost", acknowledgedLost),
      ("checked", check?.checked ?? 0), ("equal", check?.equal ?? 0),
      ("points_lost", check?.lost ?? 0), ("points_doubled", check?.doubled ?? 0),
    ] {
      writer.name(name)
      writer.integer(value)
    }
    writer.member("seconds", seconds)
    for (name, histogram) in [("feedback_ms", feedbackLatency), ("saved_ms", savedLatency)] {
      writer.name(name)
      writer.beginObject()
      for (label, percentile) in [("p50", 50.0), ("p95", 95), ("p99", 99), ("max", 100)] {
        writer.name(label)
        writer.number(
          histogram.totalCount > 0
            ? Double(histogram.valueAtPercentile(percentile)) / 1_000 : 0, decimals: 3)
      }
      writer.endObject()
    }
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

private func fixed(_ value: Double) -> String { String(format: "%.1f", value) }

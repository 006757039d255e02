import Foundation
public import Histogram
public import Ink

/// What a replay found.
public struct ReplayReport {
  public internal(set) var requested = 0
  public internal(set) var submitted = 0
  public internal(set) var refused = 0
  public internal(set) var points = 0
  public internal(set) var frames = 0
  public internal(set) var feedbacks = 0
  /// Answers with at least one guess of the model.
  public internal(set) var guesses = 0
  public internal(set) var disconnects = 0
  /// Connections that were never welcomed.
  public internal(set) var refusedConnections = 0
  public internal(set) var resumes = 0
  /// Operations that the server had called saved and did not know any more.
  public internal(set) var acknowledgedLost = 0
  public internal(set) var errors: [String: Int] = [:]
  public internal(set) var seconds = 0.0
  public var check: ReplayCheck?

  /// From the moment a frame was due to the feedback that covers it.
  public internal(set) var feedbackLatency = Latency()
  /// From the moment an operation was due to the word that it is durable.
  public internal(set) var savedLatency = Latency()
  /// From the pen's coming down to the server's agreement.
  public internal(set) var begunLatency = Latency()

  /// Only frames due in this time count for latencies.
  var measured: Range<UInt64> = 0..<UInt64.max
  /// Frames that count, and the time of the first and of the last of them.
  private(set) var measuredFrames = 0
  private var firstDue: UInt64 = .max
  private var lastDue: UInt64 = 0

  public var isFailure: Bool {
    submitted + refused != requested || acknowledgedLost > 0
      || (check.map { !$0.isPerfect } ?? false)
  }

  /// While latencies were measured.
  public var framesPerSecond: Double {
    measuredFrames > 1 ? Double(measuredFrames) / (Double(lastDue - firstDue) / 1e6) : 0
  }

  // MARK: - Counting

  @inline(__always)
  mutating func count(_ operation: Unsaved.Operation) {
    frames += 1
    guard measured.contains(operation.due) else { return }
    measuredFrames += 1
    firstDue = min(firstDue, operation.due)
    lastDue = max(lastDue, operation.due)
  }

  mutating func feedback(of operation: Unsaved.Operation, _ now: UInt64) {
    guard !operation.isSubmit, measured.contains(operation.due) else { return }
    feedbackLatency.record(from: operation.due, to: now)
  }

  mutating func saved(_ operation: Unsaved.Operation, _ now: UInt64) {
    if measured.contains(operation.due) { savedLatency.record(from: operation.due, to: now) }
  }

  mutating func takeLatencies() -> (Latency, Latency) {
    defer { (feedbackLatency, savedLatency) = (Latency(), Latency()) }
    return (feedbackLatency, savedLatency)
  }

  mutating func begun(_ microseconds: UInt64) { begunLatency.record(microseconds) }
}

/// Delays in microseconds.
public struct Latency {
  public private(set) var histogram = Histogram<UInt32>(
    highestTrackableValue: 600_000_000, numberOfSignificantValueDigits: .three)

  mutating func record(_ microseconds: UInt64) { histogram.record(min(microseconds, 600_000_000)) }
  mutating func record(from due: UInt64, to now: UInt64) { record(now > due ? now - due : 0) }

  public var count: Int { Int(histogram.totalCount) }

  /// Milliseconds; 0 when nothing was recorded.
  public func milliseconds(_ percentile: Double) -> Double {
    count > 0 ? Double(histogram.valueAtPercentile(percentile)) / 1_000 : 0
  }

  static let percentiles = [("p50", 50.0), ("p95", 95), ("p99", 99), ("max", 100)]

  public var text: String {
    guard count > 0 else { return "none" }
    let parts = Self.percentiles.map { "\($0) \(String(format: "%.1f", milliseconds($1))) ms" }
    return "\(parts.joined(separator: ", ")) of \(count)"
  }

  /// `{"p50":…,"p95":…,"p99":…,"max":…,"count":…}`
  public func write(to writer: inout JSONWriter) {
    writer.beginObject()
    for (label, percentile) in Self.percentiles {
      writer.name(label)
      writer.number(milliseconds(percentile), decimals: 3)
    }
    writer.member("count", count)
    writer.endObject()
  }
}

import Synchronization
import Transport

/// How long answers took of late: the minute under way and the one before.
///
/// A bucket spans an eighth of a doubling, so that a percentile is right within some 6 %.
final class LatencyHistogram: Sendable {
  struct Percentiles {
    let count: Int
    /// Microseconds.
    let p50, p95, p99: Int
  }

  private struct Windows {
    var current = [UInt32](repeating: 0, count: LatencyHistogram.buckets)
    var before = [UInt32](repeating: 0, count: LatencyHistogram.buckets)
    var minute: UInt64 = 0

    mutating func turn(to minute: UInt64) {
      guard minute != self.minute else { return }
      before = minute == self.minute + 1 ? current : [UInt32](repeating: 0, count: buckets)
      current = [UInt32](repeating: 0, count: buckets)
      self.minute = minute
    }
  }

  private static let buckets = 256
  private let windows = Mutex(Windows())

  /// - Parameter microseconds: up to some hours; longer counts as that.
  func add(_ microseconds: UInt64, at now: UInt64 = monotonicMicroseconds()) {
    let bucket = Self.bucket(of: microseconds)
    windows.withLock { windows in
      windows.turn(to: now / 60_000_000)
      windows.current[bucket] &+= 1
    }
  }

  /// Nil while nothing was answered.
  func percentiles(at now: UInt64 = monotonicMicroseconds()) -> Percentiles? {
    let counts = windows.withLock { windows in
      windows.turn(to: now / 60_000_000)
      return zip(windows.current, windows.before).map { Int($0) + Int($1) }
    }
    let count = counts.reduce(0, +)
    guard count > 0 else { return nil }
    func value(_ share: Double) -> Int {
      var left = Int((Double(count) * share).rounded(.up))
      for (bucket, here) in counts.enumerated() {
        left -= here
        if left <= 0 { return Self.middle(of: bucket) }
      }
      return Self.middle(of: Self.buckets - 1)
    }
    return Percentiles(count: count, p50: value(0.5), p95: value(0.95), p99: value(0.99))
  }

  /// Values below 16 have a bucket each, then eight follow for each power of two.
  static func bucket(of value: UInt64) -> Int {
    guard value >= 16 else { return Int(value) }
    let exponent = 63 - value.leadingZeroBitCount
    return min(buckets - 1, (exponent - 2) * 8 + Int(value >> (exponent - 3) & 7))
  }

  static func middle(of bucket: Int) -> Int {
    guard bucket >= 16 else { return bucket }
    let exponent = bucket / 8 + 2
    return (8 + bucket % 8) << (exponent - 3) + (1 << (exponent - 3)) / 2
  }
}

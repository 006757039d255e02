import Ink

/// How long each of many calls took, in milliseconds.
struct Timings {
  private(set) var milliseconds: [Double] = []
  private let clock = ContinuousClock()

  mutating func measure<T>(_ work: () throws -> T) rethrows -> T {
    let start = clock.now
    defer { milliseconds.append(seconds(clock.now - start) * 1_000) }
    return try work()
  }

  mutating func add(_ value: Double) { milliseconds.append(value) }
  mutating func add(_ other: Timings) { milliseconds += other.milliseconds }

  /// - Parameter share: 0.99 for the value that one in a hundred exceeds.
  func percentile(_ share: Double) -> Double {
    guard !milliseconds.isEmpty else { return 0 }
    let sorted = milliseconds.sorted()
    return sorted[min(Int(Double(sorted.count) * share), sorted.count - 1)]
  }

  var text: String {
    let parts = [("p50", 0.5), ("p99", 0.99), ("max", 1)].map { name, share in
      "\(name) \(plain((percentile(share) * 1_000).rounded() / 1_000)) ms"
    }
    return "\(parts.joined(separator: ", ")) of \(milliseconds.count)"
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.name("p50")
    writer.number(percentile(0.5), decimals: 3)
    writer.name("p99")
    writer.number(percentile(0.99), decimals: 3)
    writer.name("max")
    writer.number(percentile(1), decimals: 3)
    writer.member("count", milliseconds.count)
    writer.endObject()
  }
}

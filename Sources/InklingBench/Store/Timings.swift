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
  func percentile(_ share: Double) -> Double { Spread(milliseconds).at(share) }
}

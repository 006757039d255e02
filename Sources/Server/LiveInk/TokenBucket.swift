import Transport

/// Lets a number of things through at once, and then so many a second.
struct TokenBucket {
  private let capacity: Double
  private let perMillisecond: Double
  private var tokens: Double
  private var last = monotonicMilliseconds()

  init(capacity: Double, perSecond: Double) {
    self.capacity = capacity
    perMillisecond = perSecond / 1_000
    tokens = capacity
  }

  mutating func take() -> Bool {
    let now = monotonicMilliseconds()
    tokens = min(capacity, tokens + Double(now - last) * perMillisecond)
    last = now
    guard tokens >= 1 else { return false }
    tokens -= 1
    return true
  }
}

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

  /// Whether so much could be taken now.
  mutating func has(_ amount: Double) -> Bool {
    let now = monotonicMilliseconds()
    tokens = held(at: now)
    last = now
    return tokens >= amount
  }

  /// How full it is now, 0...1.
  var share: Double { held(at: monotonicMilliseconds()) / capacity }

  private func held(at now: UInt64) -> Double {
    min(capacity, tokens + Double(now - last) * perMillisecond)
  }

  /// - Parameter amount: at most the capacity is ever taken, so that what is large passes as well.
  mutating func take(_ amount: Double = 1) -> Bool {
    let amount = min(amount, capacity)
    guard has(amount) else { return false }
    tokens -= amount
    return true
  }
}

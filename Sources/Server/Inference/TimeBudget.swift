import Transport

/// The share of a thread's time that one kind of work may take.
///
/// Work is let in while any of it is left and then charged what it took by the clock: a slow
/// machine, a large model and a long drawing count for what they are. Work that was interrupted
/// by other threads counts for more, which is right as well: the machine is busy then.
struct TimeBudget {
  private let share: Double
  private let most: Double
  /// Microseconds; less than 0 after a piece of work that took more than there was.
  private var left: Double
  private var last: UInt64

  /// - Parameters:
  ///   - share: of all time, 0...1.
  ///   - milliseconds: that may be saved up for work that comes all at once.
  init(share: Double, milliseconds: Double, now: UInt64 = monotonicMicroseconds()) {
    self.share = share
    most = milliseconds * 1_000
    left = most
    last = now
  }

  /// Does a piece of work and charges its time, unless the budget is spent.
  mutating func spend<T>(_ work: () throws -> T) rethrows -> T? {
    let begun = monotonicMicroseconds()
    guard hasAny(at: begun) else { return nil }
    defer { charge(Double(monotonicMicroseconds() - begun)) }
    return try work()
  }

  /// - Parameter now: microseconds, never falling.
  mutating func hasAny(at now: UInt64) -> Bool {
    left = min(most, left + Double(now - last) * share)
    last = now
    return left > 0
  }

  mutating func charge(_ microseconds: Double) { left -= microseconds }
}

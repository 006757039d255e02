import Foundation
public import Ink

/// Gives time-ordered row ids: ms since 1970 times 2^20, plus a count.
struct DrawingClock {
  var last: Int64
  /// ms since 1970.
  var now: @Sendable () -> Int64 = storeTime

  mutating func next() -> Int64 {
    let now = now() << 20
    // A clock set back must not give an id twice.
    last = max(now, last + 1)
    return last
  }

  /// The next id of a given time: for drawings that were made elsewhere.
  /// - Parameter milliseconds: since 1970; earlier than the last one counts as the last one.
  mutating func next(at milliseconds: Int64) -> Int64 {
    last = max(milliseconds << 20, last + 1)
    return last
  }
}

extension DrawingID {
  /// A new version 7 id, of now.
  public static func random() -> DrawingID {
    DrawingID(
      milliseconds: UInt64(storeTime()),
      random: (.random(in: 0...UInt64.max), .random(in: 0...UInt64.max)))
  }
}

/// Milliseconds since 1970, as the store keeps time.
public func storeTime() -> Int64 { Int64(Date().timeIntervalSince1970 * 1_000) }

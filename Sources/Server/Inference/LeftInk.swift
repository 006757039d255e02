import DequeModule
import Ink
import Synchronization
import Transport

/// Ink of `/ws/classify` whose connection is gone, for a minute, so that its client may come back.
///
/// In memory only, and bounded: what does not fit is forgotten, the oldest first, and its client
/// begins anew.
final class LeftInk: Sendable {
  private static let limit = (drawings: 2_000, points: 1_000_000, milliseconds: UInt64(60_000))

  private struct Table {
    var inks: [DrawingID: (ink: NumberedInk, at: UInt64)] = [:]
    /// In the order they were left; some have been taken since.
    var order: Deque<(id: DrawingID, at: UInt64)> = []
    var points = 0

    mutating func remove(_ id: DrawingID) -> NumberedInk? {
      guard let entry = inks.removeValue(forKey: id) else { return nil }
      points -= entry.ink.ink.points.count
      return entry.ink
    }
  }

  private let table = Mutex(Table())

  func keep(_ ink: NumberedInk, as id: DrawingID) {
    table.withLock { table in
      // Under the lock, so that nothing in the table is from later.
      let now = monotonicMilliseconds()
      _ = table.remove(id)
      table.inks[id] = (ink, now)
      table.order.append((id, now))
      table.points += ink.ink.points.count
      while let oldest = table.order.first,
        table.inks.count > Self.limit.drawings || table.points > Self.limit.points
          || now - oldest.at > Self.limit.milliseconds || table.order.count > 10_000
      {
        table.order.removeFirst()
        if table.inks[oldest.id]?.at == oldest.at { _ = table.remove(oldest.id) }
      }
    }
  }

  /// Gives it to the connection that goes on with it.
  func take(_ id: DrawingID) -> NumberedInk? {
    table.withLock { table in
      guard let entry = table.inks[id],
        monotonicMilliseconds() - entry.at <= Self.limit.milliseconds
      else { return nil }
      return table.remove(id)
    }
  }
}

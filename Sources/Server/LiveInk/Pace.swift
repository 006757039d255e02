import Synchronization

/// How often clients are asked to send.
///
/// The cost of live ink is per frame, not per point, so the more people draw the larger each
/// frame is to be: every frame of the screen when the server is idle, a few a second at thousands.
final class Pace: Sendable {
  /// Milliseconds between two frames of one client.
  static let idle = 16
  static let slowest = 250

  private let drawing = Atomic<Int>(0)

  /// A connection began or ended to draw.
  func change(by difference: Int) { drawing.add(difference, ordering: .relaxed) }

  /// - Parameters:
  ///   - current: the interval in force. It falls only once fewer draw by a fifth, so that it
  ///     does not swing.
  ///   - lateness: ms by which the loop's last tick came late.
  ///   - backlog: bytes of ink that wait for the writer.
  func interval(now current: Int, lateness: UInt64, backlog: Int) -> Int {
    let count = drawing.load(ordering: .relaxed)
    var wanted = Self.interval(count)
    if wanted < current { wanted = min(current, Self.interval(count * 5 / 4)) }
    let isStrained = lateness > 50 || backlog > 4 << 20
    return isStrained ? min(wanted * 2, Self.slowest) : wanted
  }

  private static func interval(_ count: Int) -> Int {
    switch count {
    case ...4: idle
    case ...400: 40
    case ...1_500: 66
    case ...4_000: 100
    default: 200
    }
  }
}

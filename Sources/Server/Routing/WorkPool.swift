import DequeModule
import Foundation

/// A few threads for work that may wait: queries, previews, bodies to parse.
///
/// Its queue is bounded: beyond that the server says that it is busy.
final class WorkPool: @unchecked Sendable {
  // Safe to share: `queue` and `stopping` are only touched under `condition`.
  private let condition = NSCondition()
  private var queue: Deque<@Sendable () -> Void> = []
  private var stopping = false
  private let limit: Int

  init(threads: Int = 4, limit: Int = 20_000) {
    self.limit = limit
    for index in 0..<threads {
      let thread = Thread { [self] in run() }
      thread.name = "pool \(index)"
      thread.stackSize = 2 << 20
      thread.start()
    }
  }

  /// - Returns: false when too much waits already; the work is not done then.
  func run(_ work: @escaping @Sendable () -> Void) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    guard !stopping, queue.count < limit else { return false }
    queue.append(work)
    condition.signal()
    return true
  }

  func stop() {
    condition.lock()
    stopping = true
    condition.broadcast()
    condition.unlock()
  }

  private func run() {
    while let work = next() { work() }
  }

  private func next() -> (@Sendable () -> Void)? {
    condition.lock()
    defer { condition.unlock() }
    while queue.isEmpty {
      if stopping { return nil }
      condition.wait()
    }
    return queue.removeFirst()
  }
}

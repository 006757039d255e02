import Foundation
import Synchronization

/// A piece of long work on a thread of its own, which gives way to everybody else's.
final class LongWork<Output: Sendable>: Sendable {
  private let result = Mutex<Result<Output, any Error>?>(nil)
  private let isAskedToStop = Atomic(false)
  private let done = DispatchSemaphore(value: 0)

  /// - Parameter name: the thread's.
  func start(_ name: String, _ work: @escaping @Sendable () throws -> Output) {
    let thread = Thread { [self] in
      Priority.lowerThisThread()
      let outcome = Result { try work() }
      result.withLock { $0 = outcome }
      done.signal()
    }
    thread.name = name
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// - Parameter seconds: nil to wait for the end.
  /// - Returns: nil when it is not over by then.
  func wait(seconds: Double?) -> Result<Output, any Error>? {
    if let seconds { _ = done.wait(timeout: .now() + seconds) } else { done.wait() }
    return result.withLock { $0 }
  }

  func askToStop() { isAskedToStop.store(true, ordering: .relaxed) }

  /// For the work itself, which looks now and then.
  var asksToStop: Bool { isAskedToStop.load(ordering: .relaxed) }
}

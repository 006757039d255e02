import Foundation

/// Work on a thread of its own, beside a loop of clients.
final class Beside<Value>: @unchecked Sendable {
  // Safe to share: what the work uses is left alone by all others until it is over.
  private let work: () throws -> Value
  private let done = DispatchSemaphore(value: 0)
  private var result: Result<Value, any Error>?
  private var isStarted = false
  private var isWaitedFor = false

  init(_ work: @escaping () throws -> Value) { self.work = work }

  /// Begins, the first time that it is called.
  func start() {
    guard !isStarted else { return }
    isStarted = true
    let thread = Thread { [self] in
      result = Result { try work() }
      done.signal()
    }
    thread.stackSize = 8 << 20
    thread.start()
  }

  var isOver: Bool {
    if !isWaitedFor { isWaitedFor = done.wait(timeout: .now()) == .success }
    return isWaitedFor
  }

  /// What it came to; waits for the end.
  func value() throws -> Value {
    start()
    if !isWaitedFor { done.wait() }
    isWaitedFor = true
    return try result!.get()
  }
}

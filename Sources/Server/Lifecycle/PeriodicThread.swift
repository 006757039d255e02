import Foundation

/// A thread that does the same again and again, with a pause in between, until it is told to stop.
final class PeriodicThread: @unchecked Sendable {
  // Safe to share: `stopping` and `isWoken` are only touched under `condition`.
  private let name: String
  private let pause: Double
  private let condition = NSCondition()
  private var stopping = false
  private var isWoken = false

  /// - Parameter pause: seconds.
  init(name: String, pause: Double) {
    self.name = name
    self.pause = pause
  }

  /// Begins with a pause. Once only.
  func start(_ body: @escaping @Sendable () -> Void) {
    let thread = Thread { [self] in
      while wait() { body() }
    }
    thread.name = name
    thread.start()
  }

  /// Ends this pause, or the next one.
  func wake() {
    condition.lock()
    isWoken = true
    condition.signal()
    condition.unlock()
  }

  /// Waits within the body.
  /// - Returns: false once it is told to stop, at once.
  func rest(seconds: Double) -> Bool {
    let deadline = Date(timeIntervalSinceNow: seconds)
    condition.lock()
    defer { condition.unlock() }
    while !stopping && condition.wait(until: deadline) {}
    return !stopping
  }

  /// Ends the pause; what is being done is done to its end.
  func stop() {
    condition.lock()
    stopping = true
    condition.signal()
    condition.unlock()
  }

  private func wait() -> Bool {
    condition.lock()
    defer { condition.unlock() }
    if !stopping && !isWoken { _ = condition.wait(until: Date(timeIntervalSinceNow: pause)) }
    isWoken = false
    return !stopping
  }
}

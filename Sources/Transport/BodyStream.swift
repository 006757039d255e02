import Foundation

/// The body of an answer that is made while it is sent: one thread writes, the exchange's loop
/// takes. Whoever is ahead waits, so that an answer of any size costs the same memory.
public final class BodyStream: @unchecked Sendable {
  // Safe to share: everything is under the condition's lock.

  /// The client has gone, or is not waited for any longer.
  public struct Cancelled: Error {}

  /// What the loop finds.
  enum Taken {
    case bytes([UInt8])
    /// The writer will say when there is more.
    case nothing
    case end
    /// The answer cannot be made to its end.
    case broken
  }

  private enum State { case open, ended, broken, cancelled }

  /// The writer is ahead by so many bytes and one write at most.
  static let ahead = 512 << 10
  /// The loop is woken for as many; less waits for more, or for the end.
  static let worthwhile = 32 << 10

  private let condition = NSCondition()
  private var waiting: [UInt8] = []
  private var state = State.open
  /// Tells the loop, once, that there is something to take.
  private var wake: (@Sendable () -> Void)?

  public init() {}

  // MARK: - The writer's side

  /// Appends to the body; waits while the client is behind.
  public func write(_ bytes: [UInt8]) throws(Cancelled) {
    condition.lock()
    while waiting.count >= Self.ahead && state == .open { condition.wait() }
    guard state == .open else {
      condition.unlock()
      throw Cancelled()
    }
    waiting += bytes
    let wake = waiting.count >= Self.worthwhile ? takeWake() : nil
    condition.unlock()
    wake?()
  }

  /// The body is whole.
  public func end() { finish(.ended) }

  /// The body cannot be made whole: the connection is closed, by which the client sees it.
  public func fail() { finish(.broken) }

  private func finish(_ end: State) {
    condition.lock()
    if state == .open { state = end }
    let wake = takeWake()
    condition.unlock()
    wake?()
  }

  private func takeWake() -> (@Sendable () -> Void)? {
    defer { wake = nil }
    return wake
  }

  // MARK: - The loop's side

  /// Takes all there is.
  /// - Parameter wake: called, on the writer's thread, when there is more after nothing was found.
  func take(wake: @escaping @Sendable () -> Void) -> Taken {
    condition.lock()
    defer { condition.unlock() }
    if waiting.isEmpty {
      switch state {
      case .ended: return .end
      case .broken, .cancelled: return .broken
      case .open:
        self.wake = wake
        return .nothing
      }
    }
    defer {
      waiting = []
      condition.signal()
    }
    return .bytes(waiting)
  }

  /// Nobody reads the rest: the writer's next call throws.
  public func cancel() {
    condition.lock()
    state = .cancelled
    wake = nil
    waiting = []
    condition.signal()
    condition.unlock()
  }
}

import Foundation

/// Waits until a number of things that were handed to the writer are done.
final class PendingFinishes: Sendable {
  private let group = DispatchGroup()

  func begin() { group.enter() }
  func end() { group.leave() }
  func wait() { group.wait() }
  func wait(seconds: Double) { _ = group.wait(timeout: .now() + seconds) }
}

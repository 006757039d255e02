import Foundation
import Synchronization

/// Threads that take the tasks of one piece of work after the other.
///
/// They are threads of their own, not a pool's: who trains at the lowest priority has them inherit
/// it.
final class ThreadTeam: @unchecked Sendable {
  // Safe to share: everything but the counter is touched under the condition's lock.
  private let condition = NSCondition()
  private let next = Atomic(0)
  private var task: (@Sendable (Int) -> Void)?
  private var count = 0
  private var round = 0
  private var busy = 0
  private var isOver = false

  /// - Parameter helpers: threads beside the caller's.
  init(helpers: Int) {
    for _ in 0..<helpers {
      // The thread must not keep the team alive, or it would never end.
      Thread { [weak self] in
        var round = 0
        while let condition = self?.condition {
          condition.lock()
          while let team = self, team.round == round, !team.isOver {
            _ = team.condition.wait(until: Date(timeIntervalSinceNow: 1))
          }
          guard let team = self, !team.isOver, let task = team.task else {
            condition.unlock()
            return
          }
          round = team.round
          let count = team.count
          team.busy += 1
          condition.unlock()
          // Who woke too late must not take a number that belongs to the next round.
          if count > 0 { team.work(count, task) }
          condition.lock()
          team.busy -= 1
          condition.broadcast()
          condition.unlock()
        }
      }.start()
    }
  }

  /// Runs the tasks 0 ..< count and waits for all; which thread takes which is left to chance.
  func run(_ count: Int, _ task: @escaping (Int) -> Void) {
    // Safe to share: every task has memory of its own, and all end before this returns.
    nonisolated(unsafe) let task = task
    let shared: @Sendable (Int) -> Void = { task($0) }
    condition.lock()
    next.store(0, ordering: .relaxed)
    self.task = shared
    self.count = count
    round += 1
    condition.broadcast()
    condition.unlock()
    work(count, shared)
    condition.lock()
    while busy > 0 { condition.wait() }
    // Who wakes only now finds nothing left to do.
    self.count = 0
    self.task = { _ in }
    condition.unlock()
  }

  func end() {
    condition.lock()
    isOver = true
    condition.broadcast()
    condition.unlock()
  }

  private func work(_ count: Int, _ task: (Int) -> Void) {
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      task(index)
    }
  }
}

import Foundation
import GRDB
import Synchronization

/// Copies what was committed from the logs of changes into the files, on a thread of its own: it
/// waits for the disk so that no commit does.
///
/// A passive checkpoint never ends while changes come, and the log would grow for ever. So above a
/// bound the writer, between two commits, copies the little that is left; its next change then
/// begins the log anew.
final class Checkpointer: @unchecked Sendable {
  // Safe to share: the connections belong to the thread alone; the rest is atomic or locked.
  private let main, ink: DatabaseQueue
  private let condition = NSCondition()
  private var stopping = false
  private var stopped = false
  /// Somebody waits for a checkpoint; how many there were, and whether one is being made.
  private var isAwaited = false
  private var made = 0
  private var isMaking = false
  private let mainPages = Atomic<Int>(0)
  private let inkPages = Atomic<Int>(0)

  /// Seconds between two.
  private static let interval = 0.25
  /// Pages of a log from which on the writer finishes.
  static let bound = 4_000

  init(main: String, ink: String) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(1)
    self.main = try DatabaseQueue(path: main, configuration: configuration)
    self.ink = try DatabaseQueue(path: ink, configuration: configuration)
    let thread = Thread { [self] in run() }
    thread.name = "checkpoints"
    thread.start()
  }

  /// Whether the writer is to finish the main file's log. Says so once for each checkpoint.
  func takesMain() -> Bool { Self.takes(mainPages) }
  func takesInk() -> Bool { Self.takes(inkPages) }

  private static func takes(_ pages: borrowing Atomic<Int>) -> Bool {
    guard pages.load(ordering: .relaxed) > bound else { return false }
    pages.store(0, ordering: .relaxed)
    return true
  }

  /// Copies all that is in the logs by now, and waits until that is done.
  ///
  /// Where nobody commits meanwhile the next commit begins the log anew, and the writer has nothing
  /// to finish.
  func makeOne() {
    condition.lock()
    let wanted = made + (isMaking ? 2 : 1)
    while made < wanted && !stopping {
      isAwaited = true
      condition.broadcast()
      condition.wait()
    }
    condition.unlock()
  }

  func stop() {
    condition.lock()
    stopping = true
    condition.broadcast()
    while !stopped { condition.wait() }
    condition.unlock()
    try? main.close()
    try? ink.close()
  }

  private func run() {
    condition.lock()
    while !stopping {
      (isAwaited, isMaking) = (false, true)
      condition.unlock()
      mainPages.store(Self.checkpoint(main), ordering: .relaxed)
      inkPages.store(Self.checkpoint(ink), ordering: .relaxed)
      condition.lock()
      made += 1
      isMaking = false
      condition.broadcast()
      let next = Date(timeIntervalSinceNow: Self.interval)
      while !stopping && !isAwaited && condition.wait(until: next) {}
    }
    stopped = true
    condition.broadcast()
    condition.unlock()
  }

  /// - Returns: the pages in the log; 0 when it could not be asked.
  private static func checkpoint(_ queue: DatabaseQueue) -> Int {
    let row = try? queue.writeWithoutTransaction {
      try Row.fetchOne($0, sql: "PRAGMA wal_checkpoint(PASSIVE)")
    }
    return row.map { $0[1] } ?? 0
  }
}

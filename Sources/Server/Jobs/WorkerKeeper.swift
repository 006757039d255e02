import Foundation
import Logging
import Storage
import Synchronization

/// The program that works, and what it is started with.
public struct WorkerProgram: Sendable {
  /// A path.
  public var program: String
  /// Without the program. `--owner NAME` is added at each start.
  public var arguments: [String]

  public init(program: String, arguments: [String]) {
    self.program = program
    self.arguments = arguments
  }
}

/// Keeps one worker running beside the server, and takes back what dead workers held.
final class WorkerKeeper: @unchecked Sendable {
  // Safe to share: `stopping` and `done` are only touched under `condition`, `state` is a mutex;
  // all else belongs to the keeper's thread.
  enum State: String, Sendable { case off, ok, restarting }

  private let command: WorkerProgram?
  private let store: Store
  private let log: Logger
  private let condition = NSCondition()
  private var stopping = false
  private var done = true
  private let status = Mutex((state: State.off, starts: 0))

  /// How often it looks at its worker, seconds.
  private static let glance = 0.1
  /// How often it looks for leases that have run out, seconds.
  private static let sweep = 0.25
  /// Before a worker that died is started again, seconds; doubled each time up to the latter.
  private static let pauses = 0.25...30.0
  /// Having lived so long, seconds, it has not failed at its start.
  private static let goodLife = 60.0
  /// It is given so long to put its job back, seconds.
  private static let farewell = 2.0

  /// - Parameter command: nil to start no worker: only leases are looked after then.
  init(command: WorkerProgram?, store: Store, log: Logger) {
    self.command = command
    self.store = store
    self.log = log
  }

  func start() {
    done = false
    let thread = Thread { [self] in run() }
    thread.name = "worker keeper"
    thread.start()
  }

  var state: (state: State, starts: Int) { status.withLock { $0 } }

  /// Asks the worker to leave.
  func stop() {
    condition.lock()
    stopping = true
    condition.signal()
    condition.unlock()
  }

  /// Waits until the worker is gone.
  func waitUntilDone() {
    condition.lock()
    while !done { condition.wait() }
    condition.unlock()
  }

  // MARK: - On the keeper's thread

  private func run() {
    var pause = Self.pauses.lowerBound
    while !isStopping(after: 0) {
      guard let command else {
        sweep(for: Self.sweep)
        continue
      }
      let owner = Worker.newName()
      let begun = Date()
      do {
        let child = try ChildProcess(
          program: command.program, arguments: command.arguments + ["--owner", owner])
        status.withLock { $0 = (.ok, $0.starts + 1) }
        accompany(child)
        try? store.jobs.abandon(owner: owner)
      } catch {
        log.error("no worker", metadata: ["reason": "\(error)"])
      }
      if isStopping(after: 0) { break }
      if Date().timeIntervalSince(begun) > Self.goodLife { pause = Self.pauses.lowerBound }
      status.withLock { $0.state = .restarting }
      log.warning("the worker has ended; another follows", metadata: ["seconds": "\(pause)"])
      sweep(for: pause)
      pause = min(pause * 2, Self.pauses.upperBound)
    }
    status.withLock { $0.state = .off }
    condition.lock()
    done = true
    condition.broadcast()
    condition.unlock()
  }

  /// Returns when the child has ended, by itself or because the server stops.
  private func accompany(_ child: ChildProcess) {
    var lastSweep = Date()
    while !child.hasEnded() {
      if isStopping(after: Self.glance) { return dismiss(child) }
      if Date().timeIntervalSince(lastSweep) >= Self.sweep {
        lastSweep = Date()
        sweep()
      }
    }
  }

  private func dismiss(_ child: ChildProcess) {
    child.terminate()
    let deadline = Date(timeIntervalSinceNow: Self.farewell)
    while !child.hasEnded() {
      if Date() > deadline { child.kill() }
      Thread.sleep(forTimeInterval: 0.01)
    }
  }

  /// Passes the time until a worker is started again, or the server stops.
  private func sweep(for seconds: Double) {
    let end = Date(timeIntervalSinceNow: seconds)
    while true {
      sweep()
      let left = end.timeIntervalSinceNow
      if left <= 0 || isStopping(after: min(left, Self.sweep)) { return }
    }
  }

  /// Jobs of workers elsewhere that gave no sign of life wait again.
  private func sweep() {
    do {
      if try store.jobs.hasExpired() { try store.jobs.expire() }
    } catch {
      log.error("cannot look after jobs", metadata: ["reason": "\(error)"])
    }
  }

  private func isStopping(after seconds: Double) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    if !stopping && seconds > 0 { _ = condition.wait(until: Date(timeIntervalSinceNow: seconds)) }
    return stopping
  }
}

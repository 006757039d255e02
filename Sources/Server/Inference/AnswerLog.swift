import Foundation
import Logging
import Recognition
import Storage
import Synchronization

/// Keeps a sample of what models answer: some in a hundred, chosen by chance.
final class AnswerLog: Sendable {
  /// Who asked.
  enum Source: String, Sendable { case drawing, http, socket }

  private let store: Store
  private let logger: Logger
  /// 0 ... 1.
  private let share: Double
  /// Answers until the next one that is kept.
  private let left: Atomic<Int>
  private let waiting = Mutex<[LoggedAnswer]>([])
  private let thread = PeriodicThread(name: "answer log", pause: 1)

  /// While the store cannot be written to, so many wait at most; the others are forgotten.
  private static let waitingAtMost = 10_000

  /// - Parameter share: of the answers, above 0 and up to 1.
  init(share: Double, store: Store, log: Logger) {
    self.share = share
    self.store = store
    logger = log
    left = Atomic(Self.distance(share))
    thread.start { [self] in write() }
  }

  /// Costs a subtraction for all but a few.
  func note(
    _ guesses: Guesses, of served: ServedModel, for source: Source, microseconds: UInt64
  ) {
    guard left.subtract(1, ordering: .relaxed).newValue == 0 else { return }
    left.store(Self.distance(share), ordering: .relaxed)
    let answer = LoggedAnswer(
      model: served.row?.id, source: source.rawValue, shape: guesses.label,
      confidence: guesses.confidence, microseconds: Int(microseconds))
    waiting.withLock { if $0.count < Self.waitingAtMost { $0.append(answer) } }
  }

  /// Writes what waits.
  func stop() {
    thread.stop()
    write()
  }

  private func write() {
    let answers = waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
    guard !answers.isEmpty else { return }
    do { try store.log(answers) } catch {
      logger.warning("some answers are not logged", metadata: ["reason": "\(error)"])
    }
  }

  /// How many answers there are from one that is kept to the next, when each is kept by chance:
  /// geometrically distributed, so that no rhythm of whoever asks hides anything.
  private static func distance(_ share: Double) -> Int {
    guard share < 1 else { return 1 }
    let chance = Double.random(in: .leastNonzeroMagnitude..<1)
    return 1 + Int(min(log(chance) / log1p(-share), 1e15))
  }
}

import DequeModule
import Logging

/// What a loop feels of the load: what it saw since the last look, the pace that follows from it,
/// and what the log is told. All times are ms.
struct LoopLoad {
  private(set) var pace = Pace()
  /// The worst lateness of a tick.
  private var lateness: UInt64 = 0
  /// The longest that an answer whose time had come waited.
  private var answerLag: UInt64 = 0
  /// The longest that ink took to become durable.
  private var writerLag: UInt64 = 0
  /// Of the disk, over two seconds; a good one takes a few ms.
  private var slowDisk = Sustained(above: 40, below: 20, looks: 8)
  /// When each buffer that is not durable yet was given to the writer.
  private var buffersUnderWay: Deque<UInt64> = []
  private var nextLook: UInt64 = 0

  var isInkUnderWay: Bool { !buffersUnderWay.isEmpty }

  mutating func tickCame(late: UInt64) { lateness = max(lateness, late) }

  mutating func answerWaits(_ milliseconds: UInt64) { answerLag = max(answerLag, milliseconds) }

  mutating func inkWasGivenToWriter(at now: UInt64) { buffersUnderWay.append(now) }

  mutating func inkBecameDurable(at now: UInt64) {
    if let given = buffersUnderWay.popFirst() { writerLag = max(writerLag, now - given) }
  }

  /// Sets the pace, when it is time.
  /// - Returns: whether it was.
  mutating func look(
    at now: UInt64, drawing: Int, backlog: Int, loop: Int, log: Logger
  ) -> Bool {
    guard now >= nextLook else { return false }
    nextLook = now + Pace.period
    writerLag = max(writerLag, buffersUnderWay.first.map { now - $0 } ?? 0)
    let wasOverloaded = pace.isOverloaded
    pace.update(
      Pace.Signals(
        drawing: drawing, lateness: Double(lateness), answerLag: Double(answerLag),
        writerLag: Double(writerLag), backlog: backlog))
    if pace.isOverloaded != wasOverloaded {
      log.warning(
        wasOverloaded
          ? "the load has passed; connections are taken again"
          : "there is more to do than can be done; new connections are refused",
        metadata: [
          "loop": "\(loop)", "late_ms": "\(lateness)", "answers_ms": "\(answerLag)",
          "writer_ms": "\(writerLag)",
        ])
    }
    if slowDisk.update(Double(writerLag)) {
      log.warning(
        slowDisk.isHigh
          ? "the disk is slow: what is drawn becomes durable late"
          : "the disk is as fast again as it should be",
        metadata: ["loop": "\(loop)", "writer_ms": "\(writerLag)"])
    }
    (lateness, answerLag, writerLag) = (0, 0, 0)
    return true
  }
}

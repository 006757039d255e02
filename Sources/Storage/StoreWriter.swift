import Foundation
import GRDB
import Synchronization

/// The one thread that changes the store, in group commits.
///
/// Loops hand over whole buffers of live ink; everything else is a change to the main file. What
/// has gathered while the last commit ran goes into the next one.
public final class StoreWriter: @unchecked Sendable {
  // Safe to share: `pending` and `state` are only touched under `condition`; the database
  // connections only on the writer's thread.

  /// A loop's buffer of live ink, and who wants to know that it is durable.
  public struct InkBatch {
    let bytes: [UInt8]
    let written: @Sendable (_ row: Int64) -> Void
  }

  /// A change to the main file, and what to do when it is durable or has failed.
  struct Change {
    /// Returns what is to run once the change is durable.
    let apply: (Database, inout DrawingClock) throws -> (@Sendable () -> Void)
    let failed: @Sendable (StoreError) -> Void
    /// Kept and tried again while the disk is full: it was accepted already.
    let isAccepted: Bool
  }

  private struct Pending {
    var batches: [InkBatch] = []
    var changes: [Change] = []
    var isEmpty: Bool { batches.isEmpty && changes.isEmpty }
  }

  private let main: DatabasePool
  private let ink: DatabaseQueue
  private let prunes: Bool
  private let checkpointer: Checkpointer?
  private let condition = NSCondition()
  private var pending = Pending()
  private var stopping = false
  private var stopped = false
  private var clock: DrawingClock
  private var lastPrune = Date.distantPast
  private var lastAnswerPrune = Date.distantPast
  /// Whoever has missed more of them looks at everything anew.
  private static let eventsKept = 10_000
  private let watermark = Atomic<Int64>(0)
  private let waitingBytes = Atomic<Int>(0)
  private typealias Failure = (reason: StoreError, at: Date)
  private let failures = Mutex<(ink: Failure?, main: Failure?)>((nil, nil))
  /// Since when another process has kept the main file locked. On the writer's thread.
  private var lockedSince: Date?
  private let commits = Atomic<Int>(0)
  private let newestRow = Atomic<Int64>(0)
  let submissions = Submissions()

  /// Group commits are at least this far apart, so that many frames share one.
  private static let interval = 0.004
  /// Between two tries while a file cannot be written.
  private static let retryInterval = 0.2
  /// So long everybody waits, in seconds, while another process keeps the main file locked.
  private static let patience = 10.0

  /// - Parameters:
  ///   - checkpointer: makes the checkpoints; nil where commits make them.
  ///   - prunes: whether it throws away what nobody needs any more; one process does.
  ///   - now: ms since 1970.
  init(
    main: DatabasePool, ink: DatabaseQueue, checkpointer: Checkpointer?, prunes: Bool,
    now: @escaping @Sendable () -> Int64 = storeTime
  ) throws {
    self.main = main
    self.ink = ink
    self.checkpointer = checkpointer
    self.prunes = prunes
    if checkpointer != nil {
      for database in [main, ink] as [any DatabaseWriter] {
        try database.writeWithoutTransaction {
          try $0.execute(sql: "PRAGMA wal_autocheckpoint = 0")
        }
      }
    }
    if prunes {
      // A worker holds the lock for less than a millisecond. Whoever holds it for longer shall not
      // hold up live ink, which goes to the other file.
      // What a commit promises is on the disk: opening the pool has left that to checkpoints.
      try main.writeWithoutTransaction {
        try $0.execute(sql: "PRAGMA busy_timeout = 50; PRAGMA synchronous = FULL")
      }
    }
    clock = DrawingClock(
      last: try main.read { try Int64.fetchOne($0, sql: "SELECT max(id) FROM drawing") } ?? 0,
      now: now)
    let thread = Thread { [self] in run() }
    thread.name = "writer"
    thread.start()
  }

  /// Hands over a buffer of live ink; `written` is called on the writer's thread once it is durable.
  public func append(_ bytes: [UInt8], written: @escaping @Sendable (_ row: Int64) -> Void) {
    waitingBytes.add(bytes.count, ordering: .relaxed)
    condition.lock()
    pending.batches.append(InkBatch(bytes: bytes, written: written))
    condition.signal()
    condition.unlock()
  }

  func enqueue(_ change: Change) {
    // Who only asks is told at once; who was promised something waits until it can be kept.
    // After a second the next one is let through to try.
    if !change.isAccepted, let failure = failures.withLock({ $0.main }),
      Date().timeIntervalSince(failure.at) < 1
    {
      return change.failed(failure.reason)
    }
    condition.lock()
    guard !stopped else {
      condition.unlock()
      return change.failed(.unavailable(reason: "the server is stopping"))
    }
    pending.changes.append(change)
    condition.signal()
    condition.unlock()
  }

  /// Ink rows before this one are needed by no open drawing any more.
  public func releaseInk(before row: Int64) { watermark.store(row, ordering: .relaxed) }

  /// The log's newest row of this run; 0 before the first.
  public var newestInkRow: Int64 { newestRow.load(ordering: .relaxed) }

  /// Live ink that is not durable yet, in bytes: loops slow their clients down by it.
  public var backlogInBytes: Int { waitingBytes.load(ordering: .relaxed) }

  /// Why the last commit failed; nil when it did not.
  public var currentFailure: StoreError? {
    failures.withLock { $0.ink?.reason ?? $0.main?.reason }
  }

  private var inkFailure: StoreError? { failures.withLock { $0.ink?.reason } }

  /// Group commits since the start.
  public var commitCount: Int { commits.load(ordering: .relaxed) }

  func stop() {
    condition.lock()
    stopping = true
    condition.signal()
    while !stopped { condition.wait() }
    condition.unlock()
  }

  // MARK: - On the writer's thread

  private func run() {
    // What was accepted and could not be written yet; neither file waits for the other.
    var kept = Pending()
    var triesAfterStop = 0
    while true {
      let (work, isStopping) = next(whileKeeping: !kept.isEmpty)
      if isStopping {
        // One more try is all that a full disk gets; the log has what it took before. A file that
        // is locked for a moment gets a second and a half.
        let tries = lockedSince == nil ? 0 : 30
        if work.isEmpty && (kept.isEmpty || triesAfterStop > tries) { break }
        triesAfterStop += 1
      }
      let started = Date()
      var batches = kept.batches + work.batches
      if batches.isEmpty && inkFailure != nil {
        // Nobody draws, so nothing would show that the fault is gone: an empty row does.
        batches.append(InkBatch(bytes: [], written: { _ in }))
      }
      kept.batches = commitInk(batches)
      kept.changes = commitChanges(kept.changes + work.changes)
      finishCheckpoints()
      prune()
      let interval = kept.isEmpty || lockedSince != nil ? Self.interval : Self.retryInterval
      let rest = interval - Date().timeIntervalSince(started)
      if rest > 0 && !isStopping { Thread.sleep(forTimeInterval: rest) }
    }
    condition.lock()
    stopped = true
    let late = kept.changes + pending.changes
    pending = Pending()
    condition.broadcast()
    condition.unlock()
    for change in late { change.failed(.unavailable(reason: "the server is stopping")) }
  }

  /// Waits for something to do: not at all while something waits for another try, and at most a
  /// second.
  private func next(whileKeeping isKeeping: Bool) -> (work: Pending, isStopping: Bool) {
    condition.lock()
    defer { condition.unlock() }
    if pending.isEmpty && !stopping && !isKeeping {
      _ = condition.wait(until: Date(timeIntervalSinceNow: 1))
    }
    defer { pending = Pending() }
    return (pending, stopping)
  }

  /// Writes all batches as one row.
  /// - Returns: those that have to be tried again: their ink was taken from its clients.
  private func commitInk(_ batches: [InkBatch]) -> [InkBatch] {
    guard !batches.isEmpty else { return [] }
    let size = batches.reduce(0) { $0 + $1.bytes.count }
    var data = Data(capacity: size)
    for batch in batches { data.append(contentsOf: batch.bytes) }
    do {
      let row = try ink.writeWithoutTransaction { database in
        try database.cachedStatement(sql: "INSERT INTO ink (data) VALUES (?)")
          .execute(arguments: [data])
        return database.lastInsertedRowID
      }
      commits.add(1, ordering: .relaxed)
      newestRow.store(row, ordering: .relaxed)
      waitingBytes.subtract(size, ordering: .relaxed)
      failures.withLock { $0.ink = nil }
      for batch in batches { batch.written(row) }
      return []
    } catch {
      failures.withLock { $0.ink = (StoreError(error), Date()) }
      return batches
    }
  }

  /// Makes all changes in one transaction; one that is wrong in itself takes no other with it.
  /// - Returns: the accepted ones, to be tried again, when the file could not be written.
  private func commitChanges(_ changes: [Change]) -> [Change] {
    guard !changes.isEmpty else { return [] }
    var after: [@Sendable () -> Void] = []
    var refused: [(Change, StoreError)] = []
    do {
      try main.writeWithoutTransaction { database in
        try database.inTransaction(.immediate) {
          for change in changes {
            try database.inSavepoint {
              do {
                after.append(try change.apply(database, &clock))
                return .commit
              } catch let error as DatabaseError where !error.isOfTheChange {
                // The disk, the file, the memory: the change itself is as good as before.
                throw error
              } catch {
                refused.append((change, StoreError(error)))
                return .rollback
              }
            }
          }
          return .commit
        }
      }
      commits.add(1, ordering: .relaxed)
      failures.withLock { $0.main = nil }
      lockedSince = nil
      for done in after { done() }
      for (change, error) in refused { change.failed(error) }
      return []
    } catch {
      if (error as? DatabaseError)?.resultCode.primaryResultCode == .SQLITE_BUSY {
        // Another process has its turn; that is nobody's fault, and soon over.
        let since = lockedSince ?? Date()
        lockedSince = since
        if Date().timeIntervalSince(since) < Self.patience { return changes }
      }
      lockedSince = nil
      let reason = StoreError(error)
      failures.withLock { $0.main = (reason, Date()) }
      for change in changes where !change.isAccepted { change.failed(reason) }
      return changes.filter(\.isAccepted)
    }
  }

  /// Copies what little a checkpoint has left, so that the logs begin anew.
  private func finishCheckpoints() {
    guard let checkpointer else { return }
    if checkpointer.takesMain() {
      _ = try? main.writeWithoutTransaction { try $0.checkpoint(.passive) }
    }
    if checkpointer.takesInk() {
      _ = try? ink.writeWithoutTransaction { try $0.checkpoint(.passive) }
    }
  }

  /// Drops, in limited pieces, the log's front that nobody needs, answers that were kept for a day,
  /// and all but the newest events. A failure here is harmless: the rows go next time.
  private func prune() {
    guard prunes else { return }
    if Date().timeIntervalSince(lastAnswerPrune) > 300 {
      lastAnswerPrune = Date()
      try? main.writeWithoutTransaction { database in
        try database.execute(
          sql: """
            DELETE FROM idempotency_key WHERE (user_id, key) IN (
              SELECT user_id, key FROM idempotency_key WHERE created < ? LIMIT 10000)
            """, arguments: [storeTime() - 86_400_000])
        try database.execute(
          sql: "DELETE FROM event WHERE id <= (SELECT max(id) FROM event) - ?",
          arguments: [Self.eventsKept])
        try database.execute(
          sql: """
            DELETE FROM inference_log WHERE id IN (
              SELECT id FROM inference_log WHERE at < ? LIMIT 10000)
            """, arguments: [storeTime() - Store.loggedAnswersAge])
        try database.execute(
          sql: "DELETE FROM erased WHERE at < ?", arguments: [storeTime() - 86_400_000])
        try database.execute(
          sql: "DELETE FROM minute_count WHERE minute < ?",
          arguments: [storeTime() / 60_000 - Store.minutesKept])
      }
    }
    guard Date().timeIntervalSince(lastPrune) > 1 else { return }
    lastPrune = Date()
    Self.giveBack(200, of: main)
    let row = watermark.load(ordering: .relaxed)
    guard row > 0 else { return }
    try? ink.writeWithoutTransaction { database in
      guard let first = try Int64.fetchOne(database, sql: "SELECT min(id) FROM ink"), first < row
      else { return }
      try database.execute(
        sql: "DELETE FROM ink WHERE id < ?", arguments: [min(row, first + 400)])
    }
    Self.giveBack(500, of: ink)
  }

  /// What a busy hour or a cleaning has left free goes back to the system bit by bit.
  private static func giveBack(_ pages: Int, of writer: some DatabaseWriter) {
    try? writer.writeWithoutTransaction { database in
      let free = try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
      if free > 10_000 { try database.execute(sql: "PRAGMA incremental_vacuum(\(pages))") }
    }
  }

  /// Reads the log from its start, oldest first.
  public func readInk(_ body: (_ row: Int64, _ data: [UInt8]) -> Void) throws(StoreError) {
    do {
      try ink.read { database in
        let rows = try Row.fetchCursor(database, sql: "SELECT id, data FROM ink ORDER BY id")
        while let row = try rows.next() { body(row[0], [UInt8](row[1] as Data)) }
      }
    } catch {
      throw StoreError(error, file: "ink.db")
    }
  }
}

extension DatabaseError {
  /// Whether the fault lies in what was to be written, so that trying again would not help.
  fileprivate var isOfTheChange: Bool {
    switch resultCode.primaryResultCode {
    case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG, .SQLITE_RANGE, .SQLITE_ERROR: true
    default: false
    }
  }
}

import GRDB

/// What a bulk job does to each drawing.
public enum BulkChange: Sendable {
  case mend(Mending)
  /// Back to what it was before another job.
  case undo
}

/// How a batch went.
public struct BulkStep: Sendable {
  public let isOver: Bool
  /// Drawings that it changed.
  public let changed: Int
  /// How long the writer was busy with it, ms.
  public let milliseconds: Double
}

extension BulkJobs {
  /// The job to work on: one that is under way, else the one that waits longest. It runs from here.
  public func take() throws(StoreError) -> BulkJob? {
    let waiting = try store.read { database in
      try database.cachedStatement(
        sql: BulkJob.select + """
           WHERE status IN ('queued', 'running') ORDER BY status = 'queued', job.id LIMIT 1
          """
      ).fetchRow([]).map(BulkJob.init)
    }
    guard let waiting else { return nil }
    return try store.change { database in
      try database.execute(
        sql: """
          UPDATE job SET status = 'running', attempts = attempts + 1,
            started = coalesce(started, ?)
          WHERE id = ? AND status IN ('queued', 'running')
          """, arguments: [storeTime(), waiting.id])
      // Somebody has cancelled it in this moment: the next call takes the next one.
      guard database.changesCount > 0 else { return nil }
      try database.tell(bulkJob: waiting.id)
      return try BulkJob.fetch(waiting.id, in: database)
    }
  }

  /// Notes how many drawings it will go through.
  public func set(total: Int, of id: Int64) throws(StoreError) {
    try store.change { database in
      try database.execute(
        sql: "UPDATE bulk_job SET total = ? WHERE job_id = ?", arguments: [total, id])
      try database.noteProgress(ofBulkJob: id)
    }
  }

  /// Ends a job that cannot be done.
  public func fail(_ id: Int64, _ reason: String) throws(StoreError) {
    try store.change { try Self.end(id, .failed, error: reason, in: $0) }
  }

  /// Changes the next drawings, in one transaction with the note of how far it has come.
  ///
  /// What is to be done is found out before, beside the writer. Where somebody changes one of the
  /// drawings in between, the batch ends before it.
  /// - Parameter limit: so many at most.
  public func step(
    _ id: Int64, _ selection: BulkSelection, _ change: BulkChange, limit: Int
  ) throws(StoreError) -> BulkStep {
    let (job, items, end) = try store.read { database in
      guard let job = try BulkJob.fetch(id, in: database) else { throw StoreError.noJob(id) }
      let (rows, end) = try selection.next(
        after: job.last, newest: job.newest, limit: limit, in: database)
      return (job, try rows.compactMap { try Item($0, job, change, in: database) }, end)
    }
    return try store.change { database in
      let start = ContinuousClock.now
      if try Self.isStopped(id, in: database) {
        return BulkStep(isOver: true, changed: 0, milliseconds: start.milliseconds)
      }
      let (isOver, changed) = try Self.make(items, upTo: end, of: job, in: database)
      return BulkStep(isOver: isOver, changed: changed, milliseconds: start.milliseconds)
    }
  }

  /// One drawing of a batch.
  private struct Item: Sendable {
    let row: Int64
    let before: Mendable
    /// Nil where somebody has changed it since, and it is left.
    let after: Mendable?
    let mended: Int64

    /// Nil when the drawing is gone.
    init?(_ row: Int64, _ job: BulkJob, _ change: BulkChange, in database: Database) throws {
      guard
        let columns = try database.cachedStatement(
          sql: "SELECT mended, \(Mendable.columns) FROM drawing WHERE id = ?"
        ).fetchRow([row])
      else { return nil }
      self.row = row
      mended = columns[0]
      before = Mendable(columns, from: 1)
      switch (change, job.undoes) {
      case (.mend(let mending), _): after = before.applying(mending)
      case (.undo, let undoes?) where undoes.auditID == mended:
        after = try database.cachedStatement(
          sql: """
            SELECT \(Mendable.columns) FROM bulk_change WHERE job_id = ? AND drawing_id = ?
            """
        ).fetchRow([undoes.job, row]).map { Mendable($0, from: 0) }
      case (.undo, _): after = nil
      }
    }
  }

  // MARK: - Inside a transaction

  /// - Returns: whether the job is over, and how many drawings it has changed now.
  private static func make(
    _ items: [Item], upTo end: Int64?, of job: BulkJob, in database: Database
  ) throws -> (isOver: Bool, changed: Int) {
    let note = try database.cachedStatement(
      sql: """
        INSERT INTO bulk_change (job_id, drawing_id, \(Mendable.columns))
        VALUES (?, ?, ?, ?, ?, ?)
        """)
    var (done, changed, skipped) = (0, 0, 0)
    var (last, isCut) = (end, false)
    for item in items {
      if let after = item.after, after != item.before {
        guard
          try after.write(
            to: item.row, change: job.auditID, after: item.mended, in: database)
        else {
          // Somebody was faster, or it is gone: the next batch looks again.
          (last, isCut) = (item.row - 1, true)
          break
        }
        let before = item.before
        try note.execute(arguments: [
          job.id, item.row, before.shape, before.isFlagged, before.reason, before.deleted,
        ])
        changed += 1
      } else if item.after == nil {
        skipped += 1
      }
      done += 1
    }
    try database.cachedStatement(
      sql: """
        UPDATE bulk_job SET last = coalesce(?, last), done = done + ?, changed = changed + ?,
          skipped = skipped + ?
        WHERE job_id = ?
        """
    ).execute(arguments: [last, done, changed, skipped, job.id])
    try database.noteProgress(ofBulkJob: job.id)
    if isCut || end != nil { return (false, changed) }
    try Self.end(job.id, .succeeded, in: database)
    return (true, changed)
  }

  /// Whether the job is over or somebody has asked to stop, which ends it.
  private static func isStopped(_ id: Int64, in database: Database) throws -> Bool {
    let row = try database.cachedStatement(
      sql: "SELECT status = 'running', cancel_requested FROM job WHERE id = ?"
    ).fetchRow([id])
    guard let row, row[0] else { return true }
    guard row[1] else { return false }
    try end(id, .cancelled, in: database)
    return true
  }

  static func end(
    _ id: Int64, _ status: JobStatus, error: String? = nil, in database: Database
  ) throws {
    try database.execute(
      sql: "UPDATE job SET status = ?, error = ?, finished = ? WHERE id = ?",
      arguments: [status.rawValue, error, storeTime(), id])
    if status == .succeeded {
      // What was counted in the beginning may be another number by now.
      try database.execute(
        sql: "UPDATE bulk_job SET total = done WHERE job_id = ?", arguments: [id])
      try database.noteProgress(ofBulkJob: id)
    }
    try database.tell(bulkJob: id)
    try database.tellChanges(ofBulkJob: id)
  }
}

extension BulkJob {
  static func fetch(_ id: Int64, in database: Database) throws -> BulkJob? {
    try database.cachedStatement(sql: select + " WHERE job.id = ?").fetchRow([id])
      .map(BulkJob.init)
  }
}

extension ContinuousClock.Instant {
  /// From this instant to now.
  fileprivate var milliseconds: Double {
    let passed = (ContinuousClock.now - self).components
    return Double(passed.seconds) * 1e3 + Double(passed.attoseconds) / 1e15
  }
}

import GRDB

/// Long work of any kind, as a list of all of it shows it.
public struct JobSummary: Sendable {
  public let id: Int64
  public let kind: String
  public let status: JobStatus
  public let isCancelRequested: Bool
  /// JSON.
  public let config: String
  public let error: String?
  /// In units of its kind; nil where it has none, or before they were counted.
  public let done, total: Int?
  /// Drawings that a bulk job has changed, and that an undo has left as they were.
  public let changed, skipped: Int?
  /// ms since 1970.
  public let created: Int64
  public let started, finished: Int64?
  /// The undo of it that waits, is under way or was made.
  public let undoneBy: Int64?

  static let select = """
    SELECT job.id, kind, status, cancel_requested, config, error,
      coalesce(done, json_extract(progress, '$.done'), json_extract(progress, '$.step')),
      coalesce(total, json_extract(progress, '$.total'), json_extract(progress, '$.steps')),
      changed, skipped, created, started, finished,
      (SELECT undo.job_id FROM bulk_job undo JOIN job undoing ON undoing.id = undo.job_id
        WHERE undo.undoes = job.id AND undoing.status IN ('queued', 'running', 'succeeded'))
    FROM job LEFT JOIN bulk_job ON job_id = job.id
    """

  init(_ row: Row) {
    id = row[0]
    kind = row[1]
    status = JobStatus(rawValue: row[2]) ?? .failed
    isCancelRequested = row[3]
    config = row[4]
    error = row[5]
    (done, total, changed, skipped) = (row[6], row[7], row[8], row[9])
    (created, started, finished, undoneBy) = (row[10], row[11], row[12], row[13])
  }

  /// It changes drawings, inside the server.
  public var isBulk: Bool { kind == BulkJob.kind || kind == BulkJob.undoKind }

  public var isUndoable: Bool {
    isBulk && status.isOver && (changed ?? 0) > 0 && undoneBy == nil
  }

  /// A sentence for whoever would like to.
  var whyNotUndoable: String {
    if let undoneBy { return "Job \(id) is undone already, by job \(undoneBy)." }
    if !status.isOver { return "Job \(id) is under way; cancel it first." }
    return "Job \(id) has changed no drawing."
  }

  static func fetch(_ id: Int64, in database: Database) throws -> JobSummary? {
    try database.cachedStatement(sql: select + " WHERE job.id = ?").fetchRow([id])
      .map(JobSummary.init)
  }
}

extension Store {
  public func jobSummary(_ id: Int64) throws(StoreError) -> JobSummary? {
    try read { try JobSummary.fetch(id, in: $0) }
  }

  /// The newest first.
  /// - Parameters:
  ///   - kind: nil for all.
  ///   - before: continue below this id.
  public func jobSummaries(
    kind: String?, before: Int64 = .max, limit: Int
  ) throws(StoreError) -> [JobSummary] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: JobSummary.select + """
           WHERE job.id < ?1 AND (?2 IS NULL OR kind = ?2) ORDER BY job.id DESC LIMIT ?3
          """, arguments: [before, kind, limit]
      ).map(JobSummary.init)
    }
  }

  /// Ends a job that waits, or asks one under way to stop: whatever does its kind sees to that.
  /// - Throws: a conflict for a job that is over; `noJob`.
  public func cancelJob(_ id: Int64, actor: String) throws(StoreError) -> JobSummary {
    let kind = try jobSummary(id)?.kind
    if kind == Jobs.training {
      _ = try jobs.cancel(id, actor: actor)
    } else {
      try change { database in
        guard let job = try JobSummary.fetch(id, in: database) else { throw StoreError.noJob(id) }
        if job.status == .cancelled || job.isCancelRequested { return }
        guard !job.status.isOver else {
          throw StoreError.conflict("Job \(id) has \(job.status.rawValue) already.")
        }
        try database.audit(
          actor: actor, action: "\(job.kind).cancel", subject: "job \(id)")
        if job.isBulk && job.status == .queued {
          return try BulkJobs.end(id, .cancelled, in: database)
        }
        try database.execute(
          sql: "UPDATE job SET cancel_requested = 1 WHERE id = ?", arguments: [id])
      }
    }
    guard let job = try jobSummary(id) else { throw .noJob(id) }
    return job
  }
}

import Crypto
import Foundation
import GRDB

/// The queue of trainings. Each call is one short transaction, from the server's process through
/// its writer, from a worker's by itself.
public struct Jobs: Sendable {
  let store: Store
  /// The kind of job that is a training.
  public static let training = "training"
  /// The kind of job that is a scan for drawings worth a second look.
  public static let review = "review"
  static let kind = training

  /// Asks for a training. An equal one that waits or is under way is the same job.
  ///
  /// - Parameters:
  ///   - config: JSON, composed with all defaults: equal settings are equal texts.
  ///   - baseModel: the model that it goes on from.
  ///   - actor: who asks, for the audit.
  /// - Returns: the job, and whether it is new.
  /// - Throws: a conflict while an equal one is being cancelled.
  public func enqueue(
    config: String, seed: Int64, baseModel: Int64?, actor: String
  ) throws(StoreError) -> (job: Job, isNew: Bool) {
    try store.change { database in
      try Self.enqueue(
        database, config: config, seed: seed, baseModel: baseModel, actor: actor,
        action: "training.start")
    }
  }

  /// Asks for the same training again once it is over.
  /// - Parameter config: JSON, composed with all defaults; nil for just the same settings.
  /// - Throws: a conflict for a job that waits or is under way; `noJob`.
  public func replay(
    _ id: Int64, config: String? = nil, actor: String
  ) throws(StoreError) -> (job: Job, isNew: Bool) {
    try store.change { database in
      guard let job = try Job.fetch(database, id: id) else { throw StoreError.noJob(id) }
      guard job.status.isOver else {
        throw StoreError.conflict(
          "Job \(id) is \(job.status.rawValue); only one that is over can be run again.")
      }
      let row = try Row.fetchOne(
        database, sql: "SELECT seed, base_model FROM training_job WHERE job_id = ?",
        arguments: [id])
      return try Self.enqueue(
        database, config: config ?? job.config, seed: row?[0] ?? 0, baseModel: row?[1],
        actor: actor, action: "training.replay")
    }
  }

  /// Cancels a job that waits, or asks the worker of one under way to stop.
  ///
  /// Cancelling what is cancelled changes nothing.
  /// - Throws: a conflict for a job that is over; `noJob`.
  public func cancel(_ id: Int64, actor: String) throws(StoreError) -> Job {
    try store.change { database in
      guard let job = try Job.fetch(database, id: id) else { throw StoreError.noJob(id) }
      switch job.status {
      case .cancelled: return job
      case .succeeded, .failed:
        throw StoreError.conflict("Job \(id) has \(job.status.rawValue) already.")
      case .queued:
        try Self.end(database, id, .cancelled)
      case .running:
        try database.execute(
          sql: "UPDATE job SET cancel_requested = 1 WHERE id = ?", arguments: [id])
      }
      try database.audit(actor: actor, action: "training.cancel", subject: String(id))
      return try Job.fetch(database, id: id) ?? job
    }
  }

  public func find(_ id: Int64) throws(StoreError) -> Job? {
    try store.read { try Job.fetch($0, id: id) }
  }

  /// The newest first.
  /// - Parameter before: continue below this id.
  public func list(before: Int64 = .max, limit: Int = 50) throws(StoreError) -> [Job] {
    try store.read { database in
      try Row.fetchAll(
        database,
        sql: Job.select + " WHERE kind = ? AND job.id < ? ORDER BY job.id DESC LIMIT ?",
        arguments: [Self.kind, before, limit]
      ).map(Job.init)
    }
  }

  // MARK: - Inside a transaction

  private static func enqueue(
    _ database: Database, config: String, seed: Int64, baseModel: Int64?, actor: String,
    action: String
  ) throws -> (job: Job, isNew: Bool) {
    let hash = Data(SHA256.hash(data: Data(config.utf8)))
    // The index decides, so that two who ask at once cannot both be the first.
    try database.execute(
      sql: """
        INSERT INTO job (kind, config, config_hash, status, created) VALUES (?, ?, ?, 'queued', ?)
        ON CONFLICT (kind, config_hash) WHERE status IN ('queued', 'running') DO NOTHING
        """, arguments: [kind, config, hash, storeTime()])
    let isNew = database.changesCount > 0
    let row = try Row.fetchOne(
      database,
      sql: Job.select + """
         WHERE kind = ? AND config_hash = ? AND status IN ('queued', 'running')
        """, arguments: [kind, hash])
    guard let job = row.map(Job.init) else { throw StoreError.unavailable(reason: "a job is lost") }
    if isNew {
      try database.execute(
        sql: """
          INSERT INTO training_job (job_id, base_model, seed, newest_drawing)
          VALUES (?1, ?2, ?3, (
            SELECT coalesce(newest_drawing, coalesce(started, created) << 20)
            FROM training_job JOIN job ON id = job_id WHERE job_id = json_extract(?4, '$.data_of')))
          """, arguments: [job.id, baseModel, seed, config])
      try database.audit(actor: actor, action: action, subject: String(job.id), after: config)
      try database.tell(job: job.id, .queued)
    } else if job.isCancelRequested {
      throw StoreError.conflict(
        "An equal training, job \(job.id), is just being cancelled; try again in a second.")
    }
    return (job, isNew)
  }

  /// Ends a job in whatever way; its lease goes.
  static func end(
    _ database: Database, _ id: Int64, _ status: JobStatus, error: String? = nil
  ) throws {
    try database.execute(
      sql: """
        UPDATE job SET status = ?, error = ?, finished = ?, lease_owner = NULL, lease_until = NULL
        WHERE id = ?
        """, arguments: [status.rawValue, error, storeTime(), id])
    try database.tell(job: id, status)
  }
}

extension Store {
  public var jobs: Jobs { Jobs(store: self) }
}

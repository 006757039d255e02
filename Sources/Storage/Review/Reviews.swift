import Crypto
import Foundation
import GRDB

/// The queue of drawings that are worth a second look: scans that fill it, decisions that empty it.
public struct Reviews: Sendable {
  let store: Store

  /// A scan begins by itself after so many new drawings.
  public static let newDrawings = 1_000

  /// Asks for a scan. One that waits or is under way is the same job.
  /// - Parameter actor: who asks, for the audit.
  /// - Throws: a conflict while one is being cancelled.
  public func scan(actor: String) throws(StoreError) -> (job: Job, isNew: Bool) {
    try store.change { database in
      let open = try Row.fetchOne(
        database, sql: Job.select + " WHERE kind = ? AND status IN ('queued', 'running')",
        arguments: [Jobs.review])
      if let job = open.map(Job.init) {
        if job.isCancelRequested {
          throw StoreError.conflict(
            "A scan, job \(job.id), is just being cancelled; try again in a second.")
        }
        return (job, false)
      }
      let config = "{\"drawings\":\(try Self.total(database))}"
      try database.execute(
        sql: """
          INSERT INTO job (kind, config, config_hash, status, created)
          VALUES (?, ?, ?, 'queued', ?)
          """,
        arguments: [
          Jobs.review, config, Data(SHA256.hash(data: Data(config.utf8))), storeTime(),
        ])
      let id = database.lastInsertedRowID
      try database.audit(actor: actor, action: "review.scan", subject: String(id), after: config)
      try database.tell(job: id, .queued)
      guard let job = try Job.fetch(database, id: id) else {
        throw StoreError.unavailable(reason: "a job is lost")
      }
      return (job, true)
    }
  }

  /// Whether enough was drawn since the last scan was asked for, and nothing else waits for the
  /// worker. Reads counters only.
  public func isDue() throws(StoreError) -> Bool {
    try store.read { database in
      let isBusy =
        try Bool.fetchOne(
          database,
          sql: "SELECT EXISTS (SELECT 1 FROM job WHERE status IN ('queued', 'running'))") ?? true
      if isBusy { return false }
      let before =
        try Int.fetchOne(
          database,
          sql: """
            SELECT json_extract(config, '$.drawings') FROM job WHERE kind = ?
            ORDER BY id DESC LIMIT 1
            """, arguments: [Jobs.review]) ?? 0
      return try Self.total(database) >= before + Self.newDrawings
    }
  }

  /// The newest scan, whatever became of it; nil before the first.
  public func newestScan() throws(StoreError) -> Job? {
    try store.read { database in
      try Row.fetchOne(
        database, sql: Job.select + " WHERE kind = ? ORDER BY job.id DESC LIMIT 1",
        arguments: [Jobs.review]
      ).map(Job.init)
    }
  }

  /// Finished drawings that are not deleted.
  private static func total(_ database: Database) throws -> Int {
    try Int.fetchOne(
      database, sql: "SELECT CAST(total(count) AS INTEGER) FROM quality_count WHERE status = 1")
      ?? 0
  }

  /// The scan whose findings are shown: the newest that was done to its end.
  static let shown = """
    (SELECT max(id) FROM job WHERE kind = 'review' AND status = 'succeeded')
    """
}

extension Store {
  public var reviews: Reviews { Reviews(store: self) }
}

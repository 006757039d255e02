import Crypto
import Foundation
import GRDB
public import Ink

/// Changes to many drawings at once: asked for, undone, and worked off by the server itself.
public struct BulkJobs: Sendable {
  let store: Store

  /// Asks for a change to all drawings of a selection that are there by now.
  ///
  /// An equal one that waits or is under way is the same job.
  /// - Parameters:
  ///   - config: JSON, what is needed to make the change and the selection again.
  ///   - total: how many match; nil where that is still to be counted.
  ///   - actor: who asks, for the audit.
  /// - Returns: the job, and whether it is new.
  public func enqueue(
    _ mending: Mending, config: String, total: Int?, actor: String
  ) throws(StoreError) -> (job: Int64, isNew: Bool) {
    try store.change { database in
      let (job, isNew) = try Self.insert(BulkJob.kind, config, in: database)
      guard isNew else { return (job, false) }
      let newest = try Int64.fetchOne(database, sql: "SELECT max(id) FROM drawing") ?? 0
      try Self.describe(
        job, action: "drawings.\(mending.word)", total: total, newest: newest, undoes: nil,
        actor: actor, in: database)
      return (job, true)
    }
  }

  /// Asks to take back what a job has changed, where nobody has changed it since.
  /// - Throws: `noJob`; `cannotUndo` while it runs, where it has changed nothing, and where it was
  ///   undone before.
  public func undo(_ id: Int64, actor: String) throws(StoreError) -> Int64 {
    try store.change { try Self.undo(id, actor: actor, in: $0) }
  }

  /// How many drawings a selection has.
  /// - Parameter seconds: how long to count at most.
  public func count(
    _ selection: BulkSelection, newest: Int64 = .max, seconds: Double = .infinity
  ) throws(StoreError) -> GalleryTotal {
    if newest == .max, case .filter(let filter) = selection {
      let known = try store.galleryTotal(filter)
      if known.isExact { return known }
    }
    let start = ContinuousClock.now
    var (count, last) = (0, Int64(-1))
    while true {
      let from = last
      let (rows, end) = try store.read {
        try selection.next(after: from, newest: newest, limit: 2_000, in: $0)
      }
      count += rows.count
      guard let end else { return GalleryTotal(count: count, isExact: true) }
      if ContinuousClock.now - start > .seconds(seconds) {
        return GalleryTotal(count: count, isExact: false)
      }
      last = end
    }
  }

  /// The rows of drawings, rising. Those that there are none of are left out.
  public func rows(of ids: [DrawingID]) throws(StoreError) -> [Int64] {
    try store.read { database in
      let row = try database.cachedStatement(sql: "SELECT id FROM drawing WHERE public_id = ?")
      return try Set(ids.compactMap { try row.fetchRow([$0.data])?[0] as Int64? }).sorted()
    }
  }

  // MARK: - Inside a transaction

  static func undo(_ id: Int64, actor: String, in database: Database) throws -> Int64 {
    guard let job = try JobSummary.fetch(id, in: database), job.isBulk else {
      throw StoreError.noJob(id)
    }
    guard job.isUndoable else { throw StoreError.cannotUndo(job.whyNotUndoable) }
    let config = "{\"job\":\(id)}"
    let (undo, isNew) = try insert(BulkJob.undoKind, config, in: database)
    guard isNew else { return undo }
    try describe(
      undo, action: "drawings.undone", total: job.changed, newest: .max, undoes: id, actor: actor,
      in: database)
    return undo
  }

  /// - Returns: the job, and whether it is new.
  private static func insert(
    _ kind: String, _ config: String, in database: Database
  ) throws -> (Int64, Bool) {
    let hash = Data(SHA256.hash(data: Data(config.utf8)))
    try database.execute(
      sql: """
        INSERT INTO job (kind, config, config_hash, status, created) VALUES (?, ?, ?, 'queued', ?)
        ON CONFLICT (kind, config_hash) WHERE status IN ('queued', 'running') DO NOTHING
        """, arguments: [kind, config, hash, storeTime()])
    if database.changesCount > 0 { return (database.lastInsertedRowID, true) }
    guard
      let job = try Int64.fetchOne(
        database,
        sql: """
          SELECT id FROM job WHERE kind = ? AND config_hash = ? AND status IN ('queued', 'running')
          """, arguments: [kind, hash])
    else { throw StoreError.unavailable(reason: "a job is lost") }
    return (job, false)
  }

  private static func describe(
    _ job: Int64, action: String, total: Int?, newest: Int64, undoes: Int64?, actor: String,
    in database: Database
  ) throws {
    // What was picked one by one would make the audit long.
    let after = try String.fetchOne(
      database,
      sql: """
        SELECT json_set(json_remove(config, '$.ids'), '$.job', id, '$.matching', ?) FROM job
        WHERE id = ?
        """, arguments: [total, job])
    let audit = try database.audit(
      actor: actor, action: action, subject: "job \(job)", after: after)
    try database.execute(
      sql: """
        INSERT INTO bulk_job (job_id, audit_id, undoes, newest, total) VALUES (?, ?, ?, ?, ?)
        """, arguments: [job, audit, undoes, newest, total])
    try database.tell(bulkJob: job)
  }
}

extension Store {
  public var bulkJobs: BulkJobs { BulkJobs(store: self) }
}

import GRDB
public import Ink

/// Which rows of the audit are wanted. What is nil does not matter.
public struct AuditFilter: Sendable {
  public var actor, subject: String?
  /// Whole, as `drawing.flagged`, or what stands before the point, as `drawing`.
  public var action: String?
  /// ms since 1970: from the first, up to but not including the second.
  public var from, to: Int64?

  public init() {}
}

/// A row of the audit, and whether it can be taken back now.
public struct AuditLine: Sendable {
  public let entry: AuditEntry
  public let isUndoable: Bool
}

extension Store {
  /// Keeps in the audit that drawings are taken away.
  /// - Parameter filters: which ones, as they were asked for.
  public func noteExport(
    as format: String, filters: [(name: String, value: String)], actor: String
  ) throws(StoreError) {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("filter", filters.map { "\($0.name)=\($0.value)" }.joined(separator: "&"))
    writer.endObject()
    let after = String(decoding: writer.bytes, as: UTF8.self)
    try change { database in
      _ = try database.audit(
        actor: actor, action: "data.exported", subject: format, after: after)
    }
  }

  /// The newest first.
  /// - Parameter before: continue below this id.
  public func audit(
    _ filter: AuditFilter, before: Int64 = .max, limit: Int
  ) throws(StoreError) -> [AuditLine] {
    try read { database in
      var (tests, arguments) = (["id < ?"], [before] as StatementArguments)
      func add(_ test: String, _ values: StatementArguments) {
        tests.append(test)
        arguments += values
      }
      if let actor = filter.actor { add("actor = ?", [actor]) }
      if let subject = filter.subject { add("subject = ?", [subject]) }
      if let action = filter.action {
        // A slash is what follows a point.
        add("(action = ? OR action >= ? AND action < ?)", [action, action + ".", action + "/"])
      }
      if let from = filter.from { add("at >= ?", [from]) }
      if let to = filter.to { add("at < ?", [to]) }
      arguments += [limit]
      return try Row.fetchAll(
        database,
        sql: AuditEntry.select
          + " WHERE \(tests.joined(separator: " AND ")) ORDER BY id DESC LIMIT ?",
        arguments: arguments
      ).map(AuditEntry.init).map {
        AuditLine(entry: $0, isUndoable: try $0.isUndoable(in: database))
      }
    }
  }

  /// All that administrators have changed of a drawing, the newest first; nil when there is no such
  /// drawing.
  public func history(of id: DrawingID) throws(StoreError) -> [AuditLine]? {
    try read { database in
      guard let drawing = try GalleryDrawing.fetch(id, in: database) else { return nil }
      let changes = try Row.fetchAll(
        database.cachedStatement(
          sql: """
            SELECT * FROM (
              SELECT id, at, actor, action, subject, before, after,
                NULL AS shape, NULL AS flagged, NULL AS flag_reason, NULL AS deleted
              FROM audit WHERE subject = ?1
              UNION ALL
              SELECT audit.id, at, actor, action, subject, before, after,
                shape, flagged, flag_reason, deleted
              FROM bulk_change JOIN bulk_job USING (job_id) JOIN audit ON audit.id = audit_id
              WHERE drawing_id = ?2)
            ORDER BY id DESC LIMIT 500
            """), arguments: [id.string, drawing.id])
      // A job notes what was before; what came of it is what the next change found.
      var after = try Mendable.fetch(drawing.id, in: database).json(in: database)
      return try changes.map { row in
        var entry = AuditEntry(row)
        let isUndoable = try entry.isUndoable(in: database)
        if row[7] != nil {
          let before = try Mendable(row, from: 7).json(in: database)
          entry = AuditEntry(entry, before: before, after: after)
        }
        after = entry.before ?? after
        return AuditLine(entry: entry, isUndoable: isUndoable)
      }
    }
  }
}

extension AuditEntry {
  /// The same with other states.
  fileprivate init(_ entry: AuditEntry, before: String, after: String) {
    (id, at, actor, action, subject) = (
      entry.id, entry.at, entry.actor, entry.action, entry.subject
    )
    (self.before, self.after) = (before, after)
  }
}

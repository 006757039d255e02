import GRDB
public import Ink

/// What came of mending a drawing.
public enum MendingOutcome: Sendable {
  /// - change: the row of the audit; nil when it was so already.
  case mended(GalleryDrawing, change: Int64?)
  /// It is not any more what the caller had seen. Nothing was done.
  case changedMeanwhile(GalleryDrawing, by: AuditEntry?)
  case unknown
}

extension Store {
  /// Mends a drawing, with a row of the audit and an event beside. What is so already stays, and
  /// leaves no row.
  ///
  /// The counts that a person sees of their own drawings stay as they were.
  ///
  /// - Parameters:
  ///   - actor: who did it, as the audit has it.
  ///   - admits: whether it may be done to the drawing with this etag; asked within the change.
  public func mend(
    _ id: DrawingID, _ mending: Mending, actor: String,
    admits: @escaping @Sendable (_ etag: String) -> Bool = { _ in true }
  ) throws(StoreError) -> MendingOutcome {
    try change { database in
      guard let found = try GalleryDrawing.fetch(id, in: database) else { return .unknown }
      guard admits(found.etag) else {
        return .changedMeanwhile(found, by: try AuditEntry.fetch(found.mended, in: database))
      }
      let change = try Self.mend(found, mending, actor: actor, in: database)
      return .mended(try GalleryDrawing.fetch(id, in: database) ?? found, change: change)
    }
  }

  /// The same within a longer change.
  /// - Returns: the row of the audit; nil when it was so already.
  static func mend(
    _ drawing: GalleryDrawing, _ mending: Mending, actor: String, in database: Database
  ) throws -> Int64? {
    let before = try Mendable.fetch(drawing.id, in: database)
    let after = before.applying(mending)
    if after == before { return nil }
    return try write(
      after, before: before, to: drawing, actor: actor, action: "drawing.\(mending.word)",
      in: database)
  }

  /// Writes another state of a drawing, and what goes with that.
  /// - Returns: the row of the audit.
  static func write(
    _ after: Mendable, before: Mendable, to drawing: GalleryDrawing, actor: String, action: String,
    undoes: Int64? = nil, in database: Database
  ) throws -> Int64 {
    let change = try database.audit(
      actor: actor, action: action, subject: drawing.publicID.string,
      before: before.json(in: database), after: after.json(in: database, undoes: undoes))
    guard
      try after.write(to: drawing.id, change: change, after: drawing.mended, in: database)
    else { throw StoreError.unavailable(reason: "a drawing changed within a change") }
    try database.execute(
      sql: """
        INSERT INTO event (at, topic, payload)
        VALUES (?, 'drawings', json_object('event', ?, 'drawing', ?))
        """, arguments: [storeTime(), after.word(before: before), drawing.publicID.string])
    return change
  }
}

extension Mendable {
  static func fetch(_ id: Int64, in database: Database) throws -> Mendable {
    guard
      let row = try database.cachedStatement(
        sql: "SELECT \(columns) FROM drawing WHERE id = ?"
      ).fetchRow([id])
    else { throw StoreError.unavailable(reason: "a drawing vanished within a change") }
    return Mendable(row, from: 0)
  }
}

extension GalleryDrawing {
  static func fetch(_ id: DrawingID, in database: Database) throws -> GalleryDrawing? {
    try database.cachedStatement(sql: select + " WHERE d.public_id = ?").fetchRow([id.data])
      .map(GalleryDrawing.init)
  }
}

extension AuditEntry {
  static func fetch(_ id: Int64, in database: Database) throws -> AuditEntry? {
    try database.cachedStatement(sql: select + " WHERE id = ?").fetchRow([id])
      .map(AuditEntry.init)
  }
}

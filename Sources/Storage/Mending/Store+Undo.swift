import GRDB
import Ink

/// What taking a change back came to.
public enum UndoOutcome: Sendable {
  /// - change: the row of the audit that the undo has left.
  case drawing(GalleryDrawing, change: Int64)
  /// - change: likewise.
  case shape(key: String, change: Int64)
  /// Settings, notes, the active model or a decision of the review are as they were.
  /// - change: likewise; nil where nothing had to be done.
  case other(change: Int64?)
  /// It changed many, and takes its time.
  case job(Int64)
}

extension Store {
  /// Takes back what a row of the audit says, as a change of its own.
  /// - Returns: nil when there is no such row.
  /// - Throws: `cannotUndo` where somebody has changed the same since, or it is another kind of change;
  ///   `damaged` when the model that served before is.
  public func undo(_ entry: Int64, actor: String) throws(StoreError) -> UndoOutcome? {
    let setting = try read { try AuditEntry.fetch(entry, in: $0)?.settingUndo(in: $0) }
    // Its file is read before the writer waits for it.
    if case .model(let version)? = setting, let model = try models.find(version) {
      _ = try models.bytes(of: model)
    }
    return try change { try Self.undo(entry, actor: actor, in: $0) }
  }

  /// The same within a longer change.
  static func undo(_ entry: Int64, actor: String, in database: Database) throws -> UndoOutcome? {
    guard let entry = try AuditEntry.fetch(entry, in: database) else { return nil }
    if let job = try entry.bulkJob(in: database) {
      return .job(try BulkJobs.undo(job, actor: actor, in: database))
    }
    if entry.action.hasPrefix("shape.") {
      return .shape(
        key: entry.subject, change: try database.undoShape(entry, actor: actor))
    }
    if let setting = try entry.settingUndo(in: database) {
      return .other(change: try setting.run(actor: actor, in: database))
    }
    guard entry.action.hasPrefix("drawing."), let id = DrawingID(text: entry.subject.utf8) else {
      throw StoreError.cannotUndo("What \"\(entry.action)\" did cannot be undone from here.")
    }
    guard let drawing = try GalleryDrawing.fetch(id, in: database) else {
      throw StoreError.cannotUndo("This drawing is gone for good.")
    }
    guard drawing.mended == entry.id else {
      throw StoreError.cannotUndo(
        try AuditEntry.fetch(drawing.mended, in: database).map {
          "\($0.actor) has changed this drawing since (\($0.action))."
        } ?? "This drawing has been changed since.")
    }
    guard let before = try Mendable(json: entry.before, in: database) else {
      throw StoreError.cannotUndo("The audit does not say what this drawing was before.")
    }
    let change = try write(
      before, before: .fetch(drawing.id, in: database), to: drawing, actor: actor,
      action: "drawing.undone", undoes: entry.id, in: database)
    // What the review had decided is open again, wherever it was taken back from.
    try Reviews.reopen(drawing, decidedBy: entry.id, in: database)
    return .drawing(try GalleryDrawing.fetch(id, in: database) ?? drawing, change: change)
  }
}

extension AuditEntry {
  /// The bulk job that this row stands for.
  func bulkJob(in database: Database) throws -> Int64? {
    guard action.hasPrefix("drawings.") else { return nil }
    return try database.cachedStatement(sql: "SELECT job_id FROM bulk_job WHERE audit_id = ?")
      .fetchRow([id])?[0]
  }

  /// Whether `undo` would take it back now.
  func isUndoable(in database: Database) throws -> Bool {
    if let job = try bulkJob(in: database) {
      return try JobSummary.fetch(job, in: database)?.isUndoable ?? false
    }
    if action.hasPrefix("shape.") { return try shapeAsItLeftIt(in: database) != nil }
    if try settingUndo(in: database) != nil { return true }
    guard action.hasPrefix("drawing."), let drawing = DrawingID(text: subject.utf8) else {
      return false
    }
    return try database.cachedStatement(
      sql: "SELECT EXISTS (SELECT 1 FROM drawing WHERE public_id = ? AND mended = ?)"
    ).fetchRow([drawing.data, id])?[0] ?? false
  }
}

import GRDB

extension Reviews {
  /// Puts back what a decision has changed.
  /// - Returns: the audit's row; nil when it was put back already.
  /// - Throws: `cannotUndo` when the drawing is another by now.
  static func takeBack(
    change: Int64, of drawing: GalleryDrawing, actor: String, in database: Database
  ) throws -> Int64? {
    let before = try AuditEntry.fetch(change, in: database)?.before
    if try Mendable(json: before, in: database) == Mendable.fetch(drawing.id, in: database) {
      return nil
    }
    guard case .drawing(_, let undone)? = try Store.undo(change, actor: actor, in: database) else {
      return nil
    }
    return undone
  }
  /// Forgets what was decided about a drawing, so that it waits again.
  ///
  /// - Parameter change: only the decision that made this change; nil for any.
  static func reopen(
    _ drawing: GalleryDrawing, decidedBy change: Int64? = nil, in database: Database
  ) throws {
    let decision = "drawing_id = ?1 AND (?2 IS NULL OR change = ?2)"
    // A scan since then has left it out.
    try database.execute(
      sql: """
        INSERT OR IGNORE INTO suspect (scan, drawing_id, score, shape, kinds, reasons)
        SELECT \(shown), drawing_id, score, shape, kinds, reasons FROM review_decision
        WHERE \(decision)
        """, arguments: [drawing.id, change])
    try database.execute(
      sql: "DELETE FROM review_decision WHERE \(decision)", arguments: [drawing.id, change])
    guard database.changesCount > 0 else { return }
    try database.tell(
      "review", "{\"decided\":null,\"reopened\":\"\(drawing.publicID.string)\"}")
  }
}

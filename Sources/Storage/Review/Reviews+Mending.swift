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
}

import GRDB
public import Ink

/// What came of a decision.
public struct Decided: Sendable {
  public let drawing: GalleryDrawing
  /// The audit's row of what was done to the drawing; nil for nothing.
  public let change: Int64?
}

extension Reviews {
  /// Decides about a drawing of the queue, and mends it in the same transaction. The same decision
  /// again changes nothing.
  ///
  /// - Parameter mending: what confirms the suspicion; nil when there was nothing to it.
  /// - Returns: nil for a drawing that does not wait and about which nothing was decided.
  /// - Throws: a conflict when the opposite was decided before.
  public func decide(
    _ id: DrawingID, _ mending: Mending?, actor: String
  ) throws(StoreError) -> Decided? {
    try store.change { database in
      guard let drawing = try Self.drawing(id, in: database) else { return nil }
      if let row = try Row.fetchOne(
        database, sql: "SELECT confirmed, change FROM review_decision WHERE drawing_id = ?",
        arguments: [drawing.id])
      {
        guard row[0] == (mending != nil) else {
          throw StoreError.conflict(
            "It was \(row[0] ? "confirmed" : "dismissed") before; take that back first.")
        }
        return Decided(drawing: drawing, change: row[1])
      }
      try database.execute(
        sql: """
          INSERT INTO review_decision
            (drawing_id, confirmed, score, shape, kinds, reasons, at, actor)
          SELECT drawing_id, ?2, score, shape, kinds, reasons, ?3, ?4 FROM suspect
          WHERE scan = \(Self.shown) AND drawing_id = ?1
          """, arguments: [drawing.id, mending != nil, storeTime(), actor])
      guard database.changesCount > 0 else { return nil }
      var change: Int64?
      if let mending {
        change = try Store.mend(drawing, mending, actor: actor, in: database)
        try database.execute(
          sql: "UPDATE review_decision SET change = ? WHERE drawing_id = ?",
          arguments: [change, drawing.id])
      } else {
        try database.audit(actor: actor, action: "review.dismissed", subject: id.string)
      }
      try database.tell("review", "{\"decided\":\"\(id.string)\"}")
      return Decided(drawing: try Self.drawing(id, in: database) ?? drawing, change: change)
    }
  }

  /// Takes a decision back, and with it what was done to the drawing; it waits again.
  ///
  /// - Returns: nil where nothing was decided.
  /// - Throws: a conflict when the drawing was mended since in another way.
  public func takeBack(_ id: DrawingID, actor: String) throws(StoreError) -> Decided? {
    try store.change { database in
      guard let drawing = try Self.drawing(id, in: database),
        let row = try Row.fetchOne(
          database, sql: "SELECT confirmed, change FROM review_decision WHERE drawing_id = ?",
          arguments: [drawing.id])
      else { return nil }
      let change = try (row[1] as Int64?).flatMap {
        try Self.takeBack(change: $0, of: drawing, actor: actor, in: database)
      }
      if !row[0] {
        try database.audit(actor: actor, action: "review.reopened", subject: id.string)
      }
      try Self.reopen(drawing, in: database)
      return Decided(drawing: try Self.drawing(id, in: database) ?? drawing, change: change)
    }
  }

  private static func drawing(_ id: DrawingID, in database: Database) throws -> GalleryDrawing? {
    try database.cachedStatement(sql: GalleryDrawing.select + " WHERE d.public_id = ?")
      .fetchRow([id.data]).map(GalleryDrawing.init)
  }
}

import Foundation
import GRDB
import Ink

extension Database {
  /// Puts a shape back to what it was before a row of the audit; one that did not exist is retired,
  /// for drawings may stand under its key.
  /// - Returns: the row of the audit that this leaves.
  /// - Throws: `.cannotUndo` where somebody has changed the shape since.
  func undoShape(_ entry: AuditEntry, actor: String) throws -> Int64 {
    guard let now = try entry.shapeAsItLeftIt(in: self) else {
      throw StoreError.cannotUndo("This shape has been changed since.")
    }
    if let before = entry.before {
      let state = try JSON(parsing: Array(before.utf8))
      let ids = state["examples"]?.array?.compactMap(\.integer) ?? []
      try execute(
        sql: """
          UPDATE shape SET name = ?, description = ?, difficulty = ?, enabled = ?, place = ?
          WHERE id = ?
          """,
        arguments: [
          state["name"]?.string, state["description"]?.string, state["difficulty"]?.integer,
          state["enabled"]?.bool, state["order"]?.integer, now.id,
        ])
      try execute(
        sql: """
          UPDATE shape_example SET dropped = CASE
            WHEN id IN (SELECT value FROM json_each(?1)) THEN NULL ELSE ifnull(dropped, ?2) END
          WHERE shape = ?3
          """, arguments: ["[\(ids.map(String.init).joined(separator: ","))]", storeTime(), now.id])
    } else {
      try execute(sql: "UPDATE shape SET enabled = 0 WHERE id = ?", arguments: [now.id])
    }
    let row = try audit(
      actor: actor, action: "shape.undone", subject: now.key, before: now.json,
      after: ShapeRow.fetch(now.key, in: self)?.json)
    try tell("shapes", "{\"shape\":\"\(now.key)\"}")
    return row
  }
}

extension AuditEntry {
  /// The shape that this row changed; nil when it is none, or the shape is not as it was then.
  func shapeAsItLeftIt(in database: Database) throws -> ShapeRow? {
    guard action.hasPrefix("shape."), let now = try ShapeRow.fetch(subject, in: database) else {
      return nil
    }
    return now.json == after ? now : nil
  }
}

import Foundation
import GRDB
import Ink

extension Database {
  /// Puts a shape back to what it was before a row of the audit; one that did not exist is retired,
  /// for drawings may stand under its key.
  /// - Parameters:
  ///   - before: as the audit has it.
  ///   - after: the same.
  /// - Throws: `.conflict` where somebody has changed the shape since.
  func undoShape(
    _ key: String, before: String?, after: String?, actor: String
  ) throws {
    guard let now = try ShapeRow.fetch(key, in: self), now.json == after else {
      throw StoreError.conflict("Somebody has changed this shape since.")
    }
    if let before {
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
    let then = try ShapeRow.fetch(key, in: self)
    try audit(
      actor: actor, action: "shape.undone", subject: key, before: now.json, after: then?.json)
    try tell("shapes", "{\"shape\":\"\(key)\"}")
  }
}

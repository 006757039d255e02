import GRDB
public import Ink

/// A change that an administrator makes to a drawing.
public enum Mending: Sendable, Equatable {
  /// Flagged drawings stay, and no training learns from them.
  case flag(reason: String?)
  case unflag
  /// Into the trash: it can be brought back.
  case delete
  case restore
  /// Another shape than the one that was asked for, by its id.
  case relabel(shape: Int64)

  /// As the audit calls it, and administrators' pages are told.
  var word: String {
    switch self {
    case .flag: "flagged"
    case .unflag: "unflagged"
    case .delete: "deleted"
    case .restore: "restored"
    case .relabel: "relabelled"
    }
  }
}

extension Store {
  /// Mends a drawing, with a row of the audit and an event beside. What is so already stays, and
  /// leaves no row.
  ///
  /// The counts that a person sees of their own drawings stay as they were.
  ///
  /// - Parameter actor: who did it, as the audit has it.
  /// - Returns: the drawing as it is now; nil when there is none of that id.
  public func mend(
    _ id: DrawingID, _ mending: Mending, actor: String
  ) throws(StoreError) -> GalleryDrawing? {
    try change { database in
      let select = GalleryDrawing.select + " WHERE d.public_id = ?"
      func found() throws -> GalleryDrawing? {
        try database.cachedStatement(sql: select).fetchRow([id.data]).map(GalleryDrawing.init)
      }
      guard let before = try found() else { return nil }
      try Self.apply(mending, to: before.id, in: database)
      guard let after = try found(), after != before else { return before }
      try database.audit(
        actor: actor, action: "drawing.\(mending.word)", subject: id.string,
        before: before.mendable, after: after.mendable)
      try database.execute(
        sql: """
          INSERT INTO event (at, topic, payload)
          VALUES (?, 'drawings', json_object('event', ?, 'drawing', ?))
          """, arguments: [storeTime(), mending.word, id.string])
      return after
    }
  }

  private static func apply(_ mending: Mending, to id: Int64, in database: Database) throws {
    let (assignment, arguments): (String, StatementArguments) =
      switch mending {
      case .flag(let reason): ("flagged = 1, flag_reason = ?", [reason, id])
      case .unflag: ("flagged = 0, flag_reason = NULL", [id])
      // The first time of two is the time.
      case .delete: ("deleted = ifnull(deleted, ?)", [storeTime(), id])
      case .restore: ("deleted = NULL", [id])
      case .relabel(let shape): ("shape = ?", [shape, id])
      }
    try database.cachedStatement(sql: "UPDATE drawing SET \(assignment) WHERE id = ?")
      .execute(arguments: arguments)
  }
}

extension GalleryDrawing {
  /// What mending changes, as JSON for the audit.
  fileprivate var mendable: String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("shape", shape)
    writer.member("flagged", isFlagged)
    if let flagReason { writer.member("reason", flagReason) }
    writer.member("deleted", deleted != nil)
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

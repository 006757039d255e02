import GRDB
import Ink

/// What taking back a row of the audit would do, where that is neither a drawing nor a shape.
enum SettingUndo {
  case game(GameSettingsChange)
  case notes(String, model: String)
  /// The model that served before.
  case model(String)
  /// What was found to be no suspect.
  case dismissal(GalleryDrawing)

  /// - Returns: the row of the audit that it leaves; nil where nothing is different from then.
  func run(actor: String, in database: Database) throws -> Int64? {
    switch self {
    case .game(let change): return try Store.change(change, actor: actor, in: database).change
    case .notes(let notes, let model):
      return try Models.note(notes, on: model, actor: actor, in: database)
    case .model(let version):
      guard let model = try Models.find(database, version) else {
        throw StoreError.noModel(version)
      }
      return try Models.activate(database, model.id, version: model.version, actor: actor)
    case .dismissal(let drawing):
      try Reviews.reopen(drawing, in: database)
      return try database.audit(
        actor: actor, action: "review.reopened", subject: drawing.publicID.string)
    }
  }
}

extension AuditEntry {
  /// Nil for rows of other kinds, and where somebody has changed the same since.
  func settingUndo(in database: Database) throws -> SettingUndo? {
    let before = try before.map { try JSON(parsing: Array($0.utf8)) }
    switch action {
    case "game.change":
      guard let before, try GameSettings.fetch(database).json == after else { return nil }
      return .game(GameSettingsChange(restoring: before))
    case "model.note":
      guard let old = before?["notes"]?.string, let after,
        let now = try Models.find(database, subject),
        try JSON(parsing: Array(after.utf8))["notes"]?.string == now.notes
      else { return nil }
      return .notes(old, model: subject)
    case "model.activate":
      guard let old = before?["version"]?.string,
        let now = try Models.find(database, subject), now.isActive,
        try Models.find(database, old) != nil
      else { return nil }
      return .model(old)
    case "review.dismissed":
      guard let id = DrawingID(text: subject.utf8),
        let drawing = try GalleryDrawing.fetch(id, in: database),
        try isLastDecision(on: drawing, in: database)
      else { return nil }
      return .dismissal(drawing)
    default: return nil
    }
  }

  private func isLastDecision(on drawing: GalleryDrawing, in database: Database) throws -> Bool {
    try database.cachedStatement(
      sql: """
        SELECT EXISTS (SELECT 1 FROM review_decision WHERE drawing_id = ?1 AND NOT confirmed)
          AND NOT EXISTS (SELECT 1 FROM audit WHERE subject = ?2 AND id > ?3 AND action = ?4)
        """
    ).fetchRow([drawing.id, subject, id, action])?[0] ?? false
  }
}

extension GameSettingsChange {
  /// - Parameter json: settings as `GameSettings.json` has them.
  fileprivate init(restoring json: JSON) {
    self.init()
    asksConsent = json["consent"]?["ask"]?.bool
    consentText = .some(json["consent"]?["text"]?.string)
    typedNames = json["typed_names"]?.bool
    timeLimits = json["time_limits"]?.bool
  }
}

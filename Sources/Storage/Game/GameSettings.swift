import GRDB
import Ink

/// What administrators set of the game.
public struct GameSettings: Sendable, Equatable {
  /// Whether people are asked before their drawings are kept.
  public var asksConsent: Bool
  /// Nil for the page's own text, in its language.
  public var consentText: String?
  /// Counts the texts.
  public fileprivate(set) var consentVersion: Int
  /// Whether people may type their names.
  public var typedNames: Bool
  public var timeLimits: Bool

  public static let textAtMost = 2_000
}

/// What is to become of the settings. What is nil stays.
public struct GameSettingsChange: Sendable {
  public var asksConsent: Bool?
  /// `.some(nil)` for the page's own text.
  public var consentText: String??
  public var typedNames, timeLimits: Bool?

  public init() {}
}

extension Store {
  public func gameSettings() throws(StoreError) -> GameSettings {
    try read { try GameSettings.fetch($0) }
  }

  /// Changes the settings, with a row of the audit. What is so already leaves none.
  public func changeGameSettings(
    _ change: GameSettingsChange, actor: String
  ) throws(StoreError) -> GameSettings {
    try self.change { try Self.change(change, actor: actor, in: $0).settings }
  }

  /// - Returns: the settings as they are then, and the row of the audit, if anything was changed.
  static func change(
    _ change: GameSettingsChange, actor: String, in database: Database
  ) throws -> (settings: GameSettings, change: Int64?) {
    let before = try GameSettings.fetch(database)
    var after = before
    after.asksConsent = change.asksConsent ?? before.asksConsent
    after.consentText = change.consentText ?? before.consentText
    after.typedNames = change.typedNames ?? before.typedNames
    after.timeLimits = change.timeLimits ?? before.timeLimits
    if after.consentText != before.consentText { after.consentVersion += 1 }
    guard after != before else { return (before, nil) }
    try database.execute(
      sql: """
        UPDATE game_setting SET consent_asked = ?, consent_text = ?, consent_version = ?,
          typed_names = ?, time_limits = ?
        """,
      arguments: [
        after.asksConsent, after.consentText, after.consentVersion, after.typedNames,
        after.timeLimits,
      ])
    let row = try database.audit(
      actor: actor, action: "game.change", subject: "game", before: before.json, after: after.json)
    return (after, row)
  }
}

extension GameSettings {
  static func fetch(_ database: Database) throws -> GameSettings {
    let row = try database.cachedStatement(
      sql: """
        SELECT consent_asked, consent_text, consent_version, typed_names, time_limits
        FROM game_setting
        """
    ).fetchRow([])
    guard let row else { throw StoreError.unavailable(reason: "the game has no settings") }
    return GameSettings(
      asksConsent: row[0], consentText: row[1], consentVersion: row[2], typedNames: row[3],
      timeLimits: row[4])
  }

  /// `{"consent":{"ask","text","version"},"typed_names","time_limits"}`
  public var json: String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.name("consent")
    writer.beginObject()
    writer.member("ask", asksConsent)
    writer.name("text")
    if let consentText { writer.string(consentText) } else { writer.null() }
    writer.member("version", consentVersion)
    writer.endObject()
    writer.member("typed_names", typedNames)
    writer.member("time_limits", timeLimits)
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

import Foundation
import GRDB
import Ink

/// What a program shows instead of a person's session; known by the hash of its text alone.
public struct APIKey: Sendable, Equatable {
  public let id: Int64
  public let name: String
  /// What it is good for: `classify`, …
  public let scopes: [String]
  /// Under whom the drawings stand that it hands in; nil for a key that hands in none.
  public let user: User?
  /// Drawings a second that it may ask about; nil for what every key may.
  public let perSecond: Int?
}

/// A key as administrators see it.
public struct APIKeyEntry: Sendable, Equatable {
  public let key: APIKey
  /// ms since 1970, as all times.
  public let created: Int64
  public let lastUsed: Int64?
  public let revoked: Int64?
  /// What it was used for, from its first day.
  public let use: KeyUse
}

extension Store {
  /// The key of a hash; nil when there is none or it was revoked.
  public func apiKey(hash: [UInt8]) throws(StoreError) -> APIKey? {
    try read { database in
      try database.cachedStatement(
        sql: APIKeyEntry.select + " WHERE key_hash = ? AND revoked IS NULL"
      ).fetchRow([Data(hash)]).map { APIKeyEntry($0).key }
    }
  }

  /// All keys, the newest first, revoked ones too.
  public func apiKeys() throws(StoreError) -> [APIKeyEntry] {
    try read { database in
      try Row.fetchAll(database, sql: APIKeyEntry.select + " ORDER BY api_key.id DESC")
        .map(APIKeyEntry.init)
    }
  }

  /// Keeps a new key.
  /// - Parameters:
  ///   - scopes: words without spaces.
  ///   - draws: whether it hands in drawings, and so needs a person under whom they stand.
  ///   - perSecond: drawings that it may ask about; nil for what every key may.
  public func addAPIKey(
    name: String, scopes: [String], hash: [UInt8], draws: Bool = false, perSecond: Int? = nil,
    actor: String
  ) throws(StoreError) -> Int64 {
    try change { database in
      var person: Int64?
      if draws {
        try database.execute(
          sql: "INSERT INTO user (public_id, name, created) VALUES (?, ?, ?)",
          arguments: [
            DrawingID.random().data,
            String(String.UnicodeScalarView(name.unicodeScalars.prefix(40))), storeTime(),
          ])
        person = database.lastInsertedRowID
      }
      var list = JSONWriter()
      list.write(scopes)
      try database.execute(
        sql: """
          INSERT INTO api_key (name, key_hash, scopes, created, user_id, per_second)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          name, Data(hash), String(decoding: list.bytes, as: UTF8.self), storeTime(), person,
          perSecond,
        ])
      let id = database.lastInsertedRowID
      var after = JSONWriter()
      after.beginObject()
      after.member("name", name)
      after.name("scopes")
      after.write(scopes)
      after.endObject()
      try database.audit(
        actor: actor, action: "key.create", subject: "\(id)",
        after: String(decoding: after.bytes, as: UTF8.self))
      return id
    }
  }

  /// A revoked key is refused from the next request on.
  /// - Returns: false when there is no such key that could be revoked.
  @discardableResult
  public func revokeAPIKey(_ id: Int64, actor: String) throws(StoreError) -> Bool {
    try change { database in
      try database.execute(
        sql: "UPDATE api_key SET revoked = ? WHERE id = ? AND revoked IS NULL",
        arguments: [storeTime(), id])
      guard database.changesCount == 1 else { return false }
      try database.audit(actor: actor, action: "key.revoke", subject: "\(id)")
      return true
    }
  }
}

extension APIKeyEntry {
  fileprivate static let select = """
    SELECT api_key.id, api_key.name,
      (SELECT group_concat(value, ' ') FROM json_each(scopes)),
      api_key.created, last_used, revoked, user.id, user.public_id, user.name, per_second,
      api_key.requests, api_key.drawings, api_key.refused
    FROM api_key LEFT JOIN user ON user.id = api_key.user_id
    """

  fileprivate init(_ row: Row) {
    let scopes: String = row[2] ?? ""
    let user = (row[6] as Int64?).map {
      User(id: $0, publicID: DrawingID(data: row[7]), name: row[8])
    }
    self.init(
      key: APIKey(
        id: row[0], name: row[1], scopes: scopes.split(separator: " ").map(String.init), user: user,
        perSecond: row[9]),
      created: row[3], lastUsed: row[4], revoked: row[5],
      use: KeyUse(requests: row[10], drawings: row[11], refused: row[12]))
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ texts: [String]) {
    beginArray()
    for text in texts { string(text) }
    endArray()
  }
}

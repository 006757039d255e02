import Foundation
import GRDB

/// What a program shows instead of a person's session; known by the hash of its text alone.
public struct APIKey: Sendable, Equatable {
  public let id: Int64
  public let name: String
  /// What it is good for: `inference`, …
  public let scopes: [String]

  public func permits(_ scope: String) -> Bool { scopes.contains(scope) }
}

extension Store {
  /// The key of a hash; nil when there is none or it was revoked.
  public func apiKey(hash: [UInt8]) throws(StoreError) -> APIKey? {
    try read { database in
      try database.cachedStatement(
        sql: """
          SELECT api_key.id, name,
            (SELECT group_concat(value, ' ') FROM json_each(scopes)) FROM api_key
          WHERE key_hash = ? AND revoked IS NULL
          """
      ).fetchRow([Data(hash)]).map { row in
        let scopes: String? = row[2]
        return APIKey(
          id: row[0], name: row[1], scopes: (scopes ?? "").split(separator: " ").map(String.init))
      }
    }
  }

  /// Keeps a new key.
  /// - Parameter scopes: words without spaces.
  public func addAPIKey(
    name: String, scopes: [String], hash: [UInt8], actor: String
  ) throws(StoreError) -> Int64 {
    try change { database in
      let list = "[" + scopes.map { "\"\($0)\"" }.joined(separator: ",") + "]"
      try database.execute(
        sql: "INSERT INTO api_key (name, key_hash, scopes, created) VALUES (?, ?, ?, ?)",
        arguments: [name, Data(hash), list, storeTime()])
      let id = database.lastInsertedRowID
      try database.audit(actor: actor, action: "key.create", subject: "\(id)", after: list)
      return id
    }
  }

  /// A revoked key is refused from the next request on.
  public func revokeAPIKey(_ id: Int64, actor: String) throws(StoreError) {
    try change { database in
      try database.execute(
        sql: "UPDATE api_key SET revoked = ? WHERE id = ? AND revoked IS NULL",
        arguments: [storeTime(), id])
      try database.audit(actor: actor, action: "key.revoke", subject: "\(id)")
    }
  }
}

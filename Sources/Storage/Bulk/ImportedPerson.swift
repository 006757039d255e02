import Foundation
import GRDB
public import Ink

/// Somebody whose drawings are imported.
public enum ImportedPerson: Hashable, Sendable {
  /// By the hash of a token that nobody has, and by name or nil.
  case made(hash: [UInt8], name: String?)
  /// By the public name.
  case known(DrawingID)
}

extension Store {
  /// Ids of people, who are made where they are not known yet.
  public func people(_ people: [ImportedPerson]) throws(StoreError) -> [Int64] {
    try change { database, _ in try people.map { try $0.row(in: database) } }
  }
}

extension ImportedPerson {
  fileprivate func row(in database: Database) throws -> Int64 {
    switch self {
    case .made(let hash, let name):
      let known = try database.cachedStatement(
        sql: "SELECT user_id FROM session WHERE token_hash = ?"
      ).fetchRow([Data(hash)])
      if let known { return known[0] }
      return try StoreWriter.makePerson(
        publicID: .random(), name: name, tokenHash: hash, in: database
      ).id
    case .known(let id):
      let known = try database.cachedStatement(sql: "SELECT id FROM user WHERE public_id = ?")
        .fetchRow([id.data])
      if let known { return known[0] }
      try database.cachedStatement(sql: "INSERT INTO user (public_id, created) VALUES (?, ?)")
        .execute(arguments: [id.data, storeTime()])
      return database.lastInsertedRowID
    }
  }
}

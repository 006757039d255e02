import Foundation
import GRDB

/// Who looks after the server: somebody with an account, or a program with a key.
public struct Administrator: Sendable, Equatable {
  /// The account's, or the key's.
  public let id: Int64
  /// What the audit calls them: an address, or `key 3 (nightly)`, which no address can be.
  public let email: String
  public let isProgram: Bool

  init(id: Int64, email: String) { (self.id, self.email, isProgram) = (id, email, false) }

  public init(key: APIKey) {
    (id, email, isProgram) = (key.id, "key \(key.id) (\(key.name))", true)
  }
}

extension Store {
  /// An administrator who may sign in, and their stored password text; nil when there is none.
  public func administrator(
    email: String
  ) throws(StoreError) -> (administrator: Administrator, password: String)? {
    try read { database in
      try Row.fetchOne(
        database,
        sql: "SELECT id, email, password FROM administrator WHERE email = ? AND disabled IS NULL",
        arguments: [email]
      ).map { (Administrator(id: $0[0], email: $0[1]), $0[2]) }
    }
  }

  /// The administrator of a session that has not ended, or nil.
  public func administrator(
    tokenHash: [UInt8]
  ) throws(StoreError) -> (administrator: Administrator, expires: Int64)? {
    try read { database in
      try database.cachedStatement(
        sql: """
          SELECT administrator.id, email, expires FROM administrator_session
          JOIN administrator ON administrator.id = administrator_id
          WHERE token_hash = ? AND expires > ? AND disabled IS NULL
          """
      ).fetchRow([Data(tokenHash), storeTime()]).map {
        (Administrator(id: $0[0], email: $0[1]), $0[2])
      }
    }
  }

  /// Begins an administrator's session, and forgets those that are over.
  /// - Parameters:
  ///   - expires: ms since 1970.
  ///   - password: the stored text that the password was compared with, if one was.
  /// - Returns: false when the account was disabled, or got another password, meanwhile.
  @discardableResult
  public func beginSession(
    of administrator: Administrator, tokenHash: [UInt8], expires: Int64, password: String? = nil
  ) throws(StoreError) -> Bool {
    try change { database in
      try database.execute(
        sql: "DELETE FROM administrator_session WHERE expires <= ?", arguments: [storeTime()])
      try database.execute(
        sql: """
          INSERT INTO administrator_session (token_hash, administrator_id, created, expires)
          SELECT ?, id, ?, ? FROM administrator
          WHERE id = ? AND disabled IS NULL AND password = ifnull(?, password)
          """,
        arguments: [Data(tokenHash), storeTime(), expires, administrator.id, password])
      guard database.changesCount == 1 else { return false }
      try database.audit(
        actor: administrator.email, action: "login", subject: administrator.email)
      return true
    }
  }

  /// Ends an administrator's session; one that is not there is none.
  public func endSession(tokenHash: [UInt8]) throws(StoreError) {
    try change { database in
      try database.execute(
        sql: "DELETE FROM administrator_session WHERE token_hash = ?",
        arguments: [Data(tokenHash)])
    }
  }

  /// What SQLite itself finds wrong with the main file; empty when all is well.
  public func integrityFaults() throws(StoreError) -> [String] {
    try read { database in
      let faults =
        try String.fetchAll(database, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
      let orphans = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map {
        "a row of \($0[0] as String) points nowhere"
      }
      return faults + orphans
    }
  }

  /// Where the maintained counters and the drawings disagree.
  public func counterFaults() throws(StoreError) -> [String] {
    let pairs = [
      (
        "facet_count",
        "SELECT facet, sum(count) FROM facet_count GROUP BY 1 HAVING sum(count) <> 0",
        "SELECT facet, count(*) FROM drawing GROUP BY 1"
      ),
      (
        "quality_count", "SELECT CAST(total(count) AS INTEGER) FROM quality_count",
        "SELECT count(*) FROM drawing WHERE deleted IS NULL"
      ),
      (
        "drawing_count", "SELECT CAST(total(count) AS INTEGER) FROM drawing_count",
        "SELECT count(*) FROM drawing WHERE deleted IS NULL"
      ),
    ]
    return try read { database in
      func rows(_ sql: String) throws -> [[DatabaseValue]] {
        try Row.fetchAll(database, sql: "\(sql) ORDER BY 1").map { Array($0.databaseValues) }
      }
      return try pairs.compactMap { name, counted, there in
        try rows(counted) == rows(there) ? nil : "\(name) is not what counting the drawings gives"
      }
    }
  }
}

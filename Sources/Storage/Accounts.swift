import Foundation
import GRDB

/// An administrator's account, as other administrators see it.
public struct Account: Sendable, Equatable {
  public let id: Int64
  public let email: String
  /// ms since 1970.
  public let created: Int64
  /// Since when nobody may sign in to it; nil while one may.
  public let disabled: Int64?
}

extension StoreWriter {
  /// Adds an administrator from the command line. The password comes hashed.
  public func addAdministrator(
    email: String, password: String,
    completion: @escaping @Sendable (Result<Void, StoreError>) -> Void
  ) {
    enqueue(
      Change(
        apply: { database, _ in
          try database.addAdministrator(
            email: email, password: password, actor: "inkling admin create")
          return { completion(.success(())) }
        }, failed: { completion(.failure($0)) }, isAccepted: false))
  }
}

extension Store {
  /// Whether there is any account, disabled ones too.
  public func hasAdministrators() throws(StoreError) -> Bool {
    try read { try $0.hasAdministrators() }
  }

  /// All accounts, the oldest first.
  public func accounts() throws(StoreError) -> [Account] {
    try read { database in
      try Row.fetchAll(database, sql: Account.select + " ORDER BY id").map(Account.init)
    }
  }

  /// Adds an administrator. The password comes hashed.
  /// - Throws: `.conflict` when there is one of the same address.
  public func addAdministrator(
    email: String, password: String, actor: String
  ) throws(StoreError) -> Account {
    try change { try $0.addAdministrator(email: email, password: password, actor: actor) }
  }

  /// Adds the first administrator, whose own act this is.
  /// - Returns: nil when somebody was faster.
  public func addFirstAdministrator(
    email: String, password: String
  ) throws(StoreError) -> Administrator? {
    try change { database in
      if try database.hasAdministrators() { return nil }
      let made = try database.addAdministrator(email: email, password: password, actor: email)
      return Administrator(id: made.id, email: made.email)
    }
  }

  /// Gives an account another password and ends its other sessions.
  /// - Parameters:
  ///   - old: the stored text that the current password was compared with.
  ///   - tokenHash: of the session that stays.
  /// - Returns: false when the password was changed meanwhile.
  public func changePassword(
    of administrator: Administrator, from old: String, to new: String, keeping tokenHash: [UInt8]
  ) throws(StoreError) -> Bool {
    try change { database in
      try database.execute(
        sql: "UPDATE administrator SET password = ? WHERE id = ? AND password = ?",
        arguments: [new, administrator.id, old])
      guard database.changesCount == 1 else { return false }
      try database.execute(
        sql: "DELETE FROM administrator_session WHERE administrator_id = ? AND token_hash <> ?",
        arguments: [administrator.id, Data(tokenHash)])
      try database.audit(
        actor: administrator.email, action: "administrator.password", subject: administrator.email)
      return true
    }
  }

  /// Closes an account and ends its sessions, or opens it again. What is so already stays.
  /// - Returns: nil when there is no such account.
  /// - Throws: `.conflict` for the last one that is open.
  public func setAccount(
    _ id: Int64, isDisabled: Bool, actor: String
  ) throws(StoreError) -> Account? {
    try change { database in
      func found() throws -> Account? {
        try Row.fetchOne(database, sql: Account.select + " WHERE id = ?", arguments: [id])
          .map(Account.init)
      }
      guard let before = try found() else { return nil }
      guard (before.disabled != nil) != isDisabled else { return before }
      if isDisabled {
        let others = try Int.fetchOne(
          database,
          sql: "SELECT count(*) FROM administrator WHERE disabled IS NULL AND id <> ?",
          arguments: [id])
        guard others != 0 else {
          throw StoreError.conflict("The last administrator who can sign in has to stay.")
        }
        try database.execute(
          sql: "DELETE FROM administrator_session WHERE administrator_id = ?", arguments: [id])
      }
      try database.execute(
        sql: "UPDATE administrator SET disabled = ? WHERE id = ?",
        arguments: [isDisabled ? storeTime() : nil, id])
      try database.audit(
        actor: actor, action: isDisabled ? "administrator.disable" : "administrator.enable",
        subject: before.email)
      return try found()
    }
  }
}

extension Account {
  fileprivate static let select = "SELECT id, email, created, disabled FROM administrator"

  fileprivate init(_ row: Row) {
    self.init(id: row[0], email: row[1], created: row[2], disabled: row[3])
  }
}

extension Database {
  fileprivate func hasAdministrators() throws -> Bool {
    try Bool.fetchOne(self, sql: "SELECT EXISTS (SELECT 1 FROM administrator)") ?? false
  }

  @discardableResult
  fileprivate func addAdministrator(
    email: String, password: String, actor: String
  ) throws -> Account {
    let known = try Int.fetchOne(
      self, sql: "SELECT count(*) FROM administrator WHERE email = ?", arguments: [email])
    guard known == 0 else {
      throw StoreError.conflict("There is an administrator \(email) already.")
    }
    let now = storeTime()
    try execute(
      sql: "INSERT INTO administrator (email, password, created) VALUES (?, ?, ?)",
      arguments: [email, password, now])
    let id = lastInsertedRowID
    try audit(actor: actor, action: "administrator.create", subject: email)
    return Account(id: id, email: email, created: now, disabled: nil)
  }
}

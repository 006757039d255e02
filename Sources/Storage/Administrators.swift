import GRDB

extension StoreWriter {
  /// Adds an administrator. The password comes hashed.
  public func addAdministrator(
    email: String, password: String,
    completion: @escaping @Sendable (Result<Void, StoreError>) -> Void
  ) {
    enqueue(
      Change(
        apply: { database, _ in
          if try Bool.fetchOne(
            database, sql: "SELECT 1 FROM administrator WHERE email = ?", arguments: [email])
            ?? false
          {
            throw StoreError.conflict("There is an administrator \(email) already.")
          }
          try database.execute(
            sql: "INSERT INTO administrator (email, password, created) VALUES (?, ?, ?)",
            arguments: [email, password, storeTime()])
          return { completion(.success(())) }
        }, failed: { completion(.failure($0)) }, isAccepted: false))
  }
}

extension Store {
  /// The stored password text of an administrator, or nil.
  public func password(ofAdministrator email: String) throws(StoreError) -> String? {
    try read { database in
      try String.fetchOne(
        database,
        sql: "SELECT password FROM administrator WHERE email = ? AND disabled IS NULL",
        arguments: [email])
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
    try read { database in
      let counted =
        try Int.fetchOne(database, sql: "SELECT total(count) FROM drawing_count") ?? 0
      let there =
        try Int.fetchOne(database, sql: "SELECT count(*) FROM drawing WHERE deleted IS NULL") ?? 0
      return counted == there
        ? [] : ["the counters say \(counted) drawings, the table holds \(there)"]
    }
  }
}

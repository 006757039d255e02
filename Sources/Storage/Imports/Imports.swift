import Foundation
import GRDB

/// Files of drawings that come in parts. A piece is stored with the place it ends at in one
/// transaction: whatever breaks off, the next part begins where the last piece ended.
public struct Imports: Sendable {
  let store: Store
  private let writer = BulkWriter(countsTogether: false)
  /// Further refusals are only counted.
  public static let refusalsKept = 1_000_000

  public func begin(name: String, size: Int, actor: String) throws(StoreError) -> ImportRow {
    try store.change { database in
      try database.execute(
        sql: "INSERT INTO import (name, size, actor, created) VALUES (?, ?, ?, ?)",
        arguments: [name, size, actor, storeTime()])
      let row = try ImportRow.fetch(database.lastInsertedRowID, in: database)!
      try database.tell(row)
      return row
    }
  }

  public func find(_ id: Int64) throws(StoreError) -> ImportRow? {
    try store.read { try ImportRow.fetch(id, in: $0) }
  }

  /// The newest first.
  /// - Parameter before: continue below this id.
  public func list(before: Int64 = .max, limit: Int) throws(StoreError) -> [ImportRow] {
    try store.read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT \(ImportRow.columns) FROM import WHERE id < ? ORDER BY id DESC LIMIT ?",
        arguments: [before, limit]
      ).map(ImportRow.init)
    }
  }

  /// The front of a line whose end is still to come.
  public func rest(of id: Int64) throws(StoreError) -> [UInt8] {
    try store.read { database in
      let rest = try Data.fetchOne(
        database, sql: "SELECT rest FROM import WHERE id = ?", arguments: [id])
      return rest.map { [UInt8]($0) } ?? []
    }
  }

  /// Refusals in the order of their lines, after one of them.
  public func refusals(
    of id: Int64, after line: Int = 0, limit: Int
  ) throws(StoreError) -> [ImportRefusal] {
    try store.read { database in
      try Row.fetchAll(
        database.cachedStatement(
          sql: """
            SELECT line, reason FROM import_refusal WHERE import_id = ? AND line > ?
            ORDER BY line LIMIT ?
            """), arguments: [id, line, limit]
      ).map { ImportRefusal(line: $0[0], reason: $0[1]) }
    }
  }

  /// Stores a piece that follows on all before it.
  ///
  /// - Parameter tells: administrators' pages, how far it is.
  /// - Throws: a conflict where something else was stored meanwhile.
  public func take(
    _ piece: ImportPiece, of row: ImportRow, tells: Bool
  ) throws(StoreError) -> ImportRow {
    try store.change { [writer] database, clock in
      let outcomes = try writer.write(
        piece.drawings.map(\.drawing), to: database, clock: &clock)
      var (imported, known) = (0, 0)
      var refusals = piece.refusals
      for (item, outcome) in zip(piece.drawings, outcomes) {
        switch outcome {
        case .stored: imported += 1
        case .known: known += 1
        case .refused(let error):
          refusals.append(ImportRefusal(line: item.line, reason: error.description))
        }
      }
      let note = try HotStatement(
        database, "INSERT INTO import_refusal (import_id, line, reason) VALUES (?, ?, ?)")
      for refusal in refusals.prefix(max(0, Self.refusalsKept - row.refused)) {
        note.bind(1, row.id)
        note.bind(2, Int64(refusal.line))
        note.bind(3, refusal.reason)
        try note.run()
      }
      try database.cachedStatement(
        sql: """
          UPDATE import SET received = ?, lines = ?, imported = imported + ?, known = known + ?,
            refused = refused + ?, skips = ?, rest = ?
          WHERE id = ? AND received = ? AND status = 'receiving'
          """
      ).execute(arguments: [
        piece.received, piece.lines, imported, known, refusals.count, piece.skips,
        Data(piece.rest), row.id, row.received,
      ])
      guard database.changesCount == 1, let now = try ImportRow.fetch(row.id, in: database) else {
        throw StoreError.conflict("Another part of this import was stored meanwhile.")
      }
      if tells { try database.tell(now) }
      return now
    }
  }

  /// All has come and is stored.
  public func finish(_ row: ImportRow, actor: String) throws(StoreError) -> ImportRow {
    try store.change { database in
      let isFailure = row.imported + row.known == 0 && row.refused > 0
      try database.execute(
        sql: """
          UPDATE import SET status = ?, finished = ? WHERE id = ? AND status = 'receiving'
          """,
        arguments: [
          (isFailure ? ImportRow.Status.failed : .done).rawValue, storeTime(), row.id,
        ])
      guard database.changesCount == 1, let now = try ImportRow.fetch(row.id, in: database) else {
        throw StoreError.conflict("This import has ended already.")
      }
      try database.audit(
        actor: actor, action: "import.\(now.status.rawValue)", subject: now.name,
        after: try String.fetchOne(
          database,
          sql: """
            SELECT json_object('import', id, 'imported', imported, 'known', known,
              'refused', refused) FROM import WHERE id = ?
            """, arguments: [row.id]))
      try database.tell(now)
      if now.imported > 0 {
        try database.execute(
          sql: """
            INSERT INTO event (at, topic, payload)
            VALUES (?, 'bulk', json_object('job', ?, 'action', 'import', 'changed', ?))
            """, arguments: [storeTime(), now.id, now.imported])
      }
      return now
    }
  }
}

extension Store {
  public var imports: Imports { Imports(store: self) }
}

extension Database {
  /// Tells administrators' pages how far an import is.
  fileprivate func tell(_ row: ImportRow) throws {
    try execute(
      sql: """
        INSERT INTO event (at, topic, payload)
        VALUES (?, 'jobs', json_object('job', ?, 'kind', 'import', 'status', ?, 'done', ?,
          'total', ?))
        """, arguments: [storeTime(), row.id, row.status.rawValue, row.received, row.size])
  }
}

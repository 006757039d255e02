import GRDB

/// Indexes that a bulk load drops, because one that is made of sorted rows takes a fraction of the
/// time of one that grows row by row. What was dropped stands in a table of the same file, so that
/// a process that dies in between leaves work for the next opening, and no damage.
enum DroppedIndexes {
  /// Secondary indexes of the drawings. The one on the public id stays: it tells what is known.
  static func drop(in database: Database) throws {
    let indexes = try Row.fetchAll(
      database,
      sql: """
        SELECT name, sql FROM sqlite_schema
        WHERE type = 'index' AND tbl_name = 'drawing' AND sql IS NOT NULL
        """)
    for index in indexes {
      let (name, sql): (String, String) = (index[0], index[1])
      try database.execute(
        sql: "INSERT OR REPLACE INTO dropped_index VALUES (?, ?)", arguments: [name, sql])
      try database.execute(sql: "DROP INDEX \(name)")
    }
  }

  /// Makes one of those that are missing.
  /// - Returns: false when none is.
  static func makeOne(in database: Database) throws -> Bool {
    guard
      let index = try Row.fetchOne(
        database, sql: "SELECT name, sql FROM dropped_index ORDER BY name LIMIT 1")
    else { return false }
    let (name, sql): (String, String) = (index[0], index[1])
    try database.execute(sql: sql)
    try database.execute(sql: "DELETE FROM dropped_index WHERE name = ?", arguments: [name])
    return true
  }
}

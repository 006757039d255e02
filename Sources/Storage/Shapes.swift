import Foundation
import GRDB
import Ink

/// A shape that people are asked for.
public struct ShapeRow: Sendable, Equatable {
  public let id: Int64
  /// What it is called in messages and files: `circle`. It never changes.
  public let key: String
  /// What people read.
  public let name: String
  public let description: String
  /// 1 (easy) to 5.
  public let difficulty: Int
  public let enabled: Bool
  /// Where it stands among the shapes; nil where its difficulty says it.
  public let place: Int?
  /// The ids of the examples in use, in the order they came.
  public let examples: [Int64]
}

/// How often a shape was drawn, finished and not deleted.
public struct ShapeCount: Sendable, Equatable {
  public var drawings = 0
  /// Those that a training may learn from: not flagged either.
  public var learnable = 0

  public init() {}
}

extension Store {
  /// All shapes: those with a place by it, then the others, the easy ones first.
  public func shapes() throws(StoreError) -> [ShapeRow] {
    try read { database in
      try Row.fetchAll(
        database, sql: ShapeRow.select + " ORDER BY place NULLS LAST, difficulty, id"
      ).map(ShapeRow.init)
    }
  }

  /// The examples of a shape that are in use, as compact strokes, in the order of their ids.
  public func examples(ofShape id: Int64) throws(StoreError) -> [[UInt8]] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT strokes FROM shape_example WHERE shape = ? AND dropped IS NULL ORDER BY id",
        arguments: [id]
      ).map { [UInt8]($0[0] as Data) }
    }
  }

  /// Counts by the ids of shapes, from counters; a shape without drawings may be missing.
  public func shapeCounts() throws(StoreError) -> [Int64: ShapeCount] {
    try read { database in
      var counts: [Int64: ShapeCount] = [:]
      let rows = try Row.fetchCursor(
        database, sql: "SELECT facet, sum(count) FROM facet_count GROUP BY facet")
      while let row = try rows.next() {
        let facet = Facet(number: row[0])
        guard facet.isComplete, !facet.isDeleted else { continue }
        counts[facet.shape, default: ShapeCount()].drawings += row[1]
        if !facet.isFlagged { counts[facet.shape]?.learnable += row[1] }
      }
      return counts
    }
  }
}

extension ShapeRow {
  static let select = """
    SELECT s.id, s.key, s.name, s.description, s.difficulty, s.enabled, s.place,
      (SELECT json_group_array(id) FROM (
        SELECT e.id FROM shape_example e WHERE e.shape = s.id AND e.dropped IS NULL ORDER BY e.id))
    FROM shape s
    """

  init(_ row: Row) throws {
    let ids: String = row[7]
    self.init(
      id: row[0], key: row[1], name: row[2], description: row[3], difficulty: row[4],
      enabled: row[5], place: row[6],
      examples: try JSON(parsing: Array(ids.utf8)).array?.compactMap { $0.integer.map(Int64.init) }
        ?? [])
  }

  static func fetch(_ key: String, in database: Database) throws -> ShapeRow? {
    try Row.fetchOne(database, sql: select + " WHERE s.key = ?", arguments: [key])
      .map(ShapeRow.init)
  }
}

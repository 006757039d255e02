import Foundation
import GRDB
import Ink

/// A shape that people are asked for.
public struct ShapeRow: Sendable, Equatable {
  public let id: Int64
  /// What it is called in messages and files: `circle`.
  public let key: String
  /// What people read.
  public let name: String
  public let description: String
  /// 1 (easy) to 5.
  public let difficulty: Int
  public let enabled: Bool
}

extension Store {
  /// All shapes, the easy ones first.
  public func shapes() throws(StoreError) -> [ShapeRow] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT id, key, name, description, difficulty, enabled FROM shape ORDER BY difficulty, id
          """
      ).map {
        ShapeRow(
          id: $0[0], key: $0[1], name: $0[2], description: $0[3], difficulty: $0[4], enabled: $0[5])
      }
    }
  }

  /// The accepted examples of a shape, as compact strokes.
  public func examples(ofShape id: Int64) throws(StoreError) -> [[UInt8]] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT strokes FROM shape_example WHERE shape = ? ORDER BY id",
        arguments: [id]
      ).map { [UInt8]($0[0] as Data) }
    }
  }
}

import Foundation
import GRDB
import Ink

/// What is to become of a shape. What is nil stays.
public struct ShapeChange: Sendable {
  public var name: String?
  public var description: String?
  public var difficulty: Int?
  public var isEnabled: Bool?
  /// `.some(nil)` takes its place away.
  public var place: Int??
  /// All its examples from now on, as compact strokes.
  public var examples: [[UInt8]]?
  /// Examples beside those that there are; one that is there already is not taken again.
  public var addedExamples: [[UInt8]] = []

  public static let examplesAtMost = 20

  public init() {}
}

/// A shape as it is now, and the row of the audit that tells what was changed; nil for nothing.
public typealias ChangedShape = (shape: ShapeRow, change: Int64?)

extension Store {
  /// Adds a shape.
  /// - Parameters:
  ///   - key: its own, or nil for one made of `stem`.
  ///   - stem: what a key is made of: itself, or with a number behind it.
  /// - Throws: `.conflict` when the key was given and is taken.
  public func addShape(
    key: String?, stem: String, _ change: ShapeChange, actor: String
  ) throws(StoreError) -> ChangedShape {
    try self.change { database in
      var made = key ?? stem
      var number = 1
      while try ShapeRow.fetch(made, in: database) != nil {
        if key != nil { throw StoreError.conflict("There is a shape \(made) already.") }
        number += 1
        made = "\(stem)-\(number)"
      }
      try database.execute(
        sql: "INSERT INTO shape (key, name, difficulty) VALUES (?, ?, 3)",
        arguments: [made, change.name ?? made])
      return try Self.apply(change, to: made, before: nil, actor: actor, in: database)
    }
  }

  /// Changes a shape. What is so already stays, and leaves no row in the audit.
  /// - Returns: nil when there is none of that key.
  /// - Throws: `.conflict` when it would have too many examples.
  public func changeShape(
    _ key: String, _ change: ShapeChange, actor: String
  ) throws(StoreError) -> ChangedShape? {
    try self.change { database in
      guard let before = try ShapeRow.fetch(key, in: database) else { return nil }
      return try Self.apply(change, to: key, before: before, actor: actor, in: database)
    }
  }

  private static func apply(
    _ change: ShapeChange, to key: String, before: ShapeRow?, actor: String, in database: Database
  ) throws -> ChangedShape {
    try database.execute(
      sql: """
        UPDATE shape SET name = ifnull(?, name), description = ifnull(?, description),
          difficulty = ifnull(?, difficulty), enabled = ifnull(?, enabled),
          place = CASE WHEN ? THEN ? ELSE place END
        WHERE key = ?
        """,
      arguments: [
        change.name, change.description, change.difficulty, change.isEnabled,
        change.place != nil, change.place ?? nil, key,
      ])
    guard let row = try ShapeRow.fetch(key, in: database) else {
      throw StoreError.unknownShape(key)
    }
    if let examples = change.examples {
      let kept = Set(examples.map { Data($0) })
      for id in row.examples {
        try database.execute(
          sql: """
            UPDATE shape_example SET dropped = ?
            WHERE id = ? AND strokes NOT IN (\(marks(kept.count)))
            """,
          arguments: [storeTime(), id] + StatementArguments(kept))
      }
    }
    for strokes in (change.examples ?? []) + change.addedExamples {
      try database.execute(
        sql: """
          INSERT INTO shape_example (shape, strokes) SELECT ?1, ?2 WHERE NOT EXISTS (
            SELECT 1 FROM shape_example WHERE shape = ?1 AND strokes = ?2 AND dropped IS NULL)
          """, arguments: [row.id, Data(strokes)])
    }
    guard let after = try ShapeRow.fetch(key, in: database) else {
      throw StoreError.unknownShape(key)
    }
    guard after.examples.count <= ShapeChange.examplesAtMost else {
      throw StoreError.conflict(
        "A shape has at most \(ShapeChange.examplesAtMost) examples; this would make \(after.examples.count)."
      )
    }
    if after == before { return (after, nil) }
    let entry = try database.audit(
      actor: actor, action: before == nil ? "shape.create" : "shape.change", subject: key,
      before: before?.json, after: after.json)
    try database.tell("shapes", "{\"shape\":\"\(key)\"}")
    return (after, entry)
  }

  private static func marks(_ count: Int) -> String {
    Array(repeating: "?", count: count).joined(separator: ", ")
  }
}

extension ShapeRow {
  /// All of it that can be changed, for the audit.
  var json: String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("name", name)
    writer.member("description", description)
    writer.member("difficulty", difficulty)
    writer.member("enabled", enabled)
    writer.name("order")
    if let place { writer.integer(place) } else { writer.null() }
    writer.name("examples")
    writer.beginArray()
    for id in examples { writer.integer(Int(id)) }
    writer.endArray()
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

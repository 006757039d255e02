import Foundation
import GRDB

/// A drawing as a gallery shows it, with all that a data set needs beside.
public struct WholeDrawing: Sendable {
  public let shown: GalleryDrawing
  /// Who drew it is known: it is not one of those that were imported without a name.
  public let hasPerson: Bool
  public let userAgent: String
  /// In the compact form.
  public let strokes: [UInt8]
}

extension Store {
  /// Goes through all drawings that match and were stored before this call, some hundred at a time:
  /// no reader holds the log back for long, and what is shown meanwhile costs no memory.
  public func walk(
    _ filter: DrawingFilter, sort: DrawingSort = .oldest,
    _ body: ([WholeDrawing]) throws -> Void
  ) throws {
    var filter = filter
    filter.to = min(filter.to ?? .max, storeTime() + 1)
    var cursor: DrawingCursor?
    while true {
      let (drawings, next) = try read { database in
        let found = try GallerySearch(
          database, filter, sort, after: cursor, limit: Self.walkedAtOnce)
        let rest = try HotStatement(database, WholeDrawing.select)
        defer { rest.reset() }
        let drawings = try found.keys.compactMap {
          try WholeDrawing.fetch($0.id, rest, in: database)
        }
        return (
          drawings, found.next.map { DrawingCursor(sort: sort, key: $0, total: found.total) }
        )
      }
      if !drawings.isEmpty { try body(drawings) }
      guard let next else { return }
      cursor = next
    }
  }

  private static let walkedAtOnce = 300
}

extension WholeDrawing {
  fileprivate static let select = """
    SELECT stroke_data.data, user_agent.text, user.name IS 'import'
    FROM drawing JOIN user ON user.id = user_id
      JOIN stroke_data ON stroke_data.drawing_id = drawing.id
      LEFT JOIN user_agent ON user_agent.id = user_agent_id
    WHERE drawing.id = ?
    """

  /// Nil when it has gone meanwhile.
  fileprivate static func fetch(
    _ id: Int64, _ rest: HotStatement, in database: Database
  ) throws -> WholeDrawing? {
    guard let shown = try GalleryDrawing.fetch(id, in: database) else { return nil }
    rest.bind(1, id)
    defer { rest.reset() }
    guard try rest.step() else { return nil }
    return WholeDrawing(
      shown: shown, hasPerson: rest.integer(2) == 0,
      userAgent: String(decoding: rest.bytes(1), as: UTF8.self), strokes: rest.bytes(0))
  }
}

import Foundation
import GRDB
public import Ink

/// A stored drawing. Its strokes are still in the compact form.
public struct DrawingRow: Sendable {
  /// The store's own, time-ordered name.
  public let id: Int64
  public let publicID: DrawingID
  public let userID: Int64
  public let shape: String
  public let isComplete: Bool
  public let quality: Float
  public let completeness: Float
  public let canvas: Canvas
  public let device: Device
  public let points: Int
  public let strokes: Int
  public let durationInMilliseconds: Int
  public let userAgent: String
  public let data: [UInt8]
  /// How it was played; nil where nobody said so.
  public let mode: PlayMode?

  /// ms since 1970.
  public var stored: Int64 { id >> 20 }

  static let select = """
    SELECT drawing.id, drawing.public_id, drawing.user_id, shape.key, status, quality,
      completeness, canvas_width, canvas_height, device, points, strokes, duration_ms,
      user_agent.text, stroke_data.data, play.mode
    FROM drawing JOIN shape ON shape.id = drawing.shape
      JOIN stroke_data ON stroke_data.drawing_id = drawing.id
      LEFT JOIN user_agent ON user_agent.id = user_agent_id
      LEFT JOIN play ON play.drawing_id = drawing.id
    """

  init(_ row: Row) {
    id = row[0]
    publicID = DrawingID(data: row[1])
    userID = row[2]
    shape = row[3]
    isComplete = row[4] == 1
    quality = row[5]
    completeness = row[6]
    canvas = Canvas(width: row[7], height: row[8])
    device = Device(rawValue: row[9]) ?? .unknown
    points = row[10]
    strokes = row[11]
    durationInMilliseconds = row[12]
    userAgent = row[13] ?? ""
    data = [UInt8](row[14] as Data)
    mode = (row[15] as UInt8?).flatMap(PlayMode.init)
  }
}

extension Store {
  /// A drawing by its public name, or nil. Deleted ones are not found, unless asked for.
  public func drawing(
    _ id: DrawingID, evenDeleted: Bool = false
  ) throws(StoreError) -> DrawingRow? {
    try read { database in
      try database.cachedStatement(
        sql: DrawingRow.select + " WHERE drawing.public_id = ?"
          + (evenDeleted ? "" : " AND drawing.deleted IS NULL")
      ).fetchRow([id.data]).map(DrawingRow.init)
    }
  }

  /// One's finished drawings, newest first.
  /// - Parameter before: continue below this row id.
  public func drawings(
    ofUser user: Int64, before: Int64 = .max, limit: Int
  ) throws(StoreError) -> [DrawingRow] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: DrawingRow.select + """
           WHERE drawing.user_id = ? AND drawing.id < ? AND drawing.deleted IS NULL AND status = 1
          ORDER BY drawing.id DESC LIMIT ?
          """, arguments: [user, before, limit]
      ).map(DrawingRow.init)
    }
  }

  /// How far an unfinished drawing had come when it was put aside; nil when it was not.
  public func openState(_ id: DrawingID) throws(StoreError) -> OpenState? {
    try read { database in
      try database.cachedStatement(
        sql: """
          SELECT seq, color, width, begun, mode, round, place FROM open_drawing
          JOIN drawing ON drawing.id = open_drawing.drawing_id
          LEFT JOIN play ON play.drawing_id = drawing.id WHERE public_id = ?
          """
      ).fetchRow([id.data]).map {
        OpenState(
          seq: $0[0], style: StrokeStyle(color: $0[1], width: $0[2]), begun: $0[3],
          play: Play($0, from: 4))
      }
    }
  }

  /// A person's newest drawing that was put aside: name, shape, seq.
  public func newestOpen(
    ofUser user: Int64
  ) throws(StoreError) -> (id: DrawingID, shape: String, seq: UInt32)? {
    try read { database in
      try database.cachedStatement(
        sql: """
          SELECT public_id, shape.key, seq FROM open_drawing
          JOIN drawing ON drawing.id = drawing_id JOIN shape ON shape.id = drawing.shape
          WHERE open_drawing.user_id = ? ORDER BY drawing_id DESC LIMIT 1
          """
      ).fetchRow([user]).map { (DrawingID(data: $0[0]), $0[1], $0[2]) }
    }
  }

  /// Goes through all drawings that are not deleted, oldest first.
  ///
  /// - Parameters:
  ///   - shape: only these.
  ///   - complete: nil for complete and partial ones.
  ///   - body: returns false to stop.
  public func eachDrawing(
    shape: String? = nil, complete: Bool? = nil, batch: Int = 500,
    _ body: (DrawingRow) throws -> Bool
  ) throws {
    var last: Int64 = -1
    while true {
      let rows = try read { database in
        try Row.fetchAll(
          database,
          sql: DrawingRow.select + """
             WHERE drawing.id > ?1 AND drawing.deleted IS NULL
              AND (?2 IS NULL OR shape.key = ?2) AND (?3 IS NULL OR status = ?3)
            ORDER BY drawing.id LIMIT ?4
            """, arguments: [last, shape, complete.map { $0 ? 1 : 0 }, batch]
        ).map(DrawingRow.init)
      }
      for row in rows where try !body(row) { return }
      guard let end = rows.last else { return }
      last = end.id
    }
  }

  /// The kept answer for a key that was used within a day, and the hash of the body it was for.
  public func idempotentAnswer(
    user: Int64, key: String
  ) throws(StoreError) -> (bodyHash: [UInt8], answer: [UInt8])? {
    try read { try IdempotencyKey.answer(in: $0, user: user, key: key) }
  }

  /// Complete drawings of a shape that are not deleted, from the maintained counters.
  public func count(shape: Int64? = nil) throws(StoreError) -> Int {
    try read { database in
      try Int.fetchOne(
        database,
        sql: """
          SELECT total(count) FROM quality_count WHERE status = 1 AND (?1 IS NULL OR shape = ?1)
          """, arguments: [shape]) ?? 0
    }
  }
}

extension Store {
  /// The newest drawings of a shape that are complete, not flagged and not deleted.
  /// - Parameter shape: the shape's id.
  /// - Returns: their ids and coded strokes, newest first.
  public func newestDrawings(
    ofShape shape: Int64, limit: Int
  ) throws(StoreError) -> [(id: Int64, strokes: [UInt8])] {
    var filter = DrawingFilter()
    (filter.shape, filter.isFlagged, filter.isComplete) = (shape, false, true)
    let wanted = filter
    return try read { database in
      let search = try GallerySearch(database, wanted, .newest, after: nil, limit: limit)
      return try strokes(search.keys.map(\.id), in: database)
    }
  }
}

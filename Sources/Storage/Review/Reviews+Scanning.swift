import Foundation
import GRDB
public import Ink

/// What a scan looks at in a drawing.
public struct ReviewDrawing: Sendable {
  /// The store's own id.
  public let id: Int64
  /// As in `DrawingSnapshot.Entry.user`.
  public let person: UInt32
  /// False for those whom an import did not tell apart.
  public let isNamed: Bool
  /// The key.
  public let shape: String
  public let quality, completeness: Float
  public let canvas: Canvas
  /// Mean quality and number of all that the person has drawn.
  public let usual: (quality: Double, drawings: Int)
  /// It was asked about before, and is never again.
  public let isDecided: Bool
  /// The codec's form.
  public let strokes: [UInt8]
}

extension Reviews {
  private static let page = 500

  /// Goes through all drawings that are finished and neither deleted nor flagged, oldest first. No
  /// reader lasts longer than a page.
  public func eachDrawing(_ body: (ReviewDrawing) throws -> Void) throws {
    var last: Int64 = -1
    while true {
      let from = last
      let drawings = try store.read { database in
        try Row.fetchAll(
          database.cachedStatement(
            sql: """
              SELECT d.id, user_id, user.name IS 'import', shape.key, quality, completeness,
                canvas_width, canvas_height, quality_sum, user.drawings,
                EXISTS (SELECT 1 FROM review_decision r WHERE r.drawing_id = d.id), data
              FROM drawing d NOT INDEXED JOIN user ON user.id = user_id
                JOIN shape ON shape.id = d.shape JOIN stroke_data ON drawing_id = d.id
              WHERE d.id > ? AND deleted IS NULL AND flagged = 0 AND status = 1
              ORDER BY d.id LIMIT ?
              """), arguments: [from, Self.page]
        ).map(ReviewDrawing.init)
      }
      for drawing in drawings { try body(drawing) }
      guard drawings.count == Self.page, let end = drawings.last else { return }
      last = end.id
    }
  }

  /// How good a person's newest drawings of a shape are.
  public func qualities(
    ofUser user: Int64, shape: String, limit: Int
  ) throws(StoreError) -> [Float] {
    try store.read { database in
      try Float.fetchAll(
        database.cachedStatement(
          sql: """
            SELECT quality FROM drawing
            WHERE user_id = ? AND shape = (SELECT id FROM shape WHERE key = ?)
              AND deleted IS NULL AND flagged = 0 AND status = 1
            ORDER BY id DESC LIMIT ?
            """), arguments: [user, shape, limit])
    }
  }

  /// A drawing's strokes by the store's own id; nil when it is gone.
  public func strokes(of drawing: Int64) throws(StoreError) -> [UInt8]? {
    try store.read { database in
      try database.cachedStatement(sql: "SELECT data FROM stroke_data WHERE drawing_id = ?")
        .fetchRow([drawing]).map { [UInt8]($0[0] as Data) }
    }
  }

  /// Puts what was found aside. Nobody sees it before `complete`.
  /// - Returns: false when the lease was lost; nothing is written then.
  public func add(
    _ suspects: ArraySlice<NewSuspect>, scan: Int64, owner: String
  ) throws(StoreError) -> Bool {
    try store.change { database in
      guard try Jobs.holds(database, scan, owner: owner) else { return false }
      let insert = try database.cachedStatement(
        sql: """
          INSERT OR REPLACE INTO suspect (scan, drawing_id, score, shape, kinds, reasons)
          SELECT ?1, id, ?2, shape, ?3, ?4 FROM drawing WHERE id = ?5
          """)
      for suspect in suspects {
        let kinds = suspect.reasons.reduce(0) { $0 | $1.kind.bit }
        try insert.execute(
          arguments: [
            scan, min(max(suspect.score, 0), 1), kinds,
            try Self.json(suspect.reasons, in: database), suspect.drawing,
          ])
      }
      return true
    }
  }

  /// Ends a scan: from now on its findings are shown, instead of those of the one before.
  /// - Parameter progress: JSON, the last.
  /// - Returns: how the job ended; nil when the lease was lost.
  public func complete(
    _ scan: Int64, owner: String, progress: String
  ) throws(StoreError) -> JobStatus? {
    try store.change { database in
      guard try Jobs.holds(database, scan, owner: owner),
        let job = try Job.fetch(database, id: scan)
      else { return nil }
      let status = job.isCancelRequested ? JobStatus.cancelled : .succeeded
      try database.execute(
        sql: "UPDATE job SET progress = ? WHERE id = ?", arguments: [progress, scan])
      try Jobs.end(database, scan, status)
      if status == .succeeded { try database.tell("review", "{\"decided\":null}") }
      return status
    }
  }

  /// Throws away what scans have left that are not shown, bit by bit.
  /// - Parameter scan: the job that just begins, which may have been begun before.
  public func tidy(beginning scan: Int64? = nil) throws(StoreError) {
    var removed = 0
    repeat {
      removed = try store.change { database in
        try database.execute(
          sql: """
            DELETE FROM suspect WHERE (scan, drawing_id) IN (
              SELECT scan, drawing_id FROM suspect
              WHERE scan IS NOT \(Self.shown) OR scan IS ? LIMIT 500)
            """, arguments: [scan])
        return database.changesCount
      }
    } while removed > 0
  }

  private static func json(_ reasons: [ReviewReason], in database: Database) throws -> String {
    var writer = JSONWriter()
    writer.beginArray()
    for reason in reasons {
      writer.beginObject()
      writer.member("kind", reason.kind.rawValue)
      writer.member("detail", reason.detail)
      writer.member("score", reason.score, decimals: 3)
      if let guess = reason.guess { writer.member("guess", guess) }
      if let other = reason.other,
        let row = try database.cachedStatement(sql: "SELECT public_id FROM drawing WHERE id = ?")
          .fetchRow([other])
      {
        writer.member("other", DrawingID(data: row[0]))
      }
      writer.endObject()
    }
    writer.endArray()
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

extension ReviewDrawing {
  fileprivate init(_ row: Row) {
    id = row[0]
    isNamed = !row[2]
    person = DrawingSnapshot.person(ofUser: row[1], drawing: row[0], isImported: row[2])
    shape = row[3]
    quality = row[4]
    completeness = row[5]
    canvas = Canvas(width: row[6], height: row[7])
    usual = (row[9] > 0 ? row[8] / Double(row[9] as Int) : 0, row[9])
    isDecided = row[10]
    strokes = [UInt8](row[11] as Data)
  }
}

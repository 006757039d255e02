import Foundation
import GRDB
import GRDBSQLite
import Ink

/// Writes the drawings of one hand-over, on the writer's thread.
final class BulkWriter: @unchecked Sendable {
  // Safe to share: used by one hand-over after the other, each on the writer's thread.
  /// Of this hand-over: rows that it makes are gone again if it fails.
  private var agents: [String: Int64] = [:]
  /// Many come at once: what the trigger counts for each is counted once for all. To drop a trigger
  /// makes every connection read the schema anew, so beside people who draw it stays.
  private let countsTogether: Bool

  init(countsTogether: Bool) { self.countsTogether = countsTogether }

  func write(
    _ drawings: [BulkDrawing], to database: Database, clock: inout DrawingClock
  ) throws -> [BulkOutcome] {
    let trigger = countsTogether ? try Self.dropTrigger(in: database) : ""
    let shapes = Set(try Int64.fetchAll(database, sql: "SELECT id FROM shape"))
    agents = [:]
    for text in Set(drawings.lazy.map(\.new.drawing.userAgent)) {
      agents[text] = try StoreWriter.agent(text, in: database)
    }
    let row = try HotStatement(
      database,
      """
      INSERT INTO drawing (id, public_id, user_id, shape, status, quality, completeness,
        canvas_width, canvas_height, device, points, strokes, duration_ms, user_agent_id,
        guess, guess_permille, flagged, deleted, flag_reason)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (public_id) DO NOTHING
      """)
    let strokes = try HotStatement(
      database, "INSERT INTO stroke_data (drawing_id, data) VALUES (?, ?)")
    let other = try HotStatement(
      database, "SELECT points, strokes FROM drawing WHERE public_id = ?")
    var counts = BulkCounts()
    var outcomes: [BulkOutcome] = []
    outcomes.reserveCapacity(drawings.count)
    for drawing in drawings {
      let new = drawing.new
      guard shapes.contains(new.shapeID) else {
        outcomes.append(.refused(.unknownShape(new.drawing.shape)))
        continue
      }
      let id = drawing.stored.map { clock.next(at: $0) } ?? clock.next()
      bind(drawing, id, to: row)
      try row.run()
      guard database.changesCount > 0 else {
        // Whoever mended it, gave it to another person or lost its pressure: it is the same one.
        other.bind(1, new.drawing.id.high, new.drawing.id.low)
        let ink = new.drawing.ink
        let isSame =
          try other.step() && other.integer(0) == ink.points.count
          && other.integer(1) == ink.strokes.count
        other.reset()
        outcomes.append(
          isSame ? .known : .refused(.conflict("Another drawing is stored under this id.")))
        continue
      }
      strokes.bind(1, id)
      strokes.bind(2, new.strokes)
      try strokes.run()
      counts.add(drawing, id: id)
      outcomes.append(.stored)
    }
    try counts.write(to: database, people: !countsTogether)
    try database.execute(sql: trigger)
    return outcomes
  }

  /// Within the transaction, so that nobody else ever sees the table without its trigger.
  /// - Returns: what makes it again.
  private static func dropTrigger(in database: Database) throws -> String {
    let trigger = try String.fetchOne(
      database, sql: "SELECT sql FROM sqlite_schema WHERE name = 'drawing_counted'")
    try database.execute(sql: "DROP TRIGGER drawing_counted")
    return trigger ?? ""
  }

  private func bind(_ drawing: BulkDrawing, _ id: Int64, to row: HotStatement) {
    let new = drawing.new
    let ink = new.drawing.ink
    row.bind(1, id)
    row.bind(2, new.drawing.id.high, new.drawing.id.low)
    row.bind(3, new.userID)
    row.bind(4, new.shapeID)
    row.bind(5, drawing.isComplete ? 1 : 0 as Int64)
    row.bind(6, Double(new.quality))
    row.bind(7, Double(new.completeness))
    row.bind(8, Int64(new.drawing.canvas.width))
    row.bind(9, Int64(new.drawing.canvas.height))
    row.bind(10, Int64(new.drawing.device.rawValue))
    row.bind(11, Int64(ink.points.count))
    row.bind(12, Int64(ink.strokes.count))
    row.bind(13, Int64(ink.durationInMilliseconds))
    row.bind(14, agents[new.drawing.userAgent])
    row.bind(15, new.guess?.columns.guess)
    row.bind(16, new.guess?.columns.permille)
    row.bind(17, drawing.isFlagged ? 1 : 0 as Int64)
    row.bind(18, drawing.deleted)
    row.bind(19, drawing.flagReason)
  }
}

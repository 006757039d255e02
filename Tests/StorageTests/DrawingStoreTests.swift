import Foundation
import GRDB
import Ink
import Testing

@testable import Storage

@Suite struct DrawingStoreTests {
  @Test func `a drawing is stored once however often it is handed over`() throws {
    let temporary = try TemporaryStore()
    let user = try temporary.user().id
    let new = NewDrawing.testing(1, user: user)
    #expect(try temporary.finish(new).wasThere == false)
    let again = try temporary.finish(new)
    #expect(again.wasThere)
    #expect(again.stats.drawings == 1)
    let row = try #require(try temporary.store.drawing(new.drawing.id))
    #expect(try StrokeCodec.decode(row.data) == new.drawing.ink)
    #expect(row.userAgent == "a browser")
    #expect(row.device == .pen)
  }

  @Test func `somebody else's id is refused`() throws {
    let temporary = try TemporaryStore()
    try temporary.finish(.testing(1, user: temporary.user(1).id))
    #expect(throws: StoreError.notYours) {
      try temporary.finish(.testing(1, user: temporary.user(2).id))
    }
  }

  @Test func `a drawing that was put aside can be gone on with, and is finished in its place`()
    throws
  {
    let temporary = try TemporaryStore()
    let user = try temporary.user().id
    try temporary.putAside(.testing(1, user: user, points: 2), seq: 4)
    try temporary.putAside(.testing(1, user: user, points: 3), seq: 5)
    #expect(try temporary.store.openState(.testing(1))?.seq == 5)
    #expect(try temporary.store.newestOpen(ofUser: user)?.id == .testing(1))
    #expect(try temporary.store.count() == 0)
    try temporary.finish(.testing(1, user: user, points: 9))
    #expect(try temporary.store.openState(.testing(1)) == nil)
    #expect(try temporary.store.drawing(.testing(1))?.points == 9)
    #expect(try temporary.store.count() == 1)
    // A late word of the unfinished state changes nothing any more.
    try temporary.putAside(.testing(1, user: user, points: 2), seq: 4)
    #expect(try temporary.store.drawing(.testing(1))?.isComplete == true)
  }

  @Test func `a discarded drawing is gone, a finished one stays`() throws {
    let temporary = try TemporaryStore()
    let user = try temporary.user().id
    try temporary.putAside(.testing(1, user: user), seq: 1)
    try temporary.finish(.testing(2, user: user))
    for id in [DrawingID.testing(1), .testing(2)] {
      try temporary.store.waitForChange {
        temporary.store.writer.discard(id, userID: user, completion: $0)
      }
    }
    #expect(try temporary.store.drawing(.testing(1)) == nil)
    #expect(try temporary.store.drawing(.testing(2)) != nil)
    #expect(try temporary.store.integrityFaults() == [])
  }

  @Test func `a browser with an endless name loses no drawing`() throws {
    let temporary = try TemporaryStore()
    var new = NewDrawing.testing(1, user: try temporary.user().id)
    // One character of a thousand code points.
    var drawing = new.drawing
    drawing.userAgent = "a" + String(repeating: "\u{301}", count: 1_000)
    new = NewDrawing(
      drawing: drawing, userID: new.userID, shapeID: new.shapeID, quality: new.quality,
      completeness: new.completeness, strokes: new.strokes)
    #expect(try temporary.finish(new).wasThere == false)
  }

  @Test func `streaks go on above the bar and end below it`() throws {
    let temporary = try TemporaryStore()
    let user = try temporary.user().id
    for (number, quality) in [0.9, 0.7, 0.2, 0.6].enumerated() {
      try temporary.finish(.testing(UInt64(number + 1), user: user, quality: Float(quality)))
    }
    let stats = try temporary.store.stats(ofUser: user)
    #expect(stats.drawings == 4)
    #expect(stats.streak == 1)
    #expect(stats.bestStreak == 2)
    #expect(abs(stats.averageQuality - 0.6) < 1e-6)
    #expect(stats.byShape.map(\.drawings) == [4])
    #expect(stats.rank == 1)
  }

  @Test func `counters follow every insert, change and delete`() throws {
    let temporary = try TemporaryStore()
    let user = try temporary.user().id
    var random = SystemRandomNumberGenerator()
    for number in 1...60 {
      try temporary.finish(
        .testing(
          UInt64(number), user: user, shape: .random(in: 1...5, using: &random),
          quality: .random(in: 0...1, using: &random)))
    }
    try temporary.store.main.write { database in
      try database.execute(
        sql: """
          UPDATE drawing SET flagged = 1 WHERE id % 3 = 0;
          UPDATE drawing SET deleted = 1 WHERE id % 4 = 0;
          UPDATE drawing SET shape = 5, quality = 1 WHERE id % 5 = 0;
          UPDATE drawing SET deleted = NULL WHERE id % 8 = 0;
          DELETE FROM drawing WHERE id % 7 = 0;
          """)
    }
    let sql = """
      SELECT (id >> 20) / 86400000, shape, status, flagged,
        min(19, CAST(quality * 20 AS INTEGER)), count(*)
      FROM drawing WHERE deleted IS NULL GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
      """
    let (kept, counted) = try temporary.store.read { database in
      (
        try Row.fetchAll(
          database, sql: "SELECT * FROM drawing_count WHERE count <> 0 ORDER BY 1, 2, 3, 4, 5"
        ).map { Array($0.databaseValues.map(\.description)) },
        try Row.fetchAll(database, sql: sql).map { Array($0.databaseValues.map(\.description)) }
      )
    }
    #expect(kept == counted)
    #expect(!kept.isEmpty)
  }

  @Test func `one's own drawings come in pages, newest first`() throws {
    let temporary = try TemporaryStore()
    let user = try temporary.user().id
    for number in 1...7 { try temporary.finish(.testing(UInt64(number), user: user)) }
    let first = try temporary.store.drawings(ofUser: user, limit: 4)
    let second = try temporary.store.drawings(ofUser: user, before: first[3].id, limit: 4)
    #expect((first + second).map(\.publicID) == (1...7).reversed().map { .testing($0) })
  }

  @Test func `an answer is kept with the hash of what it answers`() throws {
    let temporary = try TemporaryStore()
    let user = try temporary.user().id
    let hash = [UInt8](repeating: 3, count: 32)
    let key = IdempotencyKey(key: "k", bodyHash: hash) { _ in [UInt8]("{}".utf8) }
    _ = try temporary.store.waitForChange {
      temporary.store.writer.finish(
        .testing(1, user: user), isAccepted: false, idempotency: key, completion: $0)
    }
    let kept = try #require(try temporary.store.idempotentAnswer(user: user, key: "k"))
    #expect(kept.bodyHash == hash)
    #expect(try temporary.store.idempotentAnswer(user: user + 1, key: "k") == nil)
  }
}

import Foundation
import GRDB
import Ink
import Testing

@testable import Storage

@Suite struct BulkLoadTests {
  @Test func `a bulk load leaves what the same drawings leave one by one`() throws {
    let (bulk, single) = (try TemporaryStore(), try TemporaryStore())
    let users = [try bulk.user(1).id, try bulk.user(2).id]
    #expect(users == [try single.user(1).id, try single.user(2).id])
    var random = SystemRandomNumberGenerator()
    let drawings = (1...200).map { number in
      var new = NewDrawing.testing(
        UInt64(number), user: users.randomElement(using: &random)!,
        shape: .random(in: 1...5, using: &random), quality: .random(in: 0...1, using: &random))
      new.guess = [
        nil, StoredGuess(shapeID: 2, confidence: 0.5), .init(shapeID: nil, confidence: 1),
      ]
      .randomElement(using: &random)!
      return new
    }
    let load = try BulkLoad(bulk.store)
    // In several hand-overs: streaks run across them.
    for start in stride(from: 0, to: 200, by: 50) {
      let outcomes = try load.add(drawings[start..<start + 50].map { BulkDrawing($0) })
      #expect(outcomes.allSatisfy { $0 == .stored })
    }
    try load.finish()
    for new in drawings { try single.finish(new) }
    for table in ["facet_count", "quality_count", "drawing_count"] {
      #expect(try bulk.rows("SELECT * FROM \(table)") == single.rows("SELECT * FROM \(table)"))
    }
    let shapes = "SELECT user_id, shape, drawings, best_quality FROM user_shape"
    #expect(try bulk.rows(shapes) == single.rows(shapes))
    // Which drawing was the best is not told of what comes in bulk.
    #expect(try bulk.rows("SELECT 1 FROM user_shape WHERE best_drawing IS NOT NULL") == [])
    let people = "SELECT id, drawings, round(quality_sum, 6), streak, best_streak FROM user"
    #expect(try bulk.rows(people) == single.rows(people))
    let columns = "public_id, user_id, facet, quality, guess, guess_permille, user_agent_id"
    let all = "SELECT \(columns), data FROM drawing JOIN stroke_data ON drawing_id = id"
    #expect(try bulk.rows(all) == single.rows(all))
    #expect(try bulk.store.counterFaults() == [])
    // The trigger counts again what comes afterwards.
    try bulk.finish(.testing(999, user: users[0]))
    #expect(try bulk.store.counterFaults() == [])
  }

  @Test func `what is known, another one or of no shape is told apart`() throws {
    let temporary = try TemporaryStore()
    let (own, other) = (try temporary.user(1).id, try temporary.user(2).id)
    try temporary.finish(.testing(1, user: own))
    let load = try BulkLoad(temporary.store)
    let outcomes = try load.add(
      [
        NewDrawing.testing(1, user: own), .testing(1, user: other),
        .testing(1, user: own, points: 4),
        .testing(2, user: own, shape: 99),
        .testing(3, user: own),
      ].map { BulkDrawing($0) })
    #expect(
      outcomes == [
        .known, .known, .refused(.conflict("Another drawing is stored under this id.")),
        .refused(.unknownShape("circle")), .stored,
      ])
    try load.finish()
    #expect(try temporary.store.count() == 2)
    #expect(try temporary.store.stats(ofUser: own).drawings == 2)
  }

  @Test func `indexes that a load had dropped when it was killed are made by the next opening`()
    throws
  {
    let temporary = try TemporaryStore()
    let user = try temporary.user().id
    let before = try temporary.indexes()
    // As large as a load that drops them; nobody finishes it.
    let load = try BulkLoad(temporary.store, expected: BulkLoad.large)
    _ = try load.add((1...50).map { BulkDrawing(.testing($0, user: user)) })
    #expect(try temporary.indexes().count < before.count)
    temporary.store.close()
    let again = try Store(folder: DataFolder(path: temporary.path, exclusive: true))
    defer { again.close() }
    #expect(try temporary.indexes() == before)
    #expect(try again.counterFaults() == [])
    #expect(try again.integrityFaults() == [])
  }

  @Test func `drawings of a time before keep their time`() throws {
    let temporary = try TemporaryStore()
    let user = try temporary.user().id
    let load = try BulkLoad(temporary.store)
    var drawing = BulkDrawing(.testing(1, user: user))
    drawing.stored = 1_600_000_000_000
    _ = try load.add([drawing])
    #expect(try temporary.store.drawing(.testing(1))?.stored == 1_600_000_000_000)
  }
}

extension TemporaryStore {
  /// All rows of a query as text, sorted.
  func rows(_ sql: String) throws -> [String] {
    try store.read { try Row.fetchAll($0, sql: sql).map(\.description).sorted() }
  }

  func indexes() throws -> [String] {
    try rows("SELECT name, sql FROM sqlite_schema WHERE type = 'index'")
  }
}

import Foundation
import GRDB
import Ink
import Synchronization

/// Marks along the index of facets, one every few drawings, so that a drawing can be taken from
/// anywhere in it at once: an index of SQLite knows no positions.
///
/// Made when it is first asked for (a tenth of a microsecond a drawing), then only extended by what
/// came since. Eight bytes for every sixteen drawings.
final class SampleMarks: Sendable {
  private struct Run {
    /// Every sixteenth id.
    var marks: [Int64] = []
    /// Drawings since the last mark, and the newest id of all.
    var rest = 0
    var last: Int64 = -1
  }

  static let distance = 16
  private let runs = Mutex<[Int64: Run]>([:])

  /// The marks of a facet, up to its newest drawing.
  func marks(ofFacet facet: Int64, in database: Database) throws -> [Int64] {
    var run = runs.withLock { $0[facet] } ?? Run()
    let rows = try HotStatement(
      database,
      "SELECT id FROM drawing INDEXED BY drawing_by_facet WHERE facet = ? AND id > ? ORDER BY id")
    defer { rows.reset() }
    rows.bind(1, facet)
    rows.bind(2, run.last)
    while try rows.step() {
      run.last = rows.integer(0)
      if run.rest == 0 { run.marks.append(run.last) }
      run.rest = (run.rest + 1) % Self.distance
    }
    let made = run
    return runs.withLock { runs in
      // Whoever came further in the meantime is right.
      if let other = runs[facet], other.last > made.last { return other.marks }
      runs[facet] = made
      return made.marks
    }
  }
}

extension Store {
  /// Random drawings of a shape that are complete, neither flagged nor deleted: each as likely as
  /// any other, but for what was deleted or flagged since the marks were made.
  ///
  /// - Parameters:
  ///   - shape: the shape's id.
  ///   - count: as many, or all there are when these are fewer than twice as many.
  /// - Returns: their ids and coded strokes, oldest first.
  public func sample(
    ofShape shape: Int64, count: Int, seed: UInt64
  ) throws(StoreError) -> [(id: Int64, strokes: [UInt8])] {
    var filter = DrawingFilter()
    (filter.shape, filter.isFlagged, filter.isComplete) = (shape, false, true)
    let wanted = filter
    return try read { database in
      let counts = try GalleryCounts(wanted, in: database)
      if counts.inFacets < 2 * count {
        let all = try counts.facets.flatMap { facet in
          try Int64.fetchAll(
            database, sql: "SELECT id FROM drawing WHERE facet = ?", arguments: [facet.facet])
        }
        return try strokes(all.sorted(), in: database)
      }
      var random = SplitMix64(seed: seed)
      let marks = try counts.facets.map { try sampleMarks.marks(ofFacet: $0.facet, in: database) }
      let ends = marks.reduce(into: [0]) { $0.append($0.last! + $1.count) }
      let row = try HotStatement(
        database,
        """
        SELECT id FROM drawing INDEXED BY drawing_by_facet WHERE facet = ? AND id >= ? AND id < ?
        ORDER BY id LIMIT 1 OFFSET ?
        """)
      var ids: Set<Int64> = []
      // Places whose drawing has gone are tried again, but not for ever.
      for _ in 0..<20 * count where ids.count < count {
        let place = random.index(ends.last!)
        let facet = ends.lastIndex { $0 <= place }!
        let mark = place - ends[facet]
        row.bind(1, counts.facets[facet].facet)
        row.bind(2, marks[facet][mark])
        row.bind(3, mark + 1 < marks[facet].count ? marks[facet][mark + 1] : Int64.max)
        row.bind(4, Int64(random.index(SampleMarks.distance)))
        if try row.step() { ids.insert(row.integer(0)) }
        row.reset()
      }
      return try strokes(ids.sorted(), in: database)
    }
  }

  /// Those that are there, in the order asked for.
  func strokes(
    _ ids: [Int64], in database: Database
  ) throws -> [(id: Int64, strokes: [UInt8])] {
    let rows = try HotStatement(database, "SELECT data FROM stroke_data WHERE drawing_id = ?")
    return try ids.compactMap { id in
      rows.bind(1, id)
      defer { rows.reset() }
      return try rows.step() ? (id: id, strokes: rows.bytes(0)) : nil
    }
  }
}

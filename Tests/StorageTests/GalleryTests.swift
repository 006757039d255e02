import Foundation
import GRDB
import Ink
import Testing

@testable import Storage

@Suite struct GalleryTests {
  @Test func `pages of any filter and sort are what filtering all drawings gives`() throws {
    let gallery = try RandomGallery(count: 3_000, seed: 1)
    var random = SplitMix64(seed: 2)
    for _ in 0..<400 {
      let filter = gallery.filter(&random)
      let sort = random.pick(DrawingSort.allCases)
      let expected = gallery.expected(filter, sort)
      let limit = random.pick([1, 7, 60, 200])
      var seen: [Int64] = []
      var cursor: DrawingCursor?
      var pages = 0
      repeat {
        let page = try gallery.store.gallery(filter, sort: sort, limit: limit, after: cursor)
        #expect(page.drawings.count <= limit)
        seen += page.drawings.map(\.id)
        if page.total.isExact {
          #expect(page.total.count == expected.count, "\(filter)")
        } else {
          #expect(page.total.count <= expected.count, "\(filter)")
        }
        cursor = page.next.flatMap { DrawingCursor($0, filter: filter, sort: sort) }
        #expect((cursor == nil) == (page.next == nil))
        pages += 1
      } while cursor != nil && pages < 30
      let isWhole = cursor == nil
      #expect(
        isWhole ? seen == expected : Array(expected.prefix(seen.count)) == seen,
        "\(filter) \(sort)")
    }
  }

  @Test func `every plan finds the same`() throws {
    let gallery = try RandomGallery(count: 3_000, seed: 3)
    var random = SplitMix64(seed: 4)
    for _ in 0..<150 {
      let filter = gallery.filter(&random)
      let sort = random.pick(DrawingSort.allCases)
      let expected = gallery.expected(filter, sort)
      let place = Int(random.next() % 50)
      try gallery.store.read { database in
        let counts = try GalleryCounts(filter, in: database)
        for plan in GalleryPlan.all(for: filter, sort: sort, limit: 20, counts: counts) {
          // From the start, and from the middle.
          for skipped in [nil, place] where skipped ?? 0 < expected.count {
            let after = skipped.map { gallery.key(expected[$0], sort) }
            var walk = GalleryWalk(database, filter, sort, after: after, limit: 20)
            guard try walk.follow(plan) else { continue }
            let wanted = expected.dropFirst(skipped.map { $0 + 1 } ?? 0).prefix(20)
            let found = walk.found.keys.map(\.id)
            // One that ended early has a beginning of it.
            if walk.found.end == nil {
              #expect(found == Array(wanted), "\(filter) \(sort) \(plan)")
            } else {
              #expect(found == Array(wanted.prefix(found.count)), "\(filter) \(sort) \(plan)")
            }
          }
        }
      }
    }
  }

  @Test func `no query of a gallery reads the table without an order or an index`() throws {
    let gallery = try RandomGallery(count: 200, seed: 5)
    var random = SplitMix64(seed: 6)
    let sources: [GallerySource] = [
      .all, .person(1), .facet(1), .cell(1, 2), .qualities(1, 2...3),
    ]
    for _ in 0..<100 {
      let filter = gallery.filter(&random)
      for source in sources {
        for sort in DrawingSort.allCases {
          let sql = source.sql(filter, sort: sort).replacing(/\?\d/, with: "1")
          let plan = try gallery.store.read { database in
            try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + sql).map {
              $0["detail"] as String
            }
          }
          #expect(plan.count == 1, "nothing is sorted: \(plan)")
          let start =
            switch source {
            case .all: "SEARCH drawing USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"
            case .person: "SEARCH drawing USING INDEX drawing_by_user (user_id=?"
            case .facet: "drawing_by_facet (facet=?"
            case .cell: "drawing_by_quality (facet=? AND quality_permille=?"
            case .qualities: "drawing_by_quality (facet=? AND quality_permille>? AND"
            }
          #expect(plan[0].contains(start), "\(plan[0])")
        }
      }
    }
  }

  @Test func `a page that would read too much ends early, and the next one goes on`() throws {
    let gallery = try RandomGallery(count: 30_000, seed: 7)
    // Nobody's facet tells who drew, and the first person's drawings are the oldest.
    var filter = DrawingFilter()
    filter.user = gallery.drawings[0].new.userID
    filter.minQuality = 0.999
    for sort in DrawingSort.allCases {
      let expected = gallery.expected(filter, sort)
      var (seen, cursor): ([Int64], DrawingCursor?) = ([], nil)
      var pages = 0
      repeat {
        let page = try gallery.store.gallery(filter, sort: sort, limit: 200, after: cursor)
        seen += page.drawings.map(\.id)
        cursor = page.next.flatMap { DrawingCursor($0, filter: filter, sort: sort) }
        pages += 1
      } while cursor != nil && pages < 100
      #expect(seen == expected)
    }
  }

  @Test func `a cursor goes with its filter and sort, and nothing else is one`() throws {
    let gallery = try RandomGallery(count: 500, seed: 8)
    let filter = DrawingFilter()
    let text = try #require(try gallery.store.gallery(filter, sort: .best, limit: 10).next)
    #expect(DrawingCursor(text, filter: filter, sort: .best) != nil)
    #expect(DrawingCursor(text, filter: filter, sort: .worst) == nil)
    var other = filter
    other.minQuality = 0.5
    #expect(DrawingCursor(text, filter: other, sort: .best) == nil)
    var random = SplitMix64(seed: 9)
    for _ in 0..<2_000 {
      var bytes = Array(text.utf8)
      bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(random.next() % 128)
      let changed = String(decoding: bytes, as: UTF8.self)
      // 24 bits of check let one in sixteen million through, which then is a place like any other.
      if changed != text { #expect(DrawingCursor(changed, filter: filter, sort: .best) == nil) }
    }
    for text in [
      "", "=", String(repeating: "A", count: 28), String(repeating: "\u{e9}", count: 14),
    ] {
      #expect(DrawingCursor(text, filter: filter, sort: .best) == nil)
    }
  }

  @Test func `times beyond all clocks find nothing and break nothing`() throws {
    let gallery = try RandomGallery(count: 100, seed: 10)
    for (from, to) in [(Int64.max, nil), (nil, Int64.min), (Int64.min, Int64.max), (5, 5)] {
      var filter = DrawingFilter()
      (filter.from, filter.to) = (from, to)
      let page = try gallery.store.gallery(filter)
      #expect(page.drawings.isEmpty == !(from == .min && to == .max))
    }
  }
}

@Suite struct StatisticsTests {
  @Test func `statistics are what counting all drawings gives`() throws {
    let gallery = try RandomGallery(count: 1_000, seed: 11)
    let now = try gallery.temporary.user().id
    try gallery.temporary.finish(.testing(5_000, user: now, shape: 5))
    let statistics = try gallery.store.statistics()
    #expect(statistics.shapes.map(\.key) == ["line", "circle", "square", "triangle", "heart"])
    let line = statistics.shapes[0]
    let lines = gallery.drawings.filter { $0.new.shapeID == 1 }
    let there = lines.filter { $0.deleted == nil }
    let finished = there.filter(\.isComplete)
    #expect(line.drawings == finished.count)
    #expect(line.partial == there.count - finished.count)
    #expect(line.deleted == lines.count - there.count)
    #expect(line.flagged == there.filter(\.isFlagged).count)
    #expect(line.guessed == finished.filter { $0.new.guess != nil }.count)
    #expect(line.agreeing == finished.filter { $0.new.guess?.shapeID == 1 }.count)
    let steps = finished.map { min(19, Int(Double($0.new.quality) * 20)) }
    #expect(line.qualities == (0..<20).map { step in steps.filter { $0 == step }.count })
    // Only what came just now; the others are of another year.
    #expect(statistics.minutes.map(\.drawings) == [1])
    #expect(statistics.storage.mainBytes > 0)
  }

  @Test func `what is put aside counts in the minute in which it is finished, once`() throws {
    let temporary = try TemporaryStore()
    let user = try temporary.user().id
    try temporary.putAside(.testing(1, user: user), seq: 1)
    #expect(try temporary.store.statistics().minutes.isEmpty)
    try temporary.finish(.testing(1, user: user))
    #expect(try temporary.store.statistics().minutes.reduce(0) { $0 + $1.drawings } == 1)
  }
}

@Suite struct DrawingSampleTests {
  @Test func `a sample is of the shape, whole, and drawn from everywhere`() throws {
    let gallery = try RandomGallery(count: 4_000, seed: 12)
    var filter = DrawingFilter()
    (filter.shape, filter.isFlagged, filter.isComplete) = (1, false, true)
    let all = gallery.expected(filter, .oldest)
    let store = gallery.store
    var times: [Int64: Int] = [:]
    for seed in 0..<200 {
      let sample = try store.sample(ofShape: 1, count: 50, seed: UInt64(seed))
      #expect(sample.count == 50)
      for drawing in sample { times[drawing.id, default: 0] += 1 }
    }
    #expect(Set(times.keys).isSubset(of: all))
    // 10,000 draws: each is drawn some six times; hardly one is left out.
    #expect(times.count > all.count * 98 / 100)
    #expect(times.values.max()! < 30)
    #expect(
      try store.sample(ofShape: 1, count: 50, seed: 3).map(\.id)
        == store.sample(ofShape: 1, count: 50, seed: 3).map(\.id))
    // Of few, all; and what comes later is found, too.
    #expect(try store.sample(ofShape: 1, count: all.count, seed: 1).map(\.id) == all)
    #expect(try store.sample(ofShape: 4, count: 5, seed: 1).isEmpty)
  }
}

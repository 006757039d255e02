import GRDB
public import Ink

extension Store {
  /// A page of the drawings that match, in an order.
  ///
  /// - Parameters:
  ///   - limit: 1...200.
  ///   - cursor: where the page before ended; nil for the first page.
  public func gallery(
    _ filter: DrawingFilter, sort: DrawingSort = .newest, limit: Int = 60,
    after cursor: DrawingCursor? = nil
  ) throws(StoreError) -> GalleryPage {
    precondition((1...200).contains(limit))
    return try read { database in
      let found = try GallerySearch(database, filter, sort, after: cursor, limit: limit)
      return GalleryPage(
        drawings: try found.keys.compactMap { try GalleryDrawing.fetch($0.id, in: database) },
        next: found.next.map {
          DrawingCursor(sort: sort, key: $0, total: found.total).text(for: filter)
        },
        total: found.total)
    }
  }

  /// How many match: from the counters where they know it, else counted up to a limit.
  public func galleryTotal(_ filter: DrawingFilter) throws(StoreError) -> GalleryTotal {
    try read { try GallerySearch($0, filter, .newest, after: nil, limit: 1).total }
  }

  /// One drawing as a gallery shows it, deleted or not; nil when there is none.
  public func galleryDrawing(_ id: DrawingID) throws(StoreError) -> GalleryDrawing? {
    try read { database in
      try database.cachedStatement(sql: GalleryDrawing.select + " WHERE d.public_id = ?")
        .fetchRow([id.data]).map(GalleryDrawing.init)
    }
  }
}

extension GalleryDrawing {
  static func fetch(_ id: Int64, in database: Database) throws -> GalleryDrawing? {
    try database.cachedStatement(sql: select + " WHERE d.id = ?").fetchRow([id])
      .map(GalleryDrawing.init)
  }
}

/// What one question to a gallery came to.
struct GallerySearch {
  private(set) var keys: [GalleryKey] = []
  /// Where the next page begins; nil at the end.
  private(set) var next: GalleryKey?
  private(set) var total: GalleryTotal

  /// A total that no counter knows is counted up to here.
  static let counted = 400
  /// Microseconds that counting may be expected to take.
  private static let worthwhile = 1_500.0

  init(
    _ database: Database, _ filter: DrawingFilter, _ sort: DrawingSort, after: DrawingCursor?,
    limit: Int
  ) throws {
    total = after?.total ?? GalleryTotal(count: 0, isExact: true)
    if filter.isEmpty { return }
    let counts = try GalleryCounts(filter, in: database)
    let known = after == nil ? counts.total(filter) : nil
    if known == 0 { return }
    var wanted = limit + 1
    if after == nil && known == nil && wanted < Self.counted {
      // The first page looks further than it shows, for the total, where that is soon done.
      let further = GalleryPlan.all(
        for: filter, sort: sort, limit: Self.counted, counts: counts)
      if further[0].cost < Self.worthwhile { wanted = Self.counted }
    }
    let walk = try Self.walk(database, filter, sort, after: after?.key, wanted, counts)
    let found = walk.found
    keys = Array(found.keys.prefix(limit))
    if found.keys.count > limit { next = keys.last } else { next = found.end }
    if after == nil {
      let isComplete = !found.isFull && found.end == nil
      total =
        known.map { GalleryTotal(count: $0, isExact: true) }
        ?? GalleryTotal(count: found.keys.count, isExact: isComplete)
    }
  }

  private static func walk(
    _ database: Database, _ filter: DrawingFilter, _ sort: DrawingSort, after: GalleryKey?,
    _ limit: Int, _ counts: GalleryCounts
  ) throws -> GalleryWalk {
    for plan in GalleryPlan.all(for: filter, sort: sort, limit: limit, counts: counts) {
      var walk = GalleryWalk(database, filter, sort, after: after, limit: limit)
      if try walk.follow(plan) { return walk }
    }
    preconditionFailure("one plan at least is followed in the page's order")
  }
}

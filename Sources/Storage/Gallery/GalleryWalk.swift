import GRDB

/// Follows a plan through the indexes, with a limit to how much it reads.
struct GalleryWalk {
  let database: Database
  let filter: DrawingFilter
  let sort: DrawingSort
  /// Only what comes after it.
  let after: GalleryKey?
  private(set) var found: FirstKeys
  /// Rows that were read.
  private(set) var reads = 0

  /// So many rows are read for a page at most.
  static let budget = 4_000

  init(
    _ database: Database, _ filter: DrawingFilter, _ sort: DrawingSort, after: GalleryKey?,
    limit: Int
  ) {
    self.database = database
    self.filter = filter
    self.sort = sort
    self.after = after
    found = FirstKeys(sort: sort, limit: limit)
  }

  /// - Returns: false when gathering was more than the limit admits: another plan is needed.
  mutating func follow(_ plan: GalleryPlan) throws -> Bool {
    switch plan.steps {
    case .together(let sources):
      // The budget is shared, so that a page always comes further than the one before.
      let each = plan.isOrdered ? max(Self.budget / max(sources.count, 1), 100) : Self.budget
      for source in sources {
        // Small runs that stand in another order are read whole.
        let isOrdered = plan.isOrdered && source.isOrdered(by: sort)
        let isDone = try walk(source, isOrdered: isOrdered, atMost: isOrdered ? each : Self.budget)
        if !isDone && !isOrdered { return false }
      }
    case .byQuality(let small, let facets, let permilles):
      for source in small where try !walk(source, isOrdered: false, atMost: Self.budget) {
        return false
      }
      if facets.isEmpty { return true }
      let width = permilles.count
      for step in 0..<width {
        let permille =
          sort.isFalling ? permilles.upperBound - Int64(step) : permilles.lowerBound + Int64(step)
        if let after, sort == .best ? permille > after.permille : permille < after.permille {
          continue
        }
        for facet in facets {
          _ = try walk(.cell(facet, permille), isOrdered: true, atMost: Self.budget)
          // Beginning a run takes as long as some rows.
          reads += 4
        }
        // Only what is before the next quality is known completely.
        let next = GalleryKey(
          permille: permille + (sort.isFalling ? -1 : 1), id: sort.isFalling ? .max : 0)
        if found.end != nil || !found.wants(next) { break }
        if reads > Self.budget {
          let last = GalleryKey(permille: permille, id: sort.isFalling ? 0 : .max)
          found.stop(at: last)
          break
        }
      }
    }
    return true
  }

  /// - Returns: false when it was left because it had read enough.
  private mutating func walk(
    _ source: GallerySource, isOrdered: Bool, atMost limit: Int
  ) throws -> Bool {
    if let after, case .qualities(let facet, let range) = source, isOrdered {
      // Where the page before ended, the order goes on within a quality, then with the next.
      let cell = GallerySource.cell(facet, after.permille)
      guard try read(cell, isOrdered: true, atMost: limit) else { return false }
      let rest =
        sort == .best
        ? (range.lowerBound, min(range.upperBound, after.permille - 1))
        : (max(range.lowerBound, after.permille + 1), range.upperBound)
      guard rest.0 <= rest.1 else { return true }
      return try read(.qualities(facet, rest.0...rest.1), isOrdered: true, atMost: limit)
    }
    return try read(source, isOrdered: isOrdered, atMost: limit)
  }

  private mutating func read(
    _ source: GallerySource, isOrdered: Bool, atMost limit: Int
  ) throws -> Bool {
    let statement = try HotStatement(database, source.sql(filter, sort: sort))
    defer { statement.reset() }
    let bounds = bounds(of: source)
    statement.bind(1, bounds.above)
    statement.bind(2, bounds.below)
    source.bind(filter, to: statement)
    var count = 0
    while try statement.step() {
      let key = GalleryKey(permille: statement.integer(1), id: statement.integer(0))
      // What follows in this run comes later in the order, too.
      if isOrdered && !found.wants(key) { return true }
      count += 1
      reads += 1
      if statement.integer(2) == 1, after.map({ sort.precedes($0, key) }) ?? true {
        found.insert(key)
      }
      if isOrdered ? count >= limit : reads >= limit {
        if isOrdered { found.stop(at: key) }
        return false
      }
    }
    return true
  }

  /// Of ids: the wanted time, and nothing that stood on pages before.
  private func bounds(of source: GallerySource) -> (above: Int64, below: Int64) {
    var (above, below) = filter.ids
    guard let after else { return (above, below) }
    switch (sort, source) {
    case (.newest, _): below = min(below, after.id)
    case (.oldest, _): above = max(above, after.id)
    case (.best, .cell(_, after.permille)): below = min(below, after.id)
    case (.worst, .cell(_, after.permille)): above = max(above, after.id)
    default: break
    }
    return (above, below)
  }
}

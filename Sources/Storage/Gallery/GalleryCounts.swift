import GRDB

/// What the counters say of a filter before anything is looked for.
struct GalleryCounts {
  /// The facets that can match, the largest first, with how many drawings each has.
  var facets: [(facet: Int64, count: Int)] = []
  /// Drawings of these facets, and those among them whose guess matches too.
  var inFacets = 0
  var matching = 0
  var all = 0
  /// The part of the wanted shape's drawings that has a wanted quality, 0...1; an estimate.
  var qualityShare = 1.0
  /// What the table of qualities says of the same, where it can say it exactly.
  var exactByQuality: Int?
  /// The part of all that was stored in the wanted time, as if it had come evenly.
  var timeShare = 1.0
  /// The part of all that the wanted person drew.
  var personShare = 1.0

  init(_ filter: DrawingFilter, in database: Database) throws {
    var counts: [Int64: Int] = [:]
    let rows = try HotStatement(database, "SELECT facet, guess, count FROM facet_count")
    while try rows.step() {
      let (number, guess, count) = (rows.integer(0), rows.integer(1), Int(rows.integer(2)))
      all += count
      let facet = Facet(number: number)
      guard count > 0, filter.admits(facet) else { continue }
      counts[number, default: 0] += count
      inFacets += count
      if filter.admits(facet, guess: guess) { matching += count }
    }
    rows.reset()
    facets = counts.map { ($0.key, $0.value) }
      .sorted { ($0.count, $1.facet) > ($1.count, $0.facet) }
    if filter.hasQuality { try readQualities(filter, in: database) }
    if filter.hasTime { try readTime(filter, in: database) }
    if let user = filter.user {
      let drawn = try Int.fetchOne(
        database, sql: "SELECT drawings FROM user WHERE id = ?", arguments: [user])
      personShare = Double((drawn ?? 0) + 1) / Double(max(all, 1))
    }
  }

  private mutating func readQualities(_ filter: DrawingFilter, in database: Database) throws {
    let rows = try HotStatement(
      database, "SELECT quality_step, shape, status, count FROM quality_count")
    defer { rows.reset() }
    let permilles = filter.permilles
    // A bound on a step's edge is met by whole steps.
    var isExact = true
    var (wanted, total, exact) = (0.0, 0.0, 0)
    while try rows.step() {
      if let shape = filter.shape, rows.integer(1) != shape { continue }
      let count = Int(rows.integer(3))
      total += Double(count)
      let step = rows.integer(0) * 50
      let last = step == 950 ? 1_000 : step + 49
      let part = min(last, permilles.upperBound) - max(step, permilles.lowerBound) + 1
      if part <= 0 { continue }
      if part < last - step + 1 { isExact = false }
      wanted += Double(count) * Double(part) / Double(last - step + 1)
      if filter.isComplete == nil || filter.isComplete == (rows.integer(2) == 1) { exact += count }
    }
    qualityShare = total > 0 ? max(wanted / total, 0.5 / total) : 1
    // An upper bound names a quality, of which there may be more in the same thousandth.
    let isOpen = filter.maxQuality == nil || filter.maxQuality! >= 1
    let isOnStep = filter.minQuality.map { ($0 * 20).rounded() / 20 == $0 } ?? true
    if isExact && isOpen && isOnStep && filter.isDeleted == false && filter.isFlagged == nil
      && filter.device == nil && filter.guessed == nil && filter.disagrees == nil
    {
      exactByQuality = exact
    }
  }

  private mutating func readTime(_ filter: DrawingFilter, in database: Database) throws {
    let ends = try HotStatement(
      database, "SELECT (SELECT min(id) FROM drawing), (SELECT max(id) FROM drawing)")
    defer { ends.reset() }
    guard try ends.step(), !ends.isNull(0) else { return }
    let (first, last) = (Double(ends.integer(0)), Double(ends.integer(1)))
    let (above, below) = (Double(filter.ids.above), Double(filter.ids.below))
    let share = (min(below, last + 1) - max(above, first - 1)) / (last - first + 2)
    timeShare = min(max(share, 0.5 / Double(max(all, 1))), 1)
  }

  /// The facets whose size is small by a measure, and the others.
  func split(_ isSmall: (Double) -> Bool) -> (small: [Int64], large: [Int64]) {
    var (small, large): ([Int64], [Int64]) = ([], [])
    for (facet, count) in facets {
      if isSmall(Double(count)) { small.append(facet) } else { large.append(facet) }
    }
    return (small, large)
  }

  /// Drawings of some of the facets.
  func total(_ some: [Int64]) -> Double {
    let some = Set(some)
    return facets.reduce(0) { some.contains($1.facet) ? $0 + Double($1.count) : $0 }
  }

  /// How many match, where the counters know; nil where only looking tells.
  func total(_ filter: DrawingFilter) -> Int? {
    if facets.isEmpty { return 0 }
    if filter.user != nil || filter.hasTime { return nil }
    return filter.hasQuality ? exactByQuality : matching
  }
}

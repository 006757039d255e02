import Foundation

/// How a page is found: from which runs of drawings, and whether these stand in the page's order.
struct GalleryPlan {
  enum Steps {
    case together([GallerySource])
    /// First what is small in any order, then for each quality, best or worst first, the facets.
    case byQuality(small: [GallerySource], facets: [Int64], ClosedRange<Int64>)
  }

  let steps: Steps
  /// False where all that matches is gathered and then sorted.
  let isOrdered: Bool
  /// What it is expected to take, in microseconds.
  let cost: Double
}

extension GalleryPlan {
  /// Microseconds for a run that is begun, for a row of an index, for a row that is looked up in
  /// the table, and for a row of the table read in its order (`inkling-bench gallery`).
  private static let (begin, entry, lookup, row) = (3.0, 0.15, 1.5, 0.35)

  /// All ways to find the first `limit` of what matches, the cheapest first.
  static func all(
    for filter: DrawingFilter, sort: DrawingSort, limit: Int, counts: GalleryCounts
  ) -> [GalleryPlan] {
    var plans: [GalleryPlan] = []
    let limit = Double(limit)
    let (all, inFacets, runs) = (
      Double(counts.all), Double(counts.inFacets), Double(counts.facets.count)
    )
    let (time, quality) = (counts.timeShare, counts.qualityShare)
    let facets = counts.facets.map(\.facet)
    let guess = Double(counts.matching) / max(inFacets, 1)
    let facet = inFacets / max(all, 1)
    let person = counts.personShare
    let isCovered = !filter.hasQuality && filter.user == nil && guess == 1
    let perEntry = isCovered ? entry : lookup
    /// Rows to read until so many of a share are found; all there are at most.
    func reads(_ share: Double, of count: Double) -> Double {
      min(limit / max(share, 1e-12), count)
    }
    // Runs cut each other short, but not at once.
    let extra = limit * log(runs + 1)

    func add(_ steps: Steps, ordered: Bool, _ cost: Double) {
      plans.append(GalleryPlan(steps: steps, isOrdered: ordered, cost: cost))
    }
    let people = filter.user.map { [GallerySource.person($0)] } ?? []
    let byTime = facets.map { GallerySource.facet($0) }
    if sort.isByQuality {
      let permilles = filter.permilles
      let rest = time * person * guess
      add(
        .together(facets.map { .qualities($0, permilles) }), ordered: true,
        runs * 2 * begin
          + (reads(rest, of: inFacets * quality) + extra) * (rest == 1 ? entry : lookup))
      let width = Double(permilles.count)
      let matching = inFacets * quality * rest
      let steps = min(width, width * limit / max(matching, 0.01) + 1)
      // What a facet has in the wanted time may be fewer rows than the steps through it.
      let (small, large) = counts.split { $0 * time * lookup < steps * begin }
      add(
        .byQuality(small: small.map { .facet($0) }, facets: large, permilles), ordered: true,
        steps * Double(large.count) * begin + Double(small.count) * 2 * begin
          + counts.total(small) * time * lookup
          + (limit + matching / width) * lookup / max(person * guess, 1e-9))
      add(.together(byTime), ordered: false, runs * begin + inFacets * time * lookup)
      add(.together([.all]), ordered: false, all * time * row)
      if !people.isEmpty { add(.together(people), ordered: false, all * person * time * lookup) }
    } else {
      add(
        .together([.all]), ordered: true,
        reads(facet * guess * quality * person, of: all * time) * row)
      add(
        .together(byTime), ordered: true,
        runs * begin + (reads(guess * quality * person, of: inFacets * time) + extra) * perEntry)
      if !people.isEmpty {
        add(
          .together(people), ordered: true,
          reads(facet * guess * quality, of: all * person * time) * lookup)
      }
      if filter.hasQuality {
        let permilles = filter.permilles
        // A facet may have fewer rows of these qualities than there are qualities.
        let width = Double(permilles.count)
        let (small, large) = counts.split { $0 * quality * lookup < width * begin }
        let cells = Double(large.count) * width
        if cells < 4_000 {
          add(
            .together(
              small.map { .qualities($0, permilles) }
                + large.flatMap { facet in permilles.map { .cell(facet, $0) } }), ordered: true,
            cells * begin + Double(small.count) * begin + counts.total(small) * quality * lookup
              + (reads(guess * person, of: inFacets * quality * time) + extra) * lookup)
        }
        add(
          .together(facets.map { .qualities($0, permilles) }), ordered: false,
          runs * begin + inFacets * quality * lookup)
      }
    }
    return plans.sorted { $0.cost < $1.cost }
  }
}

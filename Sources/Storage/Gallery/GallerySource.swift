import GRDB

/// A run of drawings that stand in order somewhere in the file: what a gallery is put together of.
enum GallerySource: Equatable {
  /// The whole table, by time.
  case all
  /// What one person drew, by time.
  case person(Int64)
  /// A facet, by time.
  case facet(Int64)
  /// A facet and a quality in thousandths, by time.
  case cell(Int64, Int64)
  /// A facet by quality, from one quality to another, both included.
  case qualities(Int64, ClosedRange<Int64>)
}

extension GallerySource {
  /// Whether its rows come in a page's order.
  func isOrdered(by sort: DrawingSort) -> Bool {
    if case .qualities = self { sort.isByQuality } else { !sort.isByQuality }
  }

  /// Rows of id, thousandths of the quality (0 where nobody asks) and whether the filter admits it.
  ///
  /// The parameters: 1 and 2 bound the id, 3 is the facet or the person, 4 and 5 bound the
  /// thousandths, 6 to 9 are what the filter asks of the row.
  func sql(_ filter: DrawingFilter, sort: DrawingSort) -> String {
    let direction = sort.isFalling ? "DESC" : "ASC"
    let quality = sort.isByQuality ? "quality_permille" : "0"
    let bounds = "id > ?1 AND id < ?2"
    let (index, condition, order) =
      switch self {
      case .all: ("NOT INDEXED", bounds, "id \(direction)")
      case .person: ("INDEXED BY drawing_by_user", "user_id = ?3 AND \(bounds)", "id \(direction)")
      case .facet: ("INDEXED BY drawing_by_facet", "facet = ?3 AND \(bounds)", "id \(direction)")
      case .cell:
        (
          "INDEXED BY drawing_by_quality", "facet = ?3 AND quality_permille = ?4 AND \(bounds)",
          "id \(direction)"
        )
      case .qualities:
        (
          "INDEXED BY drawing_by_quality",
          "facet = ?3 AND quality_permille BETWEEN ?4 AND ?5",
          "quality_permille \(direction), id \(direction)"
        )
      }
    return """
      SELECT id, \(quality), \(test(filter)) FROM drawing \(index)
      WHERE \(condition) ORDER BY \(order)
      """
  }

  /// What the source itself does not see to; 1 where nothing is left and the index is enough.
  private func test(_ filter: DrawingFilter) -> String {
    var tests: [String] = []
    if filter.minQuality != nil { tests.append("quality >= ?6") }
    if filter.maxQuality != nil { tests.append("quality <= ?7") }
    if case .qualities = self {
      tests.append(contentsOf: filter.hasTime ? ["id > ?1", "id < ?2"] : [])
    }
    var isPerson = false
    var isFacet = true
    switch self {
    case .person: (isPerson, isFacet) = (true, false)
    case .all: isFacet = false
    default: break
    }
    if filter.user != nil && !isPerson { tests.append("user_id = ?8") }
    if case .shape = filter.guessed { tests.append("guess = ?9") }
    if case .noShape = filter.guessed, !isFacet { tests.append("guess = 0") }
    if !isFacet { tests += Self.facetTests(filter) }
    return tests.isEmpty ? "1" : tests.joined(separator: " AND ")
  }

  /// What a facet would see to. The numbers are the program's own, never a caller's text.
  private static func facetTests(_ filter: DrawingFilter) -> [String] {
    var tests: [String] = []
    if let shape = filter.shape { tests.append("shape = \(shape)") }
    if let isFlagged = filter.isFlagged { tests.append("flagged = \(isFlagged ? 1 : 0)") }
    if let isDeleted = filter.isDeleted {
      tests.append("deleted IS \(isDeleted ? "NOT " : "")NULL")
    }
    if let isComplete = filter.isComplete { tests.append("status = \(isComplete ? 1 : 0)") }
    if let device = filter.device { tests.append("device = \(device.rawValue)") }
    if let disagrees = filter.disagrees {
      tests.append("ifnull(guess, shape) \(disagrees ? "<>" : "=") shape")
    }
    return tests
  }

  /// Binds all but the bounds of ids.
  func bind(_ filter: DrawingFilter, to statement: HotStatement) {
    switch self {
    case .all: break
    case .person(let user): statement.bind(3, user)
    case .facet(let facet): statement.bind(3, facet)
    case .cell(let facet, let permille):
      statement.bind(3, facet)
      statement.bind(4, permille)
    case .qualities(let facet, let permilles):
      statement.bind(3, facet)
      statement.bind(4, permilles.lowerBound)
      statement.bind(5, permilles.upperBound)
    }
    if let low = filter.minQuality { statement.bind(6, Double(low)) }
    if let high = filter.maxQuality { statement.bind(7, Double(high)) }
    if let user = filter.user { statement.bind(8, user) }
    if case .shape(let seen) = filter.guessed { statement.bind(9, seen) }
  }
}

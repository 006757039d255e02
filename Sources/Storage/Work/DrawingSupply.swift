import GRDB

/// How many drawings there are for a training, without reading them.
public struct DrawingSupply: Sendable {
  /// Those that are chosen, by the keys of all shapes asked for.
  public let byShape: [String: Int]
  /// All in the store: a training looks at each one's row.
  public let stored: Int
  /// Whether one person alone has drawn all that is stored; nil when nobody has drawn.
  public let isByOnePerson: Bool?
}

extension Store {
  /// The counters tell at once, unless a quality or a time is asked for: then all rows are looked
  /// at, some tenths of a microsecond each.
  public func supply(
    of selection: DrawingSnapshot.Selection
  ) throws(StoreError) -> DrawingSupply {
    try read { database in
      let rows = try Row.fetchAll(
        database, sql: selection.isCounted ? Self.countedSupply : Self.lookedAtSupply,
        arguments: selection.isCounted
          ? [selection.takesFlagged]
          : [
            selection.takesFlagged, Double(selection.minQuality), selection.ids.lowerBound,
            selection.ids.upperBound,
          ])
      var counts: [String: Int] = [:]
      for row in rows { counts[row[0]] = row[1] }
      let wanted = selection.shapes.map { ($0, min(counts[$0] ?? 0, selection.capPerShape)) }
      let people = try Row.fetchOne(
        database,
        sql: """
          SELECT (SELECT min(user_id) FROM drawing), (SELECT max(user_id) FROM drawing),
            (SELECT id FROM user WHERE name = 'import')
          """)
      let (first, last, importer): (Int64?, Int64?, Int64?) = (people?[0], people?[1], people?[2])
      return DrawingSupply(
        byShape: Dictionary(uniqueKeysWithValues: wanted),
        stored: try Int.fetchOne(database, sql: "SELECT sum(count) FROM facet_count") ?? 0,
        // Everybody whose drawings were imported without a name stands under one.
        isByOnePerson: first.map { $0 == last && $0 != importer })
    }
  }

  /// As the column `facet` is computed.
  private static let countedSupply = """
    SELECT key, sum(count) FROM facet_count JOIN shape ON shape.id = facet / 160
    WHERE facet % 160 / 80 = 1 AND facet % 80 / 40 <= ? AND facet % 40 / 20 = 0 GROUP BY key
    """

  private static let lookedAtSupply = """
    SELECT key, count FROM shape JOIN (
      SELECT shape, count(*) AS count FROM drawing NOT INDEXED
      WHERE deleted IS NULL AND status = 1 AND flagged <= ? AND quality >= ? AND id > ? AND id <= ?
      GROUP BY shape) ON shape = shape.id
    """
}

extension DrawingSnapshot.Selection {
  fileprivate var isCounted: Bool {
    minQuality <= 0 && from == nil && to == nil && newest == nil
  }
}

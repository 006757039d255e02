import GRDB

/// A drawing that waits for a decision.
public struct Suspect: Sendable {
  public let drawing: GalleryDrawing
  /// 0 ... 1.
  public let score: Double
  /// JSON, an array: the strongest reason first.
  public let reasons: String
}

/// Where a page of the queue ended: the drawings after it are less suspect, or older.
public struct SuspectCursor: Sendable, Equatable {
  public let score: Double
  /// The store's own id.
  public let drawing: Int64

  /// - Parameter text: what `text` made; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "-")
    guard parts.count == 2, let bits = UInt64(parts[0], radix: 16), let id = Int64(parts[1]),
      Double(bitPattern: bits).isFinite
    else { return nil }
    (score, drawing) = (Double(bitPattern: bits), id)
  }

  init(after suspect: Suspect) { (score, drawing) = (suspect.score, suspect.drawing.id) }

  public var text: String { String(score.bitPattern, radix: 16) + "-\(drawing)" }
}

/// A part of the queue.
public struct SuspectPage: Sendable {
  public let suspects: [Suspect]
  public let next: SuspectCursor?
  /// How many wait in all, and how many for each kind of reason.
  public let open: Int
  public let byKind: [(kind: ReviewKind, count: Int)]
}

extension Reviews {
  /// Those that nobody has decided about, nor mended otherwise since they were found.
  private static let open = """
    FROM suspect s JOIN drawing d ON d.id = s.drawing_id
    WHERE s.scan = \(shown) AND d.deleted IS NULL AND d.flagged = 0 AND d.shape = s.shape
      AND NOT EXISTS (SELECT 1 FROM review_decision r WHERE r.drawing_id = s.drawing_id)
    """

  /// The most suspect first.
  /// - Parameters:
  ///   - kind: those with such a reason alone.
  ///   - limit: 1...200.
  public func queue(
    kind: ReviewKind? = nil, limit: Int = 60, after cursor: SuspectCursor? = nil
  ) throws(StoreError) -> SuspectPage {
    try store.read { database in
      let bits = kind?.bit ?? ReviewKind.allCases.reduce(0) { $0 | $1.bit }
      let rows = try database.cachedStatement(
        sql: """
          SELECT s.drawing_id, s.score, s.reasons \(Self.open) AND s.kinds & ?1 <> 0
            AND (?2 IS NULL OR (s.score, -s.drawing_id) < (?2, -?3))
          ORDER BY s.score DESC, s.drawing_id LIMIT ?4
          """)
      var suspects = try Row.fetchAll(
        rows, arguments: [bits, cursor?.score, cursor?.drawing, limit + 1]
      ).compactMap { row in
        try GalleryDrawing.fetch(row[0], in: database).map {
          Suspect(drawing: $0, score: row[1], reasons: row[2])
        }
      }
      let isMore = suspects.count > limit
      if isMore { suspects.removeLast() }
      let sums = ReviewKind.allCases.map { "total(s.kinds & \($0.bit) <> 0)" }
      let counts = try database.cachedStatement(
        sql: "SELECT count(*), \(sums.joined(separator: ", ")) \(Self.open)"
      ).fetchRow([])
      return SuspectPage(
        suspects: suspects, next: isMore ? suspects.last.map(SuspectCursor.init) : nil,
        open: counts?[0] ?? 0,
        byKind: ReviewKind.allCases.enumerated().map { index, kind in
          (kind, Int((counts?[index + 1] as Double?) ?? 0))
        })
    }
  }
}

import GRDB

/// A job that changes many drawings, or takes back what another one has changed.
public struct BulkJob: Sendable {
  public let id: Int64
  public let isUndo: Bool
  /// JSON: what was asked for.
  public let config: String
  /// What its changes are known by, in the audit and at each drawing.
  let auditID: Int64
  /// The job that it takes back, and what that one's changes are known by.
  let undoes: (job: Int64, auditID: Int64)?
  /// The job that it takes back.
  public var undoneJob: Int64? { undoes?.job }

  /// Later drawings are none of its business.
  public let newest: Int64
  /// Up to this drawing all is done.
  public let last: Int64
  /// How many match; nil before they were counted.
  public let total: Int?

  static let kind = "bulk"
  static let undoKind = "undo"

  static let select = """
    SELECT job.id, kind, config, audit_id, undoes,
      (SELECT audit_id FROM bulk_job undone WHERE undone.job_id = bulk_job.undoes), newest, last,
      total
    FROM job JOIN bulk_job ON job_id = job.id
    """

  init(_ row: Row) {
    id = row[0]
    isUndo = row[1] == Self.undoKind
    config = row[2]
    auditID = row[3]
    let job: Int64? = row[4]
    let undone: Int64? = row[5]
    undoes = job.flatMap { job in undone.map { (job, $0) } }
    newest = row[6]
    last = row[7]
    total = row[8]
  }
}

/// Which drawings a bulk job goes through, in the order of their ids.
public enum BulkSelection: Sendable {
  /// Rows, rising.
  case drawings([Int64])
  case filter(DrawingFilter)
  /// Those that another job has changed.
  case changes(ofJob: Int64)
}

extension BulkSelection {
  /// The next drawings after a place. Where it goes on depends on ids alone, so nothing is missed
  /// or met twice while the drawings change.
  /// - Returns: rows, and where to go on; nil at the end.
  func next(
    after last: Int64, newest: Int64, limit: Int, in database: Database
  ) throws -> (rows: [Int64], end: Int64?) {
    switch self {
    case .drawings(let rows):
      let rest = rows[rows.partition(after: last)...].prefix(while: { $0 <= newest })
      return (Array(rest.prefix(limit)), rest.count > limit ? rest.prefix(limit).last : nil)
    case .changes(let job):
      let rows = try Int64.fetchAll(
        database.cachedStatement(
          sql: """
            SELECT drawing_id FROM bulk_change WHERE job_id = ? AND drawing_id > ?
            ORDER BY drawing_id LIMIT ?
            """), arguments: [job, last, limit])
      return (rows, rows.count == limit ? rows.last : nil)
    case .filter(let filter):
      // The total is of no interest here; it only must not be none.
      let place = DrawingCursor(
        sort: .oldest, key: GalleryKey(permille: 0, id: last),
        total: GalleryTotal(count: 1, isExact: false))
      let found = try GallerySearch(database, filter, .oldest, after: place, limit: limit)
      let rows = found.keys.map(\.id).filter { $0 <= newest }
      return (rows, found.next.map(\.id).flatMap { $0 < newest ? $0 : nil })
    }
  }
}

extension [Int64] {
  /// The index of the first that is above a value, of rising ones.
  fileprivate func partition(after value: Int64) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

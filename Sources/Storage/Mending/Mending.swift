import GRDB
import Ink

/// A change that an administrator makes to a drawing.
public enum Mending: Sendable, Equatable {
  /// Flagged drawings stay, and no training learns from them.
  case flag(reason: String?)
  case unflag
  /// Into the trash: it can be brought back.
  case delete
  case restore
  /// Another shape than the one that was asked for, by its id.
  case relabel(shape: Int64)

  /// As the audit calls it, and administrators' pages are told.
  var word: String {
    switch self {
    case .flag: "flagged"
    case .unflag: "unflagged"
    case .delete: "deleted"
    case .restore: "restored"
    case .relabel: "relabelled"
    }
  }
}

/// All of a drawing that mending changes.
struct Mendable: Sendable, Equatable {
  /// The shape's id.
  var shape: Int64
  var isFlagged: Bool
  var reason: String?
  /// ms since 1970.
  var deleted: Int64?

  /// What a mending makes of it.
  func applying(_ mending: Mending) -> Mendable {
    var mended = self
    switch mending {
    case .flag(let reason): (mended.isFlagged, mended.reason) = (true, reason)
    case .unflag: (mended.isFlagged, mended.reason) = (false, nil)
    // The first time of two is the time.
    case .delete: mended.deleted = deleted ?? storeTime()
    case .restore: mended.deleted = nil
    case .relabel(let shape): mended.shape = shape
    }
    return mended
  }

  /// What has happened, where it has become another.
  func word(before: Mendable) -> String {
    if (deleted == nil) != (before.deleted == nil) {
      return deleted == nil ? "restored" : "deleted"
    }
    if shape != before.shape { return "relabelled" }
    return isFlagged ? "flagged" : "unflagged"
  }
}

extension Mendable {
  /// Columns as `init` reads them.
  static let columns = "shape, flagged, flag_reason, deleted"

  /// - Parameter index: where the columns begin.
  init(_ row: Row, from index: Int) {
    self.init(
      shape: row[index], isFlagged: row[index + 1], reason: row[index + 2],
      deleted: row[index + 3])
  }

  /// Writes it to a drawing that nobody has changed meanwhile.
  /// - Parameters:
  ///   - change: the audit's row.
  ///   - mended: the change before, as it was read.
  /// - Returns: false when somebody has.
  func write(
    to id: Int64, change: Int64, after mended: Int64, in database: Database
  ) throws -> Bool {
    try database.cachedStatement(
      sql: """
        UPDATE drawing SET shape = ?, flagged = ?, flag_reason = ?, deleted = ?, mended = ?
        WHERE id = ? AND mended = ?
        """
    ).execute(arguments: [shape, isFlagged, reason, deleted, change, id, mended])
    return database.changesCount > 0
  }

  /// For the audit.
  /// - Parameter undoes: the row of the audit that this state takes back.
  func json(in database: Database, undoes: Int64? = nil) throws -> String {
    var writer = JSONWriter()
    writer.beginObject()
    let key: String? = try database.cachedStatement(sql: "SELECT key FROM shape WHERE id = ?")
      .fetchRow([shape])?[0]
    writer.member("shape", key ?? "")
    writer.member("flagged", isFlagged)
    if let reason { writer.member("reason", reason) }
    writer.member("deleted", deleted != nil)
    if let deleted { writer.member("deleted_ms", Int(deleted)) }
    if let undoes { writer.member("undoes", Int(undoes)) }
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// Out of the audit; nil when it is no state, or its shape is gone.
  init?(json text: String?, in database: Database) throws {
    guard let text, let json = try? JSON(parsing: Array(text.utf8)),
      let key = json["shape"]?.string,
      let isFlagged = json["flagged"]?.bool, let isDeleted = json["deleted"]?.bool,
      let shape = try Int64.fetchOne(
        database, sql: "SELECT id FROM shape WHERE key = ?", arguments: [key])
    else { return nil }
    self.init(shape: shape, isFlagged: isFlagged, reason: json["reason"]?.string)
    if isDeleted { deleted = json["deleted_ms"]?.integer.map(Int64.init) ?? storeTime() }
  }
}

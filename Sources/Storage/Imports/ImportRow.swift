import GRDB

/// A file of drawings that comes in parts, and what has become of it so far.
public struct ImportRow: Sendable, Equatable {
  public enum Status: String, Sendable {
    case receiving, done
    /// The whole file has come, and nothing of it could be taken.
    case failed
  }

  public let id: Int64
  public let name: String
  /// Bytes: of the file, and those that have come.
  public let size, received: Int
  public let status: Status
  /// Lines that have come whole, empty ones too; what became of the others.
  public let lines, imported, known, refused: Int
  /// The line under way is too long: the rest of it is passed over.
  public let skips: Bool
  /// ms since 1970.
  public let created: Int64
  public let finished: Int64?

  static let columns = """
    id, name, size, received, status, lines, imported, known, refused, skips, created, finished
    """

  init(_ row: Row) {
    id = row[0]
    name = row[1]
    size = row[2]
    received = row[3]
    status = Status(rawValue: row[4]) ?? .failed
    lines = row[5]
    imported = row[6]
    known = row[7]
    refused = row[8]
    skips = row[9]
    created = row[10]
    finished = row[11]
  }

  static func fetch(_ id: Int64, in database: Database) throws -> ImportRow? {
    try database.cachedStatement(sql: "SELECT \(columns) FROM import WHERE id = ?")
      .fetchRow([id]).map(ImportRow.init)
  }
}

/// A line of an import that was not taken.
public struct ImportRefusal: Sendable, Equatable {
  public let line: Int
  public let reason: String

  public init(line: Int, reason: String) {
    self.line = line
    self.reason = reason
  }
}

/// Some more of an import: lines, and where it stands after them.
public struct ImportPiece: Sendable {
  /// Lines that are drawings, with their numbers.
  public var drawings: [(line: Int, drawing: BulkDrawing)] = []
  /// Lines that are none.
  public var refusals: [ImportRefusal] = []
  /// Bytes that have come once this is stored.
  public var received: Int
  /// Lines that have come whole by then.
  public var lines: Int
  /// The front of a line whose end is still to come.
  public var rest: [UInt8] = []
  public var skips = false

  public init(received: Int, lines: Int) {
    self.received = received
    self.lines = lines
  }
}

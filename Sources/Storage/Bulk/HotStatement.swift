import GRDB
import GRDBSQLite

/// A cached statement that is bound and stepped by hand, where rows come by the hundred thousand.
///
/// Belongs to the call that has the database; columns are read before the next step.
struct HotStatement {
  // Keeps the pointer alive.
  private let statement: Statement
  private let pointer: OpaquePointer

  init(_ database: Database, _ sql: String) throws {
    statement = try database.cachedStatement(sql: sql)
    pointer = statement.sqliteStatement
    reset()
  }

  func reset() { sqlite3_reset(pointer) }

  func bind(_ index: Int32, _ value: Int64) { sqlite3_bind_int64(pointer, index, value) }
  func bind(_ index: Int32, _ value: Double) { sqlite3_bind_double(pointer, index, value) }

  func bind(_ index: Int32, _ value: Int64?) {
    if let value { bind(index, value) } else { sqlite3_bind_null(pointer, index) }
  }

  func bind(_ index: Int32, _ text: String?) {
    guard let text else {
      sqlite3_bind_null(pointer, index)
      return
    }
    let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    sqlite3_bind_text(pointer, index, text, -1, copied)
  }

  /// SQLite copies the bytes: they need not outlive the call.
  func bind(_ index: Int32, _ bytes: [UInt8]) {
    let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    bytes.withUnsafeBytes {
      _ = sqlite3_bind_blob(pointer, index, $0.baseAddress, Int32($0.count), copied)
    }
  }

  /// The 16 bytes of two big-endian words.
  func bind(_ index: Int32, _ high: UInt64, _ low: UInt64) {
    let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    var words = (high.bigEndian, low.bigEndian)
    withUnsafeBytes(of: &words) {
      _ = sqlite3_bind_blob(pointer, index, $0.baseAddress, 16, copied)
    }
  }

  /// - Returns: whether there is a row.
  func step() throws -> Bool {
    switch sqlite3_step(pointer) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code:
      let message = sqlite3_db_handle(pointer).flatMap { sqlite3_errmsg($0) }
      let error = DatabaseError(
        resultCode: ResultCode(rawValue: code), message: message.map { String(cString: $0) })
      reset()
      throw error
    }
  }

  /// Runs it once more with what is bound.
  func run() throws {
    while try step() {}
    reset()
  }

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }
  func number(_ column: Int32) -> Double { sqlite3_column_double(pointer, column) }
  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_NULL }

  func bytes(_ column: Int32) -> [UInt8] {
    guard let start = sqlite3_column_blob(pointer, column) else { return [] }
    let count = Int(sqlite3_column_bytes(pointer, column))
    return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  }
}

import Foundation
import Ink

/// Reads a text file in pieces of some megabytes, each cut into its lines.
enum LineReader {
  struct Line: Sendable {
    /// 1 for the first of the file.
    let number: Int
    let bytes: ArraySlice<UInt8>

    /// Whether there is more than blanks.
    var isFilled: Bool { bytes.contains { $0 > 32 } }

    func json() throws(JSONError) -> JSON { try JSON(parsing: Array(bytes)) }
  }

  private static let piece = 4 << 20
  private static let longest = 8 << 20

  /// - Parameter path: "-" for standard input.
  /// - Throws: `LoadError` when the file cannot be read, and what `take` throws.
  static func read(_ path: String, _ take: ([Line]) throws -> Void) throws {
    let isStandardInput = path == "-"
    guard isStandardInput || FileManager.default.isReadableFile(atPath: path),
      let file = isStandardInput ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
    else { throw LoadError.unreadable(file: path) }
    var rest: [UInt8] = []
    var number = 1
    while let piece = try file.read(upToCount: piece), !piece.isEmpty {
      let bytes = rest + piece
      let end = bytes.lastIndex(of: newline).map { $0 + 1 } ?? 0
      try take(lines(bytes[..<end], from: &number))
      rest = Array(bytes[end...])
      guard rest.count <= longest else { throw LoadError.longLine(file: path, line: number) }
    }
    if !rest.isEmpty { try take(lines(rest[...], from: &number)) }
  }

  private static let newline = UInt8(ascii: "\n")

  private static func lines(_ bytes: ArraySlice<UInt8>, from number: inout Int) -> [Line] {
    var lines: [Line] = []
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let end = bytes[start...].firstIndex(of: newline) ?? bytes.endIndex
      lines.append(Line(number: number, bytes: bytes[start..<end]))
      number += 1
      start = end + 1
    }
    return lines
  }
}

import Foundation
public import Ink

/// Reads files of recorded drawings, one JSON object a line, in any of the known formats.
public enum RecordedDrawings {
  /// A line that could not be taken.
  public struct Refused {
    public let line: Int
    public let reason: String
  }

  /// Calls `take` for each drawing; empty lines are passed over.
  ///
  /// - Parameter refused: called for each line that is no drawing.
  /// - Throws: `LoadError` when the file cannot be read.
  public static func read(
    _ path: String, refused: (Refused) -> Void, take: (RecordedDrawing) throws -> Void
  ) throws {
    try readLines(path, refused: refused) { json, line in
      let drawing = try Drawing(recorded: json, newID: DrawingID.fresh)
      try take(RecordedDrawing(drawing: drawing, person: RecordedDrawing.person(json), line: line))
    }
  }

  /// Calls `take` for each line that is JSON; an `InvalidDrawing` that it throws is a refusal.
  public static func readLines(
    _ path: String, refused: (Refused) -> Void, take: (JSON, _ line: Int) throws -> Void
  ) throws {
    let isStandardInput = path == "-"
    guard isStandardInput || FileManager.default.isReadableFile(atPath: path),
      let file = isStandardInput ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
    else { throw LoadError.unreadable(file: path) }
    var rest = Data()
    var number = 0
    func takeLine(_ line: Data) throws {
      number += 1
      guard line.contains(where: { $0 > 32 }) else { return }
      do {
        try take(try JSON(parsing: [UInt8](line)), number)
      } catch let error as JSONError {
        refused(Refused(line: number, reason: error.description))
      } catch let error as InvalidDrawing {
        refused(Refused(line: number, reason: error.description))
      }
    }
    while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
      rest.append(piece)
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        try takeLine(rest[rest.startIndex..<end])
        rest = rest[(end + 1)...]
      }
      guard rest.count <= 8 << 20 else {
        throw LoadError.longLine(file: path, line: number + 1)
      }
    }
    if !rest.isEmpty { try takeLine(rest) }
  }
}

/// A drawing of a file, and what the file says of it beside.
public struct RecordedDrawing {
  public var drawing: Drawing
  /// Who drew it, told apart within its source; nil where the file does not say.
  public let person: String?
  public let line: Int

  /// Of `"user"`, a string or a number, and `"source"`.
  fileprivate static func person(_ json: JSON) -> String? {
    guard let user = json["user"]?.string ?? json["user"]?.integer.map(String.init), !user.isEmpty
    else { return nil }
    return "\(json["source"]?.string ?? "")/\(user)"
  }
}

extension DrawingID {
  /// A new version 7 id, of now.
  static func fresh() -> DrawingID {
    DrawingID(
      milliseconds: UInt64(Date().timeIntervalSince1970 * 1_000),
      random: (.random(in: 0...UInt64.max), .random(in: 0...UInt64.max)))
  }
}

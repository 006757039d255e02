import Foundation
public import Ink

/// Reads files of recorded drawings, one JSON object a line, in any of the known formats.
public enum RecordedDrawings {
  /// A line that could not be taken.
  public struct Refused: Error, Sendable {
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
    try LineReader.read(path) { lines in
      for line in lines where line.isFilled {
        do {
          try take(try line.json(), line.number)
        } catch let error as JSONError {
          refused(Refused(line: line.number, reason: error.description))
        } catch let error as InvalidDrawing {
          refused(Refused(line: line.number, reason: error.description))
        }
      }
    }
  }

  /// Reads on all cores: drawings come by the thousand, in the order of the file, each as `work`
  /// has made it or as it was refused.
  ///
  /// - Parameter work: called on several threads.
  /// - Throws: `LoadError` when the file cannot be read, and what `take` throws.
  public static func readTogether<Made: Sendable>(
    _ path: String, work: @Sendable (RecordedDrawing) -> Made,
    take: ([Result<(line: Int, made: Made), Refused>]) throws -> Void
  ) throws {
    try LineReader.read(path) { lines in
      try take(
        onAllCores(lines.filter(\.isFilled)) { line in
          do {
            let json = try line.json()
            let recorded = RecordedDrawing(
              drawing: try Drawing(recorded: json, newID: DrawingID.fresh),
              person: RecordedDrawing.person(json), line: line.number)
            return .success((line.number, work(recorded)))
          } catch let error as JSONError {
            return .failure(Refused(line: line.number, reason: error.description))
          } catch let error as InvalidDrawing {
            return .failure(Refused(line: line.number, reason: error.description))
          } catch {
            return .failure(Refused(line: line.number, reason: "\(error)"))
          }
        })
    }
  }
}

/// A drawing of a file, and what the file says of it beside.
public struct RecordedDrawing: Sendable {
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

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
      var recorded = try RecordedDrawing(json, newID: DrawingID.fresh)
      recorded.line = line
      try take(recorded)
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
            var recorded = try RecordedDrawing(try line.json(), newID: DrawingID.fresh)
            recorded.line = line.number
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

extension DrawingID {
  /// A new version 7 id, of now.
  static func fresh() -> DrawingID {
    DrawingID(
      milliseconds: UInt64(Date().timeIntervalSince1970 * 1_000),
      random: (.random(in: 0...UInt64.max), .random(in: 0...UInt64.max)))
  }
}

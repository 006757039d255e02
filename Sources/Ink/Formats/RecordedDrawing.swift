/// A drawing of a data set, and what its line says of it beside.
public struct RecordedDrawing: Sendable {
  /// Who drew it.
  public enum Person: Hashable, Sendable {
    case unnamed
    /// Told apart within a source, by both names.
    case named(String)
    /// By the public name that an export gives.
    case known(DrawingID)
  }

  public var drawing: Drawing
  /// The line itself names the drawing: with `id`, or a UUID as `key_id`.
  public let hasID: Bool
  public let person: Person
  public let isComplete: Bool
  public let isDeleted: Bool
  public let isFlagged: Bool
  public let flagReason: String?
  /// Where it stands in its file, from 1; 0 where nobody counts.
  public var line = 0

  private static let reasonAtMost = 200

  /// - Parameter newID: makes the id when the line has none.
  /// - Throws: every fault with its path, at most 20.
  public init(_ json: JSON, newID: () -> DrawingID) throws(InvalidDrawing) {
    drawing = try Drawing(recorded: json, newID: newID)
    if let id = json["id"], !id.isNull {
      hasID = true
    } else if let id = json["key_id"]?.string.flatMap({ DrawingID(text: $0.utf8) }) {
      drawing.id = id
      hasID = true
    } else {
      hasID = false
    }
    person = Self.person(json)
    isComplete = json["status"]?.string != "partial"
    isDeleted = json["deleted_at"]?.string != nil
    isFlagged = json["flagged"]?.bool == true
    flagReason =
      isFlagged
      ? json["flag_reason"]?.string.map {
        String(String.UnicodeScalarView($0.unicodeScalars.prefix(Self.reasonAtMost)))
      } : nil
  }

  /// Of `"user"`, a string or a number, and `"source"`.
  private static func person(_ json: JSON) -> Person {
    guard let user = json["user"]?.string ?? json["user"]?.integer.map(String.init), !user.isEmpty
    else { return .unnamed }
    let source = json["source"]?.string ?? ""
    if source.isEmpty, let id = DrawingID(text: user.utf8) { return .known(id) }
    return .named("\(source)/\(user)")
  }
}

/// A JSON text as a value (RFC 8259). Objects keep the order of their members.
public enum JSON: Equatable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([Member])

  /// A name and its value, in an object.
  public struct Member: Equatable, Sendable {
    public var name: String
    public var value: JSON

    public init(name: String, value: JSON) {
      self.name = name
      self.value = value
    }
  }

  /// What a text may not exceed; beyond it the parser refuses.
  public enum Limits {
    /// Arrays and objects inside each other.
    public static let nesting = 32
    /// Members of one object. Names are compared with each other, so this bounds the time.
    public static let members = 256
    /// Bytes of one number: more than any `Double` needs.
    public static let bytesPerNumber = 512
  }
}

extension JSON {
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  /// Never NaN or infinite when it was parsed.
  public var number: Double? { if case .number(let value) = self { value } else { nil } }
  public var string: String? { if case .string(let value) = self { value } else { nil } }
  public var array: [JSON]? { if case .array(let values) = self { values } else { nil } }
  public var object: [Member]? { if case .object(let members) = self { members } else { nil } }

  public var isNull: Bool { if case .null = self { true } else { false } }

  /// The number when it is whole and fits.
  public var integer: Int? { number.flatMap { Int(exactly: $0) } }

  /// The value of a member; nil without it, and for all that is no object.
  public subscript(name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    for member in members where member.name == name { return member.value }
    return nil
  }

  /// What the value is, with its article, for messages: `a string`.
  public var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

/// Where a text stops being JSON, and why.
public struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The first byte that cannot stand, counted from 0; the text's length when it ends too early.
  public let offset: Int
  /// A sentence without its full stop: `a value is missing`.
  public let message: String

  public init(offset: Int, message: String) {
    self.offset = offset
    self.message = message
  }

  public var description: String { "Malformed JSON at byte \(offset): \(message)." }
}

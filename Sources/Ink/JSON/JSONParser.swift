extension JSON {
  /// Reads one JSON text: all of the bytes, and nothing that RFC 8259 does not allow.
  ///
  /// Also refused: text that is not UTF-8, lone surrogates, a name twice in an object, numbers
  /// beyond `Double`'s range, and what exceeds `JSON.Limits`.
  /// - Throws: the first fault with its offset.
  public init(parsing bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) {
    var parser = JSONParser(bytes)
    self = try parser.parse()
  }

  /// The same for bytes in an array.
  public init(parsing bytes: [UInt8]) throws(JSONError) {
    // The closure cannot throw a typed error through `withUnsafeBufferPointer` in every mode of
    // the compiler, so the outcome travels as a value.
    let outcome = bytes.withUnsafeBufferPointer { buffer -> Result<JSON, JSONError> in
      do throws(JSONError) { return .success(try JSON(parsing: buffer)) } catch {
        return .failure(error)
      }
    }
    self = try outcome.get()
  }
}

/// One pass over the text, by recursive descent.
struct JSONParser {
  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0
  private var depth = 0
  /// Objects in a row mostly have the same number of members, and arrays of elements.
  private var lastMemberCount = 4
  private var lastElementCount = 4

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func parse() throws(JSONError) -> JSON {
    let value = try parseValue()
    skipWhitespace()
    guard position == bytes.count else { throw fault("the text goes on after its value") }
    return value
  }

  func fault(_ message: String) -> JSONError {
    JSONError(offset: min(position, bytes.count), message: message)
  }

  /// The byte at the position; 0, which JSON allows nowhere, at the end.
  @inline(__always)
  var current: UInt8 { position < bytes.count ? bytes[position] : 0 }

  @inline(__always)
  mutating func skipWhitespace() {
    while position < bytes.count {
      let byte = bytes[position]
      guard byte <= 0x20, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09
      else { return }
      position += 1
    }
  }

  private mutating func parseValue() throws(JSONError) -> JSON {
    skipWhitespace()
    switch current {
    case UInt8(ascii: "{"): return try parseObject()
    case UInt8(ascii: "["): return try parseArray()
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return .number(try parseNumber())
    case UInt8(ascii: "t"): return try parseWord("true", as: .bool(true))
    case UInt8(ascii: "f"): return try parseWord("false", as: .bool(false))
    case UInt8(ascii: "n"): return try parseWord("null", as: .null)
    default:
      throw fault(position >= bytes.count ? "a value is missing" : "this starts no value")
    }
  }

  private mutating func parseWord(_ word: StaticString, as value: JSON) throws(JSONError) -> JSON {
    for index in 0..<word.utf8CodeUnitCount {
      guard current == word.utf8Start[index] else { throw fault("this starts no value") }
      position += 1
    }
    return value
  }

  private mutating func descend() throws(JSONError) {
    depth += 1
    guard depth <= JSON.Limits.nesting else {
      throw fault("arrays and objects are nested more than \(JSON.Limits.nesting) deep")
    }
    position += 1
    skipWhitespace()
  }

  private mutating func parseArray() throws(JSONError) -> JSON {
    try descend()
    var elements: [JSON] = []
    if current != UInt8(ascii: "]") {
      elements.reserveCapacity(lastElementCount)
      while true {
        elements.append(try parseValue())
        if try !nextItem(before: UInt8(ascii: "]")) { break }
      }
    }
    position += 1
    depth -= 1
    // Short arrays repeat (points); the long ones are too few to prepare for.
    lastElementCount = min(elements.count, 8)
    return .array(elements)
  }

  private mutating func parseObject() throws(JSONError) -> JSON {
    try descend()
    var members: [JSON.Member] = []
    if current != UInt8(ascii: "}") {
      members.reserveCapacity(lastMemberCount)
      while true {
        members.append(try parseMember(after: members))
        if try !nextItem(before: UInt8(ascii: "}")) { break }
      }
    }
    position += 1
    depth -= 1
    lastMemberCount = min(members.count, 8)
    return .object(members)
  }

  private mutating func parseMember(
    after members: [JSON.Member]
  ) throws(JSONError) -> JSON.Member {
    skipWhitespace()
    guard current == UInt8(ascii: "\"") else { throw fault("a name in quotes is missing") }
    let start = position
    let name = try parseString()
    for member in members where member.name == name {
      throw JSONError(offset: start, message: "the object has a member of this name already")
    }
    guard members.count < JSON.Limits.members else {
      throw JSONError(
        offset: start, message: "the object has more than \(JSON.Limits.members) members")
    }
    skipWhitespace()
    guard current == UInt8(ascii: ":") else { throw fault("a colon is missing") }
    position += 1
    return JSON.Member(name: name, value: try parseValue())
  }

  /// Whether another item follows; false at the closing bracket.
  @inline(__always)
  private mutating func nextItem(before close: UInt8) throws(JSONError) -> Bool {
    skipWhitespace()
    if current == UInt8(ascii: ",") {
      position += 1
      return true
    }
    guard current == close else { throw fault("a comma or the closing bracket is missing") }
    return false
  }
}

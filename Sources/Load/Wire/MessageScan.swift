/// What a frequent message of the server says, found without parsing the rest.
///
/// A quote inside a JSON string is escaped, so `"seq":` stands nowhere but before the member.
/// The first member of a name counts: in the messages read this way it is the message's own.
struct MessageScan {
  enum Kind {
    case feedback, saved, pace, begun, submitted, guess
    /// Rare, and worth a parser.
    case other
  }

  private let bytes: UnsafeRawBufferPointer
  let kind: Kind

  init(_ message: UnsafeRawBufferPointer) {
    bytes = message
    kind = Self.kind(message)
  }

  /// The kind by its first letters: the server writes the type first.
  private static func kind(_ bytes: UnsafeRawBufferPointer) -> Kind {
    let start = Self.prefix.count
    guard bytes.count > start + 2, bytes.starts(with: Self.prefix) else { return .other }
    func has(_ name: StaticString) -> Bool {
      let count = name.utf8CodeUnitCount
      guard bytes.count > start + count, bytes[start + count] == UInt8(ascii: "\"") else {
        return false
      }
      return bytes[start..<(start + count)].elementsEqual(
        UnsafeRawBufferPointer(start: name.utf8Start, count: count))
    }
    switch bytes[start] {
    case UInt8(ascii: "f"): return has("feedback") ? .feedback : .other
    case UInt8(ascii: "s"): return has("saved") ? .saved : has("submitted") ? .submitted : .other
    case UInt8(ascii: "p"): return has("pace") ? .pace : .other
    case UInt8(ascii: "b"): return has("begun") ? .begun : .other
    case UInt8(ascii: "g"): return has("guess") ? .guess : .other
    default: return .other
    }
  }

  private static let prefix = Array(#"{"type":""#.utf8)

  var seq: UInt32? { number(#""seq":"#).flatMap { UInt32(exactly: $0) } }
  var saved: UInt32? { number(#""saved":"#).flatMap { UInt32(exactly: $0) } }
  var interval: UInt32? { number(#""interval_ms":"#).flatMap { UInt32(exactly: $0) } }
  var quality: Double? { number(#""quality":"#) }
  var completeness: Double? { number(#""completeness":"#) }

  /// Whether there is at least one guess.
  var hasGuesses: Bool {
    guard let start = end(of: #""guesses":["#), start < bytes.count else { return false }
    return bytes[start] == UInt8(ascii: "{")
  }

  /// Whether this is of the drawing with these 36 bytes.
  func isOf(_ id: [UInt8]) -> Bool {
    guard let start = end(of: #""drawing":""#), start + id.count <= bytes.count else {
      return false
    }
    return bytes[start..<(start + id.count)].elementsEqual(id)
  }

  /// Reads digits and up to nine decimals; the server writes no exponents in these members.
  private func number(_ name: StaticString) -> Double? {
    guard var index = end(of: name) else { return nil }
    var value = 0.0
    var scale = 0.0
    let start = index
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "."), scale == 0 {
        scale = 1
      } else if case let digit = bytes[index] &- 48, digit < 10 {
        value = value * 10 + Double(digit)
        scale *= 10
      } else {
        break
      }
      index += 1
    }
    guard index > start else { return nil }
    return scale > 1 ? value / scale : value
  }

  /// The index behind the first place where the name stands.
  private func end(of name: StaticString) -> Int? {
    let count = name.utf8CodeUnitCount
    let second = name.utf8Start[1]
    guard bytes.count >= count else { return nil }
    let start = bytes.baseAddress!.assumingMemoryBound(to: UInt8.self)
    var index = 0
    search: while index <= bytes.count - count {
      // Every name begins with a quote; its second letter tells most apart.
      if start[index] == UInt8(ascii: "\""), start[index + 1] == second {
        for offset in 2..<count where start[index + offset] != name.utf8Start[offset] {
          index += 1
          continue search
        }
        return index + count
      }
      index += 1
    }
    return nil
  }
}

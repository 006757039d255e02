extension JSONParser {
  /// Reads a string from its opening quote to behind its closing one.
  mutating func parseString() throws(JSONError) -> String {
    position += 1
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        let text = UnsafeBufferPointer(rebasing: bytes[start..<position])
        position += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): return try parseEscapedString(from: start)
      case 0x20..<0x80: position += 1
      case 0x80...: try skipMultibyteScalar()
      default: throw fault("a control character stands in a string; escape it")
      }
    }
    throw fault("the string does not end")
  }

  /// Goes on at the first escape of a string that began at `start`.
  private mutating func parseEscapedString(from start: Int) throws(JSONError) -> String {
    var text = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try parseEscape(into: &text)
      case 0x20..<0x80:
        text.append(byte)
        position += 1
      case 0x80...:
        let first = position
        try skipMultibyteScalar()
        text.append(contentsOf: bytes[first..<position])
      default: throw fault("a control character stands in a string; escape it")
      }
    }
    throw fault("the string does not end")
  }

  private mutating func parseEscape(into text: inout [UInt8]) throws(JSONError) {
    let start = position
    position += 1
    let escaped = current
    position += 1
    switch escaped {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escaped)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0c)
    case UInt8(ascii: "n"): text.append(0x0a)
    case UInt8(ascii: "r"): text.append(0x0d)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      let scalar = try parseEscapedScalar(from: start)
      for byte in UTF8.encode(scalar)! { text.append(byte) }
    default: throw JSONError(offset: start, message: "this escape does not exist")
    }
  }

  /// Reads what follows `\u`: one scalar, which may take a pair of surrogates.
  private mutating func parseEscapedScalar(
    from start: Int
  ) throws(JSONError) -> Unicode.Scalar {
    let first = try parseFourHexDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    let lone = JSONError(offset: start, message: "a surrogate stands alone")
    guard first < 0xdc00, current == UInt8(ascii: "\\") else { throw lone }
    position += 1
    guard current == UInt8(ascii: "u") else { throw lone }
    position += 1
    let second = try parseFourHexDigits()
    guard 0xdc00...0xdfff ~= second,
      let scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
    else { throw lone }
    return scalar
  }

  private mutating func parseFourHexDigits() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = hexDigitValue(current) else {
        throw fault("four hexadecimal digits must follow \\u")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }

  /// Passes over one scalar of two to four bytes, well-formed as table 3-7 of the Unicode
  /// Standard has it: no overlong forms, no surrogates, nothing above U+10FFFF.
  private mutating func skipMultibyteScalar() throws(JSONError) {
    let lead = bytes[position]
    let count: Int
    var second: ClosedRange<UInt8> = 0x80...0xbf
    switch lead {
    case 0xc2...0xdf: count = 2
    case 0xe0...0xef:
      count = 3
      if lead == 0xe0 { second = 0xa0...0xbf }
      if lead == 0xed { second = 0x80...0x9f }
    case 0xf0...0xf4:
      count = 4
      if lead == 0xf0 { second = 0x90...0xbf }
      if lead == 0xf4 { second = 0x80...0x8f }
    default: throw fault("the text is not UTF-8")
    }
    guard position + count <= bytes.count, second ~= bytes[position + 1] else {
      throw fault("the text is not UTF-8")
    }
    for index in 2..<max(count, 2) where bytes[position + index] & 0xc0 != 0x80 {
      throw fault("the text is not UTF-8")
    }
    position += count
  }
}

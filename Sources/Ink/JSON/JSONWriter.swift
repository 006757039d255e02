/// Appends JSON text to bytes. It places the commas; the caller opens and closes in turn.
///
/// It allocates nothing but the buffer, which a caller may empty and use again: a message of ten
/// numbers takes a fraction of a microsecond.
public struct JSONWriter: Sendable {
  /// The text so far.
  public private(set) var bytes: [UInt8] = []
  private var needsComma = false

  public init(capacityInBytes: Int = 0) { bytes.reserveCapacity(capacityInBytes) }

  /// Empties the text and keeps its memory.
  public mutating func reset() {
    bytes.removeAll(keepingCapacity: true)
    needsComma = false
  }

  public mutating func beginObject() { open(UInt8(ascii: "{")) }
  public mutating func endObject() { close(UInt8(ascii: "}")) }
  public mutating func beginArray() { open(UInt8(ascii: "[")) }
  public mutating func endArray() { close(UInt8(ascii: "]")) }

  /// Starts a member; its value follows.
  /// - Parameter name: ASCII that needs no escapes.
  @inline(__always)
  public mutating func name(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Starts a member whose name is data.
  public mutating func name(_ name: String) {
    separate()
    appendQuoted(name.utf8)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  public mutating func null() { literal("null") }
  public mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }
  public mutating func string(_ text: String) { string(utf8: text.utf8) }

  /// A string of well-formed UTF-8.
  public mutating func string(utf8 text: some Sequence<UInt8>) {
    separate()
    appendQuoted(text)
    needsComma = true
  }

  public mutating func string(_ id: DrawingID) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    for index in 0..<16 {
      if index == 4 || index == 6 || index == 8 || index == 10 { bytes.append(UInt8(ascii: "-")) }
      bytes.append(hexDigit(id[index] >> 4))
      bytes.append(hexDigit(id[index] & 15))
    }
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  public mutating func integer(_ value: Int) {
    separate()
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    appendDigits(UInt64(value.magnitude))
    needsComma = true
  }

  /// A number with at most `decimals` decimals, rounded half away from zero, without trailing
  /// zeros: `100`, `0.25`. What JSON cannot say (NaN, infinity) and what exceeds 10^12 is `null`.
  /// - Parameter decimals: 0...6.
  public mutating func number(_ value: Double, decimals: Int = 4) {
    guard value.magnitude <= 1e12 else { return null() }
    separate()
    let scaled = UInt64((value.magnitude * Double(powerOfTen(decimals))).rounded())
    if value < 0, scaled > 0 { bytes.append(UInt8(ascii: "-")) }
    appendDecimal(scaled, decimals: decimals)
    needsComma = true
  }

  public mutating func number(_ value: Float, decimals: Int = 4) {
    number(Double(value), decimals: decimals)
  }

  /// A coordinate or width in eighths of a unit, exactly: `100`, `100.125`.
  public mutating func eighths(_ value: Int) {
    separate()
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    appendDecimal(UInt64(value.magnitude) * 125, decimals: 3)
    needsComma = true
  }

  /// JSON made elsewhere, as one value.
  public mutating func value(_ json: some Sequence<UInt8>) {
    separate()
    bytes.append(contentsOf: json)
    needsComma = true
  }
}

/// A member at once.
extension JSONWriter {
  @inline(__always)
  public mutating func member(_ name: StaticString, _ value: Int) {
    self.name(name)
    integer(value)
  }

  @inline(__always)
  public mutating func member(_ name: StaticString, _ value: Bool) {
    self.name(name)
    bool(value)
  }

  @inline(__always)
  public mutating func member(_ name: StaticString, _ value: String) {
    self.name(name)
    string(value)
  }

  @inline(__always)
  public mutating func member(_ name: StaticString, _ value: Double, decimals: Int = 4) {
    self.name(name)
    number(value, decimals: decimals)
  }

  @inline(__always)
  public mutating func member(_ name: StaticString, _ value: Float, decimals: Int = 4) {
    self.name(name)
    number(value, decimals: decimals)
  }

  @inline(__always)
  public mutating func member(_ name: StaticString, _ id: DrawingID) {
    self.name(name)
    string(id)
  }
}

extension JSONWriter {
  @inline(__always)
  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }

  private mutating func open(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func literal(_ word: StaticString) {
    separate()
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    needsComma = true
  }

  private mutating func appendDigits(_ value: UInt64) {
    if value >= 100_000_000 {
      appendDigits(value / 100_000_000)
      return append(lastDigitsOf: value % 100_000_000, count: 8)
    }
    var (count, unit): (Int, UInt64) = (1, 10)
    while value >= unit {
      count += 1
      unit *= 10
    }
    append(lastDigitsOf: value, count: count)
  }

  /// The last `count` digits, at most 8, zeros too.
  private mutating func append(lastDigitsOf value: UInt64, count: Int) {
    var value = UInt32(truncatingIfNeeded: value)
    var text: UInt64 = 0
    for _ in 0..<count {
      text = text << 8 | UInt64(0x30 + value % 10)
      value /= 10
    }
    withUnsafeBytes(of: text.littleEndian) {
      bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[..<count]))
    }
  }

  /// `scaled / 10^decimals` without trailing zeros.
  private mutating func appendDecimal(_ scaled: UInt64, decimals: Int) {
    let unit = powerOfTen(decimals)
    var (fraction, decimals) = (scaled % unit, decimals)
    appendDigits(scaled / unit)
    guard fraction > 0 else { return }
    while fraction % 10 == 0 {
      fraction /= 10
      decimals -= 1
    }
    bytes.append(UInt8(ascii: "."))
    append(lastDigitsOf: fraction, count: decimals)
  }

  private mutating func appendQuoted(_ text: some Sequence<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    let isCopied: Void? = text.withContiguousStorageIfAvailable { text in
      var start = 0
      for index in text.indices where needsEscape(text[index]) {
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
        appendEscaped(text[index])
        start = index + 1
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }
    if isCopied == nil {
      for byte in text { if needsEscape(byte) { appendEscaped(byte) } else { bytes.append(byte) } }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func appendEscaped(_ byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    if byte >= 0x20 { return bytes.append(byte) }
    for digit in [UInt8(ascii: "u"), 0x30, 0x30, hexDigit(byte >> 4), hexDigit(byte & 15)] {
      bytes.append(digit)
    }
  }

  @inline(__always)
  private func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }
}

@inline(__always)
private func powerOfTen(_ power: Int) -> UInt64 {
  var value: UInt64 = 1
  for _ in 0..<power { value *= 10 }
  return value
}

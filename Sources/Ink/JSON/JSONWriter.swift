/// Appends JSON text to bytes. It places the commas; the caller opens and closes in turn.
///
/// It allocates nothing but the buffer, which a caller may empty and use again: a message of ten
/// numbers takes a fraction of a microsecond.
public struct JSONWriter: Sendable {
  /// Longer than the text: bytes are stored by position, which costs a fifth of appending them.
  private var storage: [UInt8]
  /// Bytes of the text so far.
  public private(set) var count = 0
  private var needsComma = false

  public init(capacityInBytes: Int = 256) {
    storage = [UInt8](repeating: 0, count: capacityInBytes)
  }

  /// The text so far, copied.
  public var bytes: [UInt8] { Array(storage[..<count]) }

  /// The text so far, in place.
  public func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    storage.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[..<count])) }
  }

  /// Empties the text and keeps its memory.
  public mutating func reset() {
    count = 0
    needsComma = false
  }

  public mutating func beginObject() { open(UInt8(ascii: "{")) }
  public mutating func endObject() { close(UInt8(ascii: "}")) }
  public mutating func beginArray() { open(UInt8(ascii: "[")) }
  public mutating func endArray() { close(UInt8(ascii: "]")) }

  /// Starts a member; its value follows.
  /// - Parameter name: ASCII that needs no escapes.
  public mutating func name(_ name: StaticString) {
    let (text, length) = (name.utf8Start, name.utf8CodeUnitCount)
    let separates = needsComma
    store(atMost: length + 4) { end in
      if separates { end.put(UInt8(ascii: ",")) }
      end.put(UInt8(ascii: "\""))
      end.put(text, count: length)
      end.put(UInt8(ascii: "\""))
      end.put(UInt8(ascii: ":"))
    }
    needsComma = false
  }

  /// Starts a member whose name is data.
  public mutating func name(_ name: String) {
    separate()
    appendQuoted(name.utf8)
    append(UInt8(ascii: ":"))
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
    store(atMost: 38) { end in
      end.put(UInt8(ascii: "\""))
      for index in 0..<16 {
        if index == 4 || index == 6 || index == 8 || index == 10 { end.put(UInt8(ascii: "-")) }
        let byte = id[index]
        end.put(hexDigit(byte >> 4))
        end.put(hexDigit(byte & 15))
      }
      end.put(UInt8(ascii: "\""))
    }
    needsComma = true
  }

  public mutating func integer(_ value: Int) {
    separate()
    store(atMost: 20) { end in
      if value < 0 { end.put(UInt8(ascii: "-")) }
      end.put(digitsOf: UInt64(value.magnitude))
    }
    needsComma = true
  }

  /// A number with at most `decimals` decimals, rounded half away from zero, without trailing
  /// zeros: `100`, `0.25`. What JSON cannot say (NaN, infinity) and what exceeds 10^12 is `null`.
  /// - Parameter decimals: 0...6.
  public mutating func number(_ value: Double, decimals: Int = 4) {
    guard value.magnitude <= 1e12 else { return null() }
    separate()
    let scaled = UInt64((value.magnitude * Double(ByteCursor.powerOfTen(decimals))).rounded())
    store(atMost: 32) { end in
      if value < 0, scaled > 0 { end.put(UInt8(ascii: "-")) }
      end.put(decimal: scaled, decimals: decimals)
    }
    needsComma = true
  }

  public mutating func number(_ value: Float, decimals: Int = 4) {
    number(Double(value), decimals: decimals)
  }

  /// A coordinate or width in eighths of a unit, exactly: `100`, `100.125`.
  public mutating func eighths(_ value: Int) {
    separate()
    store(atMost: 32) { end in
      if value < 0 { end.put(UInt8(ascii: "-")) }
      end.put(decimal: UInt64(value.magnitude) * 125, decimals: 3)
    }
    needsComma = true
  }

  /// JSON made elsewhere, as one value.
  public mutating func value(_ json: [UInt8]) {
    separate()
    json.withUnsafeBufferPointer { append($0) }
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
  /// Makes room and stores what `body` puts there.
  @inline(__always)
  private mutating func store(atMost length: Int, _ body: (inout ByteCursor) -> Void) {
    if storage.count - count < length { grow(by: length) }
    let start = count
    count = storage.withUnsafeMutableBufferPointer { storage in
      let first = storage.baseAddress!
      var end = ByteCursor(position: first + start)
      body(&end)
      return end.position - first
    }
  }

  @inline(never)
  private mutating func grow(by length: Int) {
    storage.append(contentsOf: repeatElement(0, count: max(length, storage.count)))
  }

  @inline(__always)
  private mutating func append(_ byte: UInt8) { store(atMost: 1) { $0.put(byte) } }

  private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let first = bytes.baseAddress else { return }
    store(atMost: bytes.count) { $0.put(first, count: bytes.count) }
  }

  @inline(__always)
  private mutating func separate() {
    if needsComma { append(UInt8(ascii: ",")) }
  }

  private mutating func open(_ bracket: UInt8) {
    separate()
    append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    append(bracket)
    needsComma = true
  }

  private mutating func literal(_ word: StaticString) {
    separate()
    append(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    needsComma = true
  }

  private mutating func appendQuoted(_ text: some Sequence<UInt8>) {
    append(UInt8(ascii: "\""))
    let isCopied: Void? = text.withContiguousStorageIfAvailable { text in
      var start = 0
      for index in text.indices where needsEscape(text[index]) {
        append(UnsafeBufferPointer(rebasing: text[start..<index]))
        appendEscaped(text[index])
        start = index + 1
      }
      append(UnsafeBufferPointer(rebasing: text[start...]))
    }
    if isCopied == nil {
      for byte in text { if needsEscape(byte) { appendEscaped(byte) } else { append(byte) } }
    }
    append(UInt8(ascii: "\""))
  }

  private mutating func appendEscaped(_ byte: UInt8) {
    store(atMost: 6) { end in
      end.put(UInt8(ascii: "\\"))
      if byte >= 0x20 { return end.put(byte) }
      end.put(UInt8(ascii: "u"))
      end.put(UInt8(ascii: "0"))
      end.put(UInt8(ascii: "0"))
      end.put(hexDigit(byte >> 4))
      end.put(hexDigit(byte & 15))
    }
  }

  @inline(__always)
  private func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }
}

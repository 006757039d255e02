extension JSONParser {
  /// Reads a number to the nearest `Double`.
  ///
  /// Up to 2^53 and a power of ten within 10^±22, mantissa and power are exact doubles and one
  /// rounded operation joins them (Clinger 1990, "How to read floating point numbers
  /// accurately"); all that people draw is of that kind. The rest goes to the standard library.
  mutating func parseNumber() throws(JSONError) -> Double {
    let start = position
    let isNegative = current == UInt8(ascii: "-")
    if isNegative { position += 1 }

    var mantissa: UInt64 = 0
    var isExact = true
    var exponent = 0
    if current == UInt8(ascii: "0") {
      position += 1
      guard !isDigit(current) else { throw fault("a number has a leading zero") }
    } else {
      guard isDigit(current) else { throw fault("a digit is missing") }
      takeDigits(into: &mantissa, &isExact)
    }
    if current == UInt8(ascii: ".") {
      position += 1
      guard isDigit(current) else { throw fault("a digit must follow the decimal point") }
      exponent = -takeDigits(into: &mantissa, &isExact)
    }
    if current | 0x20 == UInt8(ascii: "e") { exponent += try parseExponent() }
    guard position - start <= JSON.Limits.bytesPerNumber else {
      throw JSONError(
        offset: start, message: "a number has more than \(JSON.Limits.bytesPerNumber) bytes")
    }

    if isExact, mantissa <= 1 << 53, -22...22 ~= exponent {
      let magnitude =
        exponent < 0
        ? Double(mantissa) / powerOfTen(-exponent) : Double(mantissa) * powerOfTen(exponent)
      return isNegative ? -magnitude : magnitude
    }
    let text = UnsafeBufferPointer(rebasing: bytes[start..<position])
    let value = slowNumber(text, isNegative: isNegative, mantissa: mantissa, exponent: exponent)
    guard value.isFinite else {
      throw JSONError(offset: start, message: "the number is too large")
    }
    return value
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// - Returns: how many digits were taken.
  @discardableResult
  @inline(__always)
  private mutating func takeDigits(into mantissa: inout UInt64, _ isExact: inout Bool) -> Int {
    let start = position
    while isDigit(current) {
      // One digit more always fits below this bound.
      if mantissa < 1_000_000_000_000_000_000 {
        mantissa = mantissa * 10 + UInt64(bytes[position] & 15)
      } else {
        isExact = false
      }
      position += 1
    }
    return position - start
  }

  /// Reads `e+12` and its like. Beyond ±9,999 it stays there: that is 0 or infinity already.
  private mutating func parseExponent() throws(JSONError) -> Int {
    position += 1
    let isNegative = current == UInt8(ascii: "-")
    if isNegative || current == UInt8(ascii: "+") { position += 1 }
    guard isDigit(current) else { throw fault("a digit is missing in the exponent") }
    var value = 0
    while isDigit(current) {
      value = min(value * 10 + Int(bytes[position] & 15), 9_999)
      position += 1
    }
    return isNegative ? -value : value
  }

  private func slowNumber(
    _ text: UnsafeBufferPointer<UInt8>, isNegative: Bool, mantissa: UInt64, exponent: Int
  ) -> Double {
    #if hasFeature(Embedded)
      // Without the C library: right to a few units in the last place, and for up to 19 digits.
      // The page speaks the binary protocol and never comes here.
      var value = Double(mantissa)
      for _ in 0..<min(abs(exponent), 400) { value = exponent < 0 ? value / 10 : value * 10 }
      return isNegative ? -value : value
    #else
      return Double(String(decoding: text, as: UTF8.self)) ?? .infinity
    #endif
  }
}

/// 10 to a power of 0...22: the ones that a `Double` holds exactly.
@inline(__always)
private func powerOfTen(_ power: Int) -> Double {
  // Two exact factors with an exact product; a table would be a lazily made global.
  var value = 1.0
  for _ in 0..<power { value *= 10 }
  return value
}

/// Where the next byte goes, in memory that is known to be large enough.
struct ByteCursor {
  private(set) var position: UnsafeMutablePointer<UInt8>

  @inline(__always)
  mutating func put(_ byte: UInt8) {
    position.pointee = byte
    position += 1
  }

  @inline(__always)
  mutating func put(_ bytes: UnsafePointer<UInt8>, count: Int) {
    position.update(from: bytes, count: count)
    position += count
  }

  /// At most 20 digits.
  mutating func put(digitsOf value: UInt64) {
    var (digits, unit): (Int, UInt64) = (1, 10)
    while digits < 20, value >= unit {
      digits += 1
      unit = unit &* 10
    }
    put(lastDigitsOf: value, count: digits)
  }

  /// The last digits of a number, zeros too.
  @inline(__always)
  mutating func put(lastDigitsOf value: UInt64, count: Int) {
    var value = value
    for index in stride(from: count - 1, through: 0, by: -1) {
      position[index] = 0x30 | UInt8(truncatingIfNeeded: value % 10)
      value /= 10
    }
    position += count
  }

  /// `scaled / 10^decimals` without trailing zeros.
  mutating func put(decimal scaled: UInt64, decimals: Int) {
    let unit = Self.powerOfTen(decimals)
    var (fraction, decimals) = (scaled % unit, decimals)
    put(digitsOf: scaled / unit)
    guard fraction > 0 else { return }
    while fraction % 10 == 0 {
      fraction /= 10
      decimals -= 1
    }
    put(UInt8(ascii: "."))
    put(lastDigitsOf: fraction, count: decimals)
  }

  @inline(__always)
  static func powerOfTen(_ power: Int) -> UInt64 {
    var value: UInt64 = 1
    for _ in 0..<power { value *= 10 }
    return value
  }
}

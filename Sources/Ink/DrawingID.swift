/// A drawing's public name: the 16 bytes of a UUID, made by the client.
///
/// Version 7 orders by time (RFC 9562, section 5.7); version 4 is taken too.
public struct DrawingID: Hashable, Sendable {
  /// The first and last eight bytes, big-endian, so that comparing numbers compares bytes.
  public let high, low: UInt64

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// A version 7 id.
  /// - Parameters:
  ///   - milliseconds: since 1970.
  ///   - random: 74 of these 128 bits are used.
  public init(milliseconds: UInt64, random: (UInt64, UInt64)) {
    high = milliseconds << 16 | 0x7000 | random.0 & 0x0fff
    low = 0x8000_0000_0000_0000 | random.1 & 0x3fff_ffff_ffff_ffff
  }

  /// Reads `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`, in either case; nil for anything else, and
  /// for the nil UUID.
  public init?(text: some Sequence<UInt8>) {
    var words: (UInt64, UInt64) = (0, 0)
    var position = 0
    var digits = 0
    for byte in text {
      if position == 8 || position == 13 || position == 18 || position == 23 {
        guard byte == UInt8(ascii: "-") else { return nil }
      } else {
        guard let digit = hexDigitValue(byte) else { return nil }
        if digits < 16 {
          words.0 = words.0 << 4 | UInt64(digit)
        } else {
          words.1 = words.1 << 4 | UInt64(digit)
        }
        digits += 1
      }
      position += 1
      if position > 36 { return nil }
    }
    guard position == 36, words.0 | words.1 != 0 else { return nil }
    high = words.0
    low = words.1
  }

  /// The 36 characters of the id, in lower case, as UTF-8.
  public var text: [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for index in 0..<16 {
      if index == 4 || index == 6 || index == 8 || index == 10 { text.append(UInt8(ascii: "-")) }
      let byte = self[index]
      text.append(hexDigit(byte >> 4))
      text.append(hexDigit(byte & 15))
    }
    return text
  }

  /// The 36 characters of the id, in lower case.
  public var string: String { String(decoding: text, as: UTF8.self) }

  /// One of the 16 bytes, in the order of the text.
  public subscript(index: Int) -> UInt8 {
    let word = index < 8 ? high : low
    return UInt8(truncatingIfNeeded: word >> UInt64((7 - index & 7) * 8))
  }
}

func hexDigitValue(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}

func hexDigit(_ value: UInt8) -> UInt8 {
  value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}

import Recognition

/// A network's numbers as text: base 85 of what `WeightCoder` makes of the weights, with biases and
/// multipliers before each layer's, little-endian in four bytes.
struct PackedNumbers {
  /// Of at most `lineLength` characters, none of which needs care in a string of any language.
  let lines: [String]

  /// C promises strings of 4,095 characters.
  private static let lineLength = 4_000

  init(_ network: Network) {
    var bytes: [UInt8] = []
    for layer in network.layers {
      for number in layer.bias + layer.multipliers {
        withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
      }
      bytes += WeightCoder(layer.weights).encode(layer.weights)
    }
    let text = Self.base85(bytes)
    lines = stride(from: 0, to: text.count, by: Self.lineLength).map { start in
      String(decoding: text[start..<min(start + Self.lineLength, text.count)], as: UTF8.self)
    }
  }

  /// Four bytes, the first the most significant, are five digits: the characters from `#` to `y`
  /// without `?`, of which two in a row mean something else in C, and the backslash.
  static func base85(_ bytes: [UInt8]) -> [UInt8] {
    let digits = (UInt8(ascii: "#")...UInt8(ascii: "y"))
      .filter { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "\\") }
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 3) / 4 * 5)
    for start in stride(from: 0, to: bytes.count, by: 4) {
      var value: UInt32 = 0
      for index in start..<start + 4 {
        value = value << 8 | UInt32(index < bytes.count ? bytes[index] : 0)
      }
      for power: UInt32 in [52_200_625, 614_125, 7_225, 85, 1] {
        text.append(digits[Int(value / power % 85)])
      }
    }
    return text
  }
}

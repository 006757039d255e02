/// The rule for names of shapes: they stand in addresses, file names and tables.
public enum ShapeName {
  /// What a name is, for messages.
  public static let rule =
    "a shape's name has 1 to 64 characters of a-z, 0-9, _ and -, and starts with a letter"

  public static func isValid(_ name: String) -> Bool {
    let bytes = name.utf8
    guard 1...64 ~= bytes.count, let first = bytes.first, isLetter(first) else { return false }
    for byte in bytes {
      let isDigit = 0x30...0x39 ~= byte
      guard isLetter(byte) || isDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
      else { return false }
    }
    return true
  }

  /// A data set's word as a name: in lower case, with `_` for spaces; nil when that is none.
  public static func imported(_ word: String) -> String? {
    let bytes = word.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
      case UInt8(ascii: " "): UInt8(ascii: "_")
      default: byte
      }
    }
    let name = String(decoding: bytes, as: UTF8.self)
    return isValid(name) ? name : nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7a ~= byte }
}

extension Device {
  /// As the JSON texts name it; nil when unknown.
  public var name: String? {
    switch self {
    case .unknown: nil
    case .mouse: "mouse"
    case .touch: "touch"
    case .pen: "pen"
    case .keyboard: "keyboard"
    }
  }

  public init?(name: String) {
    for device in Device.allCases where device.name == name {
      self = device
      return
    }
    return nil
  }
}

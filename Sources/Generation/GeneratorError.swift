/// Why a generator cannot be used.
public enum GeneratorError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The bytes do not begin as a generator's file does.
  case notAGenerator
  case unknownVersion(UInt8)
  /// Bytes that should be there, and that are.
  case length(expected: Int, found: Int)
  /// The checksum does not match.
  case damaged
  /// What is wrong with the header, without a full stop.
  case header(String)
  /// What is wrong with its numbers, without a full stop.
  case numbers(String)

  public var description: String {
    switch self {
    case .notAGenerator:
      "This is no generator of Inkling; choose a file that Inkling wrote."
    case .unknownVersion(let version):
      "The generator has format \(version), which this program does not know; update Inkling."
    case .length(let expected, let found):
      "The generator has \(found) bytes instead of \(expected); copy the file again, whole."
    case .damaged:
      "The generator is damaged: its checksum does not match; copy the file again."
    case .header(let fault):
      "The generator's header is wrong: \(fault); train it again."
    case .numbers(let fault):
      "The generator's numbers are wrong: \(fault); train it again."
    }
  }
}

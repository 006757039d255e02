/// Why a model cannot be used.
public enum ModelError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The bytes do not begin as a model's file does.
  case notAModel
  case unknownVersion(UInt8)
  /// Bytes that should be there, and that are.
  case length(expected: Int, found: Int)
  /// The checksum does not match.
  case damaged
  /// What is wrong with the header, without a full stop.
  case header(String)
  /// What is wrong with the labels, without a full stop.
  case labels(String)
  /// What is wrong with sizes or numbers, without a full stop.
  case network(String)

  public var description: String {
    switch self {
    case .notAModel: "This is no model of Inkling; choose a file that Inkling wrote."
    case .unknownVersion(let version):
      "The model has format \(version), which this program does not know; update Inkling."
    case .length(let expected, let found):
      "The model has \(found) bytes instead of \(expected); copy the file again, whole."
    case .damaged: "The model is damaged: its checksum does not match; copy the file again."
    case .header(let fault): "The model's header is wrong: \(fault); export the model again."
    case .labels(let fault): "The model's labels are wrong: \(fault); train it with other shapes."
    case .network(let fault): "The model's network is wrong: \(fault); train it again."
    }
  }
}

public import Recognition

/// Why an ONNX file gives no model.
public enum ONNXError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The bytes are no ONNX file, or more than fit a model.
  case unreadable
  /// Some other program's file, or ours with changes.
  case notOurs(String)
  /// The numbers in it make no model.
  case model(ModelError)

  public var description: String {
    switch self {
    case .unreadable: "This is no whole ONNX file; export the model again."
    case .notOurs(let fault):
      "This ONNX file was not made by inkling; \(fault). Only what inkling exported can be read."
    case .model(let error): error.description
    }
  }
}

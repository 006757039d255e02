public import Recognition

/// The forms in which a model leaves the program.
public enum ModelFormat: String, CaseIterable, Sendable {
  /// Its own file.
  case inkling
  /// The Open Neural Network Exchange format.
  case onnx
  /// The numbers as named tensors (https://huggingface.co/docs/safetensors).
  case safetensors
  /// The recogniser as one file without dependencies.
  case js, c, swift

  /// The file's content.
  public func file(of model: Model) throws -> [UInt8] {
    switch self {
    case .inkling: model.bytes
    case .onnx: try model.onnx
    case .safetensors: model.safetensors
    case .js: RecognizerFile(model).javaScript
    case .c: RecognizerFile(model).c
    case .swift: RecognizerFile(model).swift
    }
  }

  /// - Parameter version: the model's, of letters that file names may have.
  public func fileName(version: String) -> String {
    switch self {
    case .inkling: "inkling-\(version).inkmodel"
    case .onnx, .safetensors: "inkling-\(version).\(rawValue)"
    case .js, .c, .swift: "recognizer.\(rawValue)"
    }
  }

  public var contentType: String {
    switch self {
    case .inkling, .onnx, .safetensors: "application/octet-stream"
    case .js: "text/javascript; charset=utf-8"
    case .c, .swift: "text/plain; charset=utf-8"
    }
  }
}

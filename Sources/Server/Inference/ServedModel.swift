import Crypto
import Foundation
import Recognition
import Storage

/// A model in use: immutable, shared by all threads.
final class ServedModel: Sendable {
  /// What answers call it.
  let version: String
  let model: Model
  /// Its file.
  let bytes: [UInt8]
  let sha256: [UInt8]
  /// What the registry knows of it; nil for a file that is in no registry.
  let row: ModelRow?

  /// - Throws: `ModelError` when the bytes are no model.
  init(version: String, bytes: [UInt8], row: ModelRow?) throws(ModelError) {
    self.version = version
    self.bytes = bytes
    self.row = row
    model = try Model(bytes: bytes)
    sha256 = row?.sha256 ?? Array(SHA256.hash(data: Data(bytes)))
  }
}

extension Problem {
  static var noModel: Problem {
    Problem(
      503, "no_model",
      "There is no model yet: train one with inkling train, or start the server with --starter FILE."
    )
  }
}

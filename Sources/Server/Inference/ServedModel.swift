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
  /// Of shapes that the model does not know, or less well than their first drawings do.
  let templates: TemplateRecognizer?

  /// - Throws: `ModelError` when the bytes are no model.
  init(version: String, bytes: [UInt8], row: ModelRow?) throws(ModelError) {
    self.version = version
    self.bytes = bytes
    self.row = row
    templates = nil
    model = try Model(bytes: bytes)
    sha256 = row?.sha256 ?? Array(SHA256.hash(data: Data(bytes)))
  }

  /// The same model with other templates.
  init(_ served: ServedModel, templates: TemplateRecognizer?) {
    (version, model, bytes) = (served.version, served.model, served.bytes)
    (sha256, row, self.templates) = (served.sha256, served.row, templates)
  }

  /// What one thread looks with.
  func classifier() -> Classifier { Classifier(model: model, templates: templates) }

  /// Whether the network answers for a shape. Where templates found more of the held-out drawings,
  /// the training says so in the member `templates` of the model's figures.
  func knows(_ shape: String) -> Bool {
    let returned = model.figures.first { $0.name == "templates" }?.value.array ?? []
    return model.labels.contains(shape) && !returned.contains { $0.string == shape }
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

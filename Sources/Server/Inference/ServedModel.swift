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

  init(_ loaded: LoadedModel) {
    (version, model, bytes) = (loaded.version, loaded.model, loaded.bytes)
    (sha256, row, templates) = (loaded.row.sha256, loaded.row, nil)
  }

  /// A model that is in no registry.
  /// - Throws: `ModelError` when its bytes are no model.
  init(_ new: NewModel) throws(ModelError) {
    model = try Model(bytes: new.bytes)
    (version, bytes) = (new.version, new.bytes)
    (sha256, row, templates) = (Array(SHA256.hash(data: Data(new.bytes))), nil, nil)
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

import Ink
import Recognition
import Storage
import Synchronization

/// The models that can be asked: the one that serves and, by their versions, all others of the
/// registry, of which a few stay in memory.
final class ModelShelf: Sendable {
  let inference: Inference
  private let store: Store
  /// The one that was asked last stands last.
  private let others = Mutex<[ServedModel]>([])

  private static let keptInMemory = 3

  init(store: Store, inference: Inference) {
    self.store = store
    self.inference = inference
  }

  /// Reads the store for a model that is not in memory.
  /// - Parameter version: nil for the one that serves.
  /// - Throws: a 422 for a version that is unknown, a 409 for a damaged file, a 503 for no model.
  func find(_ version: String?) throws -> ServedModel {
    let current = inference.current
    guard let version, version != current?.version else {
      guard let current else { throw Problem.noModel }
      return current
    }
    if let known = take(version) { return known }
    guard let row = try store.models.find(version), row.version == version else {
      throw Problem.unknownModel(version)
    }
    let found: ServedModel
    do { found = ServedModel(try LoadedModel(row, store.models.bytes(of: row))) } catch {
      throw Problem(409, "model_damaged", "The file of model \(version) cannot be used.")
    }
    others.withLock { others in
      others.append(found)
      if others.count > Self.keptInMemory { others.removeFirst() }
    }
    return found
  }

  private func take(_ version: String) -> ServedModel? {
    others.withLock { others in
      guard let place = others.firstIndex(where: { $0.version == version }) else { return nil }
      let found = others.remove(at: place)
      others.append(found)
      return found
    }
  }

  /// Looks with a model, on any thread.
  /// - Parameter version: nil for the one that serves.
  func look<T>(
    _ version: String?, _ body: (ServedModel, inout Classifier) throws -> T
  ) throws -> T {
    if version == nil || version == inference.current?.version {
      guard let answer = try inference.look(body) else { throw Problem.noModel }
      return answer
    }
    let served = try find(version)
    var classifier = served.classifier()
    return try body(served, &classifier)
  }
}

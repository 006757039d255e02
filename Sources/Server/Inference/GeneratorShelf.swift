import Generation
import Logging
import Storage
import Synchronization

/// The generators that can be asked: the one that was trained beside the model that serves, and the
/// one that the program ships with for whatever that does not know.
final class GeneratorShelf: Sendable {
  /// A generator, and the version of the model beside which it was trained.
  struct Named: Sendable {
    let generator: Generator
    let version: String
  }

  private let store: Store
  private let inference: Inference
  private let starter: Named?
  private let log: Logger
  /// Of the model that served when somebody asked last.
  private let trained = Mutex<(model: Int64, named: Named?)?>(nil)

  /// - Parameter starter: a generator's file; nil for none.
  init(store: Store, inference: Inference, starter: [UInt8]?, log: Logger) {
    self.store = store
    self.inference = inference
    self.log = log
    do throws(GeneratorError) {
      self.starter = try starter.map { bytes throws(GeneratorError) in
        Named(generator: try Generator(bytes: bytes), version: Models.starter)
      }
    } catch {
      self.starter = nil
      log.error(
        "the generator that the program ships with cannot be used", metadata: ["reason": "\(error)"]
      )
    }
  }

  /// The one to ask for a shape. May read the store.
  /// - Throws: a 422 for a shape that none knows, a 503 when there is none at all.
  func find(for shape: String) throws -> Named {
    let all = try self.all()
    guard !all.isEmpty else {
      throw Problem(
        503, "no_generator",
        "Nothing has learnt to draw yet: train a model, and a generator is trained beside it.")
    }
    guard let found = all.first(where: { $0.generator.labels.contains(shape) }) else {
      let known = Set(all.flatMap(\.generator.labels)).sorted().joined(separator: ", ")
      throw Problem.unknownShape(shape, "Nothing has learnt to draw it; known are \(known).")
    }
    return found
  }

  /// The shapes that can be asked for.
  func labels() throws -> Set<String> { Set(try all().flatMap(\.generator.labels)) }

  private func all() throws -> [Named] { [try ofServingModel(), starter].compactMap { $0 } }

  private func ofServingModel() throws -> Named? {
    guard let row = inference.current?.row else { return nil }
    if let known = trained.withLock({ $0 }), known.model == row.id { return known.named }
    let found: Named?
    do {
      found = try store.models.generator(of: row.id).map {
        Named(generator: try Generator(bytes: $0), version: row.version)
      }
    } catch let error where error is GeneratorError || (error as? StoreError)?.isDamage == true {
      log.error(
        "a generator is damaged", metadata: ["version": "\(row.version)", "reason": "\(error)"])
      // It is not read again and again.
      trained.withLock { $0 = (row.id, nil) }
      return nil
    }
    // One that is not there yet may be learnt just now.
    if let found { trained.withLock { $0 = (row.id, found) } }
    return found
  }
}

extension StoreError {
  fileprivate var isDamage: Bool { if case .damaged = self { true } else { false } }
}

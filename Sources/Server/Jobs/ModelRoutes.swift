import Foundation
import Ink
import Recognition
public import Storage
import Synchronization
import Transport

/// Measures two models on the same drawings, which neither has seen.
///
/// It is given both and a reader of drawings that are set aside, of 1 to 63 shapes that one of them
/// knows; it answers with JSON.
public typealias ModelComparison =
  @Sendable (_ a: LoadedModel, _ b: LoadedModel, _ heldOut: DrawingSnapshot) throws -> String

/// The routes by which administrators choose the model that serves.
struct ModelRoutes: Sendable {
  let store: Store
  let shapes: ShapeCatalogue
  let compare: ModelComparison?
  private let turn = Turn()

  /// Drawings of each shape that a comparison reads at most.
  private static let compared = 2_000
  /// Shapes that a comparison tells apart at most, beside none of them.
  private static let shapesAtMost = Labels.count.upperBound - 1

  init(store: Store, shapes: ShapeCatalogue, compare: ModelComparison?) {
    self.store = store
    self.shapes = shapes
    self.compare = compare
  }

  var routes: [Route] {
    [
      Route(.get, "/api/admin/models", .administrator, handle: list),
      Route(.get, "/api/admin/models/compare", .administrator, handle: comparison),
      Route(.get, "/api/admin/models/*", .administrator, handle: model),
      Route(
        .post, "/api/admin/models/*/activate", .administrator, bodyLimit: 4_096, handle: activate),
    ]
  }

  private func list(_ call: Call) throws -> Response {
    let models = try store.models.list()
    return .json { writer in
      writer.beginObject()
      writer.name("models")
      writer.beginArray()
      for model in models { writer.write(model) }
      writer.endArray()
      writer.endObject()
    }
  }

  private func model(_ call: Call) throws -> Response {
    let model = try find(call.parameters[0])
    return .json { $0.write(model) }
  }

  private func activate(_ call: Call) throws -> Response {
    let actor = try call.requireAdministrator().administrator.email
    do {
      let model = try store.models.activate(call.parameters[0], actor: actor)
      return .json { $0.write(model) }
    } catch StoreError.damaged {
      throw Self.damaged(call.parameters[0])
    }
  }

  private func comparison(_ call: Call) throws -> Response {
    var faults: [Fault] = []
    for name in ["a", "b"] where call.request.queryValue(name)?.isEmpty ?? true {
      faults.append(Fault(path: name, message: "a model's id or version is needed"))
    }
    guard faults.isEmpty, let a = call.request.queryValue("a"), let b = call.request.queryValue("b")
    else {
      var problem = Problem(422, "invalid", "Two models are compared: ?a=ID&b=ID.")
      problem.faults = faults
      throw problem
    }
    let models = try (load(a), load(b))
    guard let compare else {
      throw Problem(501, "not_available", "This server was built without a way to compare models.")
    }
    let known = shapes.all.map(\.key).filter {
      models.0.model.labels.contains($0) || models.1.model.labels.contains($0)
    }
    guard !known.isEmpty else {
      throw Problem(
        422, "invalid", "Neither model knows a shape of this server: there is nothing to measure.")
    }
    guard known.count <= Self.shapesAtMost else {
      throw Problem(
        422, "invalid",
        "Together they know \(known.count) shapes; up to \(Self.shapesAtMost) can be compared.")
    }
    // It takes seconds of a thread that others wait for: one at a time.
    guard turn.take() else { throw Problem.overloaded }
    defer { turn.giveBack() }
    var selection = DrawingSnapshot.Selection(shapes: known)
    selection.heldOut = true
    selection.capPerShape = Self.compared
    return .json(Array(try compare(models.0, models.1, store.snapshot(selection)).utf8))
  }

  private func find(_ name: String) throws -> ModelRow {
    guard let model = try store.models.find(name) else {
      throw Problem.notFound("There is no model \(name).")
    }
    return model
  }

  private func load(_ name: String) throws -> LoadedModel {
    let row = try find(name)
    do {
      return try LoadedModel(row, store.models.bytes(of: row))
    } catch StoreError.damaged {
      throw Self.damaged(name)
    } catch is ModelError {
      throw Self.damaged(name)
    }
  }

  private static func damaged(_ name: String) -> Problem {
    Problem(
      409, "model_damaged", "The file of model \(name) is damaged; take another, or train anew.")
  }

  /// At most one at a time.
  private final class Turn: Sendable {
    private let isTaken = Atomic(false)
    func take() -> Bool {
      isTaken.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
    }
    func giveBack() { isTaken.store(false, ordering: .releasing) }
  }
}

extension JSONWriter {
  /// A model with all that is known of it.
  mutating func write(_ model: ModelRow) {
    beginObject()
    member("id", Int(model.id))
    member("version", model.version)
    member("active", model.isActive)
    member("labels", json: model.labels)
    member("size_bytes", model.sizeInBytes)
    member("sha256", String(hexOf: model.sha256))
    member("seed", Int(model.seed))
    member("config", json: model.config)
    member("data", json: model.data)
    member("metrics", json: model.metrics)
    member("code_version", model.codeVersion)
    member("notes", model.notes)
    member("created_at", time: model.created)
    member("activated_at", time: model.activated)
    endObject()
  }
}

import Foundation
import Ink
import Recognition
import Storage
import Transport

/// The routes by which administrators choose the model that serves.
struct ModelRoutes: Sendable {
  let store: Store
  let shapes: ShapeCatalogue
  let tools: ModelTools
  /// Comparing takes seconds of a thread that others wait for: one at a time.
  private let turn = DispatchSemaphore(value: 1)

  /// Drawings of each shape that a comparison reads at most, and the one before an activation.
  private static let (compared, glancedAt) = (2_000, 1_000)
  /// Shapes that a comparison tells apart at most, beside none of them.
  private static let shapesAtMost = Labels.count.upperBound - 1
  /// Seconds that an activation waits for a comparison to end.
  private static let patience = 15.0

  init(store: Store, shapes: ShapeCatalogue, tools: ModelTools) {
    self.store = store
    self.shapes = shapes
    self.tools = tools
  }

  var routes: [Route] {
    [
      Route(.get, "/api/admin/models", .administrator, handle: list),
      Route(.get, "/api/admin/models/compare", .administrator, handle: comparison),
      Route(.get, "/api/admin/models/*", .administrator, handle: model),
      Route(.patch, "/api/admin/models/*", .administrator, bodyLimit: 16_384, handle: note),
      Route(
        .post, "/api/admin/models/*/activate", .administrator, bodyLimit: 4_096, handle: activate),
      Route(
        .post, "/api/admin/models/rollback", .administrator, bodyLimit: 4_096, handle: rollBack),
      Route(.get, "/api/admin/models/*/file", .administrator, handle: file),
      Route(.get, "/api/admin/models/*/mistakes", .administrator, handle: mistakes),
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

  private func note(_ call: Call) throws -> Response {
    let actor = try call.requireAdministrator().administrator.email
    let body = try call.json()
    let limit = TrainingSettings.notesAtMost
    guard let members = body.object, members.allSatisfy({ $0.name == "notes" }),
      let notes = body["notes"]?.string, notes.unicodeScalars.count <= limit
    else {
      throw Problem.invalid(
        "Of a model the notes can be changed: {\"notes\":\"…\"}.",
        [Fault(path: "notes", message: "a text of at most \(limit) characters")])
    }
    let model = try store.models.note(notes, on: call.parameters[0], actor: actor)
    return .json { $0.write(model) }
  }

  // MARK: - Which one serves

  private func activate(_ call: Call) throws -> Response {
    let actor = try call.requireAdministrator().administrator.email
    let body = call.request.body.isEmpty ? JSON.object([]) : try call.json()
    let force = body["force"].flatMap { $0.isNull ? nil : $0 } ?? .bool(false)
    guard body.object != nil, let isForced = force.bool else {
      throw Problem.invalid(
        "A model is activated with {\"force\":true} or without a body.",
        [Fault(path: "force", message: "true or false")])
    }
    let model = try load(call.parameters[0])
    let gate = isForced ? ModelGate(.forced) : try gate(model)
    try gate.check(model.version)
    return try answer(store.models.activate(model.version, actor: actor), gate)
  }

  private func rollBack(_ call: Call) throws -> Response {
    let actor = try call.requireAdministrator().administrator.email
    guard let before = try store.models.previous() else {
      throw Problem(409, "nothing_before", "No other model has served before: activate one.")
    }
    do {
      return try answer(store.models.activate(before.version, actor: actor), nil)
    } catch StoreError.damaged {
      throw Self.damaged(before.version)
    }
  }

  private func answer(_ model: ModelRow, _ gate: ModelGate?) -> Response {
    .json { writer in
      writer.write(model) { writer in
        guard let gate else { return }
        writer.name("gate")
        writer.write(gate)
      }
    }
  }

  private func gate(_ model: LoadedModel) throws -> ModelGate {
    guard
      let active = try store.models.loadActive(LoadedModel.init, refused: { _, _ in }),
      active.id != model.id
    else { return ModelGate(.notCompared(why: "No other model serves.")) }
    let known = known(active, model)
    return try ModelGate(
      model, insteadOf: active, asked: shapes.all.filter(\.isEnabled).map(\.key)
    ) {
      guard let compare = tools.compare, 1...Self.shapesAtMost ~= known.count else { return nil }
      return try inTurn(patience: Self.patience) {
        try compare(active, model, heldOut(known, atMost: Self.glancedAt), false)
      }
    }
  }

  // MARK: - How good they are

  private func comparison(_ call: Call) throws -> Response {
    var faults: [Fault] = []
    for name in ["a", "b"] where call.request.queryValue(name)?.isEmpty ?? true {
      faults.append(Fault(path: name, message: "a model's id or version is needed"))
    }
    guard faults.isEmpty, let a = call.request.queryValue("a"), let b = call.request.queryValue("b")
    else { throw Problem.invalid("Two models are compared: ?a=ID&b=ID.", faults) }
    let models = try (load(a), load(b))
    guard let compare = tools.compare else {
      throw Problem(501, "not_available", "This server was built without a way to compare models.")
    }
    let known = known(models.0, models.1)
    guard !known.isEmpty else {
      throw Problem(
        422, "invalid", "Neither model knows a shape of this server: there is nothing to measure.")
    }
    guard known.count <= Self.shapesAtMost else {
      throw Problem(
        422, "invalid",
        "Together they know \(known.count) shapes; up to \(Self.shapesAtMost) can be compared.")
    }
    return try inTurn(patience: 0) {
      let found = try compare(
        models.0, models.1, heldOut(known, atMost: Self.compared), true)
      return .json(Array(found.json.utf8))
    }
  }

  private func mistakes(_ call: Call) throws -> Response {
    let model = try load(call.parameters[0])
    let query = try MistakesQuery(call.request, labels: model.model.labels)
    guard let judge = tools.judge else {
      throw Problem(501, "not_available", "This server was built without a way to judge models.")
    }
    let drawings = try store.snapshot(judgedWith(model))
    // The surest first: these are the worst.
    let found = try judge(model, drawings, query.shape).filter(query.fits)
      .sorted { $0.confidence > $1.confidence }
    let shown = try found.prefix(query.limit).compactMap { one in
      try drawings.publicID(of: drawings.entries[one.place])
        .flatMap(store.galleryDrawing).map { ($0, one) }
    }
    return .json { writer in
      writer.beginObject()
      writer.name("drawings")
      writer.beginArray()
      for (drawing, judged) in shown { writer.write(drawing, guessed: judged) }
      writer.endArray()
      writer.member("total", found.count)
      writer.endObject()
    }
  }

  /// The drawings that a model was trained and judged with, as far as they are still there.
  private func judgedWith(_ model: LoadedModel) throws -> DrawingSnapshot.Selection {
    let config = try JSON(parsing: Array(model.row.config.utf8))
    let known = shapes.all.map(\.key)
    // The starter model was asked for nothing: it is judged with all that it knows.
    var selection = DrawingSnapshot.Selection(shapes: known.filter(model.model.labels.contains))
    if config["shapes"] != nil,
      let settings = try? TrainingSettings(json: config, shapes: known, model: { Int64($0) })
    {
      selection = settings.selection
    }
    selection.newest = try store.models.newestDrawing(of: model.row)
    return selection
  }

  // MARK: - Files

  private func file(_ call: Call) throws -> Response {
    let model = try load(call.parameters[0])
    return try ModelDownload(
      version: model.version, sha256: model.row.sha256, bytes: model.bytes, model: model.model
    ).response(to: call.request, formats: tools.formats)
  }

  // MARK: - Parts

  private func inTurn<T>(patience: Double, _ body: () throws -> T) throws -> T {
    guard turn.wait(timeout: .now() + patience) == .success else { throw Problem.overloaded }
    defer { turn.signal() }
    return try body()
  }

  /// Shapes of this server that one of two models knows.
  private func known(_ a: LoadedModel, _ b: LoadedModel) -> [String] {
    shapes.all.map(\.key).filter { a.model.labels.contains($0) || b.model.labels.contains($0) }
  }

  /// Drawings that no training sees.
  private func heldOut(_ shapes: [String], atMost cap: Int) throws -> DrawingSnapshot {
    var selection = DrawingSnapshot.Selection(shapes: shapes)
    selection.heldOut = true
    selection.capPerShape = cap
    return try store.snapshot(selection)
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
}

extension JSONWriter {
  /// A model with all that is known of it.
  /// - Parameter more: writes further members.
  mutating func write(_ model: ModelRow, more: (inout JSONWriter) -> Void = { _ in }) {
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
    more(&self)
    endObject()
  }
}

import Ink
import Storage
import Transport

/// How administrators add shapes and change them. A new shape needs no new code, and no restart.
struct ShapeRoutes: Sendable {
  let store: Store
  let shapes: ShapeCatalogue

  /// Twenty drawings of the largest size that a page would send.
  private static let bodyLimit = 8 << 20

  var routes: [Route] {
    [
      Route(.get, "/api/admin/shapes", .administrator, handle: list),
      Route(.post, "/api/admin/shapes", .administrator, bodyLimit: Self.bodyLimit, handle: add),
      Route(
        .patch, "/api/admin/shapes/*", .administrator, bodyLimit: Self.bodyLimit, handle: change),
    ]
  }

  private func list(_ call: Call) throws -> Response {
    let counts = try store.shapeCounts()
    return .json { writer in
      writer.beginArray()
      for shape in shapes.all {
        writer.beginObject()
        writer.writeMembers(of: shape, counts[shape.id] ?? ShapeCount())
        writer.endObject()
      }
      writer.endArray()
    }
  }

  private func add(_ call: Call) throws -> Response {
    let actor = try call.requireAdministrator().administrator.email
    let request = try ShapeRequest(call.json(), isNew: true)
    let made = try store.addShape(
      key: request.key, stem: ShapeRequest.stem(of: request.change.name ?? ""), request.change,
      actor: actor)
    return try .changedShape(made.shape.key, change: made.change, shapes, store, status: 201)
  }

  private func change(_ call: Call) throws -> Response {
    let actor = try call.requireAdministrator().administrator.email
    guard let shape = shapes.find(call.parameters[0]) else { throw Self.unknown }
    let change = try ShapeRequest(call.json(), isNew: false).change
    if shape.hasFormula && (change.examples?.isEmpty == false || !change.addedExamples.isEmpty) {
      throw Problem.invalid(
        "A \(shape.key) is scored by a formula; examples of it would not be looked at.",
        [
          Fault(
            path: change.addedExamples.isEmpty ? "examples" : "examples_add",
            message: "this shape has a formula")
        ])
    }
    guard let changed = try store.changeShape(shape.key, change, actor: actor) else {
      throw Self.unknown
    }
    return try .changedShape(shape.key, change: changed.change, shapes, store)
  }

  fileprivate static var unknown: Problem { .notFound("There is no such shape.") }
}

extension Response {
  /// A shape that was changed in the store: from now on everybody sees it so.
  /// - Parameter change: the row of the audit; nil when nothing was changed.
  static func changedShape(
    _ key: String, change: Int64?, _ shapes: ShapeCatalogue, _ store: Store, status: Int = 200
  ) throws -> Response {
    try shapes.reload()
    guard let shape = shapes.find(key) else { throw ShapeRoutes.unknown }
    let count = try store.shapeCounts()[shape.id] ?? ShapeCount()
    return .json(status: status) { writer in
      writer.beginObject()
      writer.writeMembers(of: shape, count)
      writer.name("change")
      if let change { writer.integer(Int(change)) } else { writer.null() }
      writer.endObject()
    }
  }
}

extension JSONWriter {
  fileprivate mutating func writeMembers(of shape: Shape, _ count: ShapeCount) {
    // What can be made up is learnt from made-up drawings as well.
    let missing =
      SyntheticShape(rawValue: shape.key) != nil
      ? 0 : max(0, TrainingSettings.fewestDrawings - count.learnable)
    member("id", shape.key)
    member("name", shape.name)
    member("description", shape.description)
    member("difficulty", shape.difficulty)
    member("enabled", shape.isEnabled)
    name("order")
    if let place = shape.row.place { integer(place) } else { null() }
    member("drawings", count.drawings)
    member("examples", shape.examples.count)
    member("scored_by", shape.scoredBy)
    member("trainable", missing == 0)
    member("missing", missing)
    if !shape.outline.isEmpty {
      name("outline")
      write(shape.outline)
    }
  }
}

extension Shape {
  fileprivate var scoredBy: String {
    switch kind {
    case .template: "examples"
    case .unknown: "neatness"
    default: "formula"
    }
  }
}

import Ink
import Storage
import Transport

/// The route that shows which drawings a model has learnt from look most like one to it.
///
/// For administrators alone: these are people's drawings.
struct NearestRoutes: Sendable {
  private let models: ModelShelf
  private let neighbours: Neighbours

  init(store: Store, shapes: ShapeCatalogue, models: ModelShelf) {
    self.models = models
    neighbours = Neighbours(store: store, shapes: shapes)
  }

  private static let counts = 1...24

  var routes: [Route] {
    [
      Route(
        .post, "/api/inference/nearest", .administrator, bodyLimit: 1 << 20, handle: nearest
      ).slow()
    ]
  }

  private func nearest(_ call: Call) throws -> Response {
    let body = try call.json()
    let drawing = try AskedDrawing(body)
    let count = body["count"].flatMap { $0.isNull ? nil : $0 }.map { $0.integer ?? 0 } ?? 8
    guard Self.counts ~= count else {
      throw Problem.invalid(
        "Up to 24 drawings are shown.",
        [Fault(path: "count", message: "a whole number from 1 to 24")])
    }
    let (found, searched) = try models.look(try body.text("model")) { served, classifier in
      try neighbours.nearest(to: drawing, count: count, served, &classifier)
    }
    return .json { writer in
      writer.beginObject()
      writer.name("drawings")
      writer.beginArray()
      for near in found {
        writer.beginObject()
        writer.member("id", near.drawing.id)
        writer.member("shape", near.drawing.shape)
        writer.member("similarity", near.similarity)
        writer.endObject()
      }
      writer.endArray()
      writer.member("searched", searched)
      writer.endObject()
    }
  }
}

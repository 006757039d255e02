import Ink
import Storage
import Transport

/// The routes by which administrators look through the drawings and mend them.
struct GalleryRoutes: Sendable {
  let store: Store
  let shapes: ShapeCatalogue

  static let reasonAtMost = 200

  var routes: [Route] {
    [
      Route(.get, "/api/admin/drawings", .administrator, handle: page),
      Route(.get, "/api/admin/drawings/*", .administrator, handle: drawing),
      Route(.post, "/api/admin/drawings/*/flag", .administrator, bodyLimit: 4_096, handle: flag),
      Route(.delete, "/api/admin/drawings/*", .administrator) { try mend($0, .delete) },
      Route(.post, "/api/admin/drawings/*/restore", .administrator, bodyLimit: 4_096) {
        try mend($0, .restore)
      },
      Route(
        .post, "/api/admin/drawings/*/relabel", .administrator, bodyLimit: 4_096, handle: relabel),
    ]
  }

  private func page(_ call: Call) throws -> Response {
    let query = try GalleryQuery(call.request, shapes: shapes, store: store)
    let page = try store.gallery(
      query.filter, sort: query.sort, limit: query.limit, after: query.cursor)
    return .json { writer in
      writer.beginObject()
      writer.name("drawings")
      writer.beginArray()
      for drawing in page.drawings { writer.write(drawing) }
      writer.endArray()
      writer.name("next_cursor")
      if let next = page.next { writer.string(next) } else { writer.null() }
      writer.member("total", page.total.count)
      writer.member("total_is_exact", page.total.isExact)
      writer.endObject()
    }
  }

  private func drawing(_ call: Call) throws -> Response {
    guard let drawing = try store.galleryDrawing(call.drawingID()) else { throw Self.unknown }
    var response = Response.json { $0.write(drawing) }
    response.set("etag", drawing.quotedEtag)
    return response
  }

  private func flag(_ call: Call) throws -> Response {
    let body = try call.json()
    var faults: [Fault] = []
    if body["flagged"]?.bool == nil {
      faults.append(Fault(path: "flagged", message: "true or false"))
    }
    let reason = body["reason"].flatMap { $0.isNull ? nil : $0 }
    if let reason, reason.string.map({ $0.unicodeScalars.count <= Self.reasonAtMost }) != true {
      faults.append(
        Fault(path: "reason", message: "a text of at most \(Self.reasonAtMost) characters"))
    }
    guard faults.isEmpty, let isFlagged = body["flagged"]?.bool else {
      throw Self.invalid("A flag is {\"flagged\":true,\"reason\":\"…\"}.", faults)
    }
    return try mend(call, isFlagged ? .flag(reason: reason?.string) : .unflag)
  }

  private func relabel(_ call: Call) throws -> Response {
    guard let key = try call.json()["shape"]?.string, let shape = shapes.find(key) else {
      throw Self.invalid(
        "A drawing is relabelled with {\"shape\":\"…\"}, one of GET /api/shapes.",
        [Fault(path: "shape", message: "no such shape")])
    }
    return try mend(call, .relabel(shape: shape.id))
  }

  private func mend(_ call: Call, _ mending: Mending) throws -> Response {
    let actor = try call.requireAdministrator().administrator.email
    let request = call.request
    let outcome = try store.mend(call.drawingID(), mending, actor: actor) {
      request.admits(etag: "\"\($0)\"")
    }
    switch outcome {
    case .mended(let drawing, let change): return .mended(drawing, change: change)
    case .changedMeanwhile(let drawing, let by): throw Problem.changedMeanwhile(drawing, by)
    case .unknown: throw Self.unknown
    }
  }

  private static var unknown: Problem { .notFound("There is no such drawing.") }

  private static func invalid(_ detail: String, _ faults: [Fault]) -> Problem {
    var problem = Problem(422, "invalid", detail)
    problem.faults = faults
    return problem
  }
}

extension JSONWriter {
  /// A drawing as administrators see it, without its strokes.
  /// - Parameter guessed: what another model than the one of its time said, instead.
  mutating func write(_ drawing: GalleryDrawing, guessed: JudgedDrawing? = nil) {
    beginObject()
    member("id", drawing.publicID)
    member("user", drawing.user)
    member("shape", drawing.shape)
    member("status", drawing.isComplete ? "complete" : "partial")
    member("quality", drawing.quality)
    member("completeness", drawing.completeness)
    name("guess")
    let stored = drawing.guessConfidence.map { (drawing.guess ?? "none", $0) }
    if let (shape, confidence) = guessed.map({ ($0.guess, $0.confidence) }) ?? stored {
      beginObject()
      member("shape", shape)
      member("confidence", confidence, decimals: 3)
      endObject()
    } else {
      null()
    }
    name("canvas")
    drawing.canvas.write(to: &self)
    member("device", drawing.device.name ?? "unknown")
    member("points", drawing.points)
    member("strokes", drawing.strokes)
    member("duration_ms", drawing.durationInMilliseconds)
    member("flagged", drawing.isFlagged)
    name("flag_reason")
    if let reason = drawing.flagReason { string(reason) } else { null() }
    member("stored_at", timestamp(drawing.stored))
    member("deleted_at", time: drawing.deleted)
    member("etag", drawing.etag)
    endObject()
  }
}

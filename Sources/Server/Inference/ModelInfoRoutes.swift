import Ink
import Recognition
import Storage
import Transport

/// The routes that say what models there are to ask, and give them away.
struct ModelInfoRoutes: Sendable {
  let store: Store
  let models: ModelShelf
  let access: InferenceAccess
  /// The forms in which a model can be taken away.
  let formats: [ModelTools.Format]

  var routes: [Route] {
    [
      Route(.get, "/api/inference/models", .everybody, handle: list),
      Route(.get, "/api/inference/model/info", .everybody, handle: info),
      Route(.get, "/api/inference/model/file", .everybody, handle: file),
    ]
  }

  private func list(_ call: Call) throws -> Response {
    try access.admit(call.request)
    let serving = models.inference.current?.version
    let rows = try store.models.list()
    return .json { writer in
      writer.beginObject()
      writer.name("models")
      writer.beginArray()
      for row in rows {
        let metrics = try? JSON(parsing: Array(row.metrics.utf8))
        writer.beginObject()
        writer.member("version", row.version)
        writer.member("active", row.version == serving)
        writer.member("classes", json: row.labels)
        writer.name("accuracy")
        writer.write(metrics?["accuracy"] ?? .null)
        writer.member("created_at", timestamp(row.created))
        writer.endObject()
      }
      writer.endArray()
      writer.endObject()
    }
  }

  private func info(_ call: Call) throws -> Response {
    try access.admit(call.request)
    let served = try models.find(call.request.queryValue("model"))
    return .json { $0.write(served) }
  }

  private func file(_ call: Call) throws -> Response {
    try access.admit(call.request)
    let served = try models.find(call.request.queryValue("model"))
    return try ModelDownload(
      version: served.version, sha256: served.sha256, bytes: served.bytes, model: served.model
    ).response(to: call.request, formats: formats)
  }
}
